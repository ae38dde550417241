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

// arrange fills in the keys of scores by place and sorts them. The places are
// in the order of the declared ranking, which a draw changes little: each unit
// moves up past those that it has overtaken. passed counts who overtook whom,
// in the cell for the pair.
func arrange(scores []float64, keys []uint64, passed []uint32) {
	keys = keys[:len(scores)]
	for place, score := range scores {
		row := passed[:place]
		passed = passed[place:]
		key := keyOf(score, place)
		at := place
		for at > 0 {
			before := keys[at-1]
			if before <= key {
				break
			}
			keys[at] = before
			row[before&placeMask]++
			at--
		}
		keys[at] = key
	}
}

// pairs returns the number of pairs among n places. The pair of a place with
// an earlier one has the cell pairs(place) + earlier.
func pairs(n int) int { return n * (n - 1) / 2 }

// rankAll fills in the ranks of the places in sorted keys.
func rankAll(keys []uint64, ranks []int) {
	rank := 0
	for i, key := range keys {
		if i == 0 || !tied(key, keys[i-1]) {
			rank = i + 1
		}
		ranks[key&placeMask] = rank
	}
}
