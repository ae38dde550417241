package improvement_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/improvement"
	"modenhed/internal/scoring"
)

// shortest returns the number of steps of the shortest path, or -1, by trying
// every combination of steps.
func shortest(t *rapid.T, w world, goal improvement.Goal) int {
	var chains [][]float64
	for i, a := range row(w.model, w.answers, w.unit) {
		chains = append(chains, []float64{a.Value})
		answers := w.answers
		for {
			steps := stepsOf(t, w.model, answers, w.unit)
			n := slices.IndexFunc(steps, func(s improvement.Step) bool { return s.Indicator == i })
			if n < 0 {
				break
			}
			chains[i] = append(chains[i], steps[n].To)
			answers = with(w.model, answers, w.unit, i, steps[n].To)
		}
	}
	fewest := -1
	answers := slices.Clone(w.answers)
	var try func(i, taken int)
	try = func(i, taken int) {
		if i == len(chains) {
			if (fewest < 0 || taken < fewest) && reached(goal, rescored(t, w.model, answers, w.unit)) {
				fewest = taken
			}
			return
		}
		for n, x := range chains[i] {
			row(w.model, answers, w.unit)[i] = value(x)
			try(i+1, taken+n)
		}
	}
	try(0, 0)
	return fewest
}

func TestPathsAgainstAllPaths(t *testing.T) {
	t.Parallel()
	for _, uniform := range []bool{true, false} {
		rapid.Check(t, func(t *rapid.T) {
			w := drawWorld(t, worldOptions{minmax: rapid.Bool().Draw(t, "minmax"), uniform: uniform, indicators: 3})
			goal := drawGoal(t)
			path, fewest := reach(t, w.model, w.answers, w.unit, goal), shortest(t, w, goal)
			if path.Start.Standing != scoring.Ranked {
				return
			}
			if path.Prospect == improvement.Within && uniform && (goal.Rank == 0 || w.model.Independent()) && !path.Fewest {
				t.Fatal("does not claim to be the shortest")
			}
			switch found := len(path.Moves); {
			case path.Prospect == improvement.Beyond:
				if fewest >= 0 {
					t.Fatalf("no path, and there is one of %d steps", fewest)
				}
			case found < fewest, path.Fewest && found != fewest:
				t.Fatalf("%d steps (said to be the fewest: %t), the shortest path has %d", found, path.Fewest, fewest)
			}
		})
	}
}

func TestLackingAnswersMakeTheUnitRanked(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, anyWorld)
		path := reach(t, w.model, w.answers, w.unit, improvement.Goal{Rank: 1})
		var open []improvement.Gap
		for _, gap := range gapsOf(t, w.model, w.answers, w.unit) {
			if gap.Scored {
				open = append(open, gap)
			}
		}
		answered := func(chosen func(n int, g improvement.Gap) bool) bool {
			answers := w.answers
			for n, gap := range open {
				if chosen(n, gap) {
					answers = with(w.model, answers, w.unit, gap.Indicator, gap.Highest.Value)
				}
			}
			return rescored(t, w.model, answers, w.unit).Standing == scoring.Ranked
		}
		lacking := func(i int) bool { return slices.Contains(path.Lacking, i) }
		everything := answered(func(int, improvement.Gap) bool { return true })
		needs := path.Start.Standing != scoring.Ranked && everything
		if needs != (len(path.Lacking) > 0) {
			t.Fatalf("lacking %v, although answering everything ranks the unit: %t", path.Lacking, everything)
		}
		if !needs {
			return
		}
		if !answered(func(_ int, g improvement.Gap) bool { return lacking(g.Indicator) }) {
			t.Fatalf("with %v the unit is still not ranked", path.Lacking)
		}
		for _, i := range path.Lacking {
			if answered(func(_ int, g improvement.Gap) bool { return lacking(g.Indicator) && g.Indicator != i }) {
				t.Fatalf("of %v, %d is not needed", path.Lacking, i)
			}
		}
		if method := w.model.Framework().Method; path.Start.Standing == scoring.LowCoverage && method.Missing == framework.Zero {
			for set := range 1 << len(open) {
				size := 0
				ranked := answered(func(n int, _ improvement.Gap) bool { size += set >> n & 1; return set>>n&1 == 1 })
				if ranked && size < len(path.Lacking) {
					t.Fatalf("%v are lacking, although %d answers (%b) would do", path.Lacking, size, set)
				}
			}
		}
	})
}
