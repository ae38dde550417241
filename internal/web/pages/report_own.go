package pages

import (
	"slices"
	"strconv"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/verification"
	"modenhed/internal/web/view"
)

// reporting is what an editor's pages are made from: the own municipality's
// answers, all that was ever saved, and what is being typed.
type reporting struct {
	look     view.Look
	actor    account.Actor
	csrf     string
	snapshot *benchmark.Snapshot
	unit     *benchmark.Unit
	// history and lines, its part per question, are newest first.
	history []assessment.Status
	lines   map[framework.IndicatorKey][]assessment.Status
	drafts  map[framework.IndicatorKey]assessment.Draft
	// threads are what analysts and the municipality said, reply the reply that
	// could not be recorded.
	threads map[framework.IndicatorKey]verification.Thread
	reply   *sentReply
	// saved is what was saved just now, nil for nothing; wentOn means that the
	// editor has gone on to the next question.
	saved  *assessment.Status
	wentOn bool
	// sent is the answer that could not be saved, nil when there is none.
	sent *sentAnswer
	// targets are what the municipality aims at.
	targets *targetSet
}

// reporting gathers what the visitor's municipality has said. Nobody gets
// another municipality's.
func (h *Handlers) reporting(v *Visit) (*reporting, error) {
	ctx, code := v.Request().Context(), v.Actor.Municipality
	history, err := h.Reports.History(ctx, v.Actor, code)
	if err != nil {
		return nil, err
	}
	drafts, err := h.Reports.Drafts(ctx, v.Actor, code)
	if err != nil {
		return nil, err
	}
	threads, err := h.Verdicts.Threads(ctx, v.Actor, code)
	if err != nil {
		return nil, err
	}
	s := v.Snapshot
	unit, found := s.Unit(code)
	if !found {
		return nil, fault.New(fault.NotFound, "municipalities.unknown")
	}
	r := &reporting{
		look: v.Look, actor: v.Actor, csrf: v.CSRF, snapshot: s, unit: unit, history: history, drafts: drafts, threads: threads,
		lines: make(map[framework.IndicatorKey][]assessment.Status),
	}
	for _, status := range history {
		r.lines[status.Indicator] = append(r.lines[status.Indicator], status)
	}
	if r.targets, err = h.targetSet(v, code); err != nil {
		return nil, err
	}
	r.readSaved(v)
	return r, nil
}

// readSaved finds what the address says was just saved.
func (r *reporting) readSaved(v *Visit) {
	number := v.QueryParam(savedHere)
	if number == "" {
		number = v.QueryParam(savedBefore)
		r.wentOn = true
	}
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return
	}
	i := slices.IndexFunc(r.history, func(s assessment.Status) bool { return s.ID == assessment.StatusID(id) })
	if i >= 0 && r.history[i].Source == assessment.Self {
		r.saved = &r.history[i]
	}
}

// area returns a top area by key.
func (r *reporting) area(key string) (*framework.Area, error) {
	area, found := r.snapshot.Framework.Area(framework.AreaKey(key))
	if !found {
		return nil, fault.New(fault.NotFound, "report.unknown")
	}
	return area, nil
}

// places are the questions of a top area in order.
func (r *reporting) places(area *framework.Area) []framework.Place {
	var places []framework.Place
	for _, place := range r.snapshot.Places {
		if place.Top.Key == area.Key {
			places = append(places, place)
		}
	}
	return places
}

// own returns the municipality's latest own status, nil when there is none. A
// withdrawn answer is one too.
func (r *reporting) own(key framework.IndicatorKey) *assessment.Status {
	for i := range r.lines[key] {
		if status := &r.lines[key][i]; status.Source == assessment.Self {
			return status
		}
	}
	return nil
}

// answered returns the municipality's own answer, nil when there is none or it
// was withdrawn.
func (r *reporting) answered(key framework.IndicatorKey) *assessment.Status {
	if status := r.own(key); status != nil && status.Answer.State != assessment.NotAnswered {
		return status
	}
	return nil
}

func (r *reporting) stale(status *assessment.Status) bool {
	return assessment.Stale(*status, r.snapshot.AsOf, r.snapshot.Framework.Method.MaxAgeMonths)
}

// missing reports whether the question waits for an answer: it has none, or
// one too old to count.
func (r *reporting) missing(place framework.Place) bool {
	status := r.answered(place.Indicator.Key)
	return status == nil || r.stale(status)
}

// lacking reports whether the answer counts and should carry evidence that it has not.
func (r *reporting) lacking(place framework.Place) bool {
	status := r.answered(place.Indicator.Key)
	return status != nil && !r.stale(status) && status.Evidence.Empty() &&
		assessment.EvidenceAdvice(place, status.Answer) != assessment.None
}

// draft returns what somebody has typed and not saved; found is false when
// there is nothing, or nothing that differs from what is saved.
func (r *reporting) draft(place framework.Place) (draft assessment.Draft, found bool) {
	draft, found = r.drafts[place.Indicator.Key]
	if !found {
		return assessment.Draft{}, false
	}
	saved := typedOf(r.look, place.Indicator, r.own(place.Indicator.Key))
	return draft, !typedInDraft(draft).sameAs(saved)
}

// next returns the question after one, across areas; found is false after the last.
func (r *reporting) next(key framework.IndicatorKey) (place framework.Place, found bool) {
	i := slices.IndexFunc(r.snapshot.Places, func(p framework.Place) bool { return p.Indicator.Key == key })
	if i < 0 || i+1 >= len(r.snapshot.Places) {
		return framework.Place{}, false
	}
	return r.snapshot.Places[i+1], true
}

// tally counts questions by what an editor has to know of them.
type tally struct {
	of, answered, unanswered, outdated, dontKnow, lacking, drafts int
}

func (r *reporting) count(places []framework.Place) tally {
	t := tally{of: len(places)}
	for _, place := range places {
		status := r.answered(place.Indicator.Key)
		switch {
		case status == nil:
			t.unanswered++
		case r.stale(status):
			t.outdated++
		default:
			t.answered++
			if status.Answer.State == assessment.DontKnow {
				t.dontKnow++
			}
		}
		if r.lacking(place) {
			t.lacking++
		}
		if _, found := r.draft(place); found {
			t.drafts++
		}
	}
	return t
}

// share is the part with an answer, in percent.
func (t tally) share() float64 {
	if t.of == 0 {
		return 0
	}
	return 100 * float64(t.answered) / float64(t.of)
}
