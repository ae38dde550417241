package scoring_test

import (
	"math"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// reference scores one unit in the plainest way, straight from the formulas: a
// tree of parts, walked once per figure. Goalposts only.
type reference struct {
	method  framework.Method
	mapped  bool
	answers map[framework.IndicatorKey]scoring.Answer
}

func newReference(f *framework.Framework, answers map[framework.IndicatorKey]scoring.Answer) reference {
	r := reference{method: f.Method, answers: answers}
	r.mapped = f.Method.Aggregation != framework.Arithmetic || anyMapped(f.Areas)
	return r
}

func anyMapped(areas []framework.Area) bool {
	for _, a := range areas {
		if a.Aggregation == framework.Geometric || a.Aggregation == framework.Harmonic || anyMapped(a.Areas) {
			return true
		}
	}
	return false
}

// part is a weighted score on the way up.
type part struct{ weight, score float64 }

func (r reference) mean(by framework.Aggregation, parts []part) (float64, bool) {
	if by == "" {
		by = r.method.Aggregation
	}
	var weight, sum float64
	for _, p := range parts {
		weight += p.weight
		switch by {
		case framework.Geometric:
			sum += p.weight * math.Log(p.score)
		case framework.Harmonic:
			sum += p.weight / p.score
		default:
			sum += p.weight * p.score
		}
	}
	if weight == 0 {
		return 0, false
	}
	switch by {
	case framework.Geometric:
		return math.Exp(sum / weight), true
	case framework.Harmonic:
		return weight / sum, true
	}
	return sum / weight, true
}

func (r reference) points(i framework.Indicator) float64 {
	s := i.Scale
	return 100 * math.Min(1, math.Max(0, (r.answers[i.Key].Value-s.Low)/(s.High-s.Low)))
}

func (r reference) mappedPoints(s float64) float64 {
	if r.mapped {
		return 1 + 0.99*s
	}
	return s
}

// bound is the score of an area with every missing indicator at fill.
func (r reference) bound(a framework.Area, fill float64) (float64, bool) {
	var parts []part
	for _, i := range a.Indicators {
		switch r.answers[i.Key].State {
		case scoring.NotApplicable:
		case scoring.Present:
			parts = append(parts, part{i.Weight, r.mappedPoints(r.points(i))})
		default:
			parts = append(parts, part{i.Weight, r.mappedPoints(fill)})
		}
	}
	for _, sub := range a.Areas {
		if s, ok := r.bound(sub, fill); ok {
			parts = append(parts, part{sub.Weight, s})
		}
	}
	return r.mean(a.Aggregation, parts)
}

// score is the score of an area, with thresholds.
func (r reference) score(a framework.Area) (float64, bool) {
	if r.method.Missing == framework.Zero {
		return r.bound(a, 0)
	}
	var parts []part
	applicable := 0
	for _, i := range a.Indicators {
		switch r.answers[i.Key].State {
		case scoring.NotApplicable:
		case scoring.Present:
			applicable++
			parts = append(parts, part{i.Weight, r.mappedPoints(r.points(i))})
		default:
			applicable++
		}
	}
	for _, sub := range a.Areas {
		if _, ok := r.bound(sub, 0); ok {
			applicable++
		}
		if s, ok := r.score(sub); ok {
			parts = append(parts, part{sub.Weight, s})
		}
	}
	if float64(len(parts)) < (r.method.MinAreaCoverage-1e-9)*float64(applicable) {
		return 0, false
	}
	return r.mean(a.Aggregation, parts)
}

// coverage is the weight share with a value among what applies.
func (r reference) coverage(a framework.Area) (float64, bool) {
	var parts []part
	for _, i := range a.Indicators {
		switch r.answers[i.Key].State {
		case scoring.NotApplicable:
		case scoring.Present:
			parts = append(parts, part{i.Weight, 1})
		default:
			parts = append(parts, part{i.Weight, 0})
		}
	}
	for _, sub := range a.Areas {
		if c, ok := r.coverage(sub); ok {
			parts = append(parts, part{sub.Weight, c})
		}
	}
	return r.mean(framework.Arithmetic, parts)
}

// excluded is the weight share answered not applicable.
func (r reference) excluded(a framework.Area) (float64, bool) {
	var parts []part
	for _, i := range a.Indicators {
		out := 0.0
		if r.answers[i.Key].State == scoring.NotApplicable {
			out = 1
		}
		parts = append(parts, part{i.Weight, out})
	}
	for _, sub := range a.Areas {
		if c, ok := r.excluded(sub); ok {
			parts = append(parts, part{sub.Weight, c})
		}
	}
	return r.mean(framework.Arithmetic, parts)
}

// overall treats the whole framework as one area and adds the threshold on area weights.
func (r reference) overall(f *framework.Framework) (float64, bool) {
	var parts []part
	var scored, applicable float64
	for _, a := range f.Areas {
		if _, ok := r.bound(a, 0); ok {
			applicable += a.Weight
		}
		if s, ok := r.score(a); ok {
			scored += a.Weight
			parts = append(parts, part{a.Weight, s})
		}
	}
	if r.method.Missing == framework.Renormalise && scored < (r.method.MinIndexWeight-1e-9)*applicable {
		return 0, false
	}
	return r.mean("", parts)
}
