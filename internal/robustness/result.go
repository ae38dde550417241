package robustness

import "math"

// Result is what the draws came to. It is immutable.
type Result struct {
	settings Settings
	units    []int
	place    []int
	declared []int
	counts   counts
}

// Interval is where a unit's rank lies over the draws.
type Interval struct {
	// Low, Median and High are the 5 %, 50 % and 95 % quantiles of the rank,
	// type 1: the smallest rank r such that at least this share of the draws
	// has a rank of at most r. Low to High is the 90 % rank interval.
	Low, Median, High int
	Mean              float64
	// SD is the standard deviation, with the number of draws as divisor.
	SD float64
}

func newResult(e *Experiment, s Settings, counts counts) *Result {
	return &Result{settings: s, units: e.units, place: e.place, declared: e.ranks, counts: counts}
}

// Settings returns the settings the draws were made with. After
// [Experiment.RunWeights] only Draws is set.
func (r *Result) Settings() Settings { return r.settings }

// placeOf returns a unit's place; ok is false when it is not ranked or unknown.
func (r *Result) placeOf(unit int) (place int, ok bool) {
	if unit < 0 || unit >= len(r.place) || r.place[unit] < 0 {
		return 0, false
	}
	return r.place[unit], true
}

// row returns how many draws gave a place each rank, rank 1 first.
func (r *Result) row(place int) []uint32 {
	n := len(r.units)
	return r.counts.ranks[place*n : (place+1)*n]
}

// Interval returns a unit's interval; ok is false when it is not ranked.
func (r *Result) Interval(unit int) (i Interval, ok bool) {
	place, ok := r.placeOf(unit)
	if !ok {
		return Interval{}, false
	}
	row := r.row(place)
	i.Low, i.Median, i.High = r.quantile(row, 5), r.quantile(row, 50), r.quantile(row, 95)
	i.Mean, i.SD = r.moments(row)
	return i, true
}

func (r *Result) quantile(row []uint32, percent int) int {
	sum := 0
	for i, count := range row {
		sum += int(count)
		if 100*sum >= percent*r.settings.Draws {
			return i + 1
		}
	}
	return len(row)
}

// moments returns mean and standard deviation, from sums of whole numbers.
func (r *Result) moments(row []uint32) (mean, sd float64) {
	var sum, squares uint64
	for i, count := range row {
		rank := uint64(i + 1)
		sum += rank * uint64(count)
		squares += rank * rank * uint64(count)
	}
	draws := float64(r.settings.Draws)
	mean = float64(sum) / draws
	spread := 0.0
	for i, count := range row {
		if count > 0 {
			d := float64(i+1) - mean
			spread += float64(float64(d*d) * float64(count))
		}
	}
	return mean, math.Sqrt(spread / draws)
}

// ShareWithin returns the share of draws, 0 to 1, in which a unit's rank is at
// most n; ok is false when it is not ranked.
func (r *Result) ShareWithin(unit, n int) (share float64, ok bool) {
	place, ok := r.placeOf(unit)
	if !ok {
		return 0, false
	}
	row := r.row(place)
	sum := 0
	for _, count := range row[:min(max(n, 0), len(row))] {
		sum += int(count)
	}
	return r.share(sum), true
}

// ShareAhead returns the share of draws, 0 to 1, in which unit a has a better
// rank than unit b; a tie counts for neither. ok is false when one of them is
// not ranked.
func (r *Result) ShareAhead(a, b int) (share float64, ok bool) {
	count, ok := r.ahead(a, b)
	return r.share(count), ok
}

// ShareTied returns the share of draws, 0 to 1, in which two units have the
// same rank; ok is false when one of them is not ranked.
func (r *Result) ShareTied(a, b int) (share float64, ok bool) {
	ahead, ok := r.ahead(a, b)
	behind, _ := r.ahead(b, a)
	if !ok {
		return 0, false
	}
	return r.share(r.settings.Draws - ahead - behind), true
}

func (r *Result) share(count int) float64 { return float64(count) / float64(r.settings.Draws) }

// ahead counts the draws in which unit a is strictly ahead of unit b.
func (r *Result) ahead(a, b int) (count int, ok bool) {
	p, ok := r.placeOf(a)
	q, too := r.placeOf(b)
	if !ok || !too {
		return 0, false
	}
	return int(r.counts.behind[q*len(r.units)+p]), true
}

// MeanAbsRankShift returns the mean, over ranked units and draws, of the
// distance between a rank and the declared one.
func (r *Result) MeanAbsRankShift() float64 {
	sum := 0
	for place, declared := range r.declared {
		for i, count := range r.row(place) {
			shift := i + 1 - declared
			sum += max(shift, -shift) * int(count)
		}
	}
	return float64(sum) / float64(r.settings.Draws) / float64(len(r.units))
}
