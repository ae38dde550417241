package verification

import (
	"cmp"
	"slices"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Sort is the order in which a queue is worked off.
type Sort string

// The orders.
const (
	// ByAge puts what has waited longest first. It is the order of the zero Filter.
	ByAge Sort = "age"
	// ByImpact puts first what adds most points beyond what its evidence allows.
	ByImpact Sort = "impact"
	// ByEvidence puts first what lacks evidence, then what rests on a text alone.
	ByEvidence Sort = "evidence"
)

// Sorts are all orders.
func Sorts() []Sort { return []Sort{ByAge, ByImpact, ByEvidence} }

// Filter picks from a queue. Its zero value takes all that waits for analysts.
type Filter struct {
	Municipality municipality.Code
	// Area is the key of a top area.
	Area framework.AreaKey
	Kind Kind
	// Lacking takes only what lacks evidence.
	Lacking bool
	Sort    Sort
}

// Apply returns the items that pass, in order. Items that are alike in it
// stay in the order in which they came.
func (f Filter) Apply(items []Item) []Item {
	var picked []Item
	for _, item := range items {
		if f.takes(item) {
			picked = append(picked, item)
		}
	}
	slices.SortStableFunc(picked, f.compare)
	return picked
}

func (f Filter) takes(item Item) bool {
	switch {
	case f.Municipality != 0 && item.Unit.Code != f.Municipality,
		f.Area != "" && item.Place.Top.Key != f.Area,
		f.Lacking && !item.Lacking,
		f.Kind == "" && len(item.Kinds) == 1 && item.Is(Asked):
		return false
	}
	return f.Kind == "" || item.Is(f.Kind)
}

func (f Filter) compare(a, b Item) int {
	age := a.Since.Compare(b.Since)
	impact := cmp.Compare(b.Impact, a.Impact)
	switch f.Sort {
	case ByImpact:
		return cmp.Or(impact, age)
	case ByEvidence:
		return cmp.Or(cmp.Compare(strength(a), strength(b)), impact, age)
	}
	return cmp.Or(age, impact)
}

// strength rises with the evidence of an item: 0 where it lacks some.
func strength(item Item) int {
	e := item.Status.Evidence
	switch {
	case item.Lacking:
		return 0
	case e.Empty():
		return 1
	case e.Link == "" && len(e.Files) == 0:
		return 2
	}
	return 3
}

// waiting is the queue of a snapshot.
type waiting struct {
	stamp string
	items []Item
}

// Queue returns what waits in the newest snapshot, unsorted and unfiltered; it
// must not be changed. Only analysts and administrators may read it.
func (s *Service) Queue(actor account.Actor) ([]Item, error) {
	if !account.MayVerify(actor) {
		return nil, fault.New(fault.Forbidden, "verification.may_not_verify")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	snapshot := s.Readers.Current()
	if s.waiting.stamp == snapshot.Stamp() {
		return s.waiting.items, nil
	}
	s.waiting = waiting{stamp: snapshot.Stamp(), items: Queue(snapshot)}
	return s.waiting.items, nil
}

// Waiting counts what waits for an analyst; it is 0 for others.
func (s *Service) Waiting(actor account.Actor) int {
	// Who may not read the queue has nothing waiting.
	items, _ := s.Queue(actor)
	count := 0
	for _, item := range items {
		if (Filter{}).takes(item) {
			count++
		}
	}
	return count
}

// After returns the item that follows a place in a list, the first one after
// the last; found is false when the list holds no other place.
func After(items []Item, key assessment.Key) (next Item, found bool) {
	at := slices.IndexFunc(items, func(i Item) bool { return i.Key() == key })
	for step := 1; step <= len(items); step++ {
		if next = items[(at+step)%len(items)]; next.Key() != key {
			return next, true
		}
	}
	return Item{}, false
}
