package benchmark

import (
	"cmp"
	"fmt"
	"slices"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/scoring"
	"modenhed/internal/survey"
)

// facts are what snapshots are built from: immutable, and sharing all that did
// not change with the facts before.
type facts struct {
	set    *reference.Set
	model  *scoring.Model
	places []framework.Place
	// column finds an indicator in places.
	column map[framework.IndicatorKey]int
	// municipalities are in Danish alphabetical order, as are the histories.
	municipalities []*municipality.Municipality
	ordinal        map[municipality.Code]int
	// histories hold each municipality's statuses by rising id.
	histories [][]assessment.Status
	// waves are the surveys with figures, opinions those estimated from responses.
	waves    []survey.Wave
	opinions map[string]Opinion
	newest   assessment.StatusID
	// document is the newest reference document that they come from, 0 when it
	// is not known.
	document int64
}

// newFacts returns facts without statuses. Single answers in the set are not kept.
func newFacts(set *reference.Set, opinions map[string]Opinion) (*facts, error) {
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
	f.column = make(map[framework.IndicatorKey]int, len(f.places))
	for i, place := range f.places {
		f.column[place.Indicator.Key] = i
	}
	f.histories = make([][]assessment.Status, len(f.municipalities))
	f.opinions = opinions
	f.waves = wavesOf(set, f.opinions)
	// Single answers have done their part and stay in the database alone.
	kept := *set
	kept.Answers = nil
	f.set = &kept
	return f, nil
}

// with returns facts that include the statuses; those already known are left
// out, and the same facts come back when nothing is new. Statuses of units
// outside the directory are kept in the store and not shown.
func (f *facts) with(statuses []assessment.Status) *facts {
	next := f
	for _, s := range statuses {
		unit, ok := f.ordinal[s.Municipality]
		if !ok {
			continue
		}
		history, grown := insert(next.histories[unit], s)
		if !grown {
			continue
		}
		if next == f {
			next = f.copy()
		}
		next.histories[unit] = history
		next.newest = max(next.newest, s.ID)
	}
	return next
}

// insert returns the history with a status in its place; grown is false when it
// is there already. A status that comes last may use room behind the history
// that it was given: nobody reads there, and facts grow one after the other.
func insert(history []assessment.Status, s assessment.Status) (longer []assessment.Status, grown bool) {
	if n := len(history); n == 0 || history[n-1].ID < s.ID {
		return append(history, s), true
	}
	at, known := slices.BinarySearchFunc(history, s.ID, func(have assessment.Status, id assessment.StatusID) int {
		return cmp.Compare(have.ID, id)
	})
	if known {
		return history, false
	}
	return slices.Insert(slices.Clone(history), at, s), true
}

// bare returns the facts without statuses.
func (f *facts) bare() *facts {
	next := *f
	next.histories = make([][]assessment.Status, len(f.municipalities))
	next.newest = 0
	return &next
}

func (f *facts) copy() *facts {
	next := *f
	next.histories = slices.Clone(f.histories)
	return &next
}
