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

// WaveFile writes a wave as a file for people to read and change; [ParseWave]
// reads it back as it reads what [MarshalWave] writes.
func WaveFile(w Wave) ([]byte, error) {
	plain, err := yaml.MarshalWithOptions(w, yaml.UseLiteralStyleIfMultiline(true), yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("write wave %s: %w", w.Key, err)
	}
	exact, err := MarshalWave(w)
	if err != nil {
		return nil, err
	}
	back, err := ParseWave(plain)
	if err != nil {
		return exact, nil
	}
	again, err := MarshalWave(back)
	if err != nil || string(again) != string(exact) {
		return exact, nil
	}
	return plain, nil
}

func readWave(file *yamlfile.File) Wave {
	e := entries{file.Open(file.Root, "", "key", "title", "kind", "design", "fieldwork", "fieldwork_note", "population", "respondents",
		"response_rate_percent", "mode", "weighting", "purpose", "margin_of_error_points",
		"method", "source", "questions", "invented")}
	w := Wave{
		Key:           e.Text("key"),
		Title:         e.both("title"),
		Kind:          readKind(e),
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
	if e.Has("design") {
		design := readDesign(file, e)
		w.Design = &design
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
	e := entries{file.Open(n, path, "key", "text", "reading", "score", "share")}
	s := e.open("share", "basis", "percent", "low", "high", "words", "note")
	return Option{
		Key:     e.Text("key"),
		Text:    e.both("text"),
		Reading: Reading(e.Text("reading")),
		Score:   e.number("score"),
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

// readKind reads the kind; that a wave is aggregate may be said or left out.
func readKind(e entries) Kind {
	if kind := Kind(e.Text("kind")); kind != "aggregate" {
		return kind
	}
	return Aggregate
}

func readDesign(file *yamlfile.File, of entries) Design {
	e := of.open("design", "minimum", "election", "people", "rake", "by", "merge", "trim", "keep_months")
	d := Design{
		Minimum:    e.whole("minimum"),
		Election:   e.whole("election"),
		People:     e.whole("people"),
		Rake:       e.texts("rake"),
		By:         e.texts("by"),
		KeepMonths: e.whole("keep_months"),
	}
	if e.Has("trim") {
		bounds := e.open("trim", "low", "high")
		low, _ := bounds.Number("low")
		high, _ := bounds.Number("high")
		d.Trim = &Bounds{Low: low, High: high}
	}
	items, _ := e.List("merge")
	for i, item := range items {
		m := entries{file.Open(item, e.ItemPath("merge", i), "from", "into")}
		d.Merge = append(d.Merge, Merge{From: m.Text("from"), Into: m.Text("into")})
	}
	return d
}
