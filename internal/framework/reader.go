package framework

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"modenhed/internal/yamlfile"
)

// MaxFileSize is the largest framework file in bytes; a framework of several
// hundred indicators stays well below it.
const MaxFileSize = 1 << 20

func fileFormat() yamlfile.Format {
	return yamlfile.Format{
		MaxBytes:  MaxFileSize,
		MaxTokens: 80_000,
		MaxDepth:  64,
		Keys: yamlfile.Keys{
			TooLarge:         "framework.too_large",
			TooDeep:          "framework.too_deep",
			NotUTF8:          "framework.not_utf8",
			NotYAML:          "framework.not_yaml",
			NotFile:          "framework.not_framework",
			Empty:            "framework.empty_file",
			SeveralDocuments: "framework.several_documents",
			Unsupported:      "framework.unsupported_yaml",
			UnknownAlias:     "framework.unknown_alias",
			UnknownKey:       "framework.unknown_key",
			Repeated:         "framework.repeated_entry",
			NotMapping:       "framework.not_mapping",
			NotList:          "framework.not_list",
			NotText:          "framework.not_text",
			NotNumber:        "framework.not_number",
			NotFlag:          "framework.not_flag",
		},
	}
}

// fields are the entries of one mapping, read by the rules of framework files.
type fields struct{ yamlfile.Entries }

// open reads the mapping at an entry.
func (f fields) open(name string, allowed ...string) fields {
	return fields{f.Open(name, allowed...)}
}

// key returns a required key; it notes a missing or malformed one.
func (f fields) key(name string) string {
	text, ok := f.Scalar(name)
	switch {
	case !ok && !f.Has(name), ok && text == "":
		f.Note(name, "framework.missing", "Key", name)
		return ""
	case strings.ContainsFunc(text, notInKey):
		f.Note(name, "framework.bad_key", "Value", yamlfile.Excerpt(text))
		return ""
	}
	return text
}

func notInKey(r rune) bool {
	return r == ',' || r == ';' || unicode.IsSpace(r) || unicode.IsControl(r)
}

// word returns one of a few allowed words, the first of them when the entry is absent.
func (f fields) word(name string, allowed ...string) string {
	text, ok := f.Scalar(name)
	if !ok {
		return allowed[0]
	}
	if !slices.Contains(allowed, text) {
		f.Note(name, "framework.bad_word", "Value", yamlfile.Excerpt(text), "Allowed", strings.Join(allowed, ", "))
		return allowed[0]
	}
	return text
}

// flag returns true or false.
func (f fields) flag(name string, absent bool) bool {
	if _, ok := f.Scalar(name); !ok {
		return absent
	}
	if set, ok := f.Flag(name); ok {
		return set
	}
	return absent
}

// decimal is the one way to write a number: no leading zeros, thousands signs
// or other bases, which YAML versions read differently.
var decimal = regexp.MustCompile(`^[-+]?(0|[1-9][0-9]*)?(\.[0-9]*)?([eE][-+]?[0-9]+)?$`)

// number returns a finite number within [low, high]; absent is the default.
func (f fields) number(name string, absent, low, high float64) float64 {
	text, ok := f.Scalar(name)
	if !ok {
		return absent
	}
	if !decimal.MatchString(text) {
		f.Note(name, "framework.not_number", "Value", yamlfile.Excerpt(text))
		return absent
	}
	x, ok := f.Number(name)
	if !ok {
		return absent
	}
	if x < low || x > high {
		f.outside(name, text, low, high)
		return absent
	}
	return x
}

func (f fields) outside(name, text string, low, high float64) {
	if math.IsInf(high, 1) {
		f.Note(name, "framework.too_small", "Value", yamlfile.Excerpt(text), "Low", fmt.Sprint(low))
		return
	}
	f.Note(name, "framework.out_of_range", "Value", yamlfile.Excerpt(text), "Low", fmt.Sprint(low), "High", fmt.Sprint(high))
}

// integer returns a whole number of at least low.
func (f fields) integer(name string, absent, low int) int {
	const most = 1_000_000_000
	x := f.number(name, float64(absent), float64(low), most)
	if x != math.Trunc(x) {
		f.Note(name, "framework.not_integer", "Value", fmt.Sprint(x))
		return absent
	}
	return int(x)
}

// optional returns a number that may be absent.
func (f fields) optional(name string) *float64 {
	if !f.Has(name) {
		return nil
	}
	x := f.number(name, math.NaN(), math.Inf(-1), math.Inf(1))
	if math.IsNaN(x) {
		return nil
	}
	return &x
}
