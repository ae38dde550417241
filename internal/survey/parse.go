package survey

import (
	"fmt"

	"github.com/goccy/go-yaml"

	"modenhed/internal/yamlfile"
)

// ParseWave reads a wave file (YAML) of at most [MaxFileSize] bytes and checks
// it as [Wave.Check] does. An unknown entry is an error; every problem is
// reported at once, with its line.
func ParseWave(data []byte) (Wave, error) {
	file := yamlfile.Read(data, fileFormat())
	var wave Wave
	if file.Root != nil {
		wave = readWave(file)
		wave.check(noteUnlessNoted(file))
	}
	if err := file.Problems.Err(); err != nil {
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

func readWave(file *yamlfile.File) Wave {
	e := entries{file.Open(file.Root, "", "key", "title", "fieldwork", "fieldwork_note", "population", "respondents",
		"response_rate_percent", "mode", "weighting", "purpose", "margin_of_error_points",
		"method", "source", "questions", "invented")}
	w := Wave{
		Key:           e.Text("key"),
		Title:         e.both("title"),
		Fieldwork:     e.Text("fieldwork"),
		FieldworkNote: e.both("fieldwork_note"),
		Population:    e.both("population"),
		Respondents:   e.whole("respondents"),
		ResponseRate:  e.number("response_rate_percent"),
		Mode:          e.both("mode"),
		Weighting:     e.both("weighting"),
		Purpose:       Purpose(e.Text("purpose")),
		MarginOfError: e.number("margin_of_error_points"),
		Method:        e.both("method"),
		Source:        readSource(e),
		Invented:      e.flag("invented"),
	}
	items, _ := e.List("questions")
	for i, item := range items {
		w.Questions = append(w.Questions, readQuestion(file, item, e.ItemPath("questions", i)))
	}
	return w
}

func readSource(of entries) Source {
	e := of.open("source", "title", "publisher", "year", "url")
	return Source{Title: e.Text("title"), Publisher: e.Text("publisher"), Year: e.whole("year"), URL: e.Text("url")}
}

func readQuestion(file *yamlfile.File, n *yamlfile.Node, path string) Question {
	e := entries{file.Open(n, path, "key", "text", "multiple", "area", "source", "options")}
	q := Question{Key: e.Text("key"), Text: e.both("text"), Multiple: e.flag("multiple"), Area: e.Text("area")}
	if e.Has("source") {
		source := readSource(e)
		q.Source = &source
	}
	items, _ := e.List("options")
	for i, item := range items {
		q.Options = append(q.Options, readOption(file, item, e.ItemPath("options", i)))
	}
	return q
}

func readOption(file *yamlfile.File, n *yamlfile.Node, path string) Option {
	e := entries{file.Open(n, path, "key", "text", "reading", "share")}
	s := e.open("share", "basis", "percent", "low", "high", "words", "note")
	return Option{
		Key:     e.Text("key"),
		Text:    e.both("text"),
		Reading: Reading(e.Text("reading")),
		Share: Share{
			Basis:   Basis(s.Text("basis")),
			Percent: s.number("percent"),
			Low:     s.number("low"),
			High:    s.number("high"),
			Words:   s.both("words"),
			Note:    s.both("note"),
		},
	}
}
