package yamlfile

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// maxNodes bounds a file with every alias written out.
const maxNodes = 200_000

// Kind is what a node is.
type Kind uint8

// The kinds. Other is what a strict file cannot hold; whoever reads it notes that.
const (
	Null Kind = iota
	Scalar
	List
	Mapping
	Other
)

// Node is one value of a file, aliases resolved.
type Node struct {
	Kind Kind
	Line int
	// Text is the text of a scalar without the space around it.
	Text string

	// quoted marks a scalar that can only be text.
	quoted bool
	fields []field
	items  []*Node
	// size counts the nodes below and including this one with every alias written out.
	size int
}

type field struct {
	name  string
	line  int
	value *Node
}

// Scalar returns the text of the scalar entry of a mapping, empty when there is none.
func (n *Node) Scalar(name string) string {
	for _, entry := range n.fields {
		if entry.name == name && entry.value.Kind == Scalar && entry.value.Text != "" {
			return entry.value.Text
		}
	}
	return ""
}

type builder struct {
	file    *File
	anchors map[string]*Node
}

func (b *builder) build(n ast.Node, depth int) *Node {
	out := &Node{Line: lineOf(n), size: 1}
	if depth > b.file.format.MaxDepth {
		b.tooDeep(out)
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
		out.Kind = List
		for _, item := range n.Values {
			child := b.build(item, depth+1)
			out.items = append(out.items, child)
			out.grow(child)
		}
	case *ast.MappingNode:
		b.mapping(out, n.Values, depth)
	case *ast.MappingValueNode:
		b.mapping(out, []*ast.MappingValueNode{n}, depth)
	default:
		return b.special(n, out, depth)
	}
	return out
}

func (b *builder) tooDeep(out *Node) {
	if b.file.format.Keys.TooDeep == "" {
		out.size = maxNodes + 1
		return
	}
	b.file.Problems.AddRow(out.Line, "", b.file.format.Keys.TooDeep)
}

func (b *builder) mapping(out *Node, pairs []*ast.MappingValueNode, depth int) {
	out.Kind = Mapping
	strict := b.file.format.Strict
	for _, pair := range pairs {
		key := pair.Key.GetToken()
		value := b.build(pair.Value, depth+1)
		if value.Line == 0 || strict {
			value.Line = key.Position.Line
		}
		switch pair.Key.(type) {
		case *ast.MergeKeyNode, *ast.MappingKeyNode:
			if !strict {
				b.unsupported(pair.Key)
				continue
			}
		}
		out.fields = append(out.fields, field{name: key.Value, line: key.Position.Line, value: value})
		out.grow(value)
	}
}

// special reads what only files that are not strict may hold.
func (b *builder) special(n ast.Node, out *Node, depth int) *Node {
	if b.file.format.Strict {
		out.Kind = Other
		return out
	}
	switch n := n.(type) {
	case *ast.AnchorNode:
		target := b.build(n.Value, depth+1)
		b.anchors[n.Name.String()] = target
		return target
	case *ast.AliasNode:
		return b.alias(n, out)
	}
	b.unsupported(n)
	return out
}

// alias answers with the anchored node itself. An anchor is known only once it
// is complete, so that a node never contains itself.
func (b *builder) alias(n *ast.AliasNode, out *Node) *Node {
	name := n.Value.String()
	if target, ok := b.anchors[name]; ok {
		return target
	}
	b.file.Problems.AddRow(out.Line, "", b.file.format.Keys.UnknownAlias, "Name", Excerpt(name))
	return out
}

func (b *builder) unsupported(n ast.Node) {
	b.file.Problems.AddRow(lineOf(n), "", b.file.format.Keys.Unsupported, "Text", Excerpt(n.GetToken().Value))
}

func (n *Node) scalar(text string, quoted bool) {
	n.Kind, n.Text, n.quoted = Scalar, strings.TrimSpace(text), quoted
}

func (n *Node) grow(child *Node) { n.size = min(n.size+child.size, maxNodes+1) }

func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	return n.GetToken().Position.Line
}
