package sensitivity_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
	"modenhed/internal/sensitivity"
)

func quick() sensitivity.Settings { return sensitivity.Settings{Draws: 400, Seed: 3} }

func TestAnalysisSaysWhatItIsAbout(t *testing.T) {
	t.Parallel()
	c := invented(t, shipped(t), 40)
	c.ranked[5], c.ranked[11] = false, false
	a := c.analyse(t, quick())
	var want []sensitivity.Factor
	var keys []framework.AreaKey
	for _, area := range c.framework.Areas {
		want = append(want, sensitivity.Factor{Choice: sensitivity.AreaWeight, Area: area.Key})
		keys = append(keys, area.Key)
	}
	want = append(want, sensitivity.Factor{Choice: sensitivity.Aggregation}, sensitivity.Factor{Choice: sensitivity.MissingRule})
	if diff := cmp.Diff(want, a.Factors); diff != "" {
		t.Errorf("factors (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(keys, a.Areas.Keys); diff != "" {
		t.Errorf("areas (-want +got):\n%s", diff)
	}
	ranked := 0
	for _, r := range c.ranked {
		if r {
			ranked++
		}
	}
	if a.Ranked != ranked || a.LeftOut != 0 || a.Settings != quick() || a.Shift.Draws != quick().Draws || len(a.Shift.Effects) != len(want) {
		t.Errorf("%d ranked of %d, %d left out, %+v, %d draws, %d effects", a.Ranked, ranked, a.LeftOut, a.Settings, a.Shift.Draws, len(a.Shift.Effects))
	}
	if a.Spearman.N != ranked || a.Areas.Consistency.Items != 7 || len(a.Areas.Within) != 7 {
		t.Errorf("n = %d, %d items, %d areas", a.Spearman.N, a.Areas.Consistency.Items, len(a.Areas.Within))
	}
	for i, within := range a.Areas.Within {
		if within.Items != len(c.framework.Areas[i].Indicators) || within.Rows+within.Incomplete != ranked {
			t.Errorf("area %d: %d items, %d and %d rows", i, within.Items, within.Rows, within.Incomplete)
		}
	}
}

func TestAnalysisCorrelatesWhatScoringFinds(t *testing.T) {
	t.Parallel()
	c := invented(t, shipped(t), 40)
	a := c.analyse(t, quick())
	scores := make([][]sensitivity.Figure, len(c.framework.Areas))
	var first [][]sensitivity.Figure
	for range c.framework.Areas[0].Indicators {
		first = append(first, nil)
	}
	for u, card := range cards(t, c.framework, c.answers) {
		if !c.ranked[u] {
			continue
		}
		for i, area := range card.Areas {
			scores[i] = append(scores[i], sensitivity.Figure(area.Score))
		}
		for i := range first {
			first[i] = append(first[i], sensitivity.Figure(card.Indicators[i].Score))
		}
	}
	want := sensitivity.Areas{
		Keys:        a.Areas.Keys,
		Pearson:     sensitivity.Matrix(scores, sensitivity.Pearson),
		Spearman:    sensitivity.Matrix(scores, sensitivity.Spearman),
		Consistency: sensitivity.Alpha(scores),
		Within:      append([]sensitivity.Consistency{sensitivity.Alpha(first)}, a.Areas.Within[1:]...),
	}
	if diff := cmp.Diff(want, a.Areas); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	arithmetic, geometric := c.scores(t, framework.Arithmetic), c.scores(t, framework.Geometric)
	if diff := cmp.Diff(sensitivity.Spearman(arithmetic, geometric), a.Spearman); diff != "" {
		t.Errorf("Spearman (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(sensitivity.Kendall(arithmetic, geometric), a.Kendall); diff != "" {
		t.Errorf("Kendall (-want +got):\n%s", diff)
	}
}

func (c country) scores(t *testing.T, aggregation framework.Aggregation) []sensitivity.Figure {
	var scores []sensitivity.Figure
	for u, card := range cards(t, c.framework.WithAggregation(aggregation), c.answers) {
		if c.ranked[u] {
			scores = append(scores, sensitivity.Figure(card.Score))
		}
	}
	return scores
}

func TestChoicesWithoutConsequenceHaveNoEffect(t *testing.T) {
	t.Parallel()
	t.Run("nothing is missing", func(t *testing.T) {
		t.Parallel()
		c := country{plain(1, 1), told(90, 20, 50, 55, 10, 80, 30, 30), everybody(4)}
		a := c.analyse(t, quick())
		if got := a.Shift.Effects[3]; !a.Shift.OK || got != (sensitivity.Effect{}) {
			t.Errorf("effect of the rule for missing = %+v", got)
		}
		if a.Shift.Effects[2].Total.Noise() {
			t.Errorf("effect of the aggregation = %+v", a.Shift.Effects[2])
		}
	})
	t.Run("an area without weight", func(t *testing.T) {
		t.Parallel()
		c := country{plain(1, 0, 1), told(90, 5, 20, 50, 5, 55, 10, 99, 80, 30, 0, -1), everybody(4)}
		if got := c.analyse(t, quick()).Shift.Effects[1]; got != (sensitivity.Effect{}) {
			t.Errorf("effect = %+v", got)
		}
	})
	t.Run("units that dominate one another", func(t *testing.T) {
		t.Parallel()
		c := country{plain(1, 2), told(10, 20, 30, 40, 50, 60), everybody(3)}
		want := sensitivity.Decomposition{Draws: quick().Draws}
		if diff := cmp.Diff(want, c.analyse(t, quick()).Shift); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestFewRankedUnits(t *testing.T) {
	t.Parallel()
	for ranked := range 3 {
		t.Run(fmt.Sprint(ranked), func(t *testing.T) {
			t.Parallel()
			c := country{plain(1, 1), told(80, 20, 30, 60, 50, 50), make([]bool, 3)}
			for u := range ranked {
				c.ranked[u] = true
			}
			a := c.analyse(t, quick())
			if a.Ranked != ranked || a.Spearman != (sensitivity.Correlation{N: ranked}) || a.Areas.Consistency.Raw.OK {
				t.Errorf("%+v", a)
			}
			if ranked < 2 && a.Shift.OK {
				t.Errorf("shift of %d units: %+v", ranked, a.Shift)
			}
		})
	}
}

// A unit that has answered nothing has 0 points where missing counts 0, and no
// score where it does not.
func TestUnitsWithoutAScoreUnderAChoiceAreLeftOut(t *testing.T) {
	t.Parallel()
	f := plain(1, 1).WithMissing(framework.Zero)
	told3 := told(90, 20, 50, 55, 10, 80)
	with := country{f, append(told(-1, -1), told3...), everybody(4)}.analyse(t, quick())
	without := country{f, told3, everybody(3)}.analyse(t, quick())
	if with.Ranked != 4 || with.LeftOut != 1 || without.LeftOut != 0 {
		t.Errorf("%d ranked, %d and %d left out", with.Ranked, with.LeftOut, without.LeftOut)
	}
	if diff := cmp.Diff(without.Shift, with.Shift); diff != "" {
		t.Errorf("(-without the unit +with):\n%s", diff)
	}
	if with.Areas.Pearson[0][1].N != 4 || with.Spearman.N != 3 {
		t.Errorf("n = %d and %d", with.Areas.Pearson[0][1].N, with.Spearman.N)
	}
}

func TestAnalyseRefuses(t *testing.T) {
	t.Parallel()
	good := country{plain(1, 1), told(90, 20, 50, 55, 10, 80), everybody(3)}
	empty := good
	empty.answers = told(90, 20, -1, -1, 10, 80)
	broken := good
	broken.framework = plain(0, 0)
	infinite := good
	infinite.answers = told(math.Inf(1), 20, 50, 55, 10, 80)
	short := good
	short.ranked = everybody(2)
	tests := []struct {
		name     string
		country  country
		settings sensitivity.Settings
		says     string
	}{
		{"one draw", good, sensitivity.Settings{Draws: 1}, "1 draws"},
		{"too many draws", good, sensitivity.Settings{Draws: sensitivity.MaxDraws + 1}, "draws"},
		{"a ranked unit without a score", empty, quick(), "unit 1 is ranked and has no score"},
		{"a framework without weight", broken, quick(), "no weight"},
		{"an answer that is not finite", infinite, quick(), "unit 0"},
		{"ranked of another length", short, quick(), "6 answers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := sensitivity.Analyse(tt.country.framework, tt.country.answers, tt.country.ranked, tt.settings)
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error = %v, want one with %q", err, tt.says)
			}
		})
	}
}

func TestChoicesHaveKeys(t *testing.T) {
	t.Parallel()
	got := []string{sensitivity.AreaWeight.String(), sensitivity.Aggregation.String(), sensitivity.MissingRule.String()}
	if diff := cmp.Diff([]string{"area_weight", "aggregation", "missing"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
