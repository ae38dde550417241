package demo

import (
	"math"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
)

// smallIsland is the population below which a municipality has no traffic lights.
const smallIsland = 8_000

// Shares of answers that are no value.
const (
	unknownShare  = 0.04
	skippedShare  = 0.05
	hesitantShare = 0.48
	newcomerShare = 0.86
)

// notApplicableShare is how often an indicator that allows it is not applicable.
var notApplicableShare = map[framework.IndicatorKey]float64{
	"broadband.tender":      0.22,
	"broadband.lease_price": 0.10,
	"broadband.case_days":   0.02,
}

// skips reports whether the municipality leaves an indicator unanswered in every round.
func (p *player) skips(i *framework.Indicator) bool {
	share := skippedShare
	switch p.part {
	case hesitant:
		share = hesitantShare
	case newcomer:
		share = newcomerShare
	}
	return chance("skip", p.answersAs.String(), string(i.Key)) < share
}

// answer returns what the municipality says about an indicator some years before now.
func (p *player) answer(place framework.Place, yearsBefore float64) assessment.Answer {
	code, i := p.answersAs.String(), place.Indicator
	if p.notApplicable(i) {
		return assessment.Answer{State: assessment.NotApplicable}
	}
	// Some figures that nobody had at first were found later.
	unknown := unknownShare * (1 + yearsBefore)
	if chance("unknown", code, string(i.Key)) < unknown {
		return assessment.Answer{State: assessment.DontKnow}
	}
	return assessment.Answer{State: assessment.Reported, Value: valueFor(i, p.points(place, yearsBefore))}
}

func (p *player) notApplicable(i *framework.Indicator) bool {
	if !i.NotApplicable {
		return false
	}
	if i.Key == "smart_city.traffic_signals" {
		return !p.twin && p.municipality.Population < smallIsland
	}
	return chance("not applicable", p.answersAs.String(), string(i.Key)) < notApplicableShare[i.Key]
}

// valueFor returns the value that is worth about so many points, within what may be reported.
func valueFor(i *framework.Indicator, points float64) float64 {
	points = min(max(points, 0), 100)
	switch i.Type {
	case framework.Level:
		return math.Round(points / 100 * framework.MaxLevel)
	case framework.YesNo:
		return math.Round(points / 100)
	}
	low, high := span(i)
	value := low + (high-low)*points/100
	if i.Type == framework.Percent {
		return min(max(math.Round(value*10)/10, 0), 100)
	}
	value = math.Round(value)
	if i.Min != nil {
		value = max(value, *i.Min)
	}
	if i.Max != nil {
		value = min(value, *i.Max)
	}
	return value
}

// span returns the values that are worth 0 and 100 points. A scale that
// depends on the other units has none; there 0 to 100 serves.
func span(i *framework.Indicator) (low, high float64) {
	switch {
	case i.Scale.Kind == framework.Goalposts:
		return i.Scale.Low, i.Scale.High
	case i.Scale.Down:
		return 100, 0
	}
	return 0, 100
}
