package robustness

import "math/rand/v2"

// kernel works through draws, one at a time and without allocating. Each
// goroutine has its own.
type kernel struct {
	*plan
	weights, missing rand.PCG
	// number is the draw's, method which of the plan's methods it has.
	number, method int
	// shares are the weights of each group's parts; what they sum to has no meaning.
	shares [][]float64
	// columns are, by method and group, the scores of the group's parts.
	columns [][][][]float64
	// results are the scores by group, in the terms of the parent's mean, and
	// those of group 0 as scores.
	results [][]float64
	// scaled, inverses and filling are for combine.
	scaled, inverses, filling []float64
	sorter
}

func newKernel(p *plan) *kernel {
	n := len(p.units)
	k := &kernel{
		plan: p, sorter: newSorter(n),
		shares: make([][]float64, len(p.groups)), results: make([][]float64, len(p.groups)),
	}
	widest, patterns, gaps := 0, 0, 0
	for g, own := range p.groups {
		k.shares[g] = own.shares
		if p.drawn[g] {
			k.shares[g] = make([]float64, len(own.parts))
		}
		if p.loose[g] || g == 0 {
			k.results[g] = make([]float64, n)
		}
		widest = max(widest, len(own.parts))
		patterns = max(patterns, len(p.layouts[g].patterns))
		gaps = max(gaps, len(p.layouts[g].gaps))
	}
	k.scaled, k.inverses, k.filling = make([]float64, widest), make([]float64, patterns), make([]float64, gaps)
	for m := range p.methods {
		k.columns = append(k.columns, k.columnsOf(&p.methods[m]))
	}
	return k
}

func (k *kernel) columnsOf(m *plannedMethod) [][][]float64 {
	columns := make([][][]float64, len(k.groups))
	for g, own := range k.groups {
		if own.leaf {
			columns[g] = m.indicators[g]
			continue
		}
		for _, part := range own.parts {
			column := m.fixed[part]
			if k.loose[part] {
				column = k.results[part]
			}
			columns[g] = append(columns[g], column)
		}
	}
	return columns
}

// begin goes to the start of a block and returns how many draws it has.
func (k *kernel) begin(block int) int {
	k.number = block*blockSize - 1
	k.weights = newStream(k.settings.Seed, block, weightStream)
	k.missing = newStream(k.settings.Seed, block, missingStream)
	return min(blockSize, k.settings.Draws-block*blockSize)
}

// next draws a method and works out the scores under it.
func (k *kernel) next() []float64 {
	k.number++
	if len(k.methods) > 1 {
		k.method = int(k.weights.Uint64() >> 63)
	}
	if k.given != nil {
		k.take(k.given[k.number])
	} else {
		for g, drawn := range k.drawn {
			if drawn {
				k.dirichlets[g].draw(&k.weights, k.normals, k.shares[g])
			}
		}
	}
	for g := len(k.groups) - 1; g > 0; g-- {
		if k.loose[g] {
			k.combine(g, k.results[g])
		}
	}
	k.combine(0, k.results[0])
	return k.results[0]
}

// sorted returns the keys of scores drawn, in order. They are valid until the next call.
func (k *kernel) sorted(scores []float64) []uint64 {
	return k.sort(scores, &k.methods[k.method].ruler)
}

// take uses given weights of the top areas.
func (k *kernel) take(weights []float64) {
	areas := 0
	for a := 1; a < len(k.groups); a++ {
		if k.groups[a].parent != 0 {
			continue
		}
		for i, part := range k.groups[0].parts {
			if part == a {
				k.shares[0][i] = max(weights[areas], leastWeight)
			}
		}
		areas++
	}
}

// combine works out a group's scores from those of its parts.
func (k *kernel) combine(g int, out []float64) {
	l, shares := &k.layouts[g], k.shares[g]
	own := k.methods[k.method].means[g]
	inverses := k.inverses[:len(l.patterns)]
	for i, pattern := range l.patterns {
		inverses[i] = inverse(shares, pattern)
	}
	if l.pattern == nil {
		scaled := k.scaled[:len(shares)]
		for i, share := range shares {
			scaled[i] = share * inverses[0]
		}
		shares = scaled
	}
	sum(out, k.columns[k.method][g], shares)
	if len(l.gaps) > 0 {
		k.fill(out, l.gaps, shares, own)
	}
	scale(out, l.pattern, inverses)
	above := arithmetic
	if g > 0 {
		above = k.methods[k.method].means[k.groups[g].parent]
	}
	translate(own, above, out)
	for _, place := range l.absent {
		out[place] = 0
	}
}

// inverse returns 1 over the weight of some parts, and 0 when there are none.
//
//go:norace
func inverse(shares []float64, parts []int) float64 {
	if len(parts) == 0 {
		return 0
	}
	sum := 0.0
	for _, part := range parts {
		sum += shares[part]
	}
	return 1 / sum
}

// scale multiplies the units' sums by what their patterns of parts ask for;
// without patterns it leaves them.
//
//go:norace
func scale(out []float64, pattern []uint16, inverses []float64) {
	for i, p := range pattern {
		out[i] *= inverses[p]
	}
}

// fill adds what gaps count when they are filled in at random.
//
//go:norace
func (k *kernel) fill(out []float64, gaps []gapAt, shares []float64, by mean) {
	filling := k.filling[:len(gaps)]
	to := k.methods[k.method].mapping
	to.step *= 100
	for i := 0; i < len(filling); i += 2 {
		a, b := pair(&k.missing)
		filling[i] = to.score(a)
		if i+1 < len(filling) {
			filling[i+1] = to.score(b)
		}
	}
	if by != arithmetic {
		translate(arithmetic, by, filling)
	}
	for i, at := range gaps {
		out[at.place] += float64(shares[at.part] * filling[i])
	}
}
