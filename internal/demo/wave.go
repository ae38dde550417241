package demo

import (
	"fmt"
	"slices"
	"time"

	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/survey"
)

// poll is one invented survey of the councillors.
type poll struct {
	// name decides the draws; election is the one that filled the councils.
	name     string
	election int
	// fieldwork is the first day of the month of the answers.
	fieldwork time.Time
	// believing is how likely a typical councillor with an opinion thinks the
	// gains are harvested, on the logit scale; local is how much councils differ
	// from what their parties suggest, as a standard deviation there.
	believing, local float64
	// raked tells whether the weights meet the sexes too.
	raked bool
}

// polls returns the invented surveys, earliest first: far enough apart for
// belief to have moved, the later near enough to be held against maturity now.
// Councils differ in the later one only.
func polls(seats municipality.Seats, now time.Time) ([]poll, error) {
	year, month, _ := now.UTC().Date()
	list := []poll{
		{name: "earlier poll", fieldwork: time.Date(year, month-17, 1, 0, 0, 0, 0, time.UTC), believing: 0.95, local: 0},
		{name: "latest poll", fieldwork: time.Date(year, month-4, 1, 0, 0, 0, 0, time.UTC), believing: 0.66, local: 0.9, raked: true},
	}
	for i := range list {
		for _, election := range seats.Years() {
			// Councils sit from 1 January after the election in November.
			if election < list[i].fieldwork.Year() {
				list[i].election = max(list[i].election, election)
			}
		}
		if list[i].election == 0 {
			return nil, fmt.Errorf("invent a survey of %d: no council seats from before", list[i].fieldwork.Year())
		}
	}
	return list, nil
}

// Documents returns the invented reference documents of a demo database, all
// recorded before now: two survey waves with what the respondents answered, and
// the population of the later one.
func Documents(d *municipality.Directory, seats municipality.Seats, now time.Time) ([]reference.Document, error) {
	list, err := polls(seats, now)
	if err != nil {
		return nil, err
	}
	var documents []reference.Document
	for _, p := range list {
		wave := p.wave(seats)
		content, err := survey.MarshalWave(wave)
		if err != nil {
			return nil, fmt.Errorf("invent wave %s: %w", wave.Key, err)
		}
		answers, err := survey.MarshalResponses(p.responses(d, seats))
		if err != nil {
			return nil, fmt.Errorf("invent answers to %s: %w", wave.Key, err)
		}
		add := func(kind reference.Kind, content []byte) {
			documents = append(documents, reference.Document{
				Kind: kind, Key: wave.Key, Content: content, Origin: reference.OriginDemo, RecordedAt: wave.RecordedAt,
			})
		}
		add(reference.KindWave, content)
		if p.raked {
			add(reference.KindMargins, p.margins(seats))
		}
		add(reference.KindResponses, answers)
	}
	return documents, nil
}

// Waves returns the invented waves, earliest first.
func Waves(seats municipality.Seats, now time.Time) ([]survey.Wave, error) {
	list, err := polls(seats, now)
	if err != nil {
		return nil, err
	}
	var waves []survey.Wave
	for _, p := range list {
		waves = append(waves, p.wave(seats))
	}
	return waves, nil
}

// wave is what was asked, and how the answers are weighted.
func (p poll) wave(seats municipality.Seats) survey.Wave {
	year := p.fieldwork.Year()
	weighting := survey.Text{DA: "Opdigtede svar, vægtet efter parti.", EN: "Invented answers, weighted by party."}
	if p.raked {
		weighting = survey.Text{
			DA: "Opdigtede svar, vægtet efter parti og køn. Hvor mange kvinder og mænd partierne har, er også opdigtet.",
			EN: "Invented answers, weighted by party and sex. How many women and men the parties have is invented too.",
		}
	}
	return survey.Wave{
		Key:   fmt.Sprintf("demo-%d", year),
		Title: survey.Text{DA: fmt.Sprintf("Opdigtet demoundersøgelse %d", year), EN: fmt.Sprintf("Invented demo survey %d", year)},
		Kind:  survey.FromResponses,
		FieldworkNote: survey.Text{
			DA: "Opdigtet: der er ikke indsamlet noget.",
			EN: "Invented: nothing was collected.",
		},
		Fieldwork:  p.fieldwork.Format("2006-01"),
		Population: survey.Text{DA: "Opdigtede svar fra kommunalpolitikere", EN: "Invented answers from municipal councillors"},
		Mode:       survey.Text{DA: "Opdigtet", EN: "Invented"},
		Weighting:  weighting,
		Purpose:    survey.Gap,
		Method: survey.Text{
			DA: "Alle svar i denne undersøgelse er opdigtet for at vise, hvordan siderne virker. De siger intet om, hvad politikerne mener.",
			EN: "Every answer in this survey is invented to show how the pages work. They say nothing about what politicians think.",
		},
		Source:    survey.Source{Title: "Demo", Year: year},
		Questions: []survey.Question{gainsQuestion(), priorityQuestion()},
		Design:    p.design(seats),
		Invented:  true,
		// Six weeks after the beginning of the fieldwork, in working hours.
		RecordedAt: p.fieldwork.AddDate(0, 1, 11).Add(9*time.Hour + 24*time.Minute),
	}
}

func (p poll) design(seats municipality.Seats) *survey.Design {
	d := &survey.Design{Election: p.election, By: []string{columnSex, columnAge}}
	if p.raked {
		d.Rake, d.By = []string{columnSex}, []string{columnAge}
	}
	// Parties with two or three respondents each are weighted with the other lists.
	for _, letter := range []string{"K", "M", "Å"} {
		if sits(seats, p.election, letter) && sits(seats, p.election, others) {
			d.Merge = append(d.Merge, survey.Merge{From: letter, Into: others})
		}
	}
	return d
}

// others is the letter of all lists without an own row.
const others = "OTH"

// sits tells whether a party has a seat after an election, if only in the figures
// of single councils: national ones may count it among the others.
func sits(seats municipality.Seats, election int, letter string) bool {
	return slices.ContainsFunc(seats.Election(election), func(s municipality.PartySeats) bool { return s.Letter == letter }) ||
		slices.ContainsFunc(seats.Councils, func(s municipality.CouncilSeats) bool { return s.Year == election && s.Letter == letter })
}
