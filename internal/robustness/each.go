package robustness

import (
	"fmt"
	"math"

	"modenhed/internal/framework"
)

// Draw is one draw of a method, and what it gives. It is valid only during the
// call that it is passed to.
type Draw struct {
	k *kernel
	// scores are by place, not rounded.
	scores []float64
	// ranks are by place, worked out when somebody asks first; ranked tells
	// that they are.
	ranks  []int
	ranked bool
}

// Each goes over the draws of [Experiment.Run] with the same settings, in
// their order, until visit returns false.
func (e *Experiment) Each(s Settings, visit func(*Draw) bool) error {
	if err := s.Check(); err != nil {
		return fmt.Errorf("go over draws: %w", err)
	}
	p := e.newPlan(s)
	d := newDraw(p)
	for block := range p.blocks() {
		if !d.each(block, visit) {
			return nil
		}
	}
	return nil
}

// Fold goes over the draws of [Experiment.Run] with the same settings on all
// processors. Every block of consecutive draws starts from start() and is
// handed its draws in order; what the blocks come to is merged in their order,
// so that the outcome is the same each time, sums of float64 included. visit
// and merge may change and return their first argument. The functions are
// called by several goroutines at once, but never with the same values.
func Fold[S any](e *Experiment, s Settings, start func() S, visit func(S, *Draw) S, merge func(S, S) S) (S, error) {
	if err := s.Check(); err != nil {
		var none S
		return none, fmt.Errorf("go over draws: %w", err)
	}
	p := e.newPlan(s)
	outcomes := make([]S, p.blocks())
	p.spread(p.workers(), func(int) func(int) bool {
		d := newDraw(p)
		return func(block int) bool {
			outcome := start()
			d.each(block, func(d *Draw) bool { outcome = visit(outcome, d); return true })
			outcomes[block] = outcome
			return true
		}
	})
	total := outcomes[0]
	for _, outcome := range outcomes[1:] {
		total = merge(total, outcome)
	}
	return total, nil
}

func newDraw(p *plan) *Draw {
	return &Draw{k: newKernel(p), ranks: make([]int, len(p.units))}
}

// each visits the draws of a block; it returns false when visit did.
func (d *Draw) each(block int, visit func(*Draw) bool) bool {
	for range d.k.begin(block) {
		d.next()
		if !visit(d) {
			return false
		}
	}
	return true
}

func (d *Draw) next() {
	d.ranked = false
	if d.k.settled() {
		d.k.number++
		d.scores = d.k.Experiment.scores
		return
	}
	d.scores = d.k.next()
}

// rank works out the ranks, unless that is done.
func (d *Draw) rank() {
	switch {
	case d.ranked:
		return
	case d.k.settled():
		copy(d.ranks, d.k.ranks)
	default:
		rankAll(d.k.sorted(d.scores), d.ranks)
	}
	d.ranked = true
}

// Number returns the draw's number, from 0.
func (d *Draw) Number() int { return d.k.number }

// Aggregation returns the mean of the overall score in this draw, and of every
// area without an aggregation of its own.
func (d *Draw) Aggregation() framework.Aggregation { return d.k.methods[d.k.method].aggregation }

// Rank returns a unit's rank from 1; ok is false when it is not ranked.
func (d *Draw) Rank(unit int) (rank int, ok bool) {
	place, ok := d.place(unit)
	if !ok {
		return 0, false
	}
	d.rank()
	return d.ranks[place], true
}

// Score returns a unit's score, rounded to 9 decimals; ok is false when it is not ranked.
func (d *Draw) Score(unit int) (score float64, ok bool) {
	place, ok := d.place(unit)
	if !ok {
		return 0, false
	}
	return math.RoundToEven(d.scores[place]*1e9) / 1e9, true
}

func (d *Draw) place(unit int) (place int, ok bool) {
	if unit < 0 || unit >= len(d.k.place) || d.k.place[unit] < 0 {
		return 0, false
	}
	return d.k.place[unit], true
}

// AreaWeights appends to list the weight of every area within its parent, in
// the order of [scoring.Model.Areas]. Those of one parent sum to 1.
func (d *Draw) AreaWeights(list []float64) []float64 {
	return d.appendWeights(list, len(d.k.areaShares), false, 1)
}

// IndicatorWeights appends to list the weight of every indicator within its
// area, in the order of [scoring.Model.Indicators]. Those of one area sum to 1.
func (d *Draw) IndicatorWeights(list []float64) []float64 {
	return d.appendWeights(list, len(d.k.indicatorShares), true, 0)
}

// appendWeights appends the weights of parts that are numbered from first on.
func (d *Draw) appendWeights(list []float64, count int, leaf bool, first int) []float64 {
	from := len(list)
	for range count {
		list = append(list, 0)
	}
	for g, own := range d.k.groups {
		if own.leaf != leaf {
			continue
		}
		sum := 0.0
		for _, share := range d.k.shares[g] {
			sum += share
		}
		for i, part := range own.parts {
			list[from+part-first] = d.k.shares[g][i] / sum
		}
	}
	return list
}
