package scoring_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// The five states: not answered, don't know, not applicable, none and a value.
func TestStatesAreKeptApart(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("a", 1, points("x", 1), points("y", 1)))
	tests := map[string]struct {
		answer        scoring.Answer
		score         float64
		coverage      float64
		notApplicable float64
		reported, of  int
		lower, upper  float64
		points        *float64
		state         scoring.State
	}{
		"not answered":   {missing, 80, 0.5, 0, 1, 2, 40, 90, nil, scoring.Missing},
		"don't know":     {unknown, 80, 0.5, 0, 1, 2, 40, 90, nil, scoring.Unknown},
		"not applicable": {na, 80, 1, 0.5, 1, 1, 80, 80, nil, scoring.NotApplicable},
		"none":           {value(0), 40, 1, 0, 2, 2, 40, 40, at(0), scoring.Present},
		"a value":        {value(30), 55, 1, 0, 2, 2, 55, 55, at(30), scoring.Present},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			card := score(t, m, value(80), tt.answer)[0]
			near(t, "score", card.Score, at(tt.score))
			near(t, "lower bound", card.Lower, at(tt.lower))
			near(t, "upper bound", card.Upper, at(tt.upper))
			near(t, "indicator", card.Indicators[1].Score, tt.points)
			nearShare(t, "coverage", card.Coverage, tt.coverage)
			nearShare(t, "not applicable", card.NotApplicable, tt.notApplicable)
			if card.Indicators[1].State != tt.state {
				t.Errorf("state = %v, want %v", card.Indicators[1].State, tt.state)
			}
			if a := card.Areas[0]; a.Reported != tt.reported || a.Of != tt.of {
				t.Errorf("%d of %d reported, want %d of %d", a.Reported, a.Of, tt.reported, tt.of)
			}
		})
	}
}

func TestMissingAsZero(t *testing.T) {
	t.Parallel()
	method := lenient()
	method.Missing = framework.Zero
	method.MinAreaCoverage, method.MinIndexWeight = 1, 1
	m := model(t, method,
		area("a", 1, points("x", 3), points("y", 1)),
		area("b", 1, points("z", 1)),
		area("c", 2, points("v", 1)))
	card := score(t, m, value(80), unknown, missing, na)[0]
	near(t, "area a", card.Areas[0].Score, at(60))
	near(t, "area b without any answer", card.Areas[1].Score, at(0))
	near(t, "area c, not applicable", card.Areas[2].Score, nil)
	near(t, "overall", card.Score, at(30))
	near(t, "a missing indicator", card.Indicators[1].Score, nil)
	nearShare(t, "share of a missing indicator", card.Indicators[1].Share, 0.125)
	nearShare(t, "share of an unanswered area", card.Indicators[2].Share, 0.5)
	nearShare(t, "coverage", card.Coverage, 0.375)
	if card.Areas[2].Applicable {
		t.Error("area c applies")
	}
}

func TestDeeperHierarchies(t *testing.T) {
	t.Parallel()
	// overall (arithmetic) = top (harmonic over two areas, weight 3) and flat (weight 1).
	method := lenient()
	top := area("top", 3)
	top.Aggregation = framework.Harmonic
	left := area("left", 1, points("a", 1), points("b", 3))
	right := area("right", 2, points("c", 1))
	right.Aggregation = framework.Geometric
	top.Areas = []framework.Area{left, right}
	m := model(t, method, top, area("flat", 1, points("d", 1)))
	if diff := cmp.Diff([]framework.AreaKey{"top", "left", "right", "flat"}, m.Areas()); diff != "" {
		t.Fatalf("areas (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]framework.IndicatorKey{"a", "b", "c", "d"}, m.Indicators()); diff != "" {
		t.Fatalf("indicators (-want +got):\n%s", diff)
	}
	on := func(s float64) float64 { return 1 + 0.99*s }
	card := score(t, m, value(20), value(60), value(30), missing)[0]
	wantLeft := (on(20) + 3*on(60)) / 4
	wantTop := 3 / (1/wantLeft + 2/on(30))
	near(t, "left", card.Areas[1].Score, at(wantLeft))
	near(t, "right", card.Areas[2].Score, at(on(30)))
	near(t, "top", card.Areas[0].Score, at(wantTop))
	near(t, "flat", card.Areas[3].Score, nil)
	near(t, "overall", card.Score, at(wantTop))
	near(t, "lower", card.Lower, at((3*wantTop+on(0))/4))
	near(t, "upper", card.Upper, at((3*wantTop+on(100))/4))
	near(t, "the indicator itself stays on 0 to 100", card.Indicators[0].Score, at(20))
	nearShare(t, "coverage", card.Coverage, 0.75)
	nearShare(t, "share of a", card.Indicators[0].Share, 1.0/3/4)
	nearShare(t, "share of c", card.Indicators[2].Share, 2.0/3)
	if a := card.Areas[0]; a.Reported != 3 || a.Of != 3 {
		t.Errorf("top: %d of %d reported, want 3 of 3", a.Reported, a.Of)
	}
}

func TestOneAreasOwnAggregationMapsEveryIndicator(t *testing.T) {
	t.Parallel()
	plain, special := area("plain", 1, points("x", 1)), area("special", 1, points("y", 1))
	special.Aggregation = framework.Geometric
	m := model(t, lenient(), plain, special)
	card := score(t, m, value(0), value(100))[0]
	near(t, "arithmetic area", card.Areas[0].Score, at(1))
	near(t, "overall", card.Score, at(50.5))
	method := lenient()
	method.Aggregation = framework.Geometric
	plain.Aggregation, special.Aggregation = framework.Arithmetic, framework.Arithmetic
	card = score(t, model(t, method, plain, special), value(0), value(100))[0]
	near(t, "areas' own arithmetic, overall geometric", card.Score, at(10))
}

func TestNothingApplicable(t *testing.T) {
	t.Parallel()
	for _, rule := range []framework.MissingRule{framework.Renormalise, framework.Zero} {
		method := lenient()
		method.Missing = rule
		got := score(t, model(t, method, evenArea("a", 2)), na, na)[0]
		want := scoring.Card{
			Standing:      scoring.NoScore,
			NotApplicable: 1,
			Areas:         []scoring.AreaScore{{}},
			Indicators:    []scoring.IndicatorScore{{State: scoring.NotApplicable}, {State: scoring.NotApplicable}},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", rule, diff)
		}
	}
}

func TestWhatCarriesNoWeightGivesNoScore(t *testing.T) {
	t.Parallel()
	for _, rule := range []framework.MissingRule{framework.Renormalise, framework.Zero} {
		method := lenient()
		method.Missing = rule
		m := model(t, method,
			area("a", 1, points("x", 0), points("y", 1)),
			area("b", 0, points("z", 1)))
		card := score(t, m, value(10), na, value(90))[0]
		near(t, "indicator without weight", card.Indicators[0].Score, at(10))
		near(t, "area of which only that is left", card.Areas[0].Score, nil)
		near(t, "area without weight", card.Areas[1].Score, at(90))
		near(t, "overall", card.Score, nil)
		if card.Standing != scoring.NoScore {
			t.Errorf("%s: standing %v", rule, card.Standing)
		}
	}
}

func TestBandsStartAtTheirLowerEnd(t *testing.T) {
	t.Parallel()
	tests := []struct {
		score float64
		want  scoring.Band
	}{
		{-1, scoring.Initial},
		{0, scoring.Initial},
		{19.999999999, scoring.Initial},
		{19.9999999996, scoring.Developing},
		{20, scoring.Developing},
		{39.999999999, scoring.Developing},
		{40, scoring.Established},
		{59.999999999, scoring.Established},
		{60, scoring.Advanced},
		{79.999999999, scoring.Advanced},
		{80, scoring.Leading},
		{100, scoring.Leading},
		{101, scoring.Leading},
		{math.Inf(1), scoring.Leading},
		{math.Inf(-1), scoring.Initial},
		{math.NaN(), scoring.NoBand},
	}
	for _, tt := range tests {
		if got := scoring.BandOf(tt.score); got != tt.want {
			t.Errorf("band of %v = %q, want %q", tt.score, got, tt.want)
		}
	}
	m := model(t, lenient(), area("a", 1, points("x", 1), points("y", 1), points("z", 1)))
	if card := score(t, m, value(20), value(20), value(20))[0]; card.Score.Value != 20 || card.Band != scoring.Developing {
		t.Errorf("score %v has band %v", card.Score, card.Band)
	}
}

func TestScoresAreRoundedToNineDecimals(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("a", 1, points("x", 1), points("y", 1), points("z", 1)))
	card := score(t, m, value(10), value(10), value(20))[0]
	if got := card.Score.Value; got != 13.333333333 {
		t.Errorf("score = %v", got)
	}
	if got := card.Areas[0].Score.Value; got != 13.333333333 {
		t.Errorf("area = %v", got)
	}
	card = score(t, m, value(10), value(10), missing)[0]
	if card.Lower.Value != 6.666666667 || card.Upper.Value != 40 {
		t.Errorf("bounds = %v, %v", card.Lower, card.Upper)
	}
}

func TestKeysOfWords(t *testing.T) {
	t.Parallel()
	words := []fmt.Stringer{
		scoring.Missing, scoring.Unknown, scoring.NotApplicable, scoring.Present,
		scoring.Ranked, scoring.NoScore, scoring.LowCoverage, scoring.TooMuchNotApplicable,
		scoring.NoBand, scoring.Initial, scoring.Developing, scoring.Established, scoring.Advanced, scoring.Leading,
	}
	var got []string
	for _, w := range words {
		got = append(got, w.String())
	}
	want := []string{
		"missing", "unknown", "not_applicable", "present",
		"ranked", "no_score", "low_coverage", "too_much_not_applicable",
		"", "initial", "developing", "established", "advanced", "leading",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

func TestScoreRefusesWhatIsNoMatrixOfAnswers(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), evenArea("a", 2))
	for name, answers := range map[string][]scoring.Answer{
		"a row cut short":  {value(1), value(2), value(3)},
		"not a number":     {value(1), value(math.NaN())},
		"infinite":         {value(math.Inf(1)), value(1)},
		"minus infinite":   {value(1), value(math.Inf(-1))},
		"an unknown state": {value(1), {State: scoring.Present + 1}},
	} {
		if cards, err := m.Score(answers); err == nil || cards != nil {
			t.Errorf("%s: Score = %v, %v", name, cards, err)
		}
	}
	if cards := score(t, m); len(cards) != 0 {
		t.Errorf("no units give %d cards", len(cards))
	}
	if _, err := m.Score([]scoring.Answer{{State: scoring.Missing, Value: math.NaN()}, value(1)}); err != nil {
		t.Errorf("the value of a missing answer matters: %v", err)
	}
}

func TestCompileRefusesWhatParseWouldRefuse(t *testing.T) {
	t.Parallel()
	flat := framework.Scale{Kind: framework.Goalposts, Low: 3, High: 3}
	for name, areas := range map[string][]framework.Area{
		"no areas":            nil,
		"no indicators":       {area("a", 1)},
		"equal goalposts":     {area("a", 1, numeric("x", 1, flat))},
		"no weight":           {area("a", 1, points("x", 0))},
		"no area weight":      {area("a", 0, points("x", 1))},
		"negative weight":     {area("a", 1, points("x", -1), points("y", 2))},
		"weight not a number": {area("a", math.NaN(), points("x", 1))},
		"weight infinite":     {area("a", math.Inf(1), points("x", 1))},
	} {
		f := &framework.Framework{Key: "k", Method: framework.DefaultMethod(), Areas: areas}
		if _, err := scoring.Compile(f); err == nil {
			t.Errorf("%s: compiles", name)
		}
	}
}
