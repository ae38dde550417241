package yamlfile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/yamlfile"
)

func format(strict bool) yamlfile.Format {
	return yamlfile.Format{
		MaxBytes:  64 << 10,
		MaxTokens: 5_000,
		MaxDepth:  8,
		Strict:    strict,
		Keys: yamlfile.Keys{
			TooLarge: "too_large", TooDeep: "too_deep", NotUTF8: "not_utf8", Empty: "empty", SeveralDocuments: "several",
			NotYAML: "not_yaml", NotFile: "not_file", Unsupported: "unsupported", UnknownAlias: "unknown_alias",
			Repeated: "repeated", UnknownKey: "unknown_key", NotMapping: "not_mapping",
			NotList: "not_list", NotText: "not_text", NotNumber: "not_number", NotFlag: "not_flag",
		},
	}
}

// problem is a fault.Problem without its arguments.
type problem struct {
	Row   int
	Field string
	Key   string
}

func problemsOf(file *yamlfile.File) []problem {
	var out []problem
	for _, p := range file.Problems {
		out = append(out, problem{p.Row, p.Field, p.Message.Key})
	}
	return out
}

// content is everything the reader below finds in a file.
type content struct {
	Text    string
	Wording yamlfile.Wording
	Number  float64
	Flag    bool
	Items   []string
	In      []string
}

// read reads every kind of entry once.
func read(file *yamlfile.File) content {
	if file.Root == nil {
		return content{}
	}
	e := file.Open(file.Root, "", "text", "wording", "number", "flag", "items", "in")
	c := content{Text: e.Text("text"), Wording: e.Wording("wording")}
	c.Number, _ = e.Number("number")
	c.Flag, _ = e.Flag("flag")
	items, _ := e.List("items")
	for i := range items {
		if text, ok := e.ItemText("items", i); ok {
			c.Items = append(c.Items, text)
		}
	}
	in, _ := e.List("in")
	for i, item := range in {
		c.In = append(c.In, file.Open(item, e.ItemPath("in", i), "text").Text("text"))
	}
	return c
}

const full = `# all of it
text: " hej "
wording: {da: Ja, en: Yes}
number: -1.5e1
flag: True
items: [a, 2, "x: y"]
in:
  - text: |
      one
  -
  - {text: two}
`

var fullContent = content{
	Text: "hej", Wording: yamlfile.Wording{DA: "Ja", EN: "Yes"}, Number: -15, Flag: true,
	Items: []string{"a", "2", "x: y"}, In: []string{"one", "", "two"},
}

func TestReadFindsEveryEntry(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"YAML":       full,
		"CRLF":       strings.ReplaceAll(full, "\n", "\r\n"),
		"byte order": "\ufeff" + full,
		"JSON": `{"text": "hej", "wording": {"da": "Ja", "en": "Yes"}, "number": -15.0, "flag": true,
			"items": ["a", 2, "x: y"], "in": [{"text": "one"}, null, {"text": "two"}]}`,
	} {
		for _, strict := range []bool{false, true} {
			file := yamlfile.Read([]byte(text), format(strict))
			if diff := cmp.Diff(fullContent, read(file)); diff != "" {
				t.Errorf("%s, strict %t: %s", name, strict, diff)
			}
			if err := file.Problems.Err(); err != nil {
				t.Errorf("%s, strict %t: %v", name, strict, err)
			}
		}
	}
}

func TestReadResolvesAliases(t *testing.T) {
	t.Parallel()
	file := yamlfile.Read([]byte("wording: {da: &w Ord, en: *w}\nitems: &i [a, b]\nin: [{text: *w}]\n"), format(false))
	want := content{Wording: yamlfile.Wording{DA: "Ord", EN: "Ord"}, Items: []string{"a", "b"}, In: []string{"Ord"}}
	if diff := cmp.Diff(want, read(file)); diff != "" {
		t.Error(diff)
	}
	if err := file.Problems.Err(); err != nil {
		t.Error(err)
	}
}

func TestReadNotesEveryProblemWithItsLine(t *testing.T) {
	t.Parallel()
	laughs := "text: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'k'; c++ {
		laughs += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+", ", 10) + "]\n"
	}
	deepBlock := ""
	for i := range 12 {
		deepBlock += strings.Repeat(" ", i) + "text:\n"
	}
	for name, test := range map[string]struct {
		text string
		want []problem
		// strict are the problems of a strict file where they differ.
		strict []problem
	}{
		"empty":             {"", []problem{{0, "", "empty"}}, nil},
		"only a comment":    {"# a\n", []problem{{0, "", "empty"}}, nil},
		"not UTF-8":         {"text: \xe6\n", []problem{{0, "", "not_utf8"}}, nil},
		"too large":         {"# " + strings.Repeat("x", 64<<10), []problem{{0, "", "too_large"}}, nil},
		"too many tokens":   {strings.Repeat("a: 1\n", 3_000), []problem{{0, "", "too_large"}}, nil},
		"aliases unfolded":  {laughs, []problem{{0, "", "too_large"}}, laughsStrict()},
		"deep brackets":     {"text:\n  " + strings.Repeat("[", 5), []problem{{2, "", "not_yaml"}}, nil},
		"deeper brackets":   {"text:\n  " + strings.Repeat("[", 9), []problem{{2, "", "too_deep"}}, nil},
		"deep entries":      {"text:\n  " + strings.Repeat("- ", 9), []problem{{2, "", "too_deep"}}, nil},
		"deep block":        {deepBlock, []problem{{10, "", "too_deep"}, {2, "text", "not_text"}}, []problem{{10, "", "too_deep"}, {1, "text", "not_text"}}},
		"not YAML":          {"text: a\nin: [1\n", []problem{{2, "", "not_yaml"}}, nil},
		"a list":            {"\n- 1\n", []problem{{2, "", "not_file"}}, nil},
		"null":              {"~\n", []problem{{1, "", "not_file"}}, nil},
		"two documents":     {"text: a\n---\ntext: b\n", []problem{{3, "", "several"}}, nil},
		"a directive":       {"%YAML 1.2\n---\ntext: a\n", nil, []problem{{3, "", "several"}}},
		"an empty mapping":  {"{}", nil, nil},
		"null entries":      {"text:\nwording: ~\nnumber: null\nflag:\nitems:\nin:\n", nil, nil},
		"written twice":     {"text: a\nflag: true\ntext: b\n", []problem{{3, "text", "repeated"}}, []problem{{3, "", "not_yaml"}}},
		"unknown":           {"text: a\nwording:\n  da: a\n  de: b\ntxt: c\n", []problem{{5, "txt", "unknown_key"}, {4, "wording/de", "unknown_key"}}, nil},
		"unknown in a list": {"in:\n  - text: a\n  - txt: c\n", []problem{{3, "in[2]/txt", "unknown_key"}}, nil},
		"a long name": {strings.Repeat("x", 90) + ": a\n", []problem{
			{1, strings.Repeat("x", 40) + "…", "unknown_key"},
		}, nil},
		"other kinds": {
			"text: [a]\nwording: a\nnumber: {a: 1}\nflag: 1\nitems: a\nin: [a]\n",
			[]problem{
				{1, "text", "not_text"}, {2, "wording", "not_mapping"}, {3, "number", "not_number"},
				{4, "flag", "not_flag"}, {5, "items", "not_list"}, {6, "in[1]", "not_mapping"},
			}, nil,
		},
		"kinds over lines": {
			"text:\n  - a\nwording:\n  - a\nitems:\n  a: b\n",
			[]problem{{2, "text", "not_text"}, {4, "wording", "not_mapping"}, {6, "items", "not_list"}},
			[]problem{{1, "text", "not_text"}, {3, "wording", "not_mapping"}, {5, "items", "not_list"}},
		},
		"quoted":       {"number: '1'\nflag: \"true\"\n", []problem{{1, "number", "not_number"}, {2, "flag", "not_flag"}}, nil},
		"not a number": {"number: 1,5\n", []problem{{1, "number", "not_number"}}, nil},
		"infinite":     {"number: .inf\n", []problem{{1, "number", "not_number"}}, nil},
		"out of range": {"number: 1e999\n", []problem{{1, "number", "not_number"}}, nil},
		"yes":          {"flag: yes\n", []problem{{1, "flag", "not_flag"}}, nil},
		"item":         {"items:\n  - a\n  - [b]\n", []problem{{3, "items", "not_text"}}, nil},
		"tag":          {"text: !!str a\n", []problem{{1, "", "unsupported"}}, []problem{{1, "text", "not_text"}}},
		"merge":        {"text: a\n<<: {flag: true}\n", []problem{{2, "", "unsupported"}}, []problem{{2, "<<", "unknown_key"}}},
		"explicit key": {"? text\n: a\n", []problem{{1, "", "unsupported"}}, []problem{{1, "?", "unknown_key"}}},
		"anchor":       {"text: &a b\n", nil, []problem{{1, "text", "not_text"}}},
		"alias":        {"text: *a\n", []problem{{1, "", "unknown_alias"}}, []problem{{1, "text", "not_text"}}},
		"own alias":    {"in: &a\n  - *a\n", []problem{{2, "", "unknown_alias"}}, []problem{{1, "in", "not_list"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, strict := range []bool{false, true} {
				want := test.want
				if strict && test.strict != nil {
					want = test.strict
				}
				file := yamlfile.Read([]byte(test.text), format(strict))
				read(file)
				if diff := cmp.Diff(want, problemsOf(file)); diff != "" {
					t.Errorf("strict %t (-want +got):\n%s", strict, diff)
				}
			}
		})
	}
}

// laughsStrict are the problems of nested anchors in a strict file.
func laughsStrict() []problem {
	var out []problem
	for i, c := range "bcdefghijk" {
		out = append(out, problem{i + 2, string(c), "unknown_key"})
	}
	return append(out, problem{1, "text", "not_text"})
}

func TestFormatsWithFewerKeysTellOfTheFileAsAWhole(t *testing.T) {
	t.Parallel()
	few := format(true)
	few.Keys.TooDeep, few.Keys.SeveralDocuments = "", ""
	for text, want := range map[string]string{
		"text:\n  " + strings.Repeat("[", 9):                                      "too_large",
		"text: a\n---\ntext: b\n":                                                 "not_file",
		strings.Repeat("- ", 4) + strings.Repeat("[", 6) + strings.Repeat("]", 6): "too_large",
	} {
		file := yamlfile.Read([]byte(text), few)
		if diff := cmp.Diff([]problem{{0, "", want}}, problemsOf(file)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestProblemsCarryWhatIsAllowed(t *testing.T) {
	t.Parallel()
	file := yamlfile.Read([]byte("wording: {de: x}\n"), format(false))
	read(file)
	want := fault.Problems{{Row: 1, Field: "wording/de", Message: fault.Text("unknown_key", "Key", "de", "Allowed", "da, en")}}
	if diff := cmp.Diff(want, file.Problems); diff != "" {
		t.Error(diff)
	}
}

func TestLineIsOfTheNearestEntry(t *testing.T) {
	t.Parallel()
	file := yamlfile.Read([]byte(full), format(true))
	read(file)
	for path, want := range map[string]int{
		"text": 2, "wording": 3, "wording/da": 3, "wording/de": 3, "in": 7, "in[1]": 8, "in[1]/text": 8,
		"in[3]/text/more": 11, "in[9]": 0, "unknown": 0, "": 0,
	} {
		if got := file.Line(path); got != want {
			t.Errorf("line of %q is %d, want %d", path, got, want)
		}
	}
}

func TestNoteStandsAtTheEntryOrItsMapping(t *testing.T) {
	t.Parallel()
	file := yamlfile.Read([]byte("in:\n  - flag: true\n    text:\n      - a\n"), format(false))
	e := file.Open(file.Root, "", "in")
	items, _ := e.List("in")
	in := file.Open(items[0], e.ItemPath("in", 0), "flag", "text", "number")
	in.Note("text", "at_entry")
	in.Note("number", "absent")
	in.NoteHere("here")
	want := []problem{{4, "in[1]/text", "at_entry"}, {2, "in[1]/number", "absent"}, {2, "in[1]", "here"}}
	if diff := cmp.Diff(want, problemsOf(file)); diff != "" {
		t.Error(diff)
	}
	if got := items[0].Scalar("flag"); got != "true" {
		t.Errorf("the scalar is %q", got)
	}
	if got := items[0].Scalar("text"); got != "" {
		t.Errorf("a list is read as %q", got)
	}
}

func TestAbsentEntriesAreNoProblem(t *testing.T) {
	t.Parallel()
	file := yamlfile.Read([]byte("text: ''\n"), format(false))
	e := file.Open(file.Root, "", "text", "in")
	if _, ok := e.Scalar("text"); !ok || !e.Has("text") {
		t.Error("an empty text is not found")
	}
	if _, ok := e.Scalar("in"); ok || e.Has("in") || e.Value("in") != nil {
		t.Error("an absent entry is found")
	}
	if items, ok := e.List("in"); !ok || items != nil {
		t.Errorf("an absent list is %v, %t", items, ok)
	}
	if _, ok := e.Open("in", "a").Number("a"); ok {
		t.Error("an absent mapping has a number")
	}
	if err := file.Problems.Err(); err != nil {
		t.Error(err)
	}
}

func TestExcerptCountsCharacters(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("æ", 40)
	for text, want := range map[string]string{"": "", "kort": "kort", long: long, long + "ø": long + "…"} {
		if got := yamlfile.Excerpt(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// FuzzRead holds that any file is read or refused, and that every problem
// stands at a line of the file.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		full, "", "{}", "- 1", "key: [1\n", "a: &a [*a]\n", "text: &a b\nwording: {da: *a}\n", "? [a]\n: b\n", "<<: *x\n",
		"text: !!binary x\n", "%YAML 1.2\n---\na: b\n", "a: 1\n---\n...\n", "text: |\n  x\n", "'': 1\n", "in: [{text: a}, , ]",
	} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, strict bool) {
		file := yamlfile.Read(data, format(strict))
		if file.Root == nil && len(file.Problems) == 0 {
			t.Fatal("neither read nor refused")
		}
		if got := read(file); file.Root == nil && !cmp.Equal(got, content{}) {
			t.Fatalf("refused, but %v", got)
		}
		lines := 1 + strings.Count(string(data), "\n") + strings.Count(string(data), "\r")
		for _, p := range file.Problems {
			if p.Row < 0 || p.Row > lines || p.Message.Key == "" {
				t.Fatalf("problem %+v in a file of %d lines", p, lines)
			}
		}
	})
}
