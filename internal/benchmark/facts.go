package benchmark

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"time"

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
	// verdict is the newest verdict, and judgements count those of each unit.
	verdict    assessment.VerdictID
	judgements []int
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
	f.judgements = make([]int, len(f.municipalities))
	f.opinions = opinions
	f.waves = wavesOf(set, f.opinions)
	// Single answers have done their part and stay in the database alone.
	kept := *set
	kept.Answers = nil
	f.set = &kept
	return f, nil
}

// with returns facts that include the statuses and their verdicts; those already
// known are left out, and the same facts come back when nothing is new. Statuses
// of units outside the directory are kept in the store and not shown.
func (f *facts) with(statuses []assessment.Status) *facts {
	next := f
	for _, s := range statuses {
		unit, ok := f.ordinal[s.Municipality]
		if !ok {
			continue
		}
		history, grown := insert(next.histories[unit], s)
		if !grown {
			next = next.judged(f, unit, s.ID, s.Verdicts)
			continue
		}
		if next == f {
			next = f.copy()
		}
		next.histories[unit] = history
		next.newest = max(next.newest, s.ID)
		next.count(unit, s.Verdicts)
	}
	return next
}

// judgedBy returns facts that include the verdicts on statuses that they hold;
// the same facts come back when none is new.
func (f *facts) judgedBy(verdicts []assessment.Judged) *facts {
	next := f
	for _, j := range verdicts {
		for unit, history := range next.histories {
			if _, known := find(history, j.Status); known {
				next = next.judged(f, unit, j.Status, []assessment.Verdict{j.Verdict})
				break
			}
		}
	}
	return next
}

// judged returns the facts with verdicts on a status of a unit, changed in place
// unless they are those that nothing may change. Histories are shared by
// snapshots, so that one with a new verdict is another.
func (f *facts) judged(fixed *facts, unit int, id assessment.StatusID, verdicts []assessment.Verdict) *facts {
	at, _ := find(f.histories[unit], id)
	status := f.histories[unit][at]
	var added []assessment.Verdict
	for _, v := range verdicts {
		if !slices.Contains(status.Verdicts, v) {
			added = append(added, v)
		}
	}
	if len(added) == 0 {
		return f
	}
	next := f
	if f == fixed {
		next = f.copy()
	}
	status.Verdicts = slices.Concat(status.Verdicts, added)
	slices.SortFunc(status.Verdicts, func(a, b assessment.Verdict) int { return cmp.Compare(a.ID, b.ID) })
	next.histories[unit] = slices.Clone(next.histories[unit])
	next.histories[unit][at] = status
	next.count(unit, added)
	return next
}

// count takes note of verdicts on a unit's statuses. The counts are shared until then.
func (f *facts) count(unit int, verdicts []assessment.Verdict) {
	if len(verdicts) == 0 {
		return
	}
	f.judgements = slices.Clone(f.judgements)
	f.judgements[unit] += len(verdicts)
	for _, v := range verdicts {
		f.verdict = max(f.verdict, v.ID)
	}
}

// bounded returns a moment that ends at the facts at hand where it is not bound
// by number.
func (f *facts) bounded(at assessment.AsOf) assessment.AsOf {
	if at.Status == 0 {
		at.Status = f.newest
	}
	if at.Verdict == 0 {
		at.Verdict = f.verdict
	}
	return at
}

// at is the moment of everything in the facts at a time.
func (f *facts) at(t time.Time) assessment.AsOf {
	return assessment.AsOf{Time: t, Status: f.newest, Verdict: f.verdict}
}

// insert returns the history with a status in its place; grown is false when it
// is there already. A status that comes last may use room behind the history
// that it was given: nobody reads there, and facts grow one after the other.
func insert(history []assessment.Status, s assessment.Status) (longer []assessment.Status, grown bool) {
	if n := len(history); n == 0 || history[n-1].ID < s.ID {
		return append(history, s), true
	}
	at, known := find(history, s.ID)
	if known {
		return history, false
	}
	return slices.Insert(slices.Clone(history), at, s), true
}

// find returns where a status stands in a history, or would stand.
func find(history []assessment.Status, id assessment.StatusID) (at int, known bool) {
	// By index, because a status is large.
	at = sort.Search(len(history), func(i int) bool { return history[i].ID >= id })
	return at, at < len(history) && history[at].ID == id
}

// bare returns the facts without statuses.
func (f *facts) bare() *facts {
	next := *f
	next.histories = make([][]assessment.Status, len(f.municipalities))
	next.judgements = make([]int, len(f.municipalities))
	next.newest, next.verdict = 0, 0
	return &next
}

func (f *facts) copy() *facts {
	next := *f
	next.histories = slices.Clone(f.histories)
	return &next
}
