package opinion

import (
	"bytes"
	"fmt"
	"slices"

	"modenhed/internal/estimation"
	"modenhed/internal/fault"
	"modenhed/internal/poll"
	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
	"modenhed/internal/weighting"
)

// Input is everything that a report depends on.
type Input struct {
	// Wave is of kind FromResponses, and the responses fit it.
	Wave      survey.Wave
	Responses *survey.Responses
	// Margins is the population (CSV of package poll); empty takes the seats.
	Margins []byte
	// Seats are those of the election that the wave's design names.
	Seats Seats
	// Places are the municipalities at the time of the fieldwork, by code.
	Places map[int]Place
}

// Seats are the council seats after one election.
type Seats struct {
	Election int
	// National is how many seats each party has in all.
	National map[string]int
	// Councils are by the code of the municipality; a council without entry is unknown.
	Councils map[int]map[string]int
}

// Place is where a municipality belongs, by keys.
type Place struct {
	Region, Group, Size string
}

// Estimate makes the report. The error is a *fault.Error with every reason why
// the answers cannot be weighted or shown.
func Estimate(in Input) (*Report, error) {
	e, err := newEstimate(in)
	if err != nil {
		return nil, err
	}
	r := &Report{Wave: in.Wave.Key, Respondents: len(in.Responses.Rows), Minimum: e.minimum.N(), Raked: e.design.Rake}
	if len(in.Margins) == 0 {
		r.Election = in.Seats.Election
	}
	for i, q := range in.Wave.Questions {
		result, err := poll.Run(e.responses(q), e.population, e.plan(q))
		if err != nil {
			return nil, err
		}
		if i == 0 {
			e.describe(r, result)
		}
		figures, err := e.question(q, result)
		if err != nil {
			return nil, err
		}
		r.Questions = append(r.Questions, figures)
	}
	r.Councils, err = e.councils(r)
	return r, err
}

// estimate is one run.
type estimate struct {
	Input
	design     survey.Design
	minimum    smallarea.Minimum
	population *poll.Population
	// margins are the party and the columns raked, by those to show figures by.
	margins, by []weighting.Column
}

func newEstimate(in Input) (*estimate, error) {
	e := &estimate{Input: in}
	if in.Wave.Design != nil {
		e.design = *in.Wave.Design
	}
	var err error
	if e.minimum, err = smallarea.Minimum.Raise(smallarea.Minimum{}, in.Wave.Design.Least()); err != nil {
		return nil, fmt.Errorf("the minimum of wave %s: %w", in.Wave.Key, err)
	}
	if n := len(in.Responses.Rows); !e.minimum.Allows(n) {
		return nil, fault.New(fault.Invalid, "opinion.too_few", "N", n, "Least", e.minimum.N())
	}
	if e.population, err = e.readPopulation(); err != nil {
		return nil, err
	}
	return e, e.encode()
}

// readPopulation takes the margins given, or the seats.
func (e *estimate) readPopulation() (*poll.Population, error) {
	if len(e.Margins) > 0 {
		return poll.ReadPopulation(bytes.NewReader(e.Margins), e.plan(survey.Question{}))
	}
	if len(e.design.Rake) > 0 {
		return nil, fault.New(fault.Invalid, "opinion.margins_missing", "Columns", e.design.Rake)
	}
	if len(e.Seats.National) == 0 {
		return nil, fault.New(fault.Invalid, "opinion.seats_missing", "Year", e.design.Election)
	}
	population := &poll.Population{}
	var counts []weighting.Count
	for _, party := range sortedKeys(e.Seats.National) {
		n := float64(e.Seats.National[party])
		counts = append(counts, weighting.Count{Label: party, People: n})
		population.People += n
	}
	population.Margins = [][]weighting.Count{counts}
	return population, nil
}

// encode makes columns of what is known of respondents.
func (e *estimate) encode() error {
	add := func(to *[]weighting.Column, name string, of func(survey.Response) string) error {
		column, err := e.column(name, of)
		*to = append(*to, column)
		return err
	}
	party := func(r survey.Response) string { return r.Party }
	if err := add(&e.margins, survey.ColumnParty, party); err != nil {
		return err
	}
	for _, own := range []struct {
		name string
		of   func(survey.Response) string
	}{
		{ByRegion, func(r survey.Response) string { return e.Places[r.Municipality].Region }},
		{ByGroup, func(r survey.Response) string { return e.Places[r.Municipality].Group }},
		{BySize, func(r survey.Response) string { return e.Places[r.Municipality].Size }},
		{ByParty, party},
	} {
		if err := add(&e.by, own.name, own.of); err != nil {
			return err
		}
	}
	for i, name := range e.Responses.Columns {
		value := func(r survey.Response) string { return r.Values[i] }
		if slices.Contains(e.design.Rake, name) {
			if err := add(&e.margins, name, value); err != nil {
				return err
			}
		}
		if name == ByRegion || name == ByGroup || name == BySize {
			continue // shown already, as of the directory
		}
		if err := add(&e.by, name, value); err != nil {
			return err
		}
	}
	return nil
}

func (e *estimate) column(name string, of func(survey.Response) string) (weighting.Column, error) {
	encoder := weighting.NewEncoder(name)
	for _, row := range e.Responses.Rows {
		encoder.Add(of(row))
	}
	column, err := encoder.Column()
	if err != nil {
		return column, fmt.Errorf("column %s: %w", name, err)
	}
	return column, nil
}

// plan says how a question is estimated.
func (e *estimate) plan(q survey.Question) poll.Plan {
	p := poll.Plan{
		Question: q.Key, Stratum: survey.ColumnParty, Rake: e.design.Rake, People: float64(e.design.People),
		Minimum: e.minimum, Correction: estimation.Finite, Interval: estimation.Auto, Collapse: weighting.Merging{},
		WithholdAlike: true, Readings: make(map[string]string),
	}
	if e.design.Trim != nil {
		p.Trim = weighting.Bounds{Lower: e.design.Trim.Low, Upper: e.design.Trim.High, Strict: true}
	}
	for _, option := range q.Options {
		p.Options = append(p.Options, option.Key)
		if option.Reading != "" {
			p.Readings[option.Key] = string(option.Reading)
		}
	}
	for _, m := range e.design.Merge {
		p.Collapse[m.From] = m.Into
	}
	for _, column := range e.by {
		p.By = append(p.By, column.Name)
	}
	return p
}

// responses are the answers to a question.
func (e *estimate) responses(q survey.Question) *poll.Responses {
	at := slices.Index(e.Responses.Questions, q.Key)
	codes := map[string]int16{"": weighting.Blank}
	answers := weighting.Column{Name: q.Key, Codes: make([]int16, len(e.Responses.Rows))}
	for i, option := range q.Options {
		codes[option.Key] = int16(i)
		answers.Labels = append(answers.Labels, option.Key)
	}
	for i, row := range e.Responses.Rows {
		answers.Codes[i] = codes[row.Answers[at]]
	}
	return &poll.Responses{Answers: answers, Margins: e.margins, By: e.by}
}
