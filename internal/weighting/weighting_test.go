package weighting_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/weighting"
)

// margin pairs values, one letter per respondent, "-" for a blank, with a population.
func margin(t *testing.T, name, values string, population ...weighting.Count) weighting.Margin {
	t.Helper()
	list := strings.Split(values, "")
	for i, v := range list {
		list[i] = strings.Trim(v, "-")
	}
	c, err := weighting.Encode(name, list)
	if err != nil {
		t.Fatal(err)
	}
	return weighting.Margin{Column: c, Population: population}
}

func people(label string, n float64) weighting.Count {
	return weighting.Count{Label: label, People: n}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		margins []weighting.Margin
		want    weighting.Refused
	}{
		{"nobody answered", []weighting.Margin{{Population: []weighting.Count{people("A", 1)}}},
			weighting.Refused{{Reason: weighting.EmptySample}}},
		{"no margin", nil, weighting.Refused{{Reason: weighting.EmptySample}}},
		{"seats and no respondent, all of them", []weighting.Margin{margin(t, "party", "AAB", people("K", 3), people("A", 5), people("B", 2), people("L", 1))},
			weighting.Refused{
				{Reason: weighting.NoRespondents, Column: "party", Label: "K", Population: 3},
				{Reason: weighting.NoRespondents, Column: "party", Label: "L", Population: 1},
			}},
		{"a respondent without seats", []weighting.Margin{margin(t, "party", "AABXXZ", people("A", 5), people("B", 2), people("Z", 0))},
			weighting.Refused{
				{Reason: weighting.NoPopulation, Column: "party", Label: "X", Respondents: 2, First: 3},
				{Reason: weighting.NoPopulation, Column: "party", Label: "Z", Respondents: 1, First: 5},
			}},
		{"a respondent without a party", []weighting.Margin{margin(t, "party", "AA-B-", people("A", 5), people("B", 2))},
			weighting.Refused{{Reason: weighting.NoStratum, Column: "party", Respondents: 2, First: 2}}},
		{"counts", []weighting.Margin{margin(t, "party", "AB", people("A", -5), people("B", math.Inf(1)), people("B", 2))},
			weighting.Refused{
				{Reason: weighting.BadCount, Column: "party", Label: "A", Population: -5},
				{Reason: weighting.BadCount, Column: "party", Label: "B", Population: math.Inf(1)},
				{Reason: weighting.BadLabel, Column: "party", Label: "B", Population: 2},
			}},
		{"codes and labels", []weighting.Margin{{Column: weighting.Column{Name: "party", Labels: []string{"A", "A"}, Codes: []int16{0, 2, -2}}, Population: []weighting.Count{people("A", 5)}}},
			weighting.Refused{
				{Reason: weighting.BadLabel, Column: "party", Label: "A"},
				{Reason: weighting.UnknownCode, Column: "party", Respondents: 2, First: 1},
			}},
		{"margins of different samples and totals", []weighting.Margin{margin(t, "party", "AB", people("A", 5), people("B", 5)), margin(t, "sex", "fmm", people("f", 5), people("m", 6))},
			weighting.Refused{
				{Reason: weighting.UnequalLengths, Column: "sex", Respondents: 3},
				{Reason: weighting.UnequalTotals, Column: "sex", Population: 11},
			}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := weighting.Rake(test.margins, weighting.DefaultLimits())
			var refused weighting.Refused
			if !errors.As(err, &refused) {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(test.want, refused); diff != "" {
				t.Error(diff)
			}
			for _, r := range refused {
				if !strings.Contains(err.Error(), r.Label) || strings.Contains(err.Error(), "reason ") {
					t.Errorf("error %q does not name %q", err, r.Label)
				}
			}
		})
	}
}

func TestRakingThatCannotSettleSaysWhy(t *testing.T) {
	t.Parallel()
	// A sits in the north only and B in the south only, so the parties decide the regions.
	apart := []weighting.Margin{margin(t, "party", "AABB", people("A", 5), people("B", 5)), margin(t, "region", "nnss", people("n", 8), people("s", 2))}
	// Only one cell can give way, and it goes down to nothing, ever more slowly.
	slow := []weighting.Margin{margin(t, "party", "AAB", people("A", 5), people("B", 5)), margin(t, "region", "nss", people("n", 5), people("s", 5))}
	// The same, beyond what is left to give.
	beyond := []weighting.Margin{margin(t, "party", "AAB", people("A", 3), people("B", 7)), margin(t, "region", "nss", people("n", 5), people("s", 5))}
	for name, margins := range map[string][]weighting.Margin{"apart": apart, "slow": slow, "beyond": beyond} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := weighting.Rake(margins, weighting.DefaultLimits())
			var not *weighting.NotConverged
			if !errors.As(err, &not) {
				t.Fatalf("got %v", err)
			}
			if not.Column == "" || not.Label == "" || not.Sweeps == 0 || !strings.Contains(err.Error(), not.Label) {
				t.Errorf("no reason: %+v", not)
			}
		})
	}
	t.Run("limits", func(t *testing.T) {
		t.Parallel()
		for _, limits := range []weighting.Limits{{}, {Tolerance: 1e-6}, {Tolerance: math.NaN(), Sweeps: 3}} {
			if _, err := weighting.Rake(apart, limits); err == nil {
				t.Errorf("limits %+v accepted", limits)
			}
		}
	})
}

func TestUniformWeightsAreAllAlike(t *testing.T) {
	t.Parallel()
	w, err := weighting.Uniform(4, 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]weighting.Cell{{Labels: []string{"all"}, Respondents: 4, Final: 2.5, Relative: 1}}, w.Cells()); diff != "" {
		t.Error(diff)
	}
	if k := w.Kish(); k.Deff != 1 || k.Effective != 4 {
		t.Errorf("kish %+v", k)
	}
	for _, n := range []int{0, -1} {
		if _, err := weighting.Uniform(n, 10); err == nil {
			t.Errorf("%d respondents weighted", n)
		}
	}
}

func TestMerging(t *testing.T) {
	t.Parallel()
	whole := margin(t, "party", "AABC-", people("K", 3), people("A", 5), people("B", 2), people("C", 4))
	tests := []struct {
		name    string
		merging weighting.Merging
		labels  []string
		codes   []int16
		people  []weighting.Count
		refused weighting.Refused
	}{
		{"nothing", nil, []string{"A", "B", "C"}, []int16{0, 0, 1, 2, -1}, whole.Population, nil},
		{"into one that is there", weighting.Merging{"K": "C", "A": "A"}, []string{"A", "B", "C"}, []int16{0, 0, 1, 2, -1},
			[]weighting.Count{people("C", 7), people("A", 5), people("B", 2)}, nil},
		{"into a new name", weighting.Merging{"K": "others", "B": "others", "C": "others"}, []string{"A", "others"}, []int16{0, 0, 1, 1, -1},
			[]weighting.Count{people("others", 9), people("A", 5)}, nil},
		{"one that is not there", weighting.Merging{"Q": "A"}, nil, nil, nil,
			weighting.Refused{{Reason: weighting.UnknownStratum, Column: "party", Label: "Q"}}},
		{"a chain", weighting.Merging{"K": "B", "B": "C"}, nil, nil, nil,
			weighting.Refused{{Reason: weighting.ChainedMerge, Column: "party", Label: "K"}}},
		{"into nothing", weighting.Merging{"K": ""}, nil, nil, nil,
			weighting.Refused{{Reason: weighting.BadLabel, Column: "party"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := test.merging.Apply(whole)
			var refused weighting.Refused
			errors.As(err, &refused)
			if diff := cmp.Diff(test.refused, refused); diff != "" {
				t.Fatal(diff)
			}
			if test.refused != nil {
				return
			}
			want := weighting.Margin{Column: weighting.Column{Name: "party", Labels: test.labels, Codes: test.codes}, Population: test.people}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	answered := func(n int, label string) string { return strings.Repeat(label, n) }
	tests := []struct {
		name   string
		margin weighting.Margin
		want   []weighting.Merge
	}{
		{"large enough", margin(t, "party", answered(5, "A")+answered(9, "B"), people("A", 50), people("B", 90)), nil},
		{"nobody asked", weighting.Margin{}, nil},
		{"closest response rate", margin(t, "party", answered(40, "A")+answered(10, "B")+answered(4, "C"), people("A", 100), people("B", 100), people("C", 36)),
			[]weighting.Merge{{From: "C", Into: "B", Respondents: 4}}},
		{"empty and single together", margin(t, "party", answered(40, "A")+answered(6, "L")+answered(1, "I"), people("A", 100), people("I", 30), people("K", 20), people("L", 60)),
			[]weighting.Merge{{From: "I", Into: "L", Respondents: 1}, {From: "K", Into: "L"}}},
		{"all too small", margin(t, "party", "AB", people("A", 10), people("B", 20)),
			[]weighting.Merge{{From: "A", Into: "B", Respondents: 1}}},
		{"one alone", margin(t, "party", "A", people("A", 10)), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, weighting.Suggest(test.margin, weighting.SmallStratum)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	w, err := weighting.PostStratify(margin(t, "party", "AAAAABBBBCDDDDDDEE",
		people("A", 50), people("B", 30), people("C", 9), people("D", 5), people("E", 2)))
	if err != nil {
		t.Fatal(err)
	}
	want := []weighting.Warning{
		{Kind: weighting.Small, Column: "party", Label: "B", Respondents: 4, Population: 30},
		{Kind: weighting.Single, Column: "party", Label: "C", Respondents: 1, Population: 9},
		{Kind: weighting.MoreThanPeople, Column: "party", Label: "D", Respondents: 6, Population: 5},
	}
	if diff := cmp.Diff(want, w.Warnings()); diff != "" {
		t.Error(diff)
	}
}

func TestTrimRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	w, err := weighting.PostStratify(margin(t, "party", "AAAB", people("A", 3), people("B", 9)))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		bounds weighting.Bounds
	}{
		{"upper below the mean", weighting.Bounds{Upper: 0.9}},
		{"lower above the mean", weighting.Bounds{Lower: 1.1, Upper: 2}},
		{"below zero", weighting.Bounds{Lower: -1, Upper: 2}},
		{"no bounds", weighting.Bounds{Lower: math.NaN(), Upper: math.NaN()}},
		{"nobody inside", weighting.Bounds{Lower: 0.5, Upper: 2}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if _, err := w.Trim(test.bounds); err == nil {
				t.Error("trimmed")
			}
		})
	}
	all, err := w.Trim(weighting.Bounds{Upper: math.Inf(1), Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w.Cells(), all.Cells()); diff != "" || len(all.Calibrated()) != 1 {
		t.Errorf("wide bounds changed the weights: %s", diff)
	}
	if _, ok := w.Trimmed(); ok {
		t.Error("trimming changed the weights it was given")
	}
}

func TestEncodeAs(t *testing.T) {
	t.Parallel()
	got, err := weighting.EncodeAs("answer", []string{"yes", "no", "never chosen"}, []string{"no", "", "yes"})
	if err != nil {
		t.Fatal(err)
	}
	want := weighting.Column{Name: "answer", Labels: []string{"yes", "no", "never chosen"}, Codes: []int16{1, weighting.Blank, 0}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	_, err = weighting.EncodeAs("answer", []string{"yes"}, []string{"yes", "maybe", "no", "maybe"})
	var refused weighting.Refused
	if !errors.As(err, &refused) {
		t.Fatalf("got %v", err)
	}
	unlisted := weighting.Refused{
		{Reason: weighting.UnlistedValue, Column: "answer", Label: "maybe", Respondents: 2, First: 1},
		{Reason: weighting.UnlistedValue, Column: "answer", Label: "no", Respondents: 1, First: 2},
	}
	if diff := cmp.Diff(unlisted, refused); diff != "" {
		t.Error(diff)
	}
}

func TestEncoderRefusesTooManyValues(t *testing.T) {
	t.Parallel()
	e := weighting.NewEncoder("id")
	for i := range weighting.MaxLabels + 1 {
		e.Add(string(rune('a' + i)))
	}
	if _, err := e.Column(); err == nil {
		t.Error("accepted")
	}
}
