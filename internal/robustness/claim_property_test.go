package robustness_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
)

// checker makes a checker of a random world beside its experiment.
func (w world) checker(t *rapid.T) (c *robustness.Checker, ranked []bool) {
	_, ranked = w.experiment(t)
	c, err := robustness.NewChecker(w.model, matrix(w.units), ranked)
	if err != nil {
		t.Fatal(err)
	}
	return c, ranked
}

func mustCheck(t *rapid.T, c *robustness.Checker, claim robustness.Claim, s robustness.Settings) *robustness.Verdict {
	v, err := c.Check(claim, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func rankedUnits(ranked []bool) []int {
	var units []int
	for u, in := range ranked {
		if in {
			units = append(units, u)
		}
	}
	return units
}

// The shares are those of a result with the same settings, and what is ahead,
// behind or tied is everything.
func TestClaimsAgreeWithTheResult(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{minmax: true, own: true})
		c, ranked := w.checker(t)
		s := few(drawSources(t), 300)
		r, err := c.Run(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		units := rankedUnits(ranked)
		a, b := rapid.SampledFrom(units).Draw(t, "a"), rapid.SampledFrom(units).Draw(t, "b")
		n := rapid.IntRange(1, len(units)).Draw(t, "n")
		first := mustCheck(t, c, robustness.Claim{Kind: robustness.IsFirst, Unit: a}, s)
		within := mustCheck(t, c, robustness.Claim{Kind: robustness.IsWithin, Unit: a, N: n}, s)
		if want, _ := r.ShareWithin(a, 1); first.All.Value() != want {
			t.Fatalf("first in %v, want %v", first.All, want)
		}
		if want, _ := r.ShareWithin(a, n); within.All.Value() != want {
			t.Fatalf("within %d in %v, want %v", n, within.All, want)
		}
		for _, by := range within.BySource {
			one := s
			one.Sources = by.Sources
			alone, err := c.Run(one, nil)
			if err != nil {
				t.Fatal(err)
			}
			if want, _ := alone.ShareWithin(a, n); by.Value() != want || by.Draws != s.Draws {
				t.Fatalf("with %s alone within %d in %v, want %v", by.Sources, n, by.Value(), want)
			}
		}
		if names := sourceNames(within.BySource); names != s.Sources.String() {
			t.Fatalf("by %q, want %q", names, s.Sources)
		}
		place := declaredPlaces(t, w, ranked)
		if within.Declared != (place[a].Rank <= n) {
			t.Fatalf("within %d: %v, rank %d", n, within.Declared, place[a].Rank)
		}
		if a == b {
			return
		}
		ahead := mustCheck(t, c, robustness.Claim{Kind: robustness.IsAhead, Unit: a, Other: b}, s)
		behind := mustCheck(t, c, robustness.Claim{Kind: robustness.IsAhead, Unit: b, Other: a}, s)
		tied, _ := r.ShareTied(a, b)
		if want, _ := r.ShareAhead(a, b); ahead.All.Value() != want {
			t.Fatalf("ahead in %v, want %v", ahead.All, want)
		}
		if sum := ahead.All.Value() + behind.All.Value() + tied; math.Abs(sum-1) > 1e-12 {
			t.Fatalf("ahead, behind and tied sum to %v", sum)
		}
		if ahead.Declared != (place[a].Rank < place[b].Rank) {
			t.Fatalf("ahead: %v, ranks %d and %d", ahead.Declared, place[a].Rank, place[b].Rank)
		}
	})
}

func sourceNames(list []robustness.SourceProportion) string {
	var names []string
	for _, by := range list {
		names = append(names, by.Sources.String())
	}
	return strings.Join(names, ",")
}

func TestTheDrawsOfBothMeansAreAllDraws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{own: true})
		c, ranked := w.checker(t)
		s := few(drawSources(t), 300)
		units := rankedUnits(ranked)
		v := mustCheck(t, c, robustness.Claim{Unit: rapid.SampledFrom(units).Draw(t, "unit")}, s)
		var sum robustness.Proportion
		for _, by := range v.ByAggregation {
			sum.Holds += by.Holds
			sum.Draws += by.Draws
			if by.Draws == 0 || !s.Aggregation && by.Aggregation != w.framework.Method.Aggregation {
				t.Fatalf("by mean: %+v", v.ByAggregation)
			}
		}
		if sum != v.All || sum.Draws != s.Draws {
			t.Fatalf("%+v sum to %+v, all are %+v", v.ByAggregation, sum, v.All)
		}
	})
}

// A unit that is better in everything, and a group of such, is ahead whatever
// is chosen.
func TestADominatingClaimAlwaysHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{complete: true})
		best := make([]float64, len(w.model.Indicators()))
		for i, place := range w.framework.Places() {
			best[i] = place.Indicator.Scale.High
		}
		for u := range w.units {
			for i := range w.units[u] {
				// Nobody else reaches the best value of anything.
				scale := w.framework.Places()[i].Indicator.Scale
				w.units[u][i] = value((scale.Low + rapid.SampledFrom([]float64{0, 0.3, 0.9}).Draw(t, "share")*(scale.High-scale.Low)))
			}
		}
		w.units = append(w.units, nil)
		for _, x := range best {
			w.units[len(w.units)-1] = append(w.units[len(w.units)-1], value(x))
		}
		c, ranked := w.checker(t)
		top := len(ranked) - 1
		others := upTo(top)
		for _, claim := range []robustness.Claim{
			{Kind: robustness.IsFirst, Unit: top},
			{Kind: robustness.IsWithin, Unit: top, N: 1},
			{Kind: robustness.IsAhead, Unit: top, Other: 0},
			{Kind: robustness.IsGroupAhead, Group: []int{top}, OtherGroup: others},
			{Kind: robustness.IsGroupAhead, Group: append([]int{top}, others...), OtherGroup: others},
		} {
			v := mustCheck(t, c, claim, few(drawSources(t), 100))
			if !v.Declared || v.All.Holds != v.All.Draws || v.Call != robustness.Safe {
				t.Fatalf("claim %+v: %+v", claim, v)
			}
			for _, a := range v.Alternatives {
				if a.Outcome != robustness.Holds {
					t.Fatalf("claim %+v under %+v", claim, a)
				}
			}
			for _, turns := range v.Weights {
				if turns.Turns() {
					t.Fatalf("claim %+v turns at %+v", claim, turns)
				}
			}
		}
	})
}

// truth asks package scoring whether a claim holds under some framework, whose
// thresholds on weight are not asked; margin is how far it is from turning.
func truth(t *rapid.T, w world, f *framework.Framework, ranked []bool, claim robustness.Claim) (holds bool, margin float64) {
	copied := *f
	copied.Method.MinIndexWeight = 0
	cards, err := mustCompile(t, &copied).Score(matrix(w.units))
	if err != nil {
		t.Fatal(err)
	}
	mean := func(units []int) float64 {
		sum, n := 0.0, 0.0
		for _, u := range units {
			if ranked[u] {
				sum += cards[u].Score.Value
				n++
			}
		}
		return sum / n
	}
	switch claim.Kind {
	case robustness.IsAhead:
		claim.Group, claim.OtherGroup = []int{claim.Unit}, []int{claim.Other}
		fallthrough
	case robustness.IsGroupAhead:
		difference := mean(claim.Group) - mean(claim.OtherGroup)
		return difference > 1e-9, math.Abs(difference)
	}
	above, margin := 0, math.Inf(1)
	for u, in := range ranked {
		if in && u != claim.Unit {
			difference := cards[u].Score.Value - cards[claim.Unit].Score.Value
			margin = min(margin, math.Abs(difference))
			if difference > 1e-9 {
				above++
			}
		}
	}
	return above < max(claim.N, 1), margin
}

func drawClaim(t *rapid.T, ranked []bool) robustness.Claim {
	units := rankedUnits(ranked)
	one := rapid.SampledFrom(units)
	claim := robustness.Claim{
		Kind: rapid.SampledFrom([]robustness.ClaimKind{robustness.IsFirst, robustness.IsWithin, robustness.IsAhead, robustness.IsGroupAhead}).Draw(t, "kind"),
		Unit: one.Draw(t, "unit"), Other: one.Draw(t, "other"),
		Group: rapid.SliceOfNDistinct(one, 1, min(3, len(units)), rapid.ID[int]).Draw(t, "group"), OtherGroup: []int{one.Draw(t, "member")},
	}
	if claim.Kind == robustness.IsWithin {
		claim.N = rapid.IntRange(1, len(units)).Draw(t, "n")
	}
	if claim.Kind == robustness.IsAhead && claim.Unit == claim.Other ||
		claim.Kind == robustness.IsGroupAhead && len(claim.Group) == 1 && claim.Group[0] == claim.OtherGroup[0] {
		t.Skip("compared with itself")
	}
	return claim
}

// The turns are right by package scoring with the weight changed: up to the
// turn the claim is as declared, just beyond it is not.
func TestTurnsAgreeWithScoring(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{minmax: true, own: true})
		c, ranked := w.checker(t)
		claim := drawClaim(t, ranked)
		v := mustCheck(t, c, claim, few(robustness.Sources{}, 1))
		agrees := func(i int, factor float64, want bool) {
			area := w.framework.Areas[i]
			other := w.framework.WithAreaWeights(map[framework.AreaKey]float64{area.Key: area.Weight * factor})
			// A tie is decided by the ninth decimal.
			if holds, margin := truth(t, w, other, ranked, claim); holds != want && margin > 2e-9 {
				t.Fatalf("area %s times %v: holds %v, want %v; %+v", area.Key, factor, holds, want, v.Weights[i])
			}
		}
		for i, turns := range v.Weights {
			for end, turn := range map[float64]robustness.Turn{0.001: turns.Down, robustness.MaxWeightFactor: turns.Up} {
				until := end
				if turn.OK {
					until = turn.Factor
				}
				// Without any weight a unit may have no score left.
				if turn.OK && turn.Factor > 1e-6 {
					agrees(i, turn.Factor, !v.Declared)
				}
				for _, part := range []float64{0, 0.3, 0.7, 0.98} {
					agrees(i, 1+(until-1)*part, v.Declared)
				}
			}
		}
	})
}

// An alternative is the framework with that choice, as package scoring scores it.
func TestAlternativesAgreeWithScoring(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{minmax: true, own: true, complete: true})
		c, ranked := w.checker(t)
		claim := drawClaim(t, ranked)
		v := mustCheck(t, c, claim, few(robustness.Sources{}, 1))
		if len(v.Alternatives) != 3 {
			t.Fatalf("%d alternatives", len(v.Alternatives))
		}
		for _, a := range v.Alternatives {
			other := w.framework.WithMissing(a.Missing)
			if a.Aggregation != "" {
				other = w.framework.WithAggregation(a.Aggregation)
			}
			holds, _ := truth(t, w, other, ranked, claim)
			if (a.Outcome == robustness.Holds) != holds || a.Outcome == robustness.Undefined {
				t.Fatalf("%+v: want %v", a, holds)
			}
		}
	})
}
