package perception_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"modenhed/internal/opinion"
	"modenhed/internal/perception"
	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
)

var closely = cmpopts.EquateApprox(0, 1e-9)

func span(low, high float64) perception.Interval { return perception.Interval{Low: low, High: high} }

func point(x float64) perception.Interval { return span(x, x) }

// belief is an estimated share.
func belief(percent, se float64, answered int) *perception.Belief {
	c := span(percent-2*se, percent+2*se)
	return &perception.Belief{Share: point(percent), Answered: answered, SE: &se, Confidence: &c}
}

func maturity(points, low, high float64) perception.Maturity {
	return perception.MaturityOf([]perception.Score{{Points: points, Bounds: span(low, high)}})
}

func TestMaturityIsTheMeanOfScoresAndOfTheirBounds(t *testing.T) {
	t.Parallel()
	got := perception.MaturityOf([]perception.Score{{Points: 40, Bounds: span(30, 60)}, {Points: 50, Bounds: point(50)}})
	want := perception.Maturity{Ranked: 2, Mean: measured(45), Bounds: span(40, 55)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if none := perception.MaturityOf(nil); none.Mean.OK || none.Ranked != 0 {
		t.Errorf("nobody ranked gives %+v", none)
	}
}

func TestDistanceTakesBothIntervalsAtTheirWorst(t *testing.T) {
	t.Parallel()
	words := &perception.Belief{Share: span(50, 70)}
	outer := span(60-4-48, 60+4-41)
	for name, test := range map[string]struct {
		harvested *perception.Belief
		measured  perception.Maturity
		apart     int
		want      perception.Distance
	}{
		"both intervals":  {belief(60, 2, 300), maturity(44, 41, 48), 24, perception.Distance{Points: point(16), Outer: &outer}},
		"words":           {words, maturity(44, 41, 48), 0, perception.Distance{Points: span(6, 26)}},
		"withheld":        {nil, maturity(44, 41, 48), 0, perception.Distance{Why: perception.NoShare}},
		"nobody measured": {words, perception.Maturity{}, 0, perception.Distance{Why: perception.NotMeasured}},
		"too far apart":   {words, maturity(44, 41, 48), 25, perception.Distance{Why: perception.TooFarApart}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := perception.DistanceBetween(test.harvested, test.measured, test.apart)
			if diff := cmp.Diff(test.want, got, closely); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDistanceProperties: the distance lies within its outer interval, which is
// as wide as both others together.
func TestDistanceProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := belief(rapid.Float64Range(0, 100).Draw(t, "share"), rapid.Float64Range(0, 10).Draw(t, "se"), 50)
		points := rapid.Float64Range(0, 100).Draw(t, "points")
		m := maturity(points, points-rapid.Float64Range(0, 20).Draw(t, "down"), points+rapid.Float64Range(0, 20).Draw(t, "up"))
		d := perception.DistanceBetween(b, m, 0)
		if d.Points.Low < d.Outer.Low-1e-9 || d.Points.High > d.Outer.High+1e-9 {
			t.Fatalf("%v outside %v", d.Points, *d.Outer)
		}
		width := b.Confidence.High - b.Confidence.Low + m.Bounds.High - m.Bounds.Low
		if got := d.Outer.High - d.Outer.Low; math.Abs(got-width) > 1e-6 {
			t.Fatalf("width %v, want %v", got, width)
		}
	})
}

func TestBeliefInAGroup(t *testing.T) {
	t.Parallel()
	se, low, high := 0.05, 0.5, 0.72
	shown := opinion.Group{Shown: true, Answered: 60, Readings: map[survey.Reading]opinion.Share{survey.Harvested: {Value: 0.61, SE: &se, Low: &low, High: &high}}}
	got, ok := perception.BeliefIn(shown, survey.Harvested)
	c, points := span(50, 72), 5.0
	if diff := cmp.Diff(perception.Belief{Share: point(61), Answered: 60, SE: &points, Confidence: &c}, got, closely); !ok || diff != "" {
		t.Error(ok, diff)
	}
	if _, ok := perception.BeliefIn(shown, survey.Potential); ok {
		t.Error("an option that is not asked for has a share")
	}
	shown.Shown = false
	if _, ok := perception.BeliefIn(shown, survey.Harvested); ok {
		t.Error("a withheld group has a share")
	}
}

func TestBeliefOfAPublishedWave(t *testing.T) {
	t.Parallel()
	w := wave()
	got, ok := perception.BeliefOf(w, w.Questions[1], nil, survey.Harvested)
	if diff := cmp.Diff(perception.Belief{Share: span(50, 70), Answered: 326}, got); !ok || diff != "" {
		t.Errorf("words: %t %s", ok, diff)
	}
	exactly := gains(option(survey.Harvested, exact(50)), option(survey.Potential, exact(34)))
	got, ok = perception.BeliefOf(w, exactly, nil, survey.Harvested)
	if !ok || !got.Assumed || got.SE == nil || math.Abs(*got.SE-100*math.Sqrt(0.25/325)) > 1e-9 {
		t.Errorf("a figure: %t %+v", ok, got)
	}
	if got.Confidence == nil || math.Abs(got.Confidence.High-55.4) > 0.05 {
		t.Errorf("its interval is %v, want about 44.6 to 55.4", got.Confidence)
	}
	if _, ok := perception.BeliefOf(w, exactly, nil, survey.DontKnow); ok {
		t.Error("an option without a share has a belief")
	}
}

func TestChangeIsTested(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after *perception.Belief
		points        perception.Interval
		want          perception.Verdict
	}{
		"far apart":         {belief(60, 2, 300), belief(50, 2, 300), point(-10), perception.Strong},
		"just beyond":       {belief(60, 2, 300), belief(54, 2, 300), point(-6), perception.Weak},
		"within the noise":  {belief(60, 2, 300), belief(57, 2, 300), point(-3), perception.Noise},
		"words":             {&perception.Belief{Share: span(50, 70), Answered: 326}, belief(50, 2, 300), span(-20, 0), perception.Untested},
		"too few":           {belief(60, 2, 19), belief(20, 2, 300), point(-40), perception.Untested},
		"no error is known": {belief(60, 0, 300), belief(20, 2, 300), point(-40), perception.Untested},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := perception.Change(*test.before, *test.after)
			if diff := cmp.Diff(test.points, d.Points, closely); diff != "" {
				t.Error(diff)
			}
			if got := d.Test.Verdict(); got != test.want {
				t.Errorf("%s: %+v", got, d.Test)
			}
		})
	}
}

func TestChangeAgreesWithTheFormula(t *testing.T) {
	t.Parallel()
	// R: 2*pnorm(-6/sqrt(8)) and -6 + c(-1,1)*qnorm(.975)*sqrt(8)
	d := perception.Change(*belief(60, 2, 300), *belief(54, 2, 300))
	if math.Abs(d.Test.P-0.033894853524689) > 1e-9 {
		t.Errorf("P = %v", d.Test.P)
	}
	if diff := cmp.Diff(span(-11.543615, -0.456385), d.Test.Confidence, cmpopts.EquateApprox(0, 1e-5)); diff != "" {
		t.Error(diff)
	}
}

func TestContrastCountsThePairsOneCouldHaveChosen(t *testing.T) {
	t.Parallel()
	shares := []*perception.Belief{belief(55, 4, 60), nil, belief(50, 4, 60), belief(63, 4, 60), belief(90, 4, 12)}
	c, ok := perception.ContrastOf(shares)
	if !ok || c.High != 3 || c.Low != 2 || c.Pairs != 3 || c.Tested != 3 {
		t.Fatalf("%t %+v", ok, c)
	}
	alone := perception.Change(*shares[2], *shares[3])
	if got, want := c.Difference.Test.P, 3*alone.Test.P; math.Abs(got-want) > 1e-12 {
		t.Errorf("P = %v, want three times %v", got, alone.Test.P)
	}
	if alone.Test.Verdict() != perception.Weak || c.Difference.Test.Verdict() != perception.Noise {
		t.Error("the pair is clear alone, and noise among three")
	}
	// Q = ((55−56)² + (50−56)² + (63−56)²)/16 = 86/16; pchisq(5.375, 2, lower = FALSE) = exp(−2.6875).
	if want := math.Exp(-86.0 / 32); math.Abs(c.P-want) > 1e-9 {
		t.Errorf("Cochran’s P = %v, want %v", c.P, want)
	}
	if _, ok := perception.ContrastOf(shares[:2]); ok {
		t.Error("one place is compared with itself")
	}
}

// council has a figure for the share who see potential.
func council(code string, share float64, interval *perception.Interval) perception.Council {
	l := &perception.Likely{Share: share, Interval: interval}
	basis := smallarea.FromSeats
	if interval != nil {
		basis = smallarea.FromAnswers
	}
	return perception.Council{Code: code, Basis: basis, Harvested: l, Potential: l}
}

func TestLinesPlaceCouncils(t *testing.T) {
	t.Parallel()
	lines := perception.Lines{Maturity: 45, Potential: 34}
	interval := func(low, high float64) *perception.Interval { i := span(low, high); return &i }
	for name, test := range map[string]struct {
		council   perception.Council
		measured  *perception.Score
		quadrant  perception.Quadrant
		certainty perception.Certainty
		absent    perception.Absence
	}{
		"both clear":            {council("1", 60, interval(40, 80)), &perception.Score{Points: 50, Bounds: span(46, 52)}, perception.Wanting, perception.Certain, ""},
		"on both lines":         {council("1", 34, interval(34, 80)), &perception.Score{Points: 45, Bounds: span(45, 52)}, perception.Wanting, perception.Certain, ""},
		"maturity is open":      {council("1", 60, interval(40, 80)), &perception.Score{Points: 44, Bounds: span(40, 45)}, perception.Eager, perception.OpenMaturity, ""},
		"belief is open":        {council("1", 20, interval(10, 40)), &perception.Score{Points: 50, Bounds: span(46, 52)}, perception.Content, perception.OpenBelief, ""},
		"both are open":         {council("1", 20, interval(10, 40)), &perception.Score{Points: 40, Bounds: span(36, 52)}, perception.BlindSpot, perception.OpenBoth, ""},
		"seats alone":           {council("1", 33, nil), &perception.Score{Points: 40, Bounds: point(40)}, perception.BlindSpot, perception.SeatsOnly, ""},
		"seats and open":        {council("1", 33, nil), &perception.Score{Points: 40, Bounds: span(30, 50)}, perception.BlindSpot, perception.SeatsOnlyOpen, ""},
		"no figure, not ranked": {perception.Council{Code: "1", Reason: smallarea.UnknownSeats}, nil, "", "", perception.NoBelief},
		"not ranked":            {council("1", 60, nil), nil, "", "", perception.Unranked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := lines.Place(test.council, test.measured)
			if got.Quadrant != test.quadrant || got.Certainty != test.certainty || got.Absent != test.absent {
				t.Errorf("%s %s %s", got.Quadrant, got.Certainty, got.Absent)
			}
		})
	}
}

// TestACertainPlacementStandsWhereverTheFiguresLie moves both figures anywhere
// within their intervals.
func TestACertainPlacementStandsWhereverTheFiguresLie(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string, low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, name) }
		lines := perception.Lines{Maturity: draw("mean", 20, 80), Potential: draw("share", 20, 80)}
		low, wide := draw("low", 0, 60), draw("wide", 0, 40)
		from, broad := draw("from", 0, 60), draw("broad", 0, 40)
		at := func(name string) perception.Spot {
			interval := span(from, from+broad)
			return lines.Place(council("1", from+broad*draw(name+" share", 0, 1), &interval),
				&perception.Score{Points: low + wide*draw(name+" points", 0, 1), Bounds: span(low, low+wide)})
		}
		one, other := at("one"), at("other")
		if one.Certainty != other.Certainty {
			t.Fatalf("certainty %s and %s", one.Certainty, other.Certainty)
		}
		if one.Certainty == perception.Certain && one.Quadrant != other.Quadrant {
			t.Fatalf("certain, and in %s or %s", one.Quadrant, other.Quadrant)
		}
	})
}

func TestMovesBetweenWaves(t *testing.T) {
	t.Parallel()
	spot := func(code string, q perception.Quadrant, c perception.Certainty) perception.Spot {
		return perception.Spot{Council: perception.Council{Code: code}, Quadrant: q, Certainty: c}
	}
	before := []perception.Spot{
		spot("101", perception.Eager, perception.Certain), spot("147", perception.Eager, perception.OpenBelief),
		spot("151", perception.Content, perception.Certain), spot("153", "", ""),
	}
	after := []perception.Spot{
		spot("101", perception.Wanting, perception.Certain), spot("147", perception.BlindSpot, perception.Certain),
		spot("151", perception.Content, perception.Certain), spot("153", perception.Eager, perception.Certain), spot("155", perception.Eager, perception.Certain),
	}
	moves, both := perception.MovesBetween(before, after)
	want := []perception.Move{{Code: "101", From: before[0], To: after[0], Certain: true}, {Code: "147", From: before[1], To: after[1]}}
	if diff := cmp.Diff(want, moves); diff != "" || both != 3 {
		t.Error(both, diff)
	}
}

func TestCouncilOfKeepsWhatIsPublished(t *testing.T) {
	t.Parallel()
	share, band := 0.35, smallarea.Band{Low: 5, High: 9}
	own := &smallarea.Published{Code: "461", Basis: smallarea.FromAnswers, Share: &share, Interval: &smallarea.Range{Low: 0.2, High: 0.6}, Answered: &band}
	interval := span(20, 60)
	likely := &perception.Likely{Share: 35, Interval: &interval}
	want := perception.Council{Code: "461", Basis: smallarea.FromAnswers, Harvested: likely, Answered: &band}
	if diff := cmp.Diff(want, perception.CouncilOf(own, nil)); diff != "" {
		t.Error(diff)
	}
	d := want.Distance(&perception.Score{Points: 50, Bounds: span(45, 60)}, 3)
	outer := span(-40, 15)
	if diff := cmp.Diff(perception.Distance{Points: point(-15), Outer: &outer}, d, closely); diff != "" {
		t.Error(diff)
	}
	none := perception.CouncilOf(&smallarea.Published{Code: "461", Basis: smallarea.NoFigure, Reason: smallarea.UnknownSeats}, nil)
	if d := none.Distance(nil, 3); d.Why != perception.NoShare {
		t.Errorf("no figure gives %+v", d)
	}
}
