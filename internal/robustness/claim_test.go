package robustness_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// checker takes everyone with a score as ranked.
func checker(t testing.TB, method framework.Method, areas []framework.Area, answers []scoring.Answer) *robustness.Checker {
	t.Helper()
	m := compile(t, method, areas)
	cards, err := m.Score(answers)
	if err != nil {
		t.Fatal(err)
	}
	ranked := make([]bool, len(cards))
	for u, card := range cards {
		ranked[u] = card.Score.OK
	}
	c, err := robustness.NewChecker(m, answers, ranked)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func check(t testing.TB, c *robustness.Checker, claim robustness.Claim, s robustness.Settings) *robustness.Verdict {
	t.Helper()
	v, err := c.Check(claim, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// two has two areas of the same weight and five units, the last not ranked:
// by the declared method their scores are 60, 60, 55, 40 and none.
func two(t testing.TB) *robustness.Checker {
	areas := []framework.Area{area("x", 1, points("x", 1)), area("y", 1, points("y", 1))}
	return checker(t, lenient(), areas, []scoring.Answer{
		value(60), value(60),
		value(90), value(30),
		value(20), value(90),
		value(40), value(40),
		missing, missing,
	})
}

var nothing = robustness.Settings{Concentration: 1, Draws: 100, Seed: 1}

func TestClaimsByTheDeclaredMethod(t *testing.T) {
	t.Parallel()
	c := two(t)
	for name, row := range map[string]struct {
		claim robustness.Claim
		want  bool
	}{
		"first, shared":                {robustness.Claim{Kind: robustness.IsFirst, Unit: 0}, true},
		"first, shared by the other":   {robustness.Claim{Kind: robustness.IsFirst, Unit: 1}, true},
		"first, third":                 {robustness.Claim{Kind: robustness.IsFirst, Unit: 2}, false},
		"within, above a shared rank":  {robustness.Claim{Kind: robustness.IsWithin, Unit: 2, N: 2}, false},
		"within, at the rank":          {robustness.Claim{Kind: robustness.IsWithin, Unit: 2, N: 3}, true},
		"within all":                   {robustness.Claim{Kind: robustness.IsWithin, Unit: 3, N: 4}, true},
		"ahead":                        {robustness.Claim{Kind: robustness.IsAhead, Unit: 0, Other: 2}, true},
		"ahead of a tie":               {robustness.Claim{Kind: robustness.IsAhead, Unit: 0, Other: 1}, false},
		"behind":                       {robustness.Claim{Kind: robustness.IsAhead, Unit: 3, Other: 2}, false},
		"groups":                       {robustness.Claim{Kind: robustness.IsGroupAhead, Group: []int{0, 3}, OtherGroup: []int{3}}, true},
		"groups, tied":                 {robustness.Claim{Kind: robustness.IsGroupAhead, Group: []int{0}, OtherGroup: []int{1}}, false},
		"groups with an unranked unit": {robustness.Claim{Kind: robustness.IsGroupAhead, Group: []int{2, 4}, OtherGroup: []int{0, 3}}, true},
		"groups with a unit twice":     {robustness.Claim{Kind: robustness.IsGroupAhead, Group: []int{0, 3, 3}, OtherGroup: []int{3, 0, 2}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := check(t, c, row.claim, nothing)
			want, call := robustness.Proportion{Draws: 100}, robustness.DoNotPrint
			if row.want {
				want.Holds, call = 100, robustness.Safe
			}
			if v.Declared != row.want || v.All != want || v.Call != call || v.Borderline() {
				t.Errorf("got %v, %+v, %v; want %v", v.Declared, v.All, v.Call, row.want)
			}
			only := []robustness.AggregationProportion{{Aggregation: framework.Arithmetic, Proportion: want}}
			if diff := cmp.Diff(only, v.ByAggregation); diff != "" {
				t.Errorf("by mean (-want +got):\n%s", diff)
			}
		})
	}
}

func TestClaimsThatCannotBeChecked(t *testing.T) {
	t.Parallel()
	c := two(t)
	for name, row := range map[string]struct {
		claim robustness.Claim
		want  error
	}{
		"unknown kind":          {robustness.Claim{Kind: 9}, robustness.ErrClaim},
		"not ranked":            {robustness.Claim{Unit: 4}, robustness.ErrNotRanked},
		"no such unit":          {robustness.Claim{Unit: -1}, robustness.ErrNotRanked},
		"other is not ranked":   {robustness.Claim{Kind: robustness.IsAhead, Other: 4}, robustness.ErrNotRanked},
		"itself":                {robustness.Claim{Kind: robustness.IsAhead, Unit: 1, Other: 1}, robustness.ErrSame},
		"top 0":                 {robustness.Claim{Kind: robustness.IsWithin}, robustness.ErrLowest},
		"more than are ranked":  {robustness.Claim{Kind: robustness.IsWithin, N: 5}, robustness.ErrLowest},
		"an empty group":        {robustness.Claim{Kind: robustness.IsGroupAhead, OtherGroup: []int{1}}, robustness.ErrNotRanked},
		"nobody ranked in it":   {robustness.Claim{Kind: robustness.IsGroupAhead, Group: []int{1}, OtherGroup: []int{4}}, robustness.ErrNotRanked},
		"the same ranked units": {robustness.Claim{Kind: robustness.IsGroupAhead, Group: []int{1, 0}, OtherGroup: []int{0, 1, 4}}, robustness.ErrSame},
	} {
		if _, err := c.Check(row.claim, nothing); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", name, err, row.want)
		}
	}
	if _, err := c.Check(robustness.Claim{}, robustness.Settings{}); !errors.Is(err, robustness.ErrDraws) {
		t.Errorf("without settings: %v", err)
	}
}

// With the weights w and 1 the scores are (90w+30)/(w+1) and (20w+90)/(w+1):
// they meet at w = 6/7.
func TestTheWeightAtWhichAClaimTurns(t *testing.T) {
	t.Parallel()
	areas := []framework.Area{area("x", 2, points("x", 1)), area("y", 2, points("y", 1)), area("none", 0, points("z", 1))}
	row := func(x, y, z float64) []scoring.Answer { return []scoring.Answer{value(x), value(y), value(z)} }
	answers := append(append(row(90, 30, 0), row(20, 90, 100)...), row(10, 10, 50)...)
	c := checker(t, lenient(), areas, answers)
	turn := func(factor float64) robustness.Turn {
		return robustness.Turn{Factor: factor, Share: factor / (factor + 1), OK: true}
	}
	for name, test := range map[string]struct {
		claim    robustness.Claim
		declared bool
		x, y     [2]robustness.Turn
	}{
		"ahead":       {robustness.Claim{Kind: robustness.IsAhead, Unit: 0, Other: 1}, true, [2]robustness.Turn{turn(6. / 7), {}}, [2]robustness.Turn{{}, turn(7. / 6)}},
		"not ahead":   {robustness.Claim{Kind: robustness.IsAhead, Unit: 1, Other: 0}, false, [2]robustness.Turn{turn(6. / 7), {}}, [2]robustness.Turn{{}, turn(7. / 6)}},
		"first":       {robustness.Claim{Unit: 0}, true, [2]robustness.Turn{turn(6. / 7), {}}, [2]robustness.Turn{{}, turn(7. / 6)}},
		"within 2":    {robustness.Claim{Kind: robustness.IsWithin, Unit: 0, N: 2}, true, [2]robustness.Turn{}, [2]robustness.Turn{}},
		"third":       {robustness.Claim{Kind: robustness.IsWithin, Unit: 2, N: 2}, false, [2]robustness.Turn{}, [2]robustness.Turn{}},
		"with others": {robustness.Claim{Kind: robustness.IsGroupAhead, Group: []int{0, 2}, OtherGroup: []int{1, 2}}, true, [2]robustness.Turn{turn(6. / 7), {}}, [2]robustness.Turn{{}, turn(7. / 6)}},
		// (90w+30+10w+10)/2 = 20w+90 at w = 5/3; the other way is out of reach.
		"of a mean": {robustness.Claim{Kind: robustness.IsGroupAhead, Group: []int{0, 2}, OtherGroup: []int{1}}, false, [2]robustness.Turn{{}, turn(7. / 3)}, [2]robustness.Turn{turn(3. / 7), {}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := check(t, c, test.claim, nothing)
			want := []robustness.WeightTurns{
				{Area: "x", Share: 0.5, Down: test.x[0], Up: test.x[1]},
				{Area: "y", Share: 0.5, Down: test.y[0], Up: test.y[1]},
				{Area: "none"},
			}
			if diff := cmp.Diff(want, v.Weights, cmpopts.EquateApprox(0, 1e-6)); diff != "" || v.Declared != test.declared {
				t.Errorf("declared %v (-want +got):\n%s", v.Declared, diff)
			}
		})
	}
}

// Under the geometric and the harmonic mean an uneven unit falls behind; a
// missing answer that counts as 0 takes its points.
func TestAlternativesAreMadeOneByOne(t *testing.T) {
	t.Parallel()
	areas := []framework.Area{area("x", 1, points("x", 1)), area("y", 1, points("y", 1))}
	c := checker(t, lenient(), areas, []scoring.Answer{
		value(90), value(30), // 60
		value(55), value(55), // 55
		missing, value(57), // 57, or 28.5 with 0
	})
	for name, row := range map[string]struct {
		claim robustness.Claim
		want  [3]robustness.Outcome
	}{
		"uneven before even":    {robustness.Claim{Kind: robustness.IsAhead, Unit: 0, Other: 1}, [3]robustness.Outcome{robustness.Fails, robustness.Fails, robustness.Holds}},
		"missing before even":   {robustness.Claim{Kind: robustness.IsAhead, Unit: 2, Other: 1}, [3]robustness.Outcome{robustness.Holds, robustness.Holds, robustness.Fails}},
		"uneven before missing": {robustness.Claim{Kind: robustness.IsAhead, Unit: 0, Other: 2}, [3]robustness.Outcome{robustness.Fails, robustness.Fails, robustness.Holds}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := []robustness.Alternative{
				{Aggregation: framework.Geometric, Outcome: row.want[0]},
				{Aggregation: framework.Harmonic, Outcome: row.want[1]},
				{Missing: framework.Zero, Outcome: row.want[2]},
			}
			if diff := cmp.Diff(want, check(t, c, row.claim, nothing).Alternatives); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A unit that has a score only because nothing counts as 0 has none when
// missing answers are left out: nothing can be said of it, and it is in
// nobody's way.
func TestAClaimAboutAUnitWithoutAScoreIsUndefined(t *testing.T) {
	t.Parallel()
	method := lenient()
	method.Missing = framework.Zero
	areas := []framework.Area{area("x", 1, points("x", 1), points("y", 1))}
	c := checker(t, method, areas, []scoring.Answer{missing, missing, value(50), value(50), value(0), value(0)})
	for name, row := range map[string]struct {
		claim robustness.Claim
		want  robustness.Outcome
	}{
		"about it":          {robustness.Claim{Kind: robustness.IsWithin, Unit: 0, N: 3}, robustness.Undefined},
		"ahead of it":       {robustness.Claim{Kind: robustness.IsAhead, Unit: 1, Other: 0}, robustness.Undefined},
		"first beside it":   {robustness.Claim{Unit: 1}, robustness.Holds},
		"a group with it":   {robustness.Claim{Kind: robustness.IsGroupAhead, Group: []int{0, 1}, OtherGroup: []int{2}}, robustness.Holds},
		"its group of none": {robustness.Claim{Kind: robustness.IsGroupAhead, Group: []int{1}, OtherGroup: []int{0}}, robustness.Undefined},
	} {
		for _, a := range check(t, c, row.claim, nothing).Alternatives {
			if a.Missing == framework.Renormalise && a.Outcome != row.want {
				t.Errorf("%s: %v, want %v", name, a.Outcome, row.want)
			}
		}
	}
}

// TestTheCallFollowsTheShare draws weights: A is ahead where the first weighs
// more than some share, which a Beta distribution puts a probability to.
func TestTheCallFollowsTheShare(t *testing.T) {
	t.Parallel()
	seen := make(map[robustness.Call]bool)
	for limit := 0.02; limit < 0.5; limit += 0.02 {
		areas := []framework.Area{area("x", 1, points("x", 1)), area("y", 1, points("y", 1))}
		c := checker(t, lenient(), areas, []scoring.Answer{value(100), value(0), value(100 * limit), value(100 * limit)})
		s := robustness.Settings{Sources: robustness.Sources{Areas: true}, Concentration: 8, Draws: 4000, Seed: 3}
		v := check(t, c, robustness.Claim{Kind: robustness.IsAhead, Unit: 0, Other: 1}, s)
		share, want := v.All.Value(), robustness.DoNotPrint
		switch {
		case share >= robustness.SafeFrom:
			want = robustness.Safe
		case share >= robustness.FragileFrom:
			want = robustness.Fragile
		}
		if v.Call != want || !v.Declared {
			t.Errorf("share %v: %v, want %v", share, v.Call, want)
		}
		if got := v.All.Error(); math.Abs(got-math.Sqrt(share*(1-share)/4000)) > 1e-15 {
			t.Errorf("share %v: error %v", share, got)
		}
		near := min(math.Abs(share-robustness.SafeFrom), math.Abs(share-robustness.FragileFrom))
		if v.Borderline() != (near <= 2*v.All.Error()) {
			t.Errorf("share %v is borderline: %v", share, v.Borderline())
		}
		seen[v.Call] = true
	}
	if len(seen) != 3 {
		t.Errorf("only the calls %v were seen", seen)
	}
	// What is not true is not printed, however many methods say so.
	areas := []framework.Area{area("x", 1, points("x", 1)), area("y", 1, points("y", 1))}
	c := checker(t, lenient(), areas, []scoring.Answer{value(90), value(70), missing, value(81), value(5), value(5)})
	s := robustness.Settings{Sources: robustness.Sources{Missing: true}, Concentration: 8, Draws: 4000, Seed: 3}
	v := check(t, c, robustness.Claim{Unit: 0}, s)
	if v.Declared || v.All.Value() < robustness.FragileFrom || v.Call != robustness.DoNotPrint || v.Borderline() {
		t.Errorf("a claim that is not true: %+v", v)
	}
}

func TestCallsHaveKeys(t *testing.T) {
	t.Parallel()
	for call, want := range map[robustness.Call]string{robustness.Safe: "safe", robustness.Fragile: "fragile", robustness.DoNotPrint: "do_not_print"} {
		if call.String() != want {
			t.Errorf("%v, want %s", call, want)
		}
	}
	if p := (robustness.Proportion{}); p.Value() != 0 || p.Error() != 0 {
		t.Errorf("of nothing: %v ± %v", p.Value(), p.Error())
	}
}

// Two areas: with w ~ Beta(a, b) the probability that A is ahead of B is known.
func TestAClaimHoldsWithTheProbability(t *testing.T) {
	t.Parallel()
	var cases []struct {
		A, B, Dirichlet []float64
		Want            float64 `json:"p_a_better"`
	}
	readOracle(t, "rank_pair_probability.json", &cases)
	for i, row := range cases {
		areas := []framework.Area{area("x", row.Dirichlet[0], points("x", 1)), area("y", row.Dirichlet[1], points("y", 1))}
		c := checker(t, lenient(), areas, []scoring.Answer{value(row.A[0]), value(row.A[1]), value(row.B[0]), value(row.B[1])})
		s := robustness.Settings{
			Sources: robustness.Sources{Areas: true}, Concentration: row.Dirichlet[0] + row.Dirichlet[1], Draws: 100_000, Seed: 7,
		}
		for _, claim := range []robustness.Claim{
			{Kind: robustness.IsAhead, Unit: 0, Other: 1},
			{Kind: robustness.IsFirst, Unit: 0},
			{Kind: robustness.IsGroupAhead, Group: []int{0}, OtherGroup: []int{1}},
		} {
			got := check(t, c, claim, s).All
			if allowed := 4 * math.Sqrt(row.Want*(1-row.Want)/float64(s.Draws)); math.Abs(got.Value()-row.Want) > allowed+1e-12 {
				t.Errorf("case %d, kind %d: holds in %v, want %v ± %v", i, claim.Kind, got.Value(), row.Want, allowed)
			}
		}
	}
}
