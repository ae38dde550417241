package scoring_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

func TestLevelsAndYesNoHaveFixedScales(t *testing.T) {
	t.Parallel()
	f, err := framework.Parse("test", []byte(`
key: k
version: 1
areas: [{key: a, indicators: [{key: l, type: level}, {key: y, type: yesno}]}]
`))
	if err != nil {
		t.Fatal(err)
	}
	m, err := scoring.Compile(f)
	if err != nil {
		t.Fatal(err)
	}
	for level := range 6 {
		card := score(t, m, value(float64(level)), value(float64(level%2)))[0]
		near(t, "level", card.Indicators[0].Score, at(20*float64(level)))
		near(t, "yes/no", card.Indicators[1].Score, at(100*float64(level%2)))
	}
}

func TestGoalpostsClampAndTurn(t *testing.T) {
	t.Parallel()
	const huge = math.MaxFloat64
	tests := []struct {
		low, high, x, want float64
	}{
		{0, 40, -1, 0},
		{0, 40, 0, 0},
		{0, 40, 10, 25},
		{0, 40, 40, 100},
		{0, 40, 41, 100},
		{60, 10, 61, 0},
		{60, 10, 60, 0},
		{60, 10, 35, 50},
		{60, 10, 10, 100},
		{60, 10, 9, 100},
		{0, 100, 29, 29},
		{-huge, huge, 0, 50},
		{huge, -huge, -huge / 2, 75},
		{-huge, huge, huge, 100},
		{0, 5e-324, 5e-324, 100},
		{0, 1, huge, 100},
		{0, 1, -huge, 0},
	}
	for _, tt := range tests {
		m := model(t, lenient(), area("a", 1, numeric("x", 1, framework.Scale{Kind: framework.Goalposts, Low: tt.low, High: tt.high})))
		card := score(t, m, value(tt.x))[0]
		near(t, fmt.Sprintf("%v in %v..%v", tt.x, tt.low, tt.high), card.Score, at(tt.want))
	}
}

func TestMinMaxWithoutSpreadLeavesEveryDenominator(t *testing.T) {
	t.Parallel()
	method := lenient()
	method.MinAreaCoverage = 1
	m := model(t, method, area("a", 1,
		points("x", 1),
		numeric("flat", 3, framework.Scale{Kind: framework.MinMax})))
	cards := score(t, m,
		value(40), value(7),
		value(60), value(7),
		value(80), missing,
		missing, value(7),
		value(20), na,
	)
	for i, want := range []*float64{at(40), at(60), at(80), nil, at(20)} {
		card := cards[i]
		near(t, keyed("unit ", i), card.Score, want)
		near(t, keyed("flat indicator of unit ", i), card.Indicators[1].Score, nil)
		if card.Areas[0].Of != 1 {
			t.Errorf("unit %d: %d applicable indicators, want 1", i, card.Areas[0].Of)
		}
		if card.NotApplicable != 0 {
			t.Errorf("unit %d: not applicable share %v, want 0", i, card.NotApplicable)
		}
		if card.Indicators[1].Share != 0 {
			t.Errorf("unit %d: the flat indicator has share %v", i, card.Indicators[1].Share)
		}
	}
	near(t, "lower bound of the unit without values", cards[3].Lower, at(0))
	near(t, "upper bound of the unit without values", cards[3].Upper, at(100))
	if got := cards[4].Indicators[1].State; got != scoring.NotApplicable {
		t.Errorf("state = %v, want not applicable", got)
	}
}

func TestMinMaxWithoutAnyValueGivesNobodyAScore(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string][]scoring.Answer{
		"one value": {value(3), missing},
		"no value":  {missing, unknown},
		"all equal": {value(3), value(3)},
	} {
		m := model(t, lenient(), area("a", 1, numeric("x", 1, framework.Scale{Kind: framework.MinMax})))
		for i, card := range score(t, m, answers...) {
			want := scoring.Card{
				Standing: scoring.NoScore,
				Areas:    []scoring.AreaScore{{}},
				Indicators: []scoring.IndicatorScore{
					{State: answers[i].State},
				},
			}
			if diff := cmp.Diff(want, card); diff != "" {
				t.Errorf("%s, unit %d (-want +got):\n%s", name, i, diff)
			}
		}
	}
}

func TestMinMaxDownGivesTheSmallestValueMost(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("a", 1, numeric("x", 1, framework.Scale{Kind: framework.MinMax, Down: true})))
	for i, card := range score(t, m, value(10), value(30), value(15)) {
		near(t, keyed("unit ", i), card.Score, []*float64{at(100), at(0), at(75)}[i])
	}
}

func TestIndependentUnits(t *testing.T) {
	t.Parallel()
	if m := model(t, lenient(), evenArea("a", 1)); !m.Independent() {
		t.Error("goalposts make units depend on each other")
	}
	m := model(t, lenient(), area("a", 1, numeric("x", 1, framework.Scale{Kind: framework.MinMax})))
	if m.Independent() {
		t.Error("minmax leaves units independent")
	}
	if m.Framework().Key != "test" {
		t.Errorf("framework = %v", m.Framework().Key)
	}
}
