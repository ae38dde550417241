package yamlfile

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Entries are the entries of one mapping. Reading one that cannot be read as
// asked notes a problem in the file; an absent entry and a null one are the
// same and no problem.
type Entries struct {
	file *File
	// path names the mapping in problems, empty at the top.
	path   string
	line   int
	byName map[string]*Node
}

// Wording is text in both languages; an absent language is empty.
type Wording struct{ DA, EN string }

// Open reads a mapping and notes entries that are not allowed or repeated. path
// names it in problems; a null node, or none, is an empty mapping.
func (f *File) Open(n *Node, path string, allowed ...string) Entries {
	e := Entries{file: f, path: path, byName: make(map[string]*Node)}
	if n == nil {
		return e
	}
	e.line, f.lines[path] = n.Line, n.Line
	keys := f.format.Keys
	if n.Kind != Mapping && n.Kind != Null {
		e.NoteHere(keys.NotMapping, "Allowed", strings.Join(allowed, ", "))
	}
	for _, entry := range n.fields {
		// A long name would be copied into the path at every alias of the mapping.
		name := Excerpt(entry.name)
		at := e.Path(name)
		switch {
		case !slices.Contains(allowed, entry.name):
			f.Problems.AddRow(entry.line, at, keys.UnknownKey, "Key", name, "Allowed", strings.Join(allowed, ", "))
		case e.byName[entry.name] != nil:
			f.Problems.AddRow(entry.line, at, keys.Repeated, "Key", name)
		default:
			e.byName[entry.name], f.lines[at] = entry.value, entry.value.Line
		}
	}
	return e
}

// Open opens the mapping at an entry.
func (e Entries) Open(name string, allowed ...string) Entries {
	return e.file.Open(e.Value(name), e.Path(name), allowed...)
}

// Path names an entry in problems.
func (e Entries) Path(name string) string {
	if e.path == "" {
		return name
	}
	return e.path + "/" + name
}

// ItemPath names an item of a list entry: "questions[1]" is the one at index 0.
func (e Entries) ItemPath(name string, i int) string {
	return fmt.Sprintf("%s[%d]", e.Path(name), i+1)
}

// Note adds a problem at an entry, at the mapping's line where the entry is
// absent. The key and its arguments are as for fault.Text.
func (e Entries) Note(name, key string, pairs ...any) {
	line := e.line
	if n := e.byName[name]; n != nil {
		line = n.Line
	}
	e.file.Problems.AddRow(line, e.Path(name), key, pairs...)
}

// NoteHere adds a problem at the mapping itself.
func (e Entries) NoteHere(key string, pairs ...any) {
	e.file.Problems.AddRow(e.line, e.path, key, pairs...)
}

// Value returns the node of an entry, nil when it is absent.
func (e Entries) Value(name string) *Node {
	if n := e.byName[name]; n != nil && n.Kind != Null {
		return n
	}
	return nil
}

// Has tells whether an entry is there.
func (e Entries) Has(name string) bool { return e.Value(name) != nil }

// Scalar returns the text of an entry; ok is false when it is absent or not a scalar.
func (e Entries) Scalar(name string) (text string, ok bool) {
	n := e.Value(name)
	if n == nil {
		return "", false
	}
	if n.Kind != Scalar {
		e.Note(name, e.file.format.Keys.NotText)
		return "", false
	}
	return n.Text, true
}

// Text returns the text of an entry, empty when there is none.
func (e Entries) Text(name string) string {
	text, _ := e.Scalar(name)
	return text
}

// Wording returns the text of an entry in both languages.
func (e Entries) Wording(name string) Wording {
	in := e.Open(name, "da", "en")
	return Wording{DA: in.Text("da"), EN: in.Text("en")}
}

// Number returns a finite number; ok is false when there is none.
func (e Entries) Number(name string) (x float64, ok bool) {
	n := e.Value(name)
	if n == nil {
		return 0, false
	}
	x, err := strconv.ParseFloat(n.Text, 64)
	if n.quoted || err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		e.Note(name, e.file.format.Keys.NotNumber, "Value", Excerpt(n.Text))
		return 0, false
	}
	return x, true
}

// Flag returns true or false; ok is false when the entry is neither.
func (e Entries) Flag(name string) (set, ok bool) {
	n := e.Value(name)
	if n == nil {
		return false, false
	}
	if !n.quoted {
		switch n.Text {
		case "true", "True", "TRUE":
			return true, true
		case "false", "False", "FALSE":
			return false, true
		}
	}
	e.Note(name, e.file.format.Keys.NotFlag, "Value", Excerpt(n.Text))
	return false, false
}

// List returns the items of an entry; ok is false when it is something else than a list.
func (e Entries) List(name string) (items []*Node, ok bool) {
	n := e.Value(name)
	if n == nil {
		return nil, true
	}
	if n.Kind != List {
		e.Note(name, e.file.format.Keys.NotList)
		return nil, false
	}
	return n.items, true
}

// ItemText returns the text of an item of a list entry, counted from 0; ok is
// false when the item is not a scalar.
func (e Entries) ItemText(name string, i int) (text string, ok bool) {
	item := e.byName[name].items[i]
	if item.Kind != Scalar {
		e.file.Problems.AddRow(item.Line, e.Path(name), e.file.format.Keys.NotText)
		return "", false
	}
	return item.Text, true
}
