package survey

import (
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// ParseWave reads a wave file (YAML) of at most [MaxFileSize] bytes and checks
// it as [Wave.Check] does. An unknown entry is an error; every problem is
// reported at once, with its line.
func ParseWave(data []byte) (Wave, error) {
	r := &fileReader{lines: make(map[string]int)}
	root := parseRoot(data, &r.problems)
	if root == nil {
		return Wave{}, r.problems.Err()
	}
	wave := r.wave(root)
	wave.check(r.noteUnlessNoted())
	if err := r.problems.Err(); err != nil {
		return Wave{}, err
	}
	return wave, nil
}

// MarshalWave writes a wave as a file that [ParseWave] reads back equal, apart
// from RecordedAt, which is not part of the file, and space around texts.
func MarshalWave(w Wave) ([]byte, error) {
	// The flow style quotes every text; plain style would lose tabs and some line breaks.
	data, err := yaml.MarshalWithOptions(w, yaml.JSON())
	if err != nil {
		return nil, fmt.Errorf("write wave %s: %w", w.Key, err)
	}
	return data, nil
}

func (r *fileReader) wave(root ast.Node) Wave {
	e := r.open(root, "", "key", "title", "fieldwork", "fieldwork_note", "population", "respondents",
		"response_rate_percent", "mode", "weighting", "purpose", "margin_of_error_points",
		"method", "source", "questions", "invented")
	w := Wave{
		Key:           e.text("key"),
		Title:         e.both("title"),
		Fieldwork:     e.text("fieldwork"),
		FieldworkNote: e.both("fieldwork_note"),
		Population:    e.both("population"),
		Respondents:   e.whole("respondents"),
		ResponseRate:  e.number("response_rate_percent"),
		Mode:          e.both("mode"),
		Weighting:     e.both("weighting"),
		Purpose:       Purpose(e.text("purpose")),
		MarginOfError: e.number("margin_of_error_points"),
		Method:        e.both("method"),
		Source:        r.source(e.value("source"), "source"),
		Invented:      e.flag("invented"),
	}
	items, paths := e.list("questions")
	for i := range items {
		w.Questions = append(w.Questions, r.question(items[i], paths[i]))
	}
	return w
}

func (r *fileReader) source(n ast.Node, path string) Source {
	e := r.open(n, path, "title", "publisher", "year", "url")
	return Source{Title: e.text("title"), Publisher: e.text("publisher"), Year: e.whole("year"), URL: e.text("url")}
}

func (r *fileReader) question(n ast.Node, path string) Question {
	e := r.open(n, path, "key", "text", "multiple", "area", "source", "options")
	q := Question{Key: e.text("key"), Text: e.both("text"), Multiple: e.flag("multiple"), Area: e.text("area")}
	if n := e.value("source"); n != nil {
		source := r.source(n, e.at("source"))
		q.Source = &source
	}
	items, paths := e.list("options")
	for i := range items {
		q.Options = append(q.Options, r.option(items[i], paths[i]))
	}
	return q
}

func (r *fileReader) option(n ast.Node, path string) Option {
	e := r.open(n, path, "key", "text", "reading", "share")
	s := r.open(e.value("share"), e.at("share"), "basis", "percent", "low", "high", "words", "note")
	return Option{
		Key:     e.text("key"),
		Text:    e.both("text"),
		Reading: Reading(e.text("reading")),
		Share: Share{
			Basis:   Basis(s.text("basis")),
			Percent: s.number("percent"),
			Low:     s.number("low"),
			High:    s.number("high"),
			Words:   s.both("words"),
			Note:    s.both("note"),
		},
	}
}
