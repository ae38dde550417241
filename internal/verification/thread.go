package verification

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Threads returns the threads of a municipality by indicator, of those with at
// least one status. Its own editors and the analysts may read them; editors do
// not read who among the analysts has written what.
func (s *Service) Threads(ctx context.Context, actor account.Actor, code municipality.Code) (map[framework.IndicatorKey]Thread, error) {
	if !account.MayReadInternal(actor, code) {
		return nil, fault.New(fault.Forbidden, "verification.may_not_read")
	}
	threads, err := s.threads(ctx, code)
	if err != nil {
		return nil, err
	}
	byIndicator := make(map[framework.IndicatorKey]Thread, len(threads))
	for _, t := range threads {
		if !account.MayVerify(actor) {
			t.hideAnalysts()
		}
		byIndicator[t.Key.Indicator] = t
	}
	return byIndicator, nil
}

// Thread returns the thread of one place; it is empty where nothing was
// reported. The rights are those of [Service.Threads].
func (s *Service) Thread(ctx context.Context, actor account.Actor, key assessment.Key) (Thread, error) {
	threads, err := s.Threads(ctx, actor, key.Municipality)
	if err != nil {
		return Thread{}, err
	}
	t, found := threads[key.Indicator]
	if !found {
		t.Key = key
	}
	return t, nil
}

// threads returns the threads of a municipality in order of indicators' keys.
func (s *Service) threads(ctx context.Context, code municipality.Code) ([]Thread, error) {
	// Entries first: what they are about is then among the statuses.
	entries, err := s.Store.EntriesOf(ctx, code)
	if err != nil {
		return nil, fmt.Errorf("read what was said of %s: %w", code, err)
	}
	history, err := s.Store.History(ctx, code)
	if err != nil {
		return nil, fmt.Errorf("read the history of %s: %w", code, err)
	}
	return threadsOf(history, entries), nil
}

// threadsOf puts the statuses and entries of one municipality together, both in
// rising order.
func threadsOf(history []assessment.Status, entries []Entry) []Thread {
	at := make(map[framework.IndicatorKey]int)
	of := make(map[assessment.StatusID]int)
	var threads []Thread
	for i := range history {
		status := &history[i]
		n, known := at[status.Indicator]
		if !known {
			n = len(threads)
			at[status.Indicator] = n
			threads = append(threads, Thread{Key: status.Key()})
		}
		of[status.ID] = n
		threads[n].addStatus(status)
	}
	for i := range entries {
		if n, known := of[entries[i].Status]; known {
			threads[n].Moments = append(threads[n].Moments, Moment{At: entries[i].RecordedAt, Entry: &entries[i]})
		}
	}
	for i := range threads {
		threads[i].settle(history)
	}
	slices.SortFunc(threads, func(a, b Thread) int { return cmp.Compare(a.Key.Indicator, b.Key.Indicator) })
	return threads
}

func (t *Thread) addStatus(status *assessment.Status) {
	t.Moments = append(t.Moments, Moment{At: status.RecordedAt, Status: status})
	if status.Source == assessment.Self {
		t.Own = status
	}
}

// settle puts moments in order of time and finds what counts.
func (t *Thread) settle(history []assessment.Status) {
	slices.SortStableFunc(t.Moments, func(a, b Moment) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.about(), b.about()))
	})
	t.Current = assessment.CurrentIn(history, t.Key.Indicator, assessment.AsOf{})
}

// about is the latest status that a moment is about. At the same time what is
// said of one status stands before the next status.
func (m Moment) about() assessment.StatusID {
	if m.Status != nil {
		return m.Status.ID
	}
	return max(m.Entry.Status, m.Entry.Finding)
}

// hideAnalysts leaves out who among the analysts has written what.
func (t *Thread) hideAnalysts() {
	for i, m := range t.Moments {
		switch {
		case m.Entry != nil && m.Entry.Kind != assessment.VerdictReplied:
			entry := *m.Entry
			entry.Author, entry.AuthorName = 0, ""
			t.Moments[i].Entry = &entry
		case m.Status != nil && m.Status.FromElsewhere():
			status := *m.Status
			status.Author, status.AuthorName = 0, ""
			t.Moments[i].Status = &status
		}
	}
}

// threadOf returns the thread of a place, empty when there is none.
func threadOf(threads []Thread, key assessment.Key) Thread {
	for _, t := range threads {
		if t.Key == key {
			return t
		}
	}
	return Thread{Key: key}
}
