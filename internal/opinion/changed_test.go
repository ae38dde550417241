package opinion_test

import (
	"slices"
	"strconv"
	"testing"

	"modenhed/internal/opinion"
	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
)

// A correction may not let anybody take the difference of what few answered: of
// everybody, or of a group that is shown before and after.
func TestACorrectionIsLookedAtGroupByGroup(t *testing.T) {
	t.Parallel()
	before, _ := main326(t)
	change := func(n int, of func(survey.Response) bool) opinion.Input {
		after := before
		rows := *before.Responses
		rows.Rows = slices.Clone(rows.Rows)
		for i, row := range rows.Rows {
			if n > 0 && of(row) && row.Answers[0] != "harvested" {
				rows.Rows[i].Answers = []string{"harvested"}
				n--
			}
		}
		after.Responses = &rows
		return after
	}
	region := func(key string) func(survey.Response) bool {
		return func(row survey.Response) bool { return before.Places[row.Municipality].Region == key }
	}
	places := map[string]bool{}
	for _, place := range before.Places {
		places[place.Region] = true
	}
	one := ""
	for key := range places {
		one = max(one, key)
	}
	all := func(survey.Response) bool { return true }
	for name, c := range map[string]struct {
		after opinion.Input
		least bool
	}{
		"nothing":                       {change(0, all), true},
		"one answer":                    {change(1, all), false},
		"six answers of one region":     {change(6, region(one)), false}, // of several parties
		"every answer of a large group": {change(1000, all), true},
	} {
		n := opinion.FewestChanged(before, c.after)
		if enough := n == 0 || n >= survey.LeastShown; enough != c.least {
			t.Errorf("%s: %d differ where the fewest do", name, n)
		}
	}
	wider := change(1, all)
	rows := *wider.Responses
	rows.Columns, rows.Rows = []string{"age"}, slices.Clone(rows.Rows)
	for i := range rows.Rows {
		rows.Rows[i].Values = []string{"60"}
	}
	wider.Responses = &rows
	if n := opinion.FewestChanged(before, wider); n == 0 || n >= survey.LeastShown {
		t.Errorf("with another column one answer makes %d differ", n)
	}
}

// A council's own figure is a group too: what one member answered moves it.
func TestACorrectionIsLookedAtCouncilByCouncil(t *testing.T) {
	t.Parallel()
	before, _ := main326(t)
	looked := 0
	for _, code := range ownAnswers(t, before) {
		rows, spared := *before.Responses, false
		rows.Rows = slices.Clone(rows.Rows)
		for i, row := range rows.Rows {
			own := strconv.Itoa(row.Municipality) == code
			if other := row.Answers[0] != "agree"; other && (i%2 == 0 || own) && !(own && spared) {
				rows.Rows[i].Answers = []string{"agree"}
				spared = spared || own
			}
		}
		after := before
		after.Responses = &rows
		if !spared || !slices.Contains(ownAnswers(t, after), code) {
			continue
		}
		looked++
		if n := opinion.FewestChanged(before, after); n != 1 {
			t.Errorf("one answer of council %s and many elsewhere: %d differ where the fewest do, want 1", code, n)
		}
	}
	if looked == 0 {
		t.Error("no council whose own answers count before and after")
	}
}

// ownAnswers are the councils with a figure that their own answers count in.
func ownAnswers(t *testing.T, in opinion.Input) (codes []string) {
	t.Helper()
	report, err := opinion.Estimate(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, council := range report.Councils.Readings[survey.Harvested].Councils {
		if council.Basis == smallarea.FromAnswers {
			codes = append(codes, council.Code)
		}
	}
	return codes
}
