package robustness

// tally counts ranks over draws, as they come.
type tally struct {
	counts
	// ahead counts for each place, in a row of words bits, the places strictly ahead of it.
	ahead counter
	words int
	// passed are the places passed on the way down a draw, as bits.
	passed []uint64
}

// counts is what a tally comes to.
type counts struct {
	units int
	// ranks counts draws by place and then rank less 1.
	ranks []uint32
	// behind counts, by place and then other place, the draws in which the
	// other is strictly ahead.
	behind []uint32
}

func newCounts(units int) counts {
	return counts{units: units, ranks: make([]uint32, units*units), behind: make([]uint32, units*units)}
}

func newTally(units int) *tally {
	words := (units + 63) / 64
	return &tally{
		counts: counts{units: units, ranks: make([]uint32, units*units)},
		ahead:  newCounter(units * words),
		words:  words,
		passed: make([]uint64, words),
	}
}

// add counts a draw, given its sorted keys.
func (t *tally) add(keys []uint64) {
	first := 0
	for i, key := range keys {
		if !tied(key, keys[first]) {
			first = i
		}
		t.ranks[int(key&placeMask)*t.units+first]++
	}
	if t.words == 2 {
		t.pass2(keys)
	} else {
		t.pass(keys)
	}
	t.ahead.add()
}

// pass makes the rows ready.
func (t *tally) pass(keys []uint64) {
	clear(t.passed)
	first := 0
	for i, key := range keys {
		if !tied(key, keys[first]) {
			for ; first < i; first++ {
				place := keys[first] & placeMask
				t.passed[place/64] |= 1 << (place % 64)
			}
		}
		copy(t.ahead.row[int(key&placeMask)*t.words:], t.passed)
	}
}

// pass2 is pass for 65 to 128 units, with the places passed in registers.
func (t *tally) pass2(keys []uint64) {
	var low, high uint64
	first := 0
	rows := t.ahead.row
	for i, key := range keys {
		if !tied(key, keys[first]) {
			for ; first < i; first++ {
				place := keys[first] & placeMask
				// A shift by 64 or more leaves nothing.
				low |= 1 << place
				high |= 1 << (place - 64)
			}
		}
		at := 2 * int(key&placeMask)
		rows[at], rows[at+1] = low, high
	}
}

// close works out who was behind whom.
func (t *tally) close() counts {
	t.behind = make([]uint32, t.units*t.units)
	for place := range t.units {
		for other := range t.units {
			t.behind[place*t.units+other] = t.ahead.count(place*t.words+other/64, other%64)
		}
	}
	return t.counts
}

// settled returns the counts of draws that are all the declared ranking.
func settled(ranks []int, draws uint32) counts {
	c := newCounts(len(ranks))
	for place, rank := range ranks {
		c.ranks[place*c.units+rank-1] = draws
		for other := range rank - 1 {
			c.behind[place*c.units+other] = draws
		}
	}
	return c
}

// merge adds what others counted.
func (c counts) merge(other counts) {
	for i, x := range other.ranks {
		c.ranks[i] += x
	}
	for i, x := range other.behind {
		c.behind[i] += x
	}
}
