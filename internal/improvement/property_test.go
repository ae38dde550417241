package improvement_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/improvement"
	"modenhed/internal/scoring"
)

var anyWorld = worldOptions{minmax: true, thresholds: true, gaps: true, indicators: 9}

func TestStepKeepsItsPromise(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, anyWorld)
		before := rescored(t, w.model, w.answers, w.unit)
		for _, step := range stepsOf(t, w.model, w.answers, w.unit) {
			if diff := cmp.Diff(before, step.Before); diff != "" {
				t.Fatalf("%s before: %s", step.Key, diff)
			}
			after := rescored(t, w.model, with(w.model, w.answers, w.unit, step.Indicator, step.To), w.unit)
			if diff := cmp.Diff(after, step.After); diff != "" {
				t.Fatalf("%s from %v to %v: %s", step.Key, step.From, step.To, diff)
			}
			if step.Gain < 0 || step.Places < 0 || after.Score.Value < before.Score.Value || after.Standing != before.Standing {
				t.Fatalf("%s from %v to %v makes things worse: %+v", step.Key, step.From, step.To, step)
			}
		}
	})
}

// Every step earns ten points of its indicator, or all that are left.
func TestStepEarnsTenPointsOfItsIndicator(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, anyWorld)
		points := func(answers []scoring.Answer, indicator int) float64 {
			cards, err := w.model.Score(answers)
			if err != nil {
				t.Fatalf("Score: %v", err)
			}
			return cards[w.unit].Indicators[indicator].Score.Value
		}
		for _, step := range stepsOf(t, w.model, w.answers, w.unit) {
			before := points(w.answers, step.Indicator)
			after := points(with(w.model, w.answers, w.unit, step.Indicator, step.To), step.Indicator)
			if step.From == step.To || after < 100 && after < before+10-1e-6 {
				t.Fatalf("%s from %v to %v: %v to %v points", step.Key, step.From, step.To, before, after)
			}
		}
	})
}

func TestStepsAreInOrderAndComplete(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{gaps: true, indicators: 9})
		steps := stepsOf(t, w.model, w.answers, w.unit)
		ordered := slices.IsSortedFunc(steps, func(a, b improvement.Step) int {
			switch {
			case a.Gain != b.Gain:
				return sign(b.Gain - a.Gain)
			case a.Places != b.Places:
				return b.Places - a.Places
			}
			return a.Indicator - b.Indicator
		})
		if !ordered {
			t.Fatalf("not in order: %+v", steps)
		}
		cards, err := w.model.Score(w.answers)
		if err != nil {
			t.Fatalf("Score: %v", err)
		}
		for i, x := range cards[w.unit].Indicators {
			stepped := slices.ContainsFunc(steps, func(s improvement.Step) bool { return s.Indicator == i })
			if wants := x.State == scoring.Present && x.Score.Value < 100; stepped != wants {
				t.Fatalf("indicator %d with %+v: has a step: %t", i, x, stepped)
			}
		}
	})
}

func sign(x float64) int {
	if x < 0 {
		return -1
	}
	return 1
}

func TestGapKeepsItsPromise(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, anyWorld)
		before := rescored(t, w.model, w.answers, w.unit)
		for _, gap := range gapsOf(t, w.model, w.answers, w.unit) {
			if !gap.Scored {
				continue
			}
			for _, report := range []improvement.Report{gap.Lowest, gap.Highest} {
				after := rescored(t, w.model, with(w.model, w.answers, w.unit, gap.Indicator, report.Value), w.unit)
				if diff := cmp.Diff(after, report.Outcome); diff != "" {
					t.Fatalf("%s reported as %v: %s", gap.Key, report.Value, diff)
				}
				if ranks := before.Rank == 0 && after.Rank > 0; ranks != gap.Ranks {
					t.Fatalf("%s reported as %v ranks the unit: %t, said %t", gap.Key, report.Value, ranks, gap.Ranks)
				}
			}
			if gap.Lowest.Outcome.Score.Value > gap.Highest.Outcome.Score.Value {
				t.Fatalf("%s: range upside down: %+v", gap.Key, gap)
			}
		}
	})
}

func TestAnswersAreNotChanged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, anyWorld)
		given := slices.Clone(w.answers)
		stepsOf(t, w.model, w.answers, w.unit)
		gapsOf(t, w.model, w.answers, w.unit)
		reach(t, w.model, w.answers, w.unit, improvement.Goal{Rank: 1})
		if diff := cmp.Diff(given, w.answers); diff != "" {
			t.Fatal(diff)
		}
	})
}

func drawGoal(t *rapid.T) improvement.Goal {
	if rapid.Bool().Draw(t, "goal is a rank") {
		return improvement.Goal{Rank: rapid.IntRange(1, 3).Draw(t, "rank")}
	}
	return improvement.Goal{Band: scoring.Band(rapid.IntRange(int(scoring.Developing), int(scoring.Leading)).Draw(t, "band"))}
}

func reached(g improvement.Goal, o improvement.Outcome) bool {
	if g.Rank > 0 {
		return o.Rank > 0 && o.Rank <= g.Rank
	}
	return o.Score.OK && o.Score.Value >= 20*float64(g.Band-scoring.Initial)
}

// A path is a chain of steps, each with the outcome of all answers so far, and
// the goal is reached at its end and not before.
func TestPathEndsAtItsGoal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, anyWorld)
		goal := drawGoal(t)
		path := reach(t, w.model, w.answers, w.unit, goal)
		now, answers := rescored(t, w.model, w.answers, w.unit), w.answers
		if diff := cmp.Diff(now, path.Start); diff != "" {
			t.Fatalf("start: %s", diff)
		}
		for n, move := range path.Moves {
			if reached(goal, now) {
				t.Fatalf("goes on after move %d, where the goal is reached: %+v", n, now)
			}
			if from := row(w.model, answers, w.unit)[move.Indicator]; from != value(move.From) {
				t.Fatalf("move %d begins at %v, the unit is at %v", n, move.From, from)
			}
			answers = with(w.model, answers, w.unit, move.Indicator, move.To)
			after := rescored(t, w.model, answers, w.unit)
			if diff := cmp.Diff([]improvement.Outcome{now, after}, []improvement.Outcome{move.Before, move.After}); diff != "" {
				t.Fatalf("move %d: %s", n, diff)
			}
			now = after
		}
		ranked := path.Start.Standing == scoring.Ranked
		want := improvement.Beyond
		switch {
		case !ranked:
			want = improvement.Unranked
		case reached(goal, path.Start):
			want = improvement.There
		case reached(goal, now):
			want = improvement.Within
		case reached(goal, path.Best):
			t.Fatalf("no path, although the best outcome %+v reaches the goal", path.Best)
		}
		if path.Prospect != want || (want == improvement.Within) != (len(path.Moves) > 0) {
			t.Fatalf("%v with %d moves, want %v", path.Prospect, len(path.Moves), want)
		}
	})
}

func TestLimitsAreFullPoints(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, anyWorld)
		path := reach(t, w.model, w.answers, w.unit, improvement.Goal{Rank: 1})
		if path.Prospect == improvement.Unranked {
			return
		}
		best := slices.Clone(w.answers)
		for steps := stepsOf(t, w.model, best, w.unit); len(steps) > 0; steps = stepsOf(t, w.model, best, w.unit) {
			for _, s := range steps {
				best = with(w.model, best, w.unit, s.Indicator, s.To)
			}
		}
		if diff := cmp.Diff(rescored(t, w.model, best, w.unit), path.Best); diff != "" {
			t.Fatalf("best: %s", diff)
		}
		ceiling := slices.Clone(best)
		for _, gap := range gapsOf(t, w.model, w.answers, w.unit) {
			if gap.Scored {
				ceiling = with(w.model, ceiling, w.unit, gap.Indicator, gap.Highest.Value)
			}
		}
		if diff := cmp.Diff(rescored(t, w.model, ceiling, w.unit), path.Ceiling); diff != "" {
			t.Fatalf("ceiling: %s", diff)
		}
	})
}
