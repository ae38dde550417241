package survey

import (
	"fmt"
	"math"
	"strings"

	"modenhed/internal/yamlfile"
)

// MaxFileSize is the largest wave file in bytes, far above any real one.
const MaxFileSize = 256 << 10

func fileFormat() yamlfile.Format {
	return yamlfile.Format{
		MaxBytes:  MaxFileSize,
		MaxTokens: 20_000,
		MaxDepth:  32,
		Strict:    true,
		Keys: yamlfile.Keys{
			TooLarge:   "survey.file_too_large",
			NotUTF8:    "survey.file_encoding",
			NotYAML:    "survey.file_syntax",
			NotFile:    "survey.file_not_wave",
			Empty:      "survey.file_not_wave",
			UnknownKey: "survey.unknown_key",
			NotMapping: "survey.not_mapping",
			NotList:    "survey.not_list",
			NotText:    "survey.not_text",
			NotNumber:  "survey.not_number",
			NotFlag:    "survey.not_flag",
		},
	}
}

// noteUnlessNoted returns a noter that passes over entries at which, or around
// which, the reader has noted a problem already: one fault is told once.
func noteUnlessNoted(file *yamlfile.File) noter {
	noted := make(map[string]bool)
	for _, p := range file.Problems {
		noted[p.Field] = true
	}
	return func(path, key string, pairs ...any) {
		for around := path; around != ""; {
			if noted[around] {
				return
			}
			around = around[:max(strings.LastIndexByte(around, '/'), 0)]
		}
		file.Problems.AddRow(file.Line(path), path, key, pairs...)
	}
}

// entries are the entries of one mapping, read by the rules of wave files.
type entries struct{ yamlfile.Entries }

// open reads the mapping at an entry.
func (e entries) open(name string, allowed ...string) entries {
	return entries{e.Open(name, allowed...)}
}

func (e entries) both(name string) Text { return Text(e.Wording(name)) }

// number returns a finite number, nil when there is none.
func (e entries) number(name string) *float64 {
	if x, ok := e.Number(name); ok {
		return &x
	}
	return nil
}

// whole returns a whole number, 0 when there is none.
func (e entries) whole(name string) int {
	x, _ := e.Number(name)
	if x != math.Trunc(x) || math.Abs(x) > math.MaxInt32 {
		e.Note(name, "survey.not_whole", "Value", fmt.Sprint(x))
		return 0
	}
	return int(x)
}

// flag returns true or false, false when there is neither.
func (e entries) flag(name string) bool {
	set, _ := e.Flag(name)
	return set
}

// excerpt shortens text quoted in a message.
func excerpt(s string) string { return yamlfile.Excerpt(s) }

// texts returns the texts of a list.
func (e entries) texts(name string) []string {
	items, _ := e.List(name)
	var texts []string
	for i := range items {
		text, _ := e.ItemText(name, i)
		texts = append(texts, text)
	}
	return texts
}
