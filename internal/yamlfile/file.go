// Package yamlfile reads a YAML or JSON file into mappings, lists and scalars
// with their lines. It refuses what is unknown, written twice or nested too
// deeply, and collects every problem with its line. What the entries mean, and
// how the problems are worded, is up to the packages that use it.
package yamlfile

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"modenhed/internal/fault"
)

// Format says what one kind of file may hold and how its problems are told.
type Format struct {
	// MaxBytes, MaxTokens and MaxDepth keep a hostile file from taking time or
	// memory. They are far above any real file.
	MaxBytes, MaxTokens, MaxDepth int
	// Strict files have no aliases, tags or directives, and an entry written
	// twice is a syntax error. A value then stands at the line of its name,
	// else at its own first line.
	Strict bool
	Keys   Keys
}

// Keys are the message keys of the problems, with the arguments they get.
type Keys struct {
	// TooLarge, NotUTF8 and Empty concern the file and have no line.
	TooLarge, NotUTF8, Empty string
	// TooDeep and SeveralDocuments have a line; where they are empty, TooLarge
	// and NotFile stand for them, without a line.
	TooDeep, SeveralDocuments string
	// NotYAML is a syntax error; NotFile is a file that is no mapping.
	NotYAML, NotFile string
	// Unsupported (Text), UnknownAlias (Name) and Repeated (Key) are not used by strict files.
	Unsupported, UnknownAlias, Repeated string
	// UnknownKey (Key, Allowed) and NotMapping (Allowed) come from opening a mapping.
	UnknownKey, NotMapping string
	// NotList, NotText, NotNumber (Value) and NotFlag (Value) come from reading an entry.
	NotList, NotText, NotNumber, NotFlag string
}

// File is a file that has been read, with the problems met so far.
type File struct {
	// Root is the mapping the file consists of, nil when there is none to read.
	Root     *Node
	Problems fault.Problems

	format Format
	lines  map[string]int
}

// Read reads a file. Unless Root is set there is at least one problem; other
// problems leave a tree that can be read further.
func Read(data []byte, format Format) *File {
	f := &File{format: format, lines: make(map[string]int)}
	if tokens := f.tokens(data); tokens != nil {
		f.Root = f.root(tokens)
	}
	return f
}

// Line returns the line of the entry or mapping at a path such as
// "questions[1]/key", or of the nearest one around it; 0 when none has been opened.
func (f *File) Line(path string) int {
	for path != "" {
		if line, ok := f.lines[path]; ok {
			return line
		}
		path = path[:max(strings.LastIndexByte(path, '/'), 0)]
	}
	return 0
}

// tokens returns the tokens of a file within its limits, nil after a problem.
func (f *File) tokens(data []byte) token.Tokens {
	keys := f.format.Keys
	if len(data) > f.format.MaxBytes {
		f.Problems.Add("", keys.TooLarge)
		return nil
	}
	if !utf8.Valid(data) {
		f.Problems.Add("", keys.NotUTF8)
		return nil
	}
	tokens := lexer.Tokenize(string(bytes.TrimPrefix(data, []byte("\ufeff"))))
	line := deepLine(tokens, f.format.MaxDepth)
	switch {
	case len(tokens) > f.format.MaxTokens, line > 0 && keys.TooDeep == "":
		f.Problems.Add("", keys.TooLarge)
	case line > 0:
		f.Problems.AddRow(line, "", keys.TooDeep)
	case len(tokens) == 0:
		f.Problems.Add("", keys.Empty)
	default:
		return tokens
	}
	return nil
}

// deepLine returns the first line that nests deeper than most, 0 when none
// does: the parser is recursive. Brackets nest over lines, block entries within one.
func deepLine(tokens token.Tokens, most int) int {
	brackets, entries, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position == nil {
			continue
		}
		if t.Position.Line != line {
			entries, line = 0, t.Position.Line
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets--
		case token.SequenceEntryType, token.MappingKeyType, token.TagType, token.AnchorType:
			entries++
		}
		if brackets > most || entries > most && brackets <= 0 {
			return line
		}
	}
	return 0
}

// root returns the mapping the tokens describe, nil after a problem.
func (f *File) root(tokens token.Tokens) *Node {
	var options []parser.Option
	if !f.format.Strict {
		options = append(options, parser.AllowDuplicateMapKey())
	}
	parsed, err := parser.Parse(tokens, 0, options...)
	if err != nil {
		f.Problems.AddRow(syntaxLine(err), "", f.format.Keys.NotYAML)
		return nil
	}
	body := f.document(parsed)
	if body == nil {
		return nil
	}
	b := builder{file: f, anchors: make(map[string]*Node)}
	root := b.build(body, 0)
	switch {
	case root.size > maxNodes:
		f.Problems.Add("", f.format.Keys.TooLarge)
	case root.Kind != Mapping:
		f.Problems.AddRow(root.Line, "", f.format.Keys.NotFile)
	default:
		return root
	}
	return nil
}

func syntaxLine(err error) int {
	var located interface{ GetToken() *token.Token }
	if errors.As(err, &located) && located.GetToken() != nil && located.GetToken().Position != nil {
		return located.GetToken().Position.Line
	}
	return 0
}

// document returns the body of the only document, nil after a problem.
func (f *File) document(parsed *ast.File) ast.Node {
	keys := f.format.Keys
	var body ast.Node
	for _, doc := range parsed.Docs {
		switch doc.Body.(type) {
		case nil, *ast.CommentGroupNode:
			continue
		case *ast.DirectiveNode:
			if !f.format.Strict {
				continue
			}
		}
		switch {
		case body == nil:
			body = doc.Body
			continue
		case keys.SeveralDocuments == "":
			f.Problems.Add("", keys.NotFile)
		default:
			f.Problems.AddRow(lineOf(doc.Body), "", keys.SeveralDocuments)
		}
		return nil
	}
	if body == nil {
		f.Problems.Add("", keys.Empty)
	}
	return body
}

// Excerpt shortens text quoted in a message to 40 characters.
func Excerpt(s string) string {
	left := 40
	for i := range s {
		if left == 0 {
			return s[:i] + "…"
		}
		left--
	}
	return s
}
