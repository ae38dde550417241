package improvement_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
	"modenhed/internal/improvement"
	"modenhed/internal/scoring"
)

func gapsOf(t fataler, m *scoring.Model, answers []scoring.Answer, unit int) []improvement.Gap {
	t.Helper()
	gaps, err := improvement.Gaps(m, answers, unit)
	if err != nil {
		t.Fatalf("Gaps: %v", err)
	}
	return gaps
}

func TestGapsAreTheMissingAndTheUnknown(t *testing.T) {
	t.Parallel()
	m := model(t, framework.DefaultMethod(), area("a", level("present"), level("missing"), numeric("unknown", framework.Days, 60, 10), level("na")))
	answers := append([]scoring.Answer{value(3), missing, unknown, na}, values(5, 5, 10, 5)...)
	report := func(value, score float64, rank int) improvement.Report {
		return improvement.Report{Value: value, Outcome: improvement.Outcome{
			Score: scoring.Points{Value: score, OK: true}, Band: scoring.BandOf(score), Coverage: 2. / 3, Rank: rank,
		}}
	}
	want := []improvement.Gap{
		{Indicator: 1, Key: "missing", State: scoring.Missing, Scored: true, Lowest: report(0, 30, 2), Highest: report(5, 80, 2), Ranks: true},
		{Indicator: 2, Key: "unknown", State: scoring.Unknown, Scored: true, Lowest: report(60, 30, 2), Highest: report(10, 80, 2), Ranks: true},
	}
	if diff := cmp.Diff(want, gapsOf(t, m, answers, 0)); diff != "" {
		t.Error(diff)
	}
	if gaps := gapsOf(t, m, answers, 1); len(gaps) != 0 {
		t.Errorf("gaps of a unit that reports everything: %v", gaps)
	}
}

func TestGapReportsAreWithinWhatMayBeReported(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name            string
		indicator       framework.Indicator
		lowest, highest float64
	}{
		{"level", level("x"), 0, 5},
		{"yes or no", yesno("x"), 0, 1},
		{"goalposts", numeric("x", framework.Number, 150, 100.5), 150, 100.5},
		{"range narrower than goalposts", bounded(numeric("x", framework.Number, 0, 40), 10, 30), 10, 30},
		{"percent between decimals", numeric("x", framework.Percent, 33.33, 66.66), 33.3, 66.7},
		{"days between days, less is better", numeric("x", framework.Days, 60.5, 10.5), 61, 10},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := model(t, lenient(), area("a", test.indicator))
			gap := gapsOf(t, m, []scoring.Answer{missing}, 0)[0]
			if gap.Lowest.Value != test.lowest || gap.Highest.Value != test.highest || !gap.Scored {
				t.Errorf("from %v to %v, want %v to %v", gap.Lowest.Value, gap.Highest.Value, test.lowest, test.highest)
			}
		})
	}
}

func TestGapWithoutAScale(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("a", minmax("x", framework.Number, false), level("y")))
	answers := []scoring.Answer{missing, value(1), value(7), value(2), value(7), value(3)}
	want := []improvement.Gap{{Key: "x"}}
	if diff := cmp.Diff(want, gapsOf(t, m, answers, 0)); diff != "" {
		t.Error(diff)
	}
}

func TestGapMayNotBeEnoughToBeRanked(t *testing.T) {
	t.Parallel()
	m := model(t, framework.DefaultMethod(), area("a", level("x"), level("y"), level("z")))
	for _, gap := range gapsOf(t, m, []scoring.Answer{missing, missing, missing}, 0) {
		if gap.Ranks || gap.Lowest.Outcome.Standing != scoring.LowCoverage {
			t.Errorf("gap %+v, want low coverage", gap)
		}
	}
}
