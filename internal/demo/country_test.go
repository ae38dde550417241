package demo_test

import (
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/demo"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/ranking"
	"modenhed/internal/reference"
	"modenhed/internal/scoring"
	"modenhed/seed"
)

// now is the time the demo database of the tests is filled, a Sunday.
var now = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

const odense municipality.Code = 461

func authors() demo.Authors {
	people := demo.People()
	actor := func(i int) account.Actor {
		return account.Actor{ID: account.ID(i + 1), Email: people[i].Email, Role: people[i].Role, Municipality: people[i].Municipality}
	}
	return demo.Authors{Administrator: actor(0), Analyst: actor(1), Editor: actor(2)}
}

// country is the demo country with its results at one time.
type country struct {
	framework *framework.Framework
	directory *municipality.Directory
	statuses  []assessment.Status
	current   map[assessment.Key]assessment.Status
	cards     map[municipality.Code]scoring.Card
	places    map[municipality.Code]ranking.Place
}

func reading(t *testing.T) *reference.Set {
	t.Helper()
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		t.Fatal(err)
	}
	set, err := reference.Parse(documents)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func invent(t *testing.T, filled, at time.Time) country {
	t.Helper()
	set := reading(t)
	c := country{
		framework: set.Framework,
		directory: set.Directory,
		statuses:  demo.Statuses(set.Framework, set.Directory, filled, authors()),
		cards:     make(map[municipality.Code]scoring.Card),
		places:    make(map[municipality.Code]ranking.Place),
	}
	for i := range c.statuses {
		c.statuses[i].ID = assessment.StatusID(i + 1)
	}
	c.current = assessment.Current(c.statuses, assessment.AsOf{Time: at})
	c.score(t, at)
	return c
}

func (c country) score(t *testing.T, at time.Time) {
	t.Helper()
	model, err := scoring.Compile(c.framework)
	if err != nil {
		t.Fatal(err)
	}
	var answers []scoring.Answer
	for _, m := range c.directory.All() {
		for _, key := range model.Indicators() {
			answers = append(answers, c.answer(assessment.Key{Municipality: m.Code, Indicator: key}, at))
		}
	}
	cards, err := model.Score(answers)
	if err != nil {
		t.Fatal(err)
	}
	var entries []ranking.Entry
	for _, card := range cards {
		entries = append(entries, ranking.Entry{Score: card.Score.Value, Ranked: card.Standing == scoring.Ranked})
	}
	places := ranking.Order(entries)
	for i, m := range c.directory.All() {
		c.cards[m.Code], c.places[m.Code] = cards[i], places[i]
	}
}

func (c country) answer(key assessment.Key, at time.Time) scoring.Answer {
	s, ok := c.current[key]
	if !ok || assessment.Stale(s, at, c.framework.Method.MaxAgeMonths) {
		return scoring.Answer{}
	}
	switch s.Answer.State {
	case assessment.DontKnow:
		return scoring.Answer{State: scoring.Unknown}
	case assessment.NotApplicable:
		return scoring.Answer{State: scoring.NotApplicable}
	case assessment.Reported:
		return scoring.Answer{State: scoring.Present, Value: s.Answer.Value}
	}
	return scoring.Answer{}
}
