package pages

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/verification"
	"modenhed/internal/web/view"
)

// sentReply is a reply that could not be recorded.
type sentReply struct {
	place    framework.Place
	typed    string
	problems fault.Problems
	changed  bool
}

// ReplyToQuestion records a municipality's answer to an analyst's question.
func (h *Handlers) ReplyToQuestion(v *Visit) error {
	place, err := h.asked(v)
	if err != nil {
		return err
	}
	form, err := v.FormParams()
	if err != nil {
		return fault.New(fault.Invalid, "verification.reply_missing")
	}
	key := assessment.Key{Municipality: v.Actor.Municipality, Indicator: place.Indicator.Key}
	sent := &sentReply{place: place, typed: form.Get(verification.FieldComment)}
	_, err = h.Verdicts.Reply(v.Request().Context(), v.Actor, seenIn(form, key), sent.typed)
	var changed *verification.Changed
	switch {
	case err == nil:
		return v.Redirect(http.StatusSeeOther, questionAddress(place, "", 0))
	case errors.As(err, &changed):
		sent.changed = true
		return h.sendReplyBack(v, http.StatusConflict, sent)
	}
	if sent.problems = problemsOf(err); fault.KindOf(err) != fault.Invalid || len(sent.problems) == 0 {
		return err
	}
	return h.sendReplyBack(v, http.StatusUnprocessableEntity, sent)
}

// sendReplyBack shows the question again with the reply as it was typed.
func (h *Handlers) sendReplyBack(v *Visit, status int, sent *sentReply) error {
	r, err := h.reporting(v)
	if err != nil {
		return err
	}
	r.reply = sent
	return h.showArea(v, r, sent.place.Top, status)
}

// threadElement is the element of a question's thread.
func threadElement(place framework.Place) string { return string(place.Indicator.Key) + "-thread" }

// questionsAsked lists the open questions to the municipality: those that wait
// for it first, then by time.
func (r *reporting) questionsAsked() []view.ReportAsked {
	l := r.look
	type open struct {
		place   framework.Place
		entry   *verification.Entry
		replied bool
	}
	var list []open
	for _, place := range r.snapshot.Places {
		thread := r.threads[place.Indicator.Key]
		if entry, replied := thread.Question(); entry != nil {
			list = append(list, open{place, entry, replied})
		}
	}
	slices.SortStableFunc(list, func(a, b open) int {
		return cmp.Or(waitingFirst(a.replied, b.replied), a.entry.RecordedAt.Compare(b.entry.RecordedAt))
	})
	var asked []view.ReportAsked
	for _, o := range list {
		asked = append(asked, view.ReportAsked{
			Href:  areaAddress(o.place.Top) + "#" + threadElement(o.place),
			Title: o.place.Indicator.Title.In(l.Code()),
			Text:  entryText(l, o.place.Indicator, r.threads[o.place.Indicator.Key], *o.entry),
			When:  l.T("verification.asked.when", "When", l.DateTime(o.entry.RecordedAt)),
			State: askedState(l, o.replied),
		})
	}
	return asked
}

func waitingFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func askedState(l view.Look, replied bool) view.Badge {
	if replied {
		return view.Badge{Text: l.T("verification.asked.replied"), Tone: view.AlertInfo}
	}
	return view.Badge{Text: l.T("verification.asked.waiting"), Tone: view.AlertWarning}
}

// thread is what was said at a question, nil when nobody said anything.
func (r *reporting) thread(place framework.Place) *view.ReportThread {
	l, thread := r.look, r.threads[place.Indicator.Key]
	if !thread.Said() {
		return nil
	}
	lines := threadLines(l, place.Indicator, thread, false)
	t := &view.ReportThread{ID: threadElement(place), Lines: lines, Summary: l.N("verification.thread.summary", len(lines))}
	if verified(thread) {
		t.State = entryBadge(l, assessment.VerdictVerified)
	}
	entry, replied := thread.Question()
	if entry == nil {
		r.tellUnsent(place, t)
		return t
	}
	t.Asked = entryText(l, place.Indicator, thread, *entry)
	t.AskedWhen = l.T("verification.asked.when", "When", l.DateTime(entry.RecordedAt))
	if found := thread.Finding(entry.Finding); found != nil {
		t.Found = view.ReportLine{Label: l.T("verification.asked.found"), Text: found.Evidence.Link, Link: webLink(found.Evidence.Link)}
	}
	if replied {
		t.Replied = l.T("verification.asked.replied_long")
	}
	t.Form = r.replyForm(place, thread, replied)
	return t
}

// tellUnsent keeps a reply in view whose question is gone.
func (r *reporting) tellUnsent(place framework.Place, t *view.ReportThread) {
	if r.reply != nil && r.reply.place.Indicator.Key == place.Indicator.Key {
		t.Asked = r.look.T("verification.asked.unsent", "Text", strings.TrimSpace(r.reply.typed))
		t.Replied = r.look.T("verification.changed")
	}
}

// verified reports whether the answer that counts is verified.
func verified(thread verification.Thread) bool {
	standing := false
	for _, m := range thread.Moments {
		if m.Entry == nil || thread.Current == nil || m.Entry.Status != thread.Current.ID {
			continue
		}
		switch m.Entry.Kind {
		case assessment.VerdictVerified:
			standing = true
		case assessment.VerdictQuestioned:
			standing = false
		}
	}
	return standing
}

func (r *reporting) replyForm(place framework.Place, thread verification.Thread, again bool) *view.ReplyForm {
	l, id := r.look, threadElement(place)
	form := &view.ReplyForm{
		Action: formAddress(place) + "/reply", CSRF: r.csrf, Keep: keepName(r.actor, "reply", thread.Key), Button: l.T("verification.asked.button"),
		Hidden: []view.Hidden{
			{Name: fieldStatus, Value: strconv.FormatInt(int64(thread.Current.ID), 10)},
			{Name: fieldLast, Value: strconv.FormatInt(int64(thread.Last(thread.Current.ID)), 10)},
		},
		Comment: view.Field{
			Name: verification.FieldComment, ID: id + "-comment", Label: l.T("verification.asked.reply"),
			Hint: l.T("verification.asked.reply_hint"), Limit: verification.MaxComment,
		},
	}
	if again {
		form.Comment.Label, form.Button = l.T("verification.asked.more"), l.T("verification.asked.more_button")
	}
	if sent := r.reply; sent != nil && sent.place.Indicator.Key == place.Indicator.Key {
		form.Comment.Value = sent.typed
		var faults []string
		for _, p := range sent.problems {
			faults = append(faults, problemText(l, p))
		}
		if sent.changed {
			faults = append(faults, l.T("verification.changed"))
		}
		form.Comment.Error = strings.Join(faults, " ")
	}
	return form
}
