package sensitivity_test

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
	"modenhed/internal/sensitivity"
)

// country is a framework with invented answers of units, by the declared method
// ranked or not.
type country struct {
	framework *framework.Framework
	answers   []scoring.Answer
	ranked    []bool
}

// shipped is the framework that ships, 7 areas and 36 indicators.
func shipped(tb testing.TB) *framework.Framework {
	tb.Helper()
	content, err := os.ReadFile("../../seed/framework/dansk-erhverv-2017.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	f, err := framework.Parse("dansk-erhverv-2017.yaml", content)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

// invented answers of units that are better or worse throughout; about one
// answer in ten is missing and some do not apply.
func invented(tb testing.TB, f *framework.Framework, units int) country {
	tb.Helper()
	random := rand.New(rand.NewPCG(2017, 6))
	c := country{framework: f}
	for range units {
		ability := random.Float64()
		for _, place := range f.Places() {
			share := math.Round(1000*(0.6*ability+0.4*random.Float64())) / 1000
			switch lot := random.Float64(); {
			case lot < 0.1:
				c.answers = append(c.answers, scoring.Answer{})
			case lot < 0.13 && place.Indicator.NotApplicable:
				c.answers = append(c.answers, scoring.Answer{State: scoring.NotApplicable})
			default:
				c.answers = append(c.answers, answer(place.Indicator, share))
			}
		}
	}
	c.ranked = standing(tb, f, c.answers)
	return c
}

// answer is a value a share of the way from 0 to 100 points.
func answer(i *framework.Indicator, share float64) scoring.Answer {
	low, high := i.Scale.Low, i.Scale.High
	value := low + share*(high-low)
	if i.Type == framework.Level || i.Type == framework.YesNo {
		value = math.Round(value)
	}
	return scoring.Answer{State: scoring.Present, Value: value}
}

func cards(tb testing.TB, f *framework.Framework, answers []scoring.Answer) []scoring.Card {
	tb.Helper()
	model, err := scoring.Compile(f)
	if err != nil {
		tb.Fatal(err)
	}
	cards, err := model.Score(answers)
	if err != nil {
		tb.Fatal(err)
	}
	return cards
}

func standing(tb testing.TB, f *framework.Framework, answers []scoring.Answer) []bool {
	tb.Helper()
	var ranked []bool
	for _, card := range cards(tb, f, answers) {
		ranked = append(ranked, card.Standing == scoring.Ranked)
	}
	return ranked
}

func (c country) analyse(tb testing.TB, s sensitivity.Settings) *sensitivity.Analysis {
	tb.Helper()
	a, err := sensitivity.Analyse(c.framework, c.answers, c.ranked, s)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// weighted is the framework with other weights of its top areas.
func weighted(f *framework.Framework, weight func(i int, declared float64) float64) *framework.Framework {
	out := *f
	out.Areas = append([]framework.Area{}, f.Areas...)
	for i := range out.Areas {
		out.Areas[i].Weight = weight(i, out.Areas[i].Weight)
	}
	return &out
}

// plain is a framework with one indicator of 0 to 100 in each area, weights as
// given, and nothing that keeps a unit from being ranked.
func plain(weights ...float64) *framework.Framework {
	f := &framework.Framework{Key: "plain", Version: 1, Method: framework.DefaultMethod()}
	f.Method.MinCoverage = 0
	for i, w := range weights {
		key := string(rune('a' + i))
		f.Areas = append(f.Areas, framework.Area{Key: framework.AreaKey(key), Weight: w, Indicators: []framework.Indicator{{
			Key: framework.IndicatorKey(key + ".x"), Weight: 1, Type: framework.Number, NotApplicable: true,
			Scale: framework.Scale{Kind: framework.Goalposts, High: 100},
		}}})
	}
	return f
}

// told are answers row by row, -1 for missing.
func told(values ...float64) []scoring.Answer {
	answers := make([]scoring.Answer, len(values))
	for i, x := range values {
		if x >= 0 {
			answers[i] = scoring.Answer{State: scoring.Present, Value: x}
		}
	}
	return answers
}

func everybody(n int) []bool {
	all := make([]bool, n)
	for i := range all {
		all[i] = true
	}
	return all
}
