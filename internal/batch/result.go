package batch

import (
	"fmt"
	"math"
	"slices"

	"modenhed/internal/framework"
	"modenhed/internal/ranking"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// Result is the outcome of one run.
type Result struct {
	// Framework is the framework scored by, overrides included.
	Framework *framework.Framework
	// Areas are the columns of every card's areas: all areas at every depth,
	// parents before children.
	Areas []framework.AreaKey
	// Indicators are the columns of every card's indicators.
	Indicators []framework.IndicatorKey
	// Units are in the order of the values file; Sequence gives the order of the ranking.
	Units []UnitResult
	// Drawn says how the methods behind the rank intervals were drawn; it is
	// nil when none were, see [Result.WithIntervals].
	Drawn *robustness.Settings
}

// UnitResult is the outcome of one unit.
type UnitResult struct {
	Unit
	// Answers are what the unit reported, in the order of [Result.Indicators].
	Answers []scoring.Answer
	// Card has scores rounded to 9 decimals; a unit that is not ranked has them too.
	Card scoring.Card
	// Place has rank 0 for a unit that is not ranked; Card.Standing says why.
	Place ranking.Place
	// Interval is nil for a unit that is not ranked, and when no methods were drawn.
	Interval *Interval
}

// Run scores and ranks the values by the framework they were read for.
func Run(values Values, f *framework.Framework) (*Result, error) {
	model, err := scoring.Compile(f)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(values.Indicators, model.Indicators()) {
		return nil, fmt.Errorf("score values: they were read for another framework than %s", f.Key)
	}
	cards, err := model.Score(values.Answers)
	if err != nil {
		return nil, fmt.Errorf("score values: %w", err)
	}
	result := &Result{
		Framework:  f,
		Areas:      model.Areas(),
		Indicators: model.Indicators(),
		Units:      make([]UnitResult, len(cards)),
	}
	places := ranking.Order(entries(cards))
	width := len(result.Indicators)
	for u := range cards {
		result.Units[u] = UnitResult{
			Unit:    values.Units[u],
			Answers: values.Answers[u*width : (u+1)*width],
			Card:    cards[u],
			Place:   places[u],
		}
	}
	return result, nil
}

func entries(cards []scoring.Card) []ranking.Entry {
	out := make([]ranking.Entry, len(cards))
	for i := range cards {
		out[i] = ranking.Entry{Score: cards[i].Score.Value, Ranked: cards[i].Standing == scoring.Ranked}
	}
	return out
}

// Sequence returns the positions of the units in the order of the ranking:
// ranked units first, ties in file order, then the others in file order.
func (r *Result) Sequence() []int {
	cards := make([]scoring.Card, len(r.Units))
	for i := range r.Units {
		cards[i] = r.Units[i].Card
	}
	return ranking.Sequence(entries(cards))
}

// Applicable reports whether anything that carries weight is applicable to the
// unit. If not, its coverage and bounds are not defined.
func (u *UnitResult) Applicable() bool { return u.Card.Lower.OK }

// Normalise says how numeric values become points: goalposts or minmax, mixed
// when indicators differ, empty when the framework has no numeric indicator.
func (r *Result) Normalise() string {
	out := ""
	for _, place := range r.Framework.Places() {
		switch place.Indicator.Type {
		case framework.Level, framework.YesNo:
			continue
		}
		kind := string(place.Indicator.Scale.Kind)
		if out != "" && out != kind {
			return "mixed"
		}
		out = kind
	}
	return out
}

// round9 rounds a share to 9 decimals for output.
func round9(x float64) float64 {
	const scale = 1e9
	return math.RoundToEven(x*scale) / scale
}
