package robustness

import "math"

// placeBits of a key hold the unit's place.
const (
	placeBits = 12
	placeMask = 1<<placeBits - 1
)

// keyOf returns a key that sorts by score, highest first, and then by place.
// Its upper part is equal for scores that are equal when rounded to 9
// decimals, half to even.
func keyOf(score float64, place int) uint64 {
	// A sum of this size has no bits for a fraction, so adding rounds to a
	// whole number, which is then the low end of the mantissa. The shift drops
	// sign and exponent.
	const whole = 1<<52 + 1<<38
	return math.Float64bits(whole-float64(score*1e9))<<placeBits | uint64(place)
}

// tied tells whether two keys have the same score.
func tied(a, b uint64) bool { return a>>placeBits == b>>placeBits }

// sorter puts scores in order: a ruler tells about where each score will stand
// among the others, and few are then left to be moved, by a step or two.
// Comparing less matters because no processor foresees how comparisons of new
// scores turn out.
type sorter struct {
	keys []uint64
	// ends counts scores by slot, and is then where the next of each slot goes.
	ends []uint16
	slot []uint16
}

func newSorter(n int) sorter {
	return sorter{keys: make([]uint64, n), ends: make([]uint16, slotsPerUnit*n), slot: make([]uint16, n)}
}

// sort returns the sorted keys of scores by place. They are valid until the next sort.
//
//go:norace
//go:nocheckptr
func (s *sorter) sort(scores []float64, r *ruler) []uint64 {
	slot, keys := s.slot[:len(scores)], s.keys[:len(scores)]
	clear(s.ends)
	for place, score := range scores {
		at := r.slot(score)
		slot[place] = at
		s.ends[at]++
	}
	sum := uint16(0)
	for at, count := range s.ends {
		s.ends[at] = sum
		sum += count
	}
	for place, score := range scores {
		at := slot[place]
		keys[s.ends[at]] = keyOf(score, place)
		s.ends[at]++
	}
	repair(keys)
	return keys
}

// repair sorts keys that are nearly in order.
//
//go:norace
func repair(keys []uint64) {
	for i, key := range keys {
		at := i
		for at > 0 && keys[at-1] > key {
			keys[at] = keys[at-1]
			at--
		}
		keys[at] = key
	}
}

// rankAll fills in the ranks, by place, of sorted keys.
func rankAll(keys []uint64, ranks []int) {
	first := 0
	for i, key := range keys {
		if !tied(key, keys[first]) {
			first = i
		}
		ranks[key&placeMask] = first + 1
	}
}
