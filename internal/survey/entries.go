package survey

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"modenhed/internal/fault"
)

// fileReader gathers the problems of one wave file and the line of every entry.
type fileReader struct {
	problems fault.Problems
	lines    map[string]int
}

// entries are the entries of one mapping.
type entries struct {
	reader *fileReader
	// path names the mapping in problems, empty at the top.
	path   string
	byName map[string]ast.Node
}

// open reads a mapping and notes entries that are not allowed. A null node is an empty mapping.
func (r *fileReader) open(n ast.Node, path string, allowed ...string) entries {
	e := entries{reader: r, path: path, byName: make(map[string]ast.Node)}
	if isNull(n) {
		return e
	}
	pairs := entriesOf(n)
	if pairs == nil {
		r.note(path, "survey.not_mapping", "Allowed", strings.Join(allowed, ", "))
		return e
	}
	for _, pair := range pairs {
		name := pair.Key.GetToken().Value
		r.lines[e.at(name)] = lineOf(pair.Key)
		if !slices.Contains(allowed, name) {
			r.note(e.at(name), "survey.unknown_key", "Key", excerpt(name), "Allowed", strings.Join(allowed, ", "))
			continue
		}
		e.byName[name] = pair.Value
	}
	return e
}

// note adds a problem at an entry with the line of the entry or of the nearest mapping around it.
func (r *fileReader) note(path, key string, pairs ...any) {
	r.problems.AddRow(r.lineNear(path), path, key, pairs...)
}

// noteUnlessNoted returns a noter that passes over entries at which, or around
// which, the reader has noted a problem already: one fault is told once.
func (r *fileReader) noteUnlessNoted() noter {
	noted := make(map[string]bool)
	for _, p := range r.problems {
		noted[p.Field] = true
	}
	return func(path, key string, pairs ...any) {
		for around := path; around != ""; {
			if noted[around] {
				return
			}
			around = around[:max(strings.LastIndexByte(around, '/'), 0)]
		}
		r.note(path, key, pairs...)
	}
}

func (r *fileReader) lineNear(path string) int {
	for {
		if line, ok := r.lines[path]; ok {
			return line
		}
		i := strings.LastIndexByte(path, '/')
		if i < 0 {
			return 0
		}
		path = path[:i]
	}
}

func (e entries) at(name string) string {
	if e.path == "" {
		return name
	}
	return e.path + "/" + name
}

// value returns the node of an entry, nil when it is absent or null.
func (e entries) value(name string) ast.Node {
	if n := e.byName[name]; !isNull(n) {
		return n
	}
	return nil
}

func isNull(n ast.Node) bool {
	switch n.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
		return true
	}
	return false
}

// text returns the text of an entry, empty when it is absent.
func (e entries) text(name string) string {
	n := e.value(name)
	if n == nil {
		return ""
	}
	text, _, ok := scalarOf(n)
	if !ok {
		e.reader.note(e.at(name), "survey.not_text")
	}
	return strings.TrimSpace(text)
}

// both returns wording in both languages.
func (e entries) both(name string) Text {
	in := e.reader.open(e.value(name), e.at(name), "da", "en")
	return Text{DA: in.text("da"), EN: in.text("en")}
}

// number returns a finite number, nil when the entry is absent.
func (e entries) number(name string) *float64 {
	n := e.value(name)
	if n == nil {
		return nil
	}
	text, quoted, ok := scalarOf(n)
	x, err := strconv.ParseFloat(text, 64)
	if !ok || quoted || err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		e.reader.note(e.at(name), "survey.not_number", "Value", excerpt(text))
		return nil
	}
	return &x
}

// whole returns a whole number, 0 when the entry is absent.
func (e entries) whole(name string) int {
	x := e.number(name)
	if x == nil {
		return 0
	}
	if *x != math.Trunc(*x) || math.Abs(*x) > math.MaxInt32 {
		e.reader.note(e.at(name), "survey.not_whole", "Value", fmt.Sprint(*x))
		return 0
	}
	return int(*x)
}

// flag returns true or false, false when the entry is absent.
func (e entries) flag(name string) bool {
	n := e.value(name)
	if n == nil {
		return false
	}
	b, ok := n.(*ast.BoolNode)
	if !ok {
		e.reader.note(e.at(name), "survey.not_flag")
		return false
	}
	return b.Value
}

// list returns the items of an entry with their paths: "questions[1]" is the first.
func (e entries) list(name string) (items []ast.Node, paths []string) {
	n := e.value(name)
	if n == nil {
		return nil, nil
	}
	sequence, ok := n.(*ast.SequenceNode)
	if !ok {
		e.reader.note(e.at(name), "survey.not_list")
		return nil, nil
	}
	for i, item := range sequence.Values {
		path := fmt.Sprintf("%s[%d]", e.at(name), i+1)
		e.reader.lines[path] = lineOf(item)
		items, paths = append(items, item), append(paths, path)
	}
	return items, paths
}

// excerpt shortens text quoted in a message.
func excerpt(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
