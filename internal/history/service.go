package history

import (
	"context"
	"fmt"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Filter says which entries are wanted; what is zero does not restrict.
type Filter struct {
	Municipality municipality.Code
	Indicator    framework.IndicatorKey
	// Person is a part of the address of who did it, or to whose account it was done.
	Person string
	Kind   Kind
	// From is the first moment, Until the first that is too late.
	From, Until time.Time
}

// Query is what a store is asked for.
type Query struct {
	Filter
	// Kinds are those that the reader may see.
	Kinds []Kind
	// Staff restricts the filter by person to the editors of a municipality, so
	// that it finds nobody else's name; 0 for everybody.
	Staff municipality.Code
	// After is the place after which entries are wanted; nil for the newest.
	After *Place
	// Limit is the most entries.
	Limit int
}

// Store reads entries.
type Store interface {
	// HistoryEntries returns the entries that a query asks for, newest first.
	HistoryEntries(ctx context.Context, q Query) ([]Entry, error)
}

// Service tells readers what they may know.
type Service struct {
	Store Store
}

// Page is a part of the history, newest first.
type Page struct {
	Entries []Entry
	// Next is the place to go on after, nil at the end.
	Next *Place
}

// KindsFor returns the kinds of entries that an actor may read: an
// administrator all, an analyst all but accounts, an editor those that are
// about the own municipality, nobody else any.
func KindsFor(actor account.Actor) []Kind {
	switch {
	case account.MayManagePeople(actor):
		return Kinds()
	case actor.Role == account.Analyst:
		return slices.DeleteFunc(Kinds(), func(k Kind) bool { return k == Account })
	case account.MayReportFor(actor, actor.Municipality):
		return []Kind{Answer, Finding, Verdict, Target, Reply, Correction, Letter}
	}
	return nil
}

// Page returns at most limit entries after a place, or the newest. An editor
// reads of the own municipality alone, whatever the filter says, and learns who
// did something only of its own editors.
func (s *Service) Page(ctx context.Context, actor account.Actor, f Filter, after *Place, limit int) (Page, error) {
	q, err := queryFor(actor, f)
	if err != nil {
		return Page{}, err
	}
	q.After, q.Limit = after, limit+1
	entries, err := s.read(ctx, actor, q)
	if err != nil {
		return Page{}, err
	}
	page := Page{Entries: entries}
	if len(entries) > limit {
		page.Entries = entries[:limit]
		page.Next = &page.Entries[limit-1].Place
	}
	return page, nil
}

// queryFor is what an actor may ask.
func queryFor(actor account.Actor, f Filter) (Query, error) {
	q := Query{Filter: f, Kinds: KindsFor(actor)}
	if len(q.Kinds) == 0 {
		return Query{}, fault.New(fault.Forbidden, "history.may_not_read")
	}
	if f.Kind != "" {
		q.Kinds = slices.DeleteFunc(q.Kinds, func(k Kind) bool { return k != f.Kind })
	}
	if actor.Role == account.Editor {
		q.Municipality, q.Staff = actor.Municipality, actor.Municipality
	}
	return q, nil
}

func (s *Service) read(ctx context.Context, actor account.Actor, q Query) ([]Entry, error) {
	entries, err := s.Store.HistoryEntries(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	if actor.Role == account.Editor {
		for i := range entries {
			if who := &entries[i].Who; who.Municipality != actor.Municipality {
				who.Email = ""
			}
		}
	}
	return entries, nil
}
