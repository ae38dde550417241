package benchmark

import (
	"fmt"
	"slices"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/scoring"
)

// facts are what snapshots are built from: immutable, and sharing all that did
// not change with the facts before.
type facts struct {
	set    *reference.Set
	model  *scoring.Model
	places []framework.Place
	// municipalities are in Danish alphabetical order, as are the histories.
	municipalities []*municipality.Municipality
	ordinal        map[municipality.Code]int
	// histories hold each municipality's statuses by rising id.
	histories [][]assessment.Status
	newest    assessment.StatusID
}

func newFacts(set *reference.Set) (*facts, error) {
	model, err := scoring.Compile(set.Framework)
	if err != nil {
		return nil, fmt.Errorf("compile framework %s: %w", set.Framework.Key, err)
	}
	f := &facts{
		set:            set,
		model:          model,
		places:         set.Framework.Places(),
		municipalities: set.Directory.All(),
		ordinal:        make(map[municipality.Code]int),
	}
	for i, m := range f.municipalities {
		f.ordinal[m.Code] = i
	}
	f.histories = make([][]assessment.Status, len(f.municipalities))
	return f, nil
}

// with returns facts that include the statuses; those already known are left
// out, and the same facts come back when nothing is new. Statuses of units
// outside the directory are kept in the store and not shown.
func (f *facts) with(statuses []assessment.Status) *facts {
	var next *facts
	grown := make(map[int]bool)
	for _, s := range statuses {
		unit, ok := f.ordinal[s.Municipality]
		if !ok {
			continue
		}
		if next == nil {
			next = f.copy()
		}
		history := next.histories[unit]
		at, known := slices.BinarySearchFunc(history, s.ID, func(have assessment.Status, id assessment.StatusID) int {
			return int(have.ID - id)
		})
		if known {
			continue
		}
		if !grown[unit] {
			history = slices.Clone(history)
			grown[unit] = true
		}
		next.histories[unit] = slices.Insert(history, at, s)
		next.newest = max(next.newest, s.ID)
	}
	if len(grown) == 0 {
		return f
	}
	return next
}

func (f *facts) copy() *facts {
	next := *f
	next.histories = slices.Clone(f.histories)
	return &next
}
