package pages

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// fieldBegun is what a draft keeps beside the form's fields: when its author
// began, in RFC 3339.
const fieldBegun = "begun"

// draftToken tells a draft from earlier and later ones of the question, 0 for none.
func draftToken(d assessment.Draft) int64 {
	if d.SavedAt.IsZero() {
		return 0
	}
	return d.SavedAt.UnixMicro()
}

// seenDraft is when the draft was saved that a form was made from, zero for none.
func seenDraft(v *Visit) time.Time {
	// What is not a number was not seen.
	token, _ := strconv.ParseInt(v.Request().PostFormValue(fieldDraftSeen), 10, 64)
	return draftTime(token)
}

// draftTime is when the draft with a token was saved, zero for none.
func draftTime(token int64) time.Time {
	if token <= 0 {
		return time.Time{}
	}
	return time.UnixMicro(token).UTC()
}

// SaveDraft keeps what is being typed at one question.
func (h *Handlers) SaveDraft(v *Visit) error {
	place, err := h.asked(v)
	if err != nil {
		return err
	}
	typed := readTyped(v.Request().PostFormValue)
	var faults fault.Problems
	if typed.files, faults, err = h.filesOf(v, place); err != nil {
		return err
	}
	err = h.keepDraft(v, place, draftFields(v.Request().PostFormValue), typed.files, seenDraft(v))
	script := v.Request().Header.Get("X-Draft") != ""
	var taken *assessment.Taken
	switch {
	case errors.As(err, &taken) && script:
		return v.String(http.StatusConflict, takenWords(v.Look, taken.Current))
	case err != nil && !script:
		return h.draftRefused(v, place, typed, err)
	case err != nil:
		return err
	case script:
		return v.NoContent(http.StatusNoContent)
	case len(faults) > 0:
		return h.sendBack(v, refusedStatus(faults), &sentAnswer{place: place, typed: typed, faults: faults, drafted: true})
	}
	return v.Redirect(http.StatusSeeOther, addressOf(v, place, "", 0))
}

// keepDraft saves fields and files as the visitor's draft. It remembers when they
// began. Files that the draft has and the form does not show stay, unless the
// form takes them off: another window has added them.
func (h *Handlers) keepDraft(v *Visit, place framework.Place, fields map[string]string, files fileSlots, seen time.Time) error {
	ctx := v.Request().Context()
	earlier, err := h.draftAt(ctx, v, place)
	if err != nil {
		return err
	}
	if earlier.Author == v.Actor.ID {
		fields[fieldBegun] = earlier.SavedAt.Format(time.RFC3339)
		if begun := earlier.Values[fieldBegun]; begun != "" {
			fields[fieldBegun] = begun
		}
	}
	for _, file := range earlier.Files {
		if file.Hash != removedFile(v) {
			files, _ = files.with(file)
		}
	}
	return h.Reports.SaveDraft(ctx, v.Actor, assessment.Draft{
		Municipality: v.Actor.Municipality, Indicator: place.Indicator.Key, Values: fields, Files: files.list(), Seen: seen,
	})
}

// draftAt returns the draft of a question, the zero Draft when there is none.
func (h *Handlers) draftAt(ctx context.Context, v *Visit, place framework.Place) (assessment.Draft, error) {
	drafts, err := h.Reports.Drafts(ctx, v.Actor, v.Actor.Municipality)
	return drafts[place.Indicator.Key], err
}

// draftRefused shows why a draft was not kept, with everything that was typed.
func (h *Handlers) draftRefused(v *Visit, place framework.Place, typed typedAnswer, err error) error {
	sent := &sentAnswer{place: place, typed: typed, drafted: true}
	if errors.As(err, &sent.taken) {
		return h.sendBack(v, http.StatusConflict, sent)
	}
	sent.faults = problemsOf(err)
	if fault.KindOf(err) != fault.Invalid || len(sent.faults) == 0 {
		return err
	}
	return h.sendBack(v, http.StatusUnprocessableEntity, sent)
}

// DiscardDraft drops what was typed at one question, unless it is a
// colleague's and not what the visitor saw.
func (h *Handlers) DiscardDraft(v *Visit) error {
	place, err := h.asked(v)
	if err != nil {
		return err
	}
	draft, err := h.draftAt(v.Request().Context(), v, place)
	if err != nil {
		return err
	}
	if !draft.SavedAt.IsZero() && draft.Author != v.Actor.ID && !draft.SavedAt.Equal(seenDraft(v)) {
		r, err := h.reporting(v)
		if err != nil {
			return err
		}
		r.warning = takenWords(v.Look, draft)
		return h.showPlace(v, r, place, http.StatusConflict)
	}
	key := assessment.Key{Municipality: v.Actor.Municipality, Indicator: place.Indicator.Key}
	if err := h.Reports.DeleteDraft(v.Request().Context(), v.Actor, key); err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, addressOf(v, place, "", 0))
}

// dropSeenDraft drops a colleague's draft that an answer was made from. The
// author's own went with the answer, and one that was not seen stays.
func (h *Handlers) dropSeenDraft(v *Visit, place framework.Place) error {
	seen := seenDraft(v)
	if seen.IsZero() {
		return nil
	}
	draft, err := h.draftAt(v.Request().Context(), v, place)
	if err != nil || !draft.SavedAt.Equal(seen) {
		return err
	}
	key := assessment.Key{Municipality: v.Actor.Municipality, Indicator: place.Indicator.Key}
	return h.Reports.DeleteDraft(v.Request().Context(), v.Actor, key)
}

// draftWords say at a question that its fields hold a draft, and whose.
func (r *reporting) draftWords(draft assessment.Draft, superseded bool) string {
	words := r.look.T("report.draft.own", "When", r.when(draft.SavedAt))
	if draft.Author != r.actor.ID {
		since, when := r.when(begunAt(draft)), r.when(draft.SavedAt)
		words = r.look.T("report.draft.colleague", "Name", draft.AuthorName, "Since", since, "When", when)
		if since == when {
			words = r.look.T("report.draft.colleague_once", "Name", draft.AuthorName, "When", when)
		}
	}
	if superseded {
		words += " " + r.look.T("report.draft.superseded")
	}
	return words
}

// begunAt is when the author of a draft began.
func begunAt(d assessment.Draft) time.Time {
	if t, err := time.Parse(time.RFC3339, d.Values[fieldBegun]); err == nil {
		return t
	}
	return d.SavedAt
}

// takenWords say that a colleague is typing at the same question.
func takenWords(l view.Look, d assessment.Draft) string {
	since, when := l.DateTime(begunAt(d)), l.DateTime(d.SavedAt)
	if since == when {
		return l.T("reporting.taken.text_once", "Name", d.AuthorName, "When", when)
	}
	return l.T("reporting.taken.text", "Name", d.AuthorName, "Since", since, "When", when)
}

// draftConflict sets what was typed beside a colleague's draft.
func (r *reporting) draftConflict(place framework.Place, mine typedAnswer, d assessment.Draft) *view.ReportConflict {
	l := r.look
	c := &view.ReportConflict{
		Title: l.T("reporting.taken.title"), Text: takenWords(l, d),
		OwnTitle: l.T("reporting.taken.own"), TheirTitle: l.T("reporting.taken.theirs", "Name", d.AuthorName),
		KeepHref: addressAt(r.alone, place), Keep: l.T("reporting.taken.keep"), Form: l.T("reporting.taken.form"), IsDraft: true,
	}
	c.Own, c.Theirs = r.sideBySide(r.typedLines(place, mine), r.typedLines(place, typedInDraft(d)))
	return c
}

func addressAt(alone bool, place framework.Place) string {
	if alone {
		return aloneAddress(place, "", 0)
	}
	return questionAddress(place, "", 0)
}

// typedLines are a form's fields as people read them.
func (r *reporting) typedLines(place framework.Place, typed typedAnswer) []view.ReportLine {
	answer := typed.value
	for _, c := range append(choices(r.look, place.Indicator, typed), otherChoices(r.look, place.Indicator, typed)...) {
		if c.Selected && (c.Value != string(assessment.Reported) || answer == "") {
			answer = c.Title
		}
	}
	evidence := assessment.Evidence{Text: typed.evidenceText, Link: typed.evidenceLink, Public: typed.public, Files: typed.files.list()}
	lines := []view.ReportLine{{Label: r.look.T("report.version.answer"), Text: answer}}
	return append(lines, r.lineOf(typed.reason, evidence, typed.comment, !evidence.Empty())...)
}
