package framework

import (
	"errors"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"modenhed/internal/fault"
)

// Limits of a framework file. They keep a hostile file from taking time or
// memory; a framework of several hundred indicators stays well below them.
const (
	// MaxFileSize is the largest framework file in bytes.
	MaxFileSize = 1 << 20
	maxTokens   = 80_000
	maxDepth    = 64
	// maxNodes bounds the file with every alias written out.
	maxNodes = 200_000
)

type nodeKind uint8

const (
	nullNode nodeKind = iota
	scalarNode
	listNode
	mappingNode
)

// node is one value of the file with its line, aliases resolved.
type node struct {
	kind nodeKind
	line int
	text string
	// quoted marks a scalar that can only be text.
	quoted bool
	fields []field
	items  []*node
	// size counts the nodes below and including this one with every alias written out.
	size int
}

type field struct {
	name  string
	line  int
	value *node
}

// parseTree reads YAML into nodes. A file that is not YAML at all gives nil
// and one problem; other problems leave a tree that can be read further.
func parseTree(data []byte, problems *fault.Problems) *node {
	tokens := lexer.Tokenize(string(data))
	if len(tokens) > maxTokens {
		problems.Add("", "framework.too_large")
		return nil
	}
	if line := tooDeep(tokens); line > 0 {
		problems.AddRow(line, "", "framework.too_deep")
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		problems.AddRow(syntaxLine(err), "", "framework.not_yaml")
		return nil
	}
	body := onlyDocument(file, problems)
	if body == nil {
		return nil
	}
	b := treeBuilder{problems: problems, anchors: make(map[string]*node)}
	root := b.build(body, 0)
	if root.size > maxNodes {
		problems.Add("", "framework.too_large")
		return nil
	}
	return root
}

func syntaxLine(err error) int {
	var located interface{ GetToken() *token.Token }
	if errors.As(err, &located) && located.GetToken() != nil && located.GetToken().Position != nil {
		return located.GetToken().Position.Line
	}
	return 0
}

// tooDeep returns the first line that nests deeper than maxDepth, 0 when none
// does. Brackets nest over lines, block entries within one.
func tooDeep(tokens token.Tokens) int {
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
		if brackets > maxDepth || entries > maxDepth && brackets <= 0 {
			return line
		}
	}
	return 0
}

func onlyDocument(file *ast.File, problems *fault.Problems) ast.Node {
	var body ast.Node
	for _, doc := range file.Docs {
		switch doc.Body.(type) {
		case nil, *ast.DirectiveNode, *ast.CommentGroupNode:
			continue
		}
		if body != nil {
			problems.AddRow(lineOf(doc.Body), "", "framework.several_documents")
			return nil
		}
		body = doc.Body
	}
	if body == nil {
		problems.Add("", "framework.empty_file")
	}
	return body
}

func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	return n.GetToken().Position.Line
}

type treeBuilder struct {
	problems *fault.Problems
	anchors  map[string]*node
}

func (b *treeBuilder) build(n ast.Node, depth int) *node {
	out := &node{line: lineOf(n), size: 1}
	if depth > maxDepth {
		b.problems.AddRow(out.line, "", "framework.too_deep")
		return out
	}
	switch n := n.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
	case *ast.StringNode:
		kind := n.GetToken().Type
		out.scalar(n.Value, kind == token.SingleQuoteType || kind == token.DoubleQuoteType)
	case *ast.LiteralNode:
		out.scalar(n.Value.Value, true)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		out.scalar(n.GetToken().Value, false)
	case *ast.SequenceNode:
		out.kind = listNode
		for _, item := range n.Values {
			out.append(b.build(item, depth+1))
		}
	case *ast.MappingNode:
		out.kind = mappingNode
		for _, pair := range n.Values {
			b.addField(out, pair, depth)
		}
	case *ast.MappingValueNode:
		out.kind = mappingNode
		b.addField(out, n, depth)
	case *ast.AnchorNode:
		out = b.build(n.Value, depth+1)
		b.anchors[n.Name.String()] = out
	case *ast.AliasNode:
		return b.alias(n, out)
	default:
		b.problems.AddRow(out.line, "", "framework.unsupported_yaml", "Text", excerpt(n.GetToken().Value))
	}
	return out
}

// alias answers with the anchored node itself. An anchor is known only once it
// is complete, so that a node never contains itself.
func (b *treeBuilder) alias(n *ast.AliasNode, out *node) *node {
	name := n.Value.String()
	if target, ok := b.anchors[name]; ok {
		return target
	}
	b.problems.AddRow(out.line, "", "framework.unknown_alias", "Name", excerpt(name))
	return out
}

func (b *treeBuilder) addField(out *node, pair *ast.MappingValueNode, depth int) {
	key := pair.Key.GetToken()
	value := b.build(pair.Value, depth+1)
	if value.line == 0 {
		value.line = key.Position.Line
	}
	switch pair.Key.(type) {
	case *ast.MergeKeyNode, *ast.MappingKeyNode:
		b.problems.AddRow(key.Position.Line, "", "framework.unsupported_yaml", "Text", excerpt(key.Value))
		return
	}
	out.fields = append(out.fields, field{name: key.Value, line: key.Position.Line, value: value})
	out.grow(value)
}

func (n *node) scalar(text string, quoted bool) {
	n.kind, n.text, n.quoted = scalarNode, strings.TrimSpace(text), quoted
}

func (n *node) append(item *node) {
	n.items = append(n.items, item)
	n.grow(item)
}

func (n *node) grow(child *node) { n.size = min(n.size+child.size, maxNodes+1) }

// excerpt shortens text quoted in a message.
func excerpt(s string) string {
	const most = 40
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}
