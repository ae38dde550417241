package robustness

import (
	"modenhed/internal/framework"
)

// plan is what can be worked out before the first draw.
type plan struct {
	*Experiment
	settings Settings
	// filled tells that gaps are filled in at random.
	filled bool
	// drawn tells which groups have their weights drawn; dirichlets holds how.
	drawn      []bool
	dirichlets []dirichlet
	normals    *ziggurat
	// given replaces the drawn weights of group 0, a row per draw.
	given [][]float64
	// loose tells which groups have scores that differ between draws of one method.
	loose   []bool
	layouts []layout
	methods []plannedMethod
}

// plannedMethod is one of the methods drawn from, with what does not change between draws.
type plannedMethod struct {
	method
	// indicators holds a column by place for each part of each leaf, in the
	// terms of its group's mean; 0 where nothing counts.
	indicators [][][]float64
	// fixed holds the scores of each group that is not loose, in the terms of
	// its parent's mean.
	fixed [][]float64
	ruler ruler
}

// layout is what of a group counts for whom.
type layout struct {
	// patterns are the different sets of parts that count for a unit; pattern
	// is which of them, by place, and nil when there is only one.
	patterns [][]int
	pattern  []uint16
	// absent are the places of units without a score in the group.
	absent []int
	// gaps are the answers to be filled in, by place and then part.
	gaps []gapAt
}

type gapAt struct{ place, part int32 }

// newPlan prepares the draws of some settings.
func (e *Experiment) newPlan(s Settings) *plan {
	p := e.bare(s)
	for g, own := range e.groups {
		on := s.Areas
		if own.leaf {
			on = s.Indicators
		}
		if on && len(own.parts) > 1 {
			p.drawn[g] = true
			p.dirichlets[g] = newDirichlet(s.Concentration, own.shares)
		}
	}
	p.filled = s.Missing
	p.compile()
	return p
}

// newGivenPlan prepares draws that are all declared but for the weights of the top areas.
func (e *Experiment) newGivenPlan(weights [][]float64) *plan {
	p := e.bare(Settings{Draws: len(weights)})
	p.given = weights
	p.drawn[0] = true
	p.compile()
	return p
}

func (e *Experiment) bare(s Settings) *plan {
	return &plan{
		Experiment: e, settings: s, normals: newZiggurat(),
		drawn: make([]bool, len(e.groups)), dirichlets: make([]dirichlet, len(e.groups)),
		loose: make([]bool, len(e.groups)), layouts: make([]layout, len(e.groups)),
	}
}

func (p *plan) compile() {
	for g := range p.groups {
		p.layouts[g] = p.layout(g)
	}
	for g := len(p.groups) - 1; g >= 0; g-- {
		p.loose[g] = p.loose[g] || p.drawn[g] || len(p.layouts[g].gaps) > 0
		if p.loose[g] && g > 0 {
			p.loose[p.groups[g].parent] = true
		}
	}
	aggregations := []framework.Aggregation{p.framework.Method.Aggregation}
	if p.settings.Aggregation {
		aggregations = []framework.Aggregation{framework.Arithmetic, framework.Geometric}
	}
	for _, a := range aggregations {
		p.methods = append(p.methods, p.planMethod(a))
	}
	p.fix()
	p.fitRulers()
}

// settled tells that every draw is the declared ranking.
func (p *plan) settled() bool { return !p.loose[0] && !p.settings.Aggregation }

// layout finds out what counts in a group, unit by unit.
func (p *plan) layout(g int) layout {
	var l layout
	known := make(map[string]uint16)
	l.pattern = make([]uint16, len(p.units))
	set := make([]byte, len(p.groups[g].parts))
	for place := range p.units {
		if !p.has(g, place) {
			l.absent = append(l.absent, place)
		}
		for i, part := range p.groups[g].parts {
			set[i] = 0
			if p.counts(g, part, place) {
				set[i] = 1
			}
			if set[i] == 1 && p.groups[g].leaf && p.filled && p.answer(part, place).state == gap {
				l.gaps = append(l.gaps, gapAt{int32(place), int32(i)})
			}
		}
		id, ok := known[string(set)]
		if !ok {
			id = uint16(len(l.patterns))
			known[string(set)] = id
			l.patterns = append(l.patterns, members(set))
		}
		l.pattern[place] = id
	}
	if len(l.patterns) == 1 {
		l.pattern = nil
	}
	return l
}

func members(set []byte) []int {
	var list []int
	for i, in := range set {
		if in == 1 {
			list = append(list, i)
		}
	}
	return list
}

func (p *plan) answer(indicator, place int) answer { return p.answers[indicator*len(p.units)+place] }

// has tells whether a unit has a score in a group.
func (p *plan) has(g, place int) bool {
	if g == 0 {
		return true
	}
	s := p.areas[(g-1)*len(p.units)+place]
	if p.filled {
		return s.applicable
	}
	return s.scored
}

// counts tells whether a part of a group counts for a unit.
func (p *plan) counts(g, part, place int) bool {
	if !p.groups[g].leaf {
		return p.has(part, place)
	}
	switch p.answer(part, place).state {
	case present:
		return p.has(g, place)
	case gap:
		return p.has(g, place) && (p.filled || p.framework.Method.Missing == framework.Zero)
	}
	return false
}

func (p *plan) planMethod(a framework.Aggregation) plannedMethod {
	m := plannedMethod{
		method:     p.methodOf(a),
		indicators: make([][][]float64, len(p.groups)),
		fixed:      make([][]float64, len(p.groups)),
	}
	for g, own := range p.groups {
		if own.leaf {
			m.indicators[g] = p.columns(g, m.means[g], m.mapping)
		}
		if !p.loose[g] {
			m.fixed[g] = make([]float64, len(p.units))
		}
	}
	return m
}

// columns returns what the indicators of a leaf count before gaps are filled in.
func (p *plan) columns(g int, by mean, to mapping) [][]float64 {
	n, parts := len(p.units), p.groups[g].parts
	slab := make([]float64, n*len(parts))
	columns := make([][]float64, len(parts))
	for i, part := range parts {
		columns[i] = slab[i*n : (i+1)*n]
		for place := range n {
			a := p.answer(part, place)
			if p.counts(g, part, place) && (a.state == present || !p.filled) {
				columns[i][place] = by.carry(to.score(a.points))
			}
		}
	}
	return columns
}

// fix works out the groups that do not change, deepest first.
func (p *plan) fix() {
	k := newKernel(p)
	for k.method = range p.methods {
		for g := len(p.groups) - 1; g > 0; g-- {
			if !p.loose[g] {
				k.combine(g, p.methods[k.method].fixed[g])
			}
		}
	}
}
