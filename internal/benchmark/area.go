package benchmark

import (
	"slices"

	"modenhed/internal/assessment"
	"modenhed/internal/evidence"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/scoring"
)

// bestInArea is how many municipalities an area's list of the best holds.
const bestInArea = 10

// AreaReport is how the country looks in one top area.
type AreaReport struct {
	Area *framework.Area
	// Score spreads the area scores of ranked municipalities.
	Score Spread
	// Bands counts them by the band their area score falls in.
	Bands map[scoring.Band]int
	// Distribution counts them per ten points.
	Distribution [bins]int
	// Best are the best placed in the area; ties at the last place are all included.
	Best       []Row
	Indicators []IndicatorReport
	// Evidence is the public evidence of the area, municipalities in Danish order.
	Evidence []evidence.Item
}

// IndicatorReport is how all municipalities answered one indicator.
type IndicatorReport struct {
	framework.Place
	// Values spreads the raw values of all municipalities that reported one.
	Values Spread
	// Score is the mean score among ranked municipalities with a value.
	Score scoring.Points
	// Levels counts answers per level, 0 first; for level indicators only.
	Levels [framework.MaxLevel + 1]int
	// Yes counts the answer yes; for yes/no indicators only.
	Yes int
	// Verified and Questioned count the answers that analysts found true, or
	// doubt; both are among those that count.
	Verified, Questioned int
	// Reported, None, DontKnow, NotApplicable, Stale and NotAnswered count
	// municipalities; None is part of Reported, the others add up to everybody.
	Reported, None, DontKnow, NotApplicable, Stale, NotAnswered int
}

// Area reports on a top area; ok is false when the framework has none with that key.
func (s *Snapshot) Area(key framework.AreaKey) (report *AreaReport, ok bool) {
	area, ok := s.Framework.Area(key)
	if !ok {
		return nil, false
	}
	report = &AreaReport{Area: area, Bands: make(map[scoring.Band]int)}
	index, _ := s.AreaIndex(key)
	var scores []float64
	for _, unit := range s.Units {
		if score := unit.Card.Areas[index].Score; unit.Place.Rank > 0 && score.OK {
			scores = append(scores, score.Value)
			report.Bands[scoring.BandOf(score.Value)]++
		}
	}
	report.Score = SpreadOf(scores)
	report.Distribution = distribution(scores)
	report.Best = best(s.List(Query{Area: key}).Rows)
	for i, place := range s.Places {
		if place.Top == area {
			report.Indicators = append(report.Indicators, s.indicatorReport(i))
		}
	}
	report.Evidence = s.areaEvidence(key)
	return report, true
}

func best(rows []Row) []Row {
	end := 0
	for end < len(rows) && rows[end].Place.Rank > 0 && rows[end].Place.Rank <= bestInArea {
		end++
	}
	return rows[:end]
}

func (s *Snapshot) areaEvidence(key framework.AreaKey) []evidence.Item {
	var items []evidence.Item
	for i := range s.Units {
		for _, item := range s.evidenceFor()[s.Units[i].Code] {
			if item.Area == key {
				items = append(items, item)
			}
		}
	}
	return items
}

func (s *Snapshot) indicatorReport(indicator int) IndicatorReport {
	report := IndicatorReport{
		Place: s.Places[indicator],
		Score: s.indicatorMean(indicator, func(*Unit) bool { return true }),
	}
	var values []float64
	for i := range s.Units {
		answer := s.Units[i].Answers[indicator]
		report.count(answer)
		if !answer.Stale && answer.State() == assessment.Reported {
			values = append(values, answer.Status.Answer.Value)
		}
	}
	report.Values = SpreadOf(values)
	return report
}

func (r *IndicatorReport) count(answer Answer) {
	if answer.Stale {
		r.Stale++
		return
	}
	switch answer.Verification {
	case assessment.Verified:
		r.Verified++
	case assessment.Questioned:
		r.Questioned++
	}
	switch answer.State() {
	case assessment.Reported:
		r.countValue(answer.Status.Answer)
	case assessment.DontKnow:
		r.DontKnow++
	case assessment.NotApplicable:
		r.NotApplicable++
	default:
		r.NotAnswered++
	}
}

func (r *IndicatorReport) countValue(answer assessment.Answer) {
	r.Reported++
	if answer.None(r.Indicator) {
		r.None++
	}
	switch r.Indicator.Type {
	case framework.Level:
		if level := int(answer.Value); level >= 0 && level < len(r.Levels) {
			r.Levels[level]++
		}
	case framework.YesNo:
		if answer.Value != 0 {
			r.Yes++
		}
	}
}

// evidenceFor lists the public evidence by municipality.
func (s *Snapshot) evidenceFor() map[municipality.Code][]evidence.Item {
	return s.asked.evidence.get(func() map[municipality.Code][]evidence.Item {
		byCode := make(map[municipality.Code][]evidence.Item)
		for _, item := range s.facts.set.Evidence {
			byCode[item.Municipality] = append(byCode[item.Municipality], item)
		}
		return byCode
	})
}

// PublicEvidence lists the public evidence of a municipality in an area, newest first, undated last.
func (s *Snapshot) PublicEvidence(unit *Unit, area framework.AreaKey) []evidence.Item {
	items := slices.Clone(s.evidenceFor()[unit.Code])
	items = slices.DeleteFunc(items, func(i evidence.Item) bool { return i.Area != area })
	slices.SortStableFunc(items, func(a, b evidence.Item) int { return b.Year - a.Year })
	return items
}
