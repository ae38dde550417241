package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// usageError means that the program was called wrongly. The text is for people.
type usageError struct{ text string }

// Error implements error.
func (e *usageError) Error() string { return e.text }

// misuse returns the error of a wrong call with a translated text.
func (p *program) misuse(key string, pairs ...any) error {
	return &usageError{text: p.words.T(key, pairs...)}
}

// faulty are the forms of the parser's messages with the key of our wording.
// Named groups become its arguments.
var faulty = []struct {
	form *regexp.Regexp
	key  string
}{
	{regexp.MustCompile(`^unknown flag (?P<Flag>[^,]+)(?:, did you mean "(?P<Near>[^"]+)"\?)?`), "command.usage.unknown_flag"},
	{regexp.MustCompile(`^unexpected argument (?P<Argument>[^,]+)(?:, did you mean (?:one of )?(?P<Near>.+)\?)?$`), "command.usage.unexpected"},
	{regexp.MustCompile(`^missing flags: (?P<Flags>.+)$`), "command.usage.missing_flags"},
	{regexp.MustCompile(`^expected "<(?P<Argument>[^>]+)>.*"$`), "command.usage.missing_argument"},
	{regexp.MustCompile(`^expected (?:one of )?(?P<Commands>"?[a-z].*)$`), "command.usage.missing_command"},
	{regexp.MustCompile(`^(?P<Flag>--\S+) must be one of (?P<Allowed>.+) but got (?P<Value>.*)$`), "command.usage.not_allowed"},
	{regexp.MustCompile(`^(?P<Flag>--[a-z-]+)\S*: .*$`), "command.usage.bad_value"},
}

// usageText translates a message of the parser; one that it does not know is
// passed on in English.
func (p *program) usageText(err error) string {
	var parsing *kong.ParseError
	for _, f := range faulty {
		match := f.form.FindStringSubmatch(err.Error())
		if match == nil {
			continue
		}
		args := make(map[string]any)
		for i, name := range f.form.SubexpNames() {
			if name != "" {
				args[name] = unquote(match[i])
			}
		}
		if _, listed := args["Commands"]; listed && errors.As(err, &parsing) {
			args["Commands"] = commandNames(parsing.Context)
		}
		return p.words.Format(f.key, args)
	}
	return p.words.T("command.usage.any", "Detail", err.Error())
}

// commandNames lists what may follow what has been written so far; the
// parser's own list breaks off.
func commandNames(written *kong.Context) string {
	node := written.Model.Node
	if selected := written.Selected(); selected != nil {
		node = selected
	}
	var names []string
	for _, child := range node.Children {
		names = append(names, child.Name)
	}
	return strings.Join(names, ", ")
}

// unquote takes the quotes off a word or off the words of a list.
func unquote(text string) string {
	words := strings.Split(text, ",")
	kept := words[:0]
	for _, word := range words {
		if word = strings.Trim(word, ` "`); word != "" {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, ", ")
}

// translateHelp puts the wording in place of the keys in the grammar.
func (p *program) translateHelp(k *kong.Kong) error {
	k.Model.HelpFlag.Help = p.words.T("command.help.help")
	return kong.Visit(k.Model, func(node kong.Visitable, next kong.Next) error {
		switch node := node.(type) {
		case *kong.Application:
			node.Help = p.words.T(node.Help)
		case *kong.Node:
			node.Help = p.words.T(node.Help)
		case *kong.Positional:
			node.Help = p.words.T(node.Help)
		case *kong.Flag:
			if strings.HasPrefix(node.Help, "command.") {
				node.Help = p.words.T(node.Help)
			}
		}
		return next(nil)
	})
}

// printHelp prints the help text with its headings translated.
func (p *program) printHelp(text string) error {
	headings := []struct{ english, key string }{
		{"Usage: ", "command.heading.usage"},
		{"Arguments:", "command.heading.arguments"},
		{"Flags:", "command.heading.flags"},
		{"Commands:", "command.heading.commands"},
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		for _, h := range headings {
			if rest, ok := strings.CutPrefix(line, h.english); ok {
				line = p.words.T(h.key) + rest
			}
		}
		if strings.HasPrefix(line, "Run ") {
			line = p.words.T("command.heading.more") + "\n"
		}
		b.WriteString(line)
	}
	if _, err := io.WriteString(p.out, b.String()); err != nil {
		return fmt.Errorf("print the help: %w", err)
	}
	return nil
}
