package pages

import (
	"fmt"
	"net/http"

	"modenhed/internal/fault"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// RoundClosing asks for the cut-off of a round that is open.
func (h *Handlers) RoundClosing(v *Visit) error {
	return h.showClosing(v, http.StatusOK, "", nil)
}

// CloseRound takes the cut-off.
func (h *Handlers) CloseRound(v *Visit) error {
	closing := round.Closing{Round: roundKey(v), Cutoff: v.FormValue(round.FieldCutoff), Seen: seenStep(v)}
	_, err := h.Rounds.Close(v.Request().Context(), v.Actor, closing)
	if problems := problemsOf(err); fault.KindOf(err) == fault.Invalid && len(problems) > 0 {
		return h.showClosing(v, http.StatusUnprocessableEntity, closing.Cutoff, problems)
	}
	return h.afterStep(v, round.EventClosed, err)
}

// ReopenRound ends a review without publishing.
func (h *Handlers) ReopenRound(v *Visit) error {
	_, err := h.Rounds.Reopen(v.Request().Context(), v.Actor, roundKey(v), seenStep(v))
	return h.afterStep(v, round.EventReopened, err)
}

// afterStep leads to the round that a step was taken with. When somebody else
// was first, the page shows the round as they left it.
func (h *Handlers) afterStep(v *Visit, done round.EventKind, err error) error {
	switch {
	case err == nil:
		return v.Redirect(http.StatusSeeOther, roundAddress(roundKey(v))+"?done="+string(done))
	case fault.KindOf(err) == fault.Conflict:
		return h.showRound(v, http.StatusConflict, roundPage{changed: true})
	}
	return err
}

// showClosing shows what stands now and the form for the cut-off. A round that
// is not open is shown as it is.
func (h *Handlers) showClosing(v *Visit, status int, cutoff string, problems fault.Problems) error {
	r, err := h.Rounds.Round(v.Request().Context(), roundKey(v))
	if err != nil {
		return err
	}
	if r.State != round.Open {
		return v.Redirect(http.StatusSeeOther, roundAddress(r.Key))
	}
	l := v.Look
	s := v.Snapshot
	p := h.figurePage(v, s, l.T("rounds.close.title", "Title", r.Title.In(l.Code())), l.T("rounds.close.lead"))
	p.Crumbs, p.Address = roundCrumbs(l, r), roundAddress(r.Key)+"/close"
	// Reporting ends in the present, whatever other time there is to look at.
	p.Time = nil
	faults := fieldErrors(l, problems.Err())
	m := view.RoundClose{
		RoundStepForm: stepForm(v, r, "close"),
		Faults:        faults,
		Figures:       overviewFigures(l, s, s.Overview()),
		Cutoff: view.Field{
			Name: round.FieldCutoff, Label: l.T("rounds.close.cutoff"), Hint: l.T("rounds.close.cutoff_hint"),
			Value: cutoff, Error: faults.Of(round.FieldCutoff), Optional: true,
		},
		Back: backTo(l, r),
	}
	return showStatus(v, status, p, view.RoundCloseBody(l, m))
}

// RoundPublication shows what would be published.
func (h *Handlers) RoundPublication(v *Visit) error {
	return h.showPublication(v, http.StatusOK, false)
}

// PublishRound publishes what the visitor has seen.
func (h *Handlers) PublishRound(v *Visit) error {
	wish := round.Publication{Round: roundKey(v), Hash: v.FormValue("hash"), Seen: seenStep(v)}
	_, err := h.Rounds.Publish(v.Request().Context(), v.Actor, wish)
	if fault.KindOf(err) != fault.Conflict {
		return h.afterStep(v, round.EventPublished, err)
	}
	return h.showPublication(v, http.StatusConflict, true)
}

// showPublication shows what would be frozen; changed means that it is not what
// the visitor has seen. A round that is not in review is shown as it is.
func (h *Handlers) showPublication(v *Visit, status int, changed bool) error {
	ctx, key := v.Request().Context(), roundKey(v)
	r, err := h.Rounds.Round(ctx, key)
	if err != nil {
		return err
	}
	switch {
	case r.State != round.Review && changed:
		return h.showRound(v, status, roundPage{changed: true})
	case r.State != round.Review:
		return v.Redirect(http.StatusSeeOther, roundAddress(key))
	}
	content, err := h.Rounds.Preview(ctx, v.Actor, key)
	if err != nil {
		return fmt.Errorf("preview round %s: %w", key, err)
	}
	l := v.Look
	standings, err := h.Rounds.Standings(ctx, v.Actor, key)
	if err != nil {
		return fmt.Errorf("preview round %s: %w", key, err)
	}
	m := view.RoundPublish{
		Concerns:      concerns(l, standings.Concerns, namesOfUnits(v.Snapshot)),
		RoundStepForm: stepForm(v, r, "publish"),
		Cutoff:        l.DateTime(r.Cutoff),
		Content:       roundContent(l, content, v.Snapshot.Framework),
		Nobody:        content.Summary().Ranked == 0,
		Back:          backTo(l, r),
	}
	if changed {
		m.Notices = []view.Notice{{Kind: view.AlertError, Heading: l.T("rounds.changed.title"), Text: l.T("rounds.changed.content")}}
	}
	p := h.page(v, l.T("rounds.publish.title", "Title", r.Title.In(l.Code())), l.T("rounds.publish.lead"))
	p.Crumbs, p.Address = roundCrumbs(l, r), roundAddress(key)+"/publish"
	return showStatus(v, status, p, view.RoundPublishBody(l, m))
}

func stepForm(v *Visit, r round.Round, step string) view.RoundStepForm {
	return view.RoundStepForm{Action: roundAddress(r.Key) + "/" + step, CSRF: v.CSRF, Seen: number(r.Latest)}
}

func roundCrumbs(l view.Look, r round.Round) []view.Link {
	return []view.Link{{Href: roundsPath, Text: l.T("rounds.title")}, {Href: roundAddress(r.Key), Text: r.Title.In(l.Code())}}
}

func backTo(l view.Look, r round.Round) view.Link {
	return view.Link{Href: roundAddress(r.Key), Text: l.T("rounds.back")}
}
