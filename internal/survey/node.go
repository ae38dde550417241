package survey

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"modenhed/internal/fault"
)

// Limits of a wave file, far above any real one; they keep a hostile file from
// taking time or memory.
const (
	// MaxFileSize is the largest wave file in bytes.
	MaxFileSize = 256 << 10
	maxTokens   = 20_000
	maxDepth    = 32
)

// parseRoot reads YAML into its top mapping; nil with a problem noted when the
// file holds no single mapping.
func parseRoot(data []byte, problems *fault.Problems) ast.Node {
	if len(data) > MaxFileSize {
		problems.Add("", "survey.file_too_large")
		return nil
	}
	if !utf8.Valid(data) {
		problems.Add("", "survey.file_encoding")
		return nil
	}
	tokens := lexer.Tokenize(string(bytes.TrimPrefix(data, []byte("\ufeff"))))
	if len(tokens) > maxTokens || nestsTooDeep(tokens) {
		problems.Add("", "survey.file_too_large")
		return nil
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		problems.AddRow(syntaxLine(err), "", "survey.file_syntax")
		return nil
	}
	body := onlyBody(file)
	if body == nil || entriesOf(body) == nil {
		problems.AddRow(lineOf(body), "", "survey.file_not_wave")
		return nil
	}
	return body
}

// nestsTooDeep guards the parser, which is recursive. Brackets nest over lines,
// block entries within one.
func nestsTooDeep(tokens token.Tokens) bool {
	brackets, entries, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position != nil && t.Position.Line != line {
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
		if brackets > maxDepth || entries > maxDepth {
			return true
		}
	}
	return false
}

func syntaxLine(err error) int {
	var located interface{ GetToken() *token.Token }
	if errors.As(err, &located) && located.GetToken() != nil && located.GetToken().Position != nil {
		return located.GetToken().Position.Line
	}
	return 0
}

func onlyBody(file *ast.File) ast.Node {
	var body ast.Node
	for _, doc := range file.Docs {
		switch doc.Body.(type) {
		case nil, *ast.CommentGroupNode:
			continue
		}
		if body != nil {
			return nil
		}
		body = doc.Body
	}
	return body
}

func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	return n.GetToken().Position.Line
}

// entriesOf returns the entries of a mapping, nil when the node is none.
func entriesOf(n ast.Node) []*ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

// scalarOf returns the text of a scalar and whether it was written as text.
func scalarOf(n ast.Node) (text string, quoted, ok bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		kind := n.GetToken().Type
		return n.Value, kind == token.SingleQuoteType || kind == token.DoubleQuoteType, true
	case *ast.LiteralNode:
		return n.Value.Value, true, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, false, true
	}
	return "", false, false
}
