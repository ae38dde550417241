package robustness

// slotsPerUnit is the number of slots there are for each unit; marksPerUnit
// the least number of marks.
const (
	slotsPerUnit = 2
	marksPerUnit = 16
	leastMarks   = 2048
)

// ruler says about where a score stands among others: its slots rise as scores
// fall, and hold about as many scores each. It only has to be monotone to be
// right; how well it fits decides how fast sorting is.
type ruler struct {
	top, scale float64
	marks      []uint16
}

// newRuler fits a ruler for a number of units to scores that are like those to come.
func newRuler(units int, scores []float64) ruler {
	r := ruler{marks: make([]uint16, max(leastMarks, marksPerUnit*units))}
	if len(scores) == 0 {
		return r
	}
	bottom := scores[0]
	r.top = scores[0]
	for _, s := range scores {
		bottom, r.top = min(bottom, s), max(r.top, s)
	}
	if span := r.top - bottom; span > 1e-9 {
		r.scale = float64(len(r.marks)-1) / span
	}
	counts := make([]int, len(r.marks))
	for _, s := range scores {
		counts[r.mark(s)]++
	}
	above, slots := 0, slotsPerUnit*units
	for i, count := range counts {
		r.marks[i] = uint16(min(above*slots/len(scores), slots-1))
		above += count
	}
	return r
}

func (r *ruler) mark(score float64) int {
	return max(0, min(int(float64((r.top-score)*r.scale)), len(r.marks)-1))
}

func (r *ruler) slot(score float64) uint16 { return r.marks[r.mark(score)] }

// fitRulers fits each method's ruler to the first draws.
func (p *plan) fitRulers() {
	const sample = 32
	k := newKernel(p)
	scores := make([][]float64, len(p.methods))
	for range min(sample, k.begin(0)) {
		drawn := k.next()
		scores[k.method] = append(scores[k.method], drawn...)
	}
	for m := range p.methods {
		p.methods[m].ruler = newRuler(len(p.units), scores[m])
	}
}
