package opinion_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/opinion"
	"modenhed/internal/survey"
)

// respondentsOf has so many respondents of each party.
func respondentsOf(parties map[string]int, merges ...survey.Merge) opinion.Input {
	in := opinion.Input{
		Wave: survey.Wave{
			Key: "w", Kind: survey.FromResponses, Design: &survey.Design{Merge: merges},
			Questions: []survey.Question{{Key: "q", Options: []survey.Option{{Key: "yes"}, {Key: "no"}}}},
		},
		Responses: &survey.Responses{Questions: []string{"q"}},
		Seats:     opinion.Seats{National: map[string]int{"A": 100, "V": 80, "S": 4, "OTH": 30}},
	}
	for party, n := range parties {
		for range n {
			in.Responses.Rows = append(in.Responses.Rows, survey.Response{Party: party, Answers: []string{"yes"}})
		}
	}
	return in
}

func TestSmallPartiesAndStrangersAreSuggestedForMerging(t *testing.T) {
	t.Parallel()
	got := opinion.SuggestMerges(respondentsOf(map[string]int{"A": 20, "V": 10, "OTH": 6, "K": 7}))
	want := opinion.Merges{
		Small: []opinion.Suggestion{
			{Label: "S", Parts: []string{"S"}, People: 4, Into: "V"},
			{Label: "K", Parts: []string{"K"}, Respondents: 7, Into: "OTH"},
		},
		Labels: []string{"A", "OTH", "S", "V"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	merges := got.Merge([]survey.Merge{{From: "D", Into: "S"}}, map[string]string{"S": "OTH", "K": "S"})
	if diff := cmp.Diff([]survey.Merge{{From: "D", Into: "OTH"}, {From: "S", Into: "OTH"}, {From: "K", Into: "OTH"}}, merges); diff != "" {
		t.Error(diff)
	}
	if got := opinion.SuggestMerges(respondentsOf(map[string]int{"A": 2})); len(got.Small)+len(got.Labels) > 0 {
		t.Errorf("too few to weight: %+v", got)
	}
}

func TestWhatIsMergedGoesOnTogether(t *testing.T) {
	t.Parallel()
	in := respondentsOf(map[string]int{"A": 20, "V": 10, "S": 2, "K": 1}, survey.Merge{From: "S", Into: "small"}, survey.Merge{From: "K", Into: "small"})
	got := opinion.SuggestMerges(in)
	if len(got.Small) == 0 {
		t.Fatal("nothing is small")
	}
	var small opinion.Suggestion
	for _, s := range got.Small {
		if s.Label == "small" {
			small = s
		}
	}
	if diff := cmp.Diff([]string{"S", "K"}, small.Parts); diff != "" {
		t.Error(diff)
	}
	merges := got.Merge(in.Wave.Design.Merge, map[string]string{"small": "A"})
	if diff := cmp.Diff([]survey.Merge{{From: "S", Into: "A"}, {From: "K", Into: "A"}}, merges); diff != "" {
		t.Error(diff)
	}
}
