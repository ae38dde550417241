package robustness

// counter counts, for each of many bits, how often it was set. It adds 64 bits
// at a time: level i holds, for every bit, digit i of its count in binary, and
// a row that waits to be added there. Two rows and the digit make a new digit
// and a row for the level above (a carry-save adder), so that a row costs about
// one addition in all.
type counter struct {
	// row is where the next row to be added is made ready. add leaves it with
	// any content.
	row    []uint64
	levels []level
}

type level struct {
	digit, waiting []uint64
	full           bool
}

func newCounter(words int) counter { return counter{row: make([]uint64, words)} }

// add counts the bits of the row.
func (c *counter) add() {
	for i := 0; ; i++ {
		if i == len(c.levels) {
			words := len(c.row)
			c.levels = append(c.levels, level{digit: make([]uint64, words), waiting: make([]uint64, words)})
		}
		l := &c.levels[i]
		l.full = !l.full
		if l.full {
			l.waiting, c.row = c.row, l.waiting
			return
		}
		carry(l.digit, l.waiting, c.row)
	}
}

// carry adds two rows to a row of digits; row becomes what is carried.
//
//go:norace
func carry(digit, waiting, row []uint64) {
	waiting, row = waiting[:len(digit)], row[:len(digit)]
	for i, d := range digit {
		w, r := waiting[i], row[i]
		half := d ^ w
		digit[i] = half ^ r
		row[i] = d&w | half&r
	}
}

// count returns how often a bit was set.
func (c *counter) count(word, bit int) uint32 {
	sum := uint32(0)
	for i := range c.levels {
		l := &c.levels[i]
		sum += uint32(l.digit[word]>>bit&1) << i
		if l.full {
			sum += uint32(l.waiting[word]>>bit&1) << i
		}
	}
	return sum
}
