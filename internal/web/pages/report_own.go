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
	// filesChanged means that files were attached or taken off just now.
	filesChanged bool
	// alone means that the page has one question.
	alone  bool
	rounds measuring
	// earlier are the answers to compare with, by question.
	earlier map[framework.IndicatorKey]assessment.Status
	// confirmed are the answers that were confirmed just now, oldest first, and
	// overtaken those that others saved before they could be.
	confirmed []assessment.Status
	overtaken []*assessment.Changed
	// warning stands above the page, empty for none; origin begins its full address.
	warning, origin string
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
	rounds, err := h.measuring(ctx, s.AsOf)
	if err != nil {
		return nil, err
	}
	r := &reporting{
		rounds: rounds, alone: sentAlone(v), origin: origin(v),
		look: v.Look, actor: v.Actor, csrf: v.CSRF, snapshot: s, unit: unit, history: history, drafts: drafts, threads: threads,
		lines: make(map[framework.IndicatorKey][]assessment.Status),
	}
	for _, status := range history {
		r.lines[status.Indicator] = append(r.lines[status.Indicator], status)
	}
	r.readEarlier()
	if r.targets, err = h.targetSet(v, code); err != nil {
		return nil, err
	}
	r.readSaved(v)
	r.readConfirmed(v)
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
	return r.away(key, 1)
}

// away returns the question so many places after one; found is false beyond the ends.
func (r *reporting) away(key framework.IndicatorKey, steps int) (place framework.Place, found bool) {
	i := slices.IndexFunc(r.snapshot.Places, func(p framework.Place) bool { return p.Indicator.Key == key })
	if i < 0 || i+steps < 0 || i+steps >= len(r.snapshot.Places) {
		return framework.Place{}, false
	}
	return r.snapshot.Places[i+steps], true
}

// neighbours lead to the pages of the questions before and after one; a link
// is empty at the end.
func (r *reporting) neighbours(place framework.Place) (previous, following view.Link) {
	link := func(steps int) view.Link {
		other, found := r.away(place.Indicator.Key, steps)
		if !found {
			return view.Link{}
		}
		return view.Link{Href: formAddress(other), Text: other.Indicator.Title.In(r.look.Code())}
	}
	return link(-1), link(1)
}

// tally counts questions by what an editor has to know of them.
type tally struct {
	of, answered, unanswered, outdated, dontKnow, lacking, drafts, inRound, waiting int
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
		if r.inRound(place) {
			t.inRound++
		}
		if r.waiting(place) {
			t.waiting++
		}
	}
	return t
}

// share is the part with an answer, in percent.
func (t tally) share() float64 { return doneShare(t.answered, t.of) }
