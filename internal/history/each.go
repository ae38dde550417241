package history

import (
	"context"

	"modenhed/internal/account"
)

// batch is how many entries of a kind are read at a time.
const batch = 500

// Each hands every entry to take, newest first, and holds no more than a few
// hundred of each kind at a time. It stops at the first error. Every entry is
// read once: a kind is asked for more only when those that were read are taken.
func (s *Service) Each(ctx context.Context, actor account.Actor, f Filter, take func(Entry) error) error {
	q, err := queryFor(actor, f)
	if err != nil {
		return err
	}
	var sources []*source
	for _, kind := range q.Kinds {
		own := q
		own.Kinds, own.Limit = []Kind{kind}, batch
		sources = append(sources, &source{query: own, more: true})
	}
	for {
		next, err := s.newest(ctx, actor, sources)
		if err != nil || next == nil {
			return err
		}
		if err := take(next.entries[0]); err != nil {
			return err
		}
		next.entries = next.entries[1:]
	}
}

// source is where the entries of one kind come from.
type source struct {
	query   Query
	entries []Entry
	// more says that there may be further entries than those that were read.
	more bool
}

// newest returns the source whose first entry is the newest of all, nil at the end.
func (s *Service) newest(ctx context.Context, actor account.Actor, sources []*source) (first *source, err error) {
	for _, from := range sources {
		if len(from.entries) == 0 && from.more {
			if err := s.refill(ctx, actor, from); err != nil {
				return nil, err
			}
		}
		if len(from.entries) > 0 && (first == nil || from.entries[0].Compare(first.entries[0].Place) > 0) {
			first = from
		}
	}
	return first, nil
}

func (s *Service) refill(ctx context.Context, actor account.Actor, from *source) error {
	entries, err := s.read(ctx, actor, from.query)
	if err != nil {
		return err
	}
	from.entries, from.more = entries, len(entries) == batch
	if len(entries) > 0 {
		from.query.After = &entries[len(entries)-1].Place
	}
	return nil
}
