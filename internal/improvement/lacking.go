package improvement

import (
	"cmp"
	"slices"

	"modenhed/internal/scoring"
)

// lacking returns the answers that a unit needs to be ranked: those that add
// most to coverage until there are enough, then without those that turn out not
// to be needed.
//
// Each answer adds to overall coverage the same whatever else is answered, so
// that the largest first are the fewest.
func (f *field) lacking() ([]int, error) {
	gaps, err := f.gapsByCoverage()
	if err != nil {
		return nil, err
	}
	needed, err := f.enough(gaps)
	if err != nil || needed == nil {
		return nil, err
	}
	for k := len(needed) - 1; k >= 0; k-- {
		fewer := slices.Delete(slices.Clone(needed), k, k+1)
		ranked, err := f.ranks(f.report(nil, fewer))
		if err != nil {
			return nil, err
		}
		if ranked[0] {
			needed = fewer
		}
	}
	return needed, nil
}

// gapsByCoverage returns what could be answered, most coverage first, then in
// the order of the framework.
func (f *field) gapsByCoverage() ([]int, error) {
	var gaps []int
	var rows []scoring.Answer
	for i, a := range f.row() {
		if open(a) && f.climbable[i] {
			gaps = append(gaps, i)
			rows = f.report(rows, gaps[len(gaps)-1:])
		}
	}
	outcomes, err := f.try(rows)
	if err != nil {
		return nil, err
	}
	covered := make(map[int]float64, len(gaps))
	for n, i := range gaps {
		covered[i] = round9(outcomes[n].Coverage)
	}
	slices.SortStableFunc(gaps, func(a, b int) int { return cmp.Compare(covered[b], covered[a]) })
	return gaps, nil
}

// enough returns the shortest beginning of gaps that makes the unit ranked, nil when none does.
func (f *field) enough(gaps []int) ([]int, error) {
	var rows []scoring.Answer
	for n := range gaps {
		rows = f.report(rows, gaps[:n+1])
	}
	ranked, err := f.ranks(rows)
	if err != nil {
		return nil, err
	}
	if n := slices.Index(ranked, true); n >= 0 {
		return slices.Clone(gaps[:n+1]), nil
	}
	return nil, nil
}

// report appends the unit's answers with some gaps answered. No threshold looks
// at points, so any value will do.
func (f *field) report(rows []scoring.Answer, gaps []int) []scoring.Answer {
	rows = append(rows, f.row()...)
	row := rows[len(rows)-len(f.places):]
	for _, i := range gaps {
		row[i] = scoring.Answer{State: scoring.Present, Value: f.ladders[i].worst()}
	}
	return rows
}

func (f *field) ranks(rows []scoring.Answer) ([]bool, error) {
	outcomes, err := f.try(rows)
	if err != nil {
		return nil, err
	}
	ranked := make([]bool, len(outcomes))
	for n := range outcomes {
		ranked[n] = outcomes[n].Standing == scoring.Ranked
	}
	return ranked, nil
}
