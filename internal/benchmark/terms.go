package benchmark

import (
	"fmt"
	"math"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/scoring"
)

// HeaviestArea is the largest weight that a reader may give an area; the
// declared weights of the seeded framework are 1.
const HeaviestArea = 100

// Terms are what a reader sets otherwise than the declared method. What is
// absent, nil or empty is as declared.
type Terms struct {
	// Weights are of top areas, 0 to [HeaviestArea].
	Weights     map[framework.AreaKey]float64
	Aggregation framework.Aggregation
	// MinCoverage is the least coverage to be ranked, 0 to 1.
	MinCoverage *float64
}

// The fields that problems of terms name: FieldWeight is followed by an area's key.
const (
	FieldWeight      = "w-"
	FieldAggregation = "aggregation"
	FieldMinCoverage = "coverage"
)

// Declared reports whether the terms change nothing of a framework's method.
func (t Terms) Declared(f *framework.Framework) bool {
	for i := range f.Areas {
		if w, set := t.Weights[f.Areas[i].Key]; set && w != f.Areas[i].Weight {
			return false
		}
	}
	return (t.Aggregation == "" || t.Aggregation == f.Method.Aggregation) &&
		(t.MinCoverage == nil || *t.MinCoverage == f.Method.MinCoverage)
}

// Under returns the snapshot with the same answers scored and ranked on other
// terms, by the same basis. Its Declared is the snapshot it was made from, and it
// knows no change over a year. Terms that cannot be are an Invalid fault with every problem.
func (s *Snapshot) Under(t Terms) (*Snapshot, error) {
	if s.Basis == Verified {
		claimed, err := s.claimed.Under(t)
		if err != nil {
			return nil, err
		}
		return claimed.Verified(), nil
	}
	if err := t.check(s.Framework).Err(); err != nil {
		return nil, err
	}
	facts, err := s.facts.under(t.apply(s.Framework))
	if err != nil {
		return nil, err
	}
	v := &Snapshot{
		AsOf:      s.AsOf,
		Basis:     Claimed,
		at:        s.at,
		Earlier:   s.Earlier,
		Declared:  s,
		Framework: facts.set.Framework,
		Directory: s.Directory,
		Waves:     s.Waves,
		Places:    facts.places,
		Units:     copies(s.Units),
		facts:     facts,
		stamp:     s.stamp,
		asked:     new(asked),
		quarters:  new(lazy[[]CountryPoint]),
		verified:  new(lazy[*Snapshot]),
	}
	if err := v.score(v.Units); err != nil {
		return nil, err
	}
	v.place()
	return v, nil
}

func (t Terms) check(f *framework.Framework) fault.Problems {
	var p fault.Problems
	total := 0.0
	for i := range f.Areas {
		area := &f.Areas[i]
		w, set := t.Weights[area.Key]
		if !set {
			w = area.Weight
		}
		if !(w >= 0 && w <= HeaviestArea) {
			p.Add(FieldWeight+string(area.Key), "benchmark.weight_range", "Max", HeaviestArea)
			continue
		}
		total += w
	}
	if len(p) == 0 && total == 0 {
		p.Add(FieldWeight+string(f.Areas[0].Key), "benchmark.weight_none")
	}
	switch t.Aggregation {
	case "", framework.Arithmetic, framework.Geometric, framework.Harmonic:
	default:
		p.Add(FieldAggregation, "benchmark.aggregation_unknown")
	}
	if c := t.MinCoverage; c != nil && (math.IsNaN(*c) || *c < 0 || *c > 1) {
		p.Add(FieldMinCoverage, "benchmark.min_coverage_range")
	}
	return p
}

func (t Terms) apply(f *framework.Framework) *framework.Framework {
	f = f.WithAreaWeights(t.Weights)
	if t.Aggregation != "" {
		f = f.WithAggregation(t.Aggregation)
	}
	if t.MinCoverage != nil {
		f = f.WithMinCoverage(*t.MinCoverage)
	}
	return f
}

// under returns the facts with another framework of the same areas and indicators.
func (f *facts) under(other *framework.Framework) (*facts, error) {
	set := *f.set
	set.Framework = other
	bare, err := newFacts(&set, f.opinions)
	if err != nil {
		return nil, fmt.Errorf("set other terms: %w", err)
	}
	bare.histories, bare.newest = f.histories, f.newest
	bare.judgements, bare.verdict = f.judgements, f.verdict
	return bare, nil
}

// MovedFromDeclared is the number of places that a municipality gains on these
// terms against the declared method; ok is false when it is not ranked under
// both, and by the declared method itself.
func (s *Snapshot) MovedFromDeclared(code municipality.Code) (places int, ok bool) {
	i, known := s.facts.ordinal[code]
	if s.Declared == nil || !known {
		return 0, false
	}
	was, is := s.Declared.Units[i].Place.Rank, s.Units[i].Place.Rank
	return was - is, was > 0 && is > 0
}

func (s *Snapshot) movedFromDeclared(r Row) scoring.Points {
	places, ok := s.MovedFromDeclared(r.Code)
	return scoring.Points{Value: float64(places), OK: ok}
}
