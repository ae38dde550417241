package pages

import (
	"context"
	"fmt"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// measuring is what the measuring rounds mean to who reports.
type measuring struct {
	// open is the round that is open, nil when none is.
	open *round.Round
	// last is the latest published round, nil when there is none; at is the
	// moment that answers are compared with: its content, or a year ago.
	last *round.Round
	at   assessment.AsOf
}

// measuring finds out about the rounds.
func (h *Handlers) measuring(ctx context.Context, now time.Time) (measuring, error) {
	rounds, err := h.Rounds.Rounds(ctx)
	if err != nil {
		return measuring{}, fmt.Errorf("read the rounds: %w", err)
	}
	m := measuring{at: assessment.AsOf{Time: now.AddDate(-1, 0, 0)}}
	for i := range rounds {
		r := &rounds[i]
		switch {
		case r.State == round.Open:
			m.open = r
		case r.State == round.Published && (m.last == nil || r.Cutoff.After(m.last.Cutoff)):
			m.last, m.at = r, r.AsOf()
		}
	}
	return m, nil
}

// earlier are the answers that counted at the moment to compare with.
func (r *reporting) readEarlier() {
	r.earlier = make(map[framework.IndicatorKey]assessment.Status)
	for key, status := range assessment.Current(r.history, r.rounds.at) {
		r.earlier[key.Indicator] = status
	}
}

// before is the earlier answer in words, where it differs from the one that
// counts now or where the open round still waits for one; else empty.
func (r *reporting) before(place framework.Place) (label, answer string) {
	status, found := r.earlier[place.Indicator.Key]
	if !found || status.Answer.State == assessment.NotAnswered {
		return "", ""
	}
	own := r.answered(place.Indicator.Key)
	differs := own == nil || own.Answer != status.Answer
	if !differs && (r.rounds.open == nil || r.inRound(place)) {
		return "", ""
	}
	return r.earlierWords(), answerWords(r.look, place.Indicator, status.Answer)
}

// earlierWords say when the answers counted that are compared with.
func (r *reporting) earlierWords() string {
	l := r.look
	if last := r.rounds.last; last != nil {
		return l.T("reporting.earlier.round", "Title", last.Title.In(l.Code()))
	}
	return l.T("reporting.earlier.year", "Date", l.Date(r.rounds.at.Time))
}

// inRound reports whether the municipality has answered or confirmed since the
// open round was opened.
func (r *reporting) inRound(place framework.Place) bool {
	status := r.answered(place.Indicator.Key)
	return r.rounds.open != nil && status != nil && !status.RecordedAt.Before(r.rounds.open.OpenedAt)
}

// waiting reports whether the open round waits for an answer that is there.
func (r *reporting) waiting(place framework.Place) bool {
	return r.rounds.open != nil && r.answered(place.Indicator.Key) != nil && !r.inRound(place)
}

// roundProgress says how far the municipality is in the open round; nil when none is.
func (r *reporting) roundProgress(places []framework.Place) *view.ReportRound {
	open := r.rounds.open
	if open == nil {
		return nil
	}
	l, t := r.look, r.count(places)
	left := t.of - t.inRound
	m := &view.ReportRound{
		Title:    l.T("reporting.round.title", "Title", open.Title.In(l.Code())),
		Progress: l.T("reporting.round.progress", "N", l.Int(t.inRound), "Of", l.Int(t.of)),
		Share:    doneShare(t.inRound, t.of),
		Left:     l.N("reporting.round.left", left),
	}
	if left == 0 {
		m.Left = l.T("reporting.round.done")
	}
	return m
}

// doneShare is a part in percent.
func doneShare(part, of int) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(part) / float64(of)
}
