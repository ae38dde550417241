package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"modenhed/internal/locale"
)

const smallFramework = `key: small
version: 1
areas:
  - key: a
    indicators:
      - {key: a.level, type: level}
      - {key: a.count, type: number, low: 0, high: 10}
`

const smallValues = "unit;a.level;a.count\nNorth;5;2,5\nSouth;0;10\n"

// scores is the part of the JSON result that the tests look at.
type scores struct {
	Units []struct {
		Unit  string
		Score *float64
		Rank  *int
	}
}

func TestScore(t *testing.T) {
	t.Parallel()
	framework, values := write(t, "small.yaml", smallFramework), write(t, "values.csv", smallValues)
	base := []string{"score", "--framework", framework, "--values", values}
	cases := map[string]struct {
		args  []string
		north float64
	}{
		"as the framework says": {nil, 62.5},
		"another scale":         {[]string{"--normalise", "minmax"}, 50},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := call(t, "", append(base, c.args...)...).want(t, statusDone, "")
			var got scores
			if err := json.Unmarshal([]byte(o.out), &got); err != nil {
				t.Fatal(err)
			}
			if len(got.Units) != 2 || got.Units[0].Unit != "North" || *got.Units[0].Score != c.north {
				t.Errorf("result = %s", o.out)
			}
		})
	}
	o := call(t, "", append(base, "--aggregate", "geometric")...).want(t, statusDone, `"aggregation": "geometric"`)
	if o.err != "" {
		t.Errorf("standard error: %s", o.err)
	}
}

func TestScoreWritesEveryFormat(t *testing.T) {
	t.Parallel()
	framework, values := write(t, "small.yaml", smallFramework), write(t, "values.csv", smallValues)
	for _, c := range []struct{ format, name, begins string }{
		{"json", "result.json", "{"}, {"csv", "result.csv", "unit,"}, {"csv", "result.txt", "unit,"},
		{"xlsx", "result.xlsx", "PK"}, {"xlsx", "RESULT.XLSX", "PK"},
	} {
		format, begins, out := c.format, c.begins, filepath.Join(t.TempDir(), c.name)
		o := call(t, "", "score", "--framework", framework, "--values", values, "--format", format, "--out", out).want(t, statusDone, "")
		content, err := os.ReadFile(out)
		if err != nil || !strings.HasPrefix(string(content), begins) || o.out != "" {
			t.Errorf("%s: %.20q, %v; printed %q", format, content, err, o.out)
		}
		wantAlone(t, out)
	}
	o := call(t, "", "score", "--framework", framework, "--values", values, "--format", "csv").want(t, statusDone, "")
	rows, err := csv.NewReader(strings.NewReader(o.out)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// wantAlone fails the test when anything lies beside a file.
func wantAlone(t *testing.T, name string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Name() != filepath.Base(name) {
			t.Errorf("%s was left behind", entry.Name())
		}
	}
}

func TestScoreWithTheSeededFramework(t *testing.T) {
	t.Parallel()
	values := write(t, "values.csv", "unit,rpa.strategy\n461,3\n")
	call(t, "", "score", "--values", values).want(t, statusDone, "dansk-erhverv-2017")
}

// TestScoreWithTheFrameworkOfTheReadme scores by the example that new users start from.
func TestScoreWithTheFrameworkOfTheReadme(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(readme), "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	values := write(t, "values.csv", "unit,flights,shipping.cost,outage,students\nA,12,3.5,1.2,8\nB,20,4,?,9\n")
	o := call(t, "", "score", "--framework", write(t, "index.yaml", example), "--values", values, "--draws", "10", "--aggregate", "harmonic")
	for _, part := range []string{`"transport"`, `"aggregation": "harmonic"`, `"people": "arithmetic"`, `"rank_interval": {`} {
		o.want(t, statusDone, part)
	}
}

func TestScoreNamesEveryFault(t *testing.T) {
	t.Parallel()
	framework := write(t, "small.yaml", smallFramework)
	out := filepath.Join(t.TempDir(), "result.json")
	if err := os.WriteFile(out, []byte("what was there"), 0o600); err != nil {
		t.Fatal(err)
	}
	values := write(t, "bad.csv", "unit,a.level,a.count\nNorth,7,x\nSouth,1,2\n")
	o := call(t, "", "score", "--framework", framework, "--values", values, "--out", out)
	lines := strings.Split(strings.TrimSpace(o.err), "\n")
	if o.status != statusFailed || len(lines) != 2 || o.out != "" {
		t.Errorf("status %d, standard error %q", o.status, o.err)
	}
	for i, column := range []string{"a.level", "a.count"} {
		if !strings.HasPrefix(lines[i], "modenhed: "+values+": row 2, column "+column+": ") {
			t.Errorf("line %d = %q", i, lines[i])
		}
	}
	if kept, err := os.ReadFile(out); err != nil || string(kept) != "what was there" {
		t.Errorf("the output became %q, %v", kept, err)
	}
	wantAlone(t, out)
}

func TestScoreCountsFieldsInBothLanguages(t *testing.T) {
	t.Parallel()
	values := write(t, "bad.csv", "unit;a.level\nNorth\nSouth;1;2\n")
	framework := write(t, "small.yaml", smallFramework)
	for lang, want := range map[locale.Lang][]string{
		locale.Danish: {
			"række 2: Rækken har for få felter: 1. Der skal være 2, ét for hver kolonne.",
			"række 3: Rækken har for mange felter: 3. Der skal være 2, ét for hver kolonne.",
		},
		locale.English: {
			"row 2: The row has too few fields: 1. There must be 2, one for each column.",
			"row 3: The row has too many fields: 3. There must be 2, one for each column.",
		},
	} {
		got := complaints(t, lang, "score", "--framework", framework, "--values", values)
		if len(got) != len(want) {
			t.Fatalf("%s: %q", lang, got)
		}
		for i := range want {
			if !strings.Contains(got[i], want[i]) {
				t.Errorf("%s: %q, want %q", lang, got[i], want[i])
			}
		}
	}
}

func TestScoreCallsARowARow(t *testing.T) {
	t.Parallel()
	values := write(t, "bad.csv", "unit;a.level\nNorth;1\nNorth;2\n")
	framework := write(t, "small.yaml", smallFramework)
	repeated := write(t, "repeated.yaml", strings.Replace(smallFramework, "a.count", "a.level", 1))
	for lang, word := range map[locale.Lang]string{locale.Danish: "række", locale.English: "row"} {
		for _, c := range []struct{ framework, at, other string }{
			{framework, word + " 3", word + " 2"},
			{repeated, word + " 7", word + " 6"},
		} {
			got := complaints(t, lang, "score", "--framework", c.framework, "--values", values)
			if len(got) != 1 || !strings.Contains(got[0], c.at) || !strings.Contains(got[0], c.other) {
				t.Errorf("%s: %q, want %q and %q", lang, got, c.at, c.other)
			}
		}
	}
}

// complaints runs a command that fails and returns the lines of standard error.
func complaints(t *testing.T, lang locale.Lang, args ...string) []string {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(t.Context(), args, terminal{out: &out, err: &errs, lang: lang, wording: wording}); status != statusFailed {
		t.Errorf("%v: status %d", args, status)
	}
	return strings.Split(strings.TrimSpace(errs.String()), "\n")
}

func TestScoreFilesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	good := write(t, "values.csv", smallValues)
	folder := t.TempDir()
	cases := map[string]struct {
		args []string
		text string
	}{
		"no values":         {[]string{"--values", filepath.Join(folder, "none.csv")}, "does not exist"},
		"a folder":          {[]string{"--values", folder}, "folder"},
		"no framework":      {[]string{"--values", good, "--framework", filepath.Join(folder, "none.yaml")}, "does not exist"},
		"faulty framework":  {[]string{"--values", good, "--framework", write(t, "f.yaml", "key: x\nversion: 1\n")}, "f.yaml"},
		"unknown columns":   {[]string{"--values", write(t, "v.csv", "unit,nope\na,1\n")}, "nope"},
		"an empty file":     {[]string{"--values", write(t, "v.csv", "")}, "v.csv"},
		"nowhere to put it": {[]string{"--values", write(t, "v.csv", "unit,rpa.strategy\na,1\n"), "--out", filepath.Join(folder, "no", "x.json")}, "does not exist"},
		"a folder as out":   {[]string{"--values", write(t, "v.csv", "unit,rpa.strategy\na,1\n"), "--out", folder}, "folder"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			call(t, "", append([]string{"score"}, c.args...)...).want(t, statusFailed, c.text)
		})
	}
}

func TestExportBenchmark(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	for _, lang := range []string{"da", "en"} {
		out := filepath.Join(t.TempDir(), "benchmark.xlsx")
		call(t, "", "export", "benchmark", "--db", db, "--out", out, "--lang", lang).want(t, statusDone, "")
		content, err := os.ReadFile(out)
		if err != nil || !strings.HasPrefix(string(content), "PK") {
			t.Errorf("%s: %.10q, %v", lang, content, err)
		}
		wantAlone(t, out)
	}
}
