package poll_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/estimation"
	"modenhed/internal/fault"
	"modenhed/internal/poll"
	"modenhed/internal/weighting"
)

// TestTheStricterRule withholds what would make single answers certain. All but the
// stricter rule would show every group of five and more.
func TestTheStricterRule(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		// people are rows "a,b,answer".
		people   string
		readings map[string]string
		why      [][]poll.Withholding
	}{
		"mixed groups": {
			people: rows(3, "1,x,yes") + rows(3, "1,x,no") + rows(3, "2,x,yes") + rows(3, "2,x,no"),
			why:    [][]poll.Withholding{{"", ""}, {""}},
		},
		"five alike, and the smallest other": {
			people: rows(5, "1,x,yes") + rows(6, "2,x,no") + rows(1, "2,x,yes") + rows(8, "3,x,no") + rows(2, "3,x,yes"),
			why:    [][]poll.Withholding{{poll.Alike, poll.GivesAway, ""}, {""}},
		},
		"ten alike": {
			people: rows(10, "1,x,yes") + rows(6, "2,x,no") + rows(1, "2,x,yes"),
			why:    [][]poll.Withholding{{"", ""}, {""}},
		},
		"two that are alike together": {
			people: rows(3, "1,x,yes") + rows(4, "2,x,yes") + rows(5, "3,x,no") + rows(3, "3,x,yes") + rows(6, "4,x,no") + rows(3, "4,x,yes"),
			why:    [][]poll.Withholding{{poll.TooFew, poll.TooFew, poll.GivesAway, ""}, {""}},
		},
		"alike in another column's group": {
			// Those of 1 who are not in x all said yes.
			people: rows(5, "1,x,no") + rows(2, "1,x,yes") + rows(6, "1,y,yes") + rows(9, "2,z,no") + rows(4, "2,z,yes"),
			why:    [][]poll.Withholding{{"", ""}, {poll.GivesAway, poll.Alike, ""}},
		},
		"one reading of two options": {
			people:   rows(3, "1,x,yes") + rows(3, "1,x,rather") + rows(4, "2,x,yes") + rows(4, "2,x,no") + rows(9, "3,x,no") + rows(2, "3,x,yes"),
			readings: map[string]string{"rather": "yes"},
			why:      [][]poll.Withholding{{poll.Alike, poll.GivesAway, ""}, {""}},
		},
		"two options that are two answers": {
			people: rows(3, "1,x,yes") + rows(3, "1,x,rather") + rows(4, "2,x,yes") + rows(4, "2,x,no") + rows(9, "3,x,no") + rows(2, "3,x,yes"),
			why:    [][]poll.Withholding{{"", "", ""}, {""}},
		},
		"the only answer that two columns leave": {
			// Nobody of 1 is unsure and nobody of x says yes, so that the five in both say no.
			people: rows(5, "1,x,no") + rows(6, "1,y,yes") + rows(7, "2,x,unsure") + rows(4, "2,x,no") +
				rows(3, "2,y,yes") + rows(4, "2,y,no") + rows(4, "2,y,unsure") + rows(2, "1,y,no") +
				rows(8, "3,z,yes") + rows(8, "3,z,no") + rows(8, "3,z,unsure"),
			why: [][]poll.Withholding{{poll.GivesAway, poll.GivesAway, ""}, {"", "", ""}},
		},
		"nobody but people of one answer": {
			people: rows(9, "1,x,yes"),
			why:    [][]poll.Withholding{{poll.Alike}, {poll.Alike}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := poll.Plan{Question: "answer", By: []string{"a", "b"}, WithholdAlike: true, Readings: c.readings}
			r := mustRun(t, "a,b,answer\n"+c.people, "seats\n500\n", plan)
			if diff := cmp.Diff(c.why, [][]poll.Withholding{r.By[0].Why, r.By[1].Why}); diff != "" {
				t.Errorf("withheld (-want +got):\n%s", diff)
			}
			plan.WithholdAlike = false
			if loose := mustRun(t, "a,b,answer\n"+c.people, "seats\n500\n", plan); slices.Contains(slices.Concat(loose.By[0].Why, loose.By[1].Why), poll.Alike) {
				t.Error("alike without the rule")
			}
		})
	}
}

func TestATotalOfOneAnswerHasNoFigures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n      int
		strict bool
		want   poll.Withholding
	}{{9, true, poll.Alike}, {10, true, poll.Shown}, {9, false, poll.Shown}, {4, false, poll.TooFew}} {
		r := mustRun(t, "answer\n"+rows(c.n, "yes"), "seats\n500\n", poll.Plan{Question: "answer", WithholdAlike: c.strict})
		if r.Why != c.want || r.Total.Published != (c.want == poll.Shown) || (r.Total.Shares == nil) == r.Total.Published {
			t.Errorf("%d, strict %t: %q, %+v", c.n, c.strict, r.Why, r.Total)
		}
		if len(r.Total.Warnings) == 0 || r.Total.Warnings[0].Kind != estimation.NonResponse {
			t.Errorf("%d: warnings %v", c.n, r.Total.Warnings)
		}
	}
}

func TestWeightsAreTrimmed(t *testing.T) {
	t.Parallel()
	responses := "party,answer\n" + rows(10, "A,yes") + rows(10, "V,no") + rows(5, "O,no")
	population := "party,seats\nA,100\nV,20\nO,30\n"
	r := mustRun(t, responses, population, byParty(func(p *poll.Plan) { p.Trim = weighting.Bounds{Lower: 0.5, Upper: 1.5} }))
	// N/n is 6: ten of weight 10 come to 9, ten of 2 to 3, and the five get nothing of a sum of 0.
	for i, want := range []float64{3, 6, 9} {
		if got := slices.Sorted(slices.Values([]float64{r.Weights.Of(0), r.Weights.Of(10), r.Weights.Of(20)}))[i]; math.Abs(got-want) > 1e-9 {
			t.Errorf("weight %v, want %v", got, want)
		}
	}
	if text := jsonOf(t, r); !strings.Contains(text, `"trimmed"`) || !strings.Contains(text, `"upper": 1.5`) {
		t.Errorf("no trimming in %s", text)
	}
	if text := jsonOf(t, mustRun(t, responses, population, byParty())); strings.Contains(text, "trim") {
		t.Errorf("trimming in %s", text)
	}
	for name, c := range map[string]struct {
		bounds weighting.Bounds
		key    string
		cause  error
	}{
		"not bounds":     {weighting.Bounds{Lower: 2, Upper: 1}, "poll.bounds", weighting.ErrBounds},
		"nobody between": {weighting.Bounds{Lower: 0.99, Upper: 1.01}, "poll.outside_bounds", weighting.ErrOutside},
	} {
		_, err := estimateText("party,answer\n"+rows(98, "A,yes")+rows(2, "V,no"), "party,seats\nA,10\nV,90\n", byParty(func(p *poll.Plan) { p.Trim = c.bounds }))
		if got := problemsOf(t, err); len(got) != 1 || got[0].Key != c.key || !errors.Is(err, c.cause) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCallersWithoutFiles(t *testing.T) {
	t.Parallel()
	make := func() (*poll.Responses, *poll.Population, poll.Plan) {
		return &poll.Responses{
				Answers: weighting.Column{Name: "q", Labels: []string{"yes", "no"}, Codes: []int16{0, 0, 1, 1, 0, weighting.Blank}},
				Margins: []weighting.Column{{Name: "party", Labels: []string{"A", "V"}, Codes: []int16{0, 0, 0, 1, 1, 1}}},
				By:      []weighting.Column{{Name: "sex", Labels: []string{"f", "m"}, Codes: []int16{0, 0, 0, 0, 0, weighting.Blank}}},
			}, &poll.Population{People: 30, Margins: [][]weighting.Count{{{Label: "A", People: 10}, {Label: "V", People: 20}}}},
			poll.Plan{Question: "q", Stratum: "party", By: []string{"sex"}}
	}
	r, err := poll.Run(make())
	if err != nil || !r.Total.Published || r.Respondents != 6 || r.By[0].Why[0] != poll.Shown || r.By[0].Why[1] != poll.TooFew {
		t.Fatalf("%+v, %v", r, err)
	}
	for name, change := range map[string]func(*poll.Responses, *poll.Population, *poll.Plan){
		"another stratum":         func(_ *poll.Responses, _ *poll.Population, p *poll.Plan) { p.Stratum = "region" },
		"no stratum":              func(_ *poll.Responses, _ *poll.Population, p *poll.Plan) { p.Stratum = "" },
		"no population of it":     func(_ *poll.Responses, of *poll.Population, _ *poll.Plan) { of.Margins = nil },
		"nobody":                  func(_ *poll.Responses, of *poll.Population, _ *poll.Plan) { of.People = 0 },
		"a column not asked for":  func(_ *poll.Responses, _ *poll.Population, p *poll.Plan) { p.By = nil },
		"a column of too few":     func(r *poll.Responses, _ *poll.Population, _ *poll.Plan) { r.By[0].Codes = r.By[0].Codes[:5] },
		"a code without a label":  func(r *poll.Responses, _ *poll.Population, _ *poll.Plan) { r.By[0].Codes[0] = 2 },
		"an answer that is none":  func(r *poll.Responses, _ *poll.Population, _ *poll.Plan) { r.Answers.Codes[0] = 2 },
		"an option without label": func(r *poll.Responses, _ *poll.Population, _ *poll.Plan) { r.Answers.Labels[0] = "" },
	} {
		responses, of, plan := make()
		change(responses, of, &plan)
		if _, err := poll.Run(responses, of, plan); !errors.Is(err, poll.ErrUnmatched) {
			t.Errorf("%s: %v", name, err)
		}
	}
	responses, of, plan := make()
	responses.Margins[0].Codes[0] = weighting.Blank
	var refused weighting.Refused
	if _, err := poll.Run(responses, of, plan); fault.KindOf(err) != fault.Invalid || !errors.As(err, &refused) {
		t.Errorf("a blank stratum: %v", err)
	}
}
