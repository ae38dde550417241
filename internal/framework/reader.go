package framework

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"modenhed/internal/fault"
)

// fields reads the entries of one mapping and notes every problem it meets
// under the mapping's name.
type fields struct {
	problems *fault.Problems
	// of names the mapping in problems: a key or a path; empty at the top.
	of     string
	line   int
	byName map[string]*node
}

// readFields opens a mapping and notes entries that are not allowed or repeated.
func readFields(n *node, of string, problems *fault.Problems, allowed ...string) fields {
	f := fields{problems: problems, of: of, line: n.line, byName: make(map[string]*node, len(n.fields))}
	if n.kind == nullNode {
		return f
	}
	if n.kind != mappingNode {
		problems.AddRow(n.line, of, "framework.not_mapping", "Allowed", strings.Join(allowed, ", "))
		return f
	}
	for _, entry := range n.fields {
		switch {
		case !slices.Contains(allowed, entry.name):
			problems.AddRow(entry.line, f.path(entry.name), "framework.unknown_key",
				"Key", excerpt(entry.name), "Allowed", strings.Join(allowed, ", "))
		case f.byName[entry.name] != nil:
			problems.AddRow(entry.line, f.path(entry.name), "framework.repeated_entry", "Key", entry.name)
		default:
			f.byName[entry.name] = entry.value
		}
	}
	return f
}

func (f fields) path(name string) string {
	if f.of == "" {
		return name
	}
	return f.of + "/" + name
}

func (f fields) note(name, key string, pairs ...any) {
	line := f.line
	if n := f.byName[name]; n != nil {
		line = n.line
	}
	f.problems.AddRow(line, f.path(name), key, pairs...)
}

// value returns the node of an entry, nil when it is absent or null.
func (f fields) value(name string) *node {
	if n := f.byName[name]; n != nil && n.kind != nullNode {
		return n
	}
	return nil
}

func (f fields) has(name string) bool { return f.value(name) != nil }

// plain returns the text of a scalar entry; ok is false when it is absent or not a scalar.
func (f fields) plain(name string) (text string, ok bool) {
	n := f.value(name)
	if n == nil {
		return "", false
	}
	if n.kind != scalarNode {
		f.note(name, "framework.not_text")
		return "", false
	}
	return n.text, true
}

// key returns a required key; it notes a missing or malformed one.
func (f fields) key(name string) string {
	text, ok := f.plain(name)
	switch {
	case !ok && !f.has(name), ok && text == "":
		f.note(name, "framework.missing", "Key", name)
		return ""
	case strings.ContainsFunc(text, notInKey):
		f.note(name, "framework.bad_key", "Value", excerpt(text))
		return ""
	}
	return text
}

func notInKey(r rune) bool {
	return r == ',' || r == ';' || unicode.IsSpace(r) || unicode.IsControl(r)
}

// text returns wording in both languages; an absent language is empty.
func (f fields) text(name string) Text {
	n := f.value(name)
	if n == nil {
		return Text{}
	}
	in := readFields(n, f.path(name), f.problems, "da", "en")
	da, _ := in.plain("da")
	en, _ := in.plain("en")
	return Text{DA: da, EN: en}
}

// word returns one of a few allowed words, the first of them when the entry is absent.
func (f fields) word(name string, allowed ...string) string {
	text, ok := f.plain(name)
	if !ok {
		return allowed[0]
	}
	if !slices.Contains(allowed, text) {
		f.note(name, "framework.bad_word", "Value", excerpt(text), "Allowed", strings.Join(allowed, ", "))
		return allowed[0]
	}
	return text
}

// flag returns true or false.
func (f fields) flag(name string, absent bool) bool {
	text, ok := f.plain(name)
	if !ok {
		return absent
	}
	switch {
	case f.byName[name].quoted:
	case text == "true", text == "True", text == "TRUE":
		return true
	case text == "false", text == "False", text == "FALSE":
		return false
	}
	f.note(name, "framework.not_flag", "Value", excerpt(text))
	return absent
}

// decimal is the one way to write a number: no leading zeros, thousands signs
// or other bases, which YAML versions read differently.
var decimal = regexp.MustCompile(`^[-+]?(0|[1-9][0-9]*)?(\.[0-9]*)?([eE][-+]?[0-9]+)?$`)

// number returns a finite number within [low, high]; absent is the default.
func (f fields) number(name string, absent, low, high float64) float64 {
	text, ok := f.plain(name)
	if !ok {
		return absent
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || f.byName[name].quoted || !decimal.MatchString(text) {
		f.note(name, "framework.not_number", "Value", excerpt(text))
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
		f.note(name, "framework.too_small", "Value", excerpt(text), "Low", fmt.Sprint(low))
		return
	}
	f.note(name, "framework.out_of_range", "Value", excerpt(text), "Low", fmt.Sprint(low), "High", fmt.Sprint(high))
}

// integer returns a whole number of at least low.
func (f fields) integer(name string, absent, low int) int {
	const most = 1_000_000_000
	x := f.number(name, float64(absent), float64(low), most)
	if x != math.Trunc(x) {
		f.note(name, "framework.not_integer", "Value", fmt.Sprint(x))
		return absent
	}
	return int(x)
}

// optional returns a number that may be absent.
func (f fields) optional(name string) *float64 {
	if !f.has(name) {
		return nil
	}
	x := f.number(name, math.NaN(), math.Inf(-1), math.Inf(1))
	if math.IsNaN(x) {
		return nil
	}
	return &x
}

// list returns the items of a list entry.
func (f fields) list(name string) []*node {
	n := f.value(name)
	if n == nil {
		return nil
	}
	if n.kind != listNode {
		f.note(name, "framework.not_list")
		return nil
	}
	return n.items
}
