package robustness

// tally counts ranks over draws.
type tally struct {
	units int
	// ranks counts draws by place and then rank less 1.
	ranks []uint32
	// passed and level count, for each pair, the draws in which the later place
	// is strictly ahead of the earlier, and those in which they tie; level is
	// nil until a tie comes up.
	passed, level []uint32
}

func newTally(units int) *tally {
	return &tally{units: units, ranks: make([]uint32, units*units), passed: make([]uint32, pairs(units))}
}

// add counts a draw.
func (t *tally) add(scores []float64, keys []uint64) {
	arrange(scores, keys, t.passed)
	first, before := 0, ^uint64(0)
	for i, key := range keys {
		if tied(key, before) {
			t.tie(keys[first:i], int(key&placeMask))
		} else {
			first = i
		}
		before = key
		t.ranks[int(key&placeMask)*t.units+first]++
	}
}

// tie counts a place that ties with earlier ones.
func (t *tally) tie(earlier []uint64, place int) {
	if t.level == nil {
		t.level = make([]uint32, len(t.passed))
	}
	row := t.level[pairs(place):]
	for _, key := range earlier {
		row[key&placeMask]++
	}
}

// settle counts draws that are all the declared ranking.
func (t *tally) settle(ranks []int, draws uint32) {
	for place, rank := range ranks {
		t.ranks[place*t.units+rank-1] = draws
		for earlier := place - 1; earlier >= 0 && ranks[earlier] == rank; earlier-- {
			if t.level == nil {
				t.level = make([]uint32, len(t.passed))
			}
			t.level[pairs(place)+earlier] = draws
		}
	}
}

// merge adds what another tally counted.
func (t *tally) merge(other *tally) {
	addAll(t.ranks, other.ranks)
	addAll(t.passed, other.passed)
	if other.level == nil {
		return
	}
	if t.level == nil {
		t.level = make([]uint32, len(t.passed))
	}
	addAll(t.level, other.level)
}

func addAll(to, from []uint32) {
	for i, x := range from {
		to[i] += x
	}
}
