package pages

import (
	"net/http"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// previewPath is where editors see what will be published about them.
const previewPath = "/report/preview"

// previewPage is what a preview is made from.
type previewPage struct {
	about *round.About
	// editor means that the visitor may reply for the municipality.
	editor bool
	// typed is a reply that could not be saved, with its problems.
	typed    *round.Answer
	problems fault.Problems
	// sent means that a reply has just been recorded; conflict is what kept a
	// faultless one from being recorded.
	sent     bool
	conflict error
}

// Preview shows an editor what will be published about the own municipality.
func (h *Handlers) Preview(v *Visit) error {
	return h.showPreview(v, http.StatusOK, previewPage{sent: v.QueryParam("done") != ""})
}

// Reply takes an editor's reply to the preview.
func (h *Handlers) Reply(v *Visit) error {
	ctx := v.Request().Context()
	r, ok, err := h.Rounds.InReview(ctx)
	if err != nil {
		return err
	}
	typed := round.Answer{
		Round: r.Key, Municipality: v.Actor.Municipality,
		Kind: round.ReplyKind(v.FormValue(round.FieldReply)), Text: v.FormValue(round.FieldText),
		Public: v.FormValue("public") != "", Content: v.FormValue("content"), Seen: seenStep(v),
	}
	if !ok {
		return h.showPreview(v, http.StatusConflict, previewPage{typed: &typed})
	}
	_, err = h.Rounds.Answer(ctx, v.Actor, typed)
	if err == nil {
		return v.Redirect(http.StatusSeeOther, previewPath+"?done=replied")
	}
	page := previewPage{typed: &typed, problems: problemsOf(err)}
	switch kind := fault.KindOf(err); {
	case kind == fault.Conflict:
		page.conflict = err
		return h.showPreview(v, http.StatusConflict, page)
	case kind == fault.Invalid && len(page.problems) > 0:
		return h.showPreview(v, http.StatusUnprocessableEntity, page)
	}
	return err
}

// showPreview shows the own preview, or that there is none.
func (h *Handlers) showPreview(v *Visit, status int, page previewPage) error {
	ctx, l := v.Request().Context(), v.Look
	r, ok, err := h.Rounds.InReview(ctx)
	if err != nil {
		return err
	}
	p := h.page(v, l.T("preview.title"), l.T("preview.lead"))
	p.Crumbs = []view.Link{{Href: "/report", Text: l.T("report.title")}, {Text: p.Title}}
	p.Address = previewPath
	if !ok {
		p.Lead = ""
		m := view.Preview{Empty: l.T("preview.empty.text")}
		if page.typed != nil {
			m.Notices = []view.Notice{{Kind: view.AlertError, Heading: l.T("preview.closed.title"), Text: l.T("preview.closed.ended")}}
		}
		return showStatus(v, status, p, view.PreviewBody(l, m))
	}
	page.editor = true
	if page.about, err = h.Rounds.About(ctx, v.Actor, r.Key, v.Actor.Municipality); err != nil {
		return err
	}
	p.Kicker = h.userName(v) + " · " + r.Title.In(l.Code())
	return showStatus(v, status, p, view.PreviewBody(l, previewModel(v, page, h.Rounds.Time())))
}

// MunicipalPreview shows those who run and check rounds what will be published
// about a municipality.
func (h *Handlers) MunicipalPreview(v *Visit) error {
	ctx, l := v.Request().Context(), v.Look
	r, err := h.Rounds.Round(ctx, roundKey(v))
	if err != nil {
		return err
	}
	code, err := municipality.ParseCode(v.Param("code"))
	if err != nil {
		return fault.New(fault.NotFound, "municipalities.unknown")
	}
	about, err := h.Rounds.About(ctx, v.Actor, r.Key, code)
	if fault.KindOf(err) == fault.Conflict {
		return v.Redirect(http.StatusSeeOther, roundAddress(r.Key))
	}
	if err != nil {
		return err
	}
	p := h.page(v, l.T("preview.of", "Name", about.Unit.Name), l.T("preview.lead_of"))
	p.Kicker = r.Title.In(l.Code())
	p.Crumbs = roundCrumbs(l, r)
	return show(v, p, view.PreviewBody(l, previewModel(v, previewPage{about: about}, h.Rounds.Time())))
}

// previewNotice points an editor to the preview while a round is in review; nil
// otherwise.
func (h *Handlers) previewNotice(v *Visit) (*view.Notice, error) {
	s, l := v.Snapshot, v.Look
	if v.Actor.Role != account.Editor || s.Review == nil {
		return nil, nil
	}
	n := &view.Notice{
		Kind: view.AlertInfo, Heading: l.T("preview.notice.title"), Text: l.T("preview.notice.text"),
		Link: view.Link{Href: previewPath, Text: l.T("preview.notice.link")},
	}
	r, ok, err := h.Rounds.InReview(v.Request().Context())
	if err != nil || !ok {
		return nil, err
	}
	plan, planned, err := h.Rounds.Plan(v.Request().Context(), r)
	if planned {
		n.Text = l.T("preview.notice.until", "Time", l.DateTime(plan.ReplyBy))
	}
	return n, err
}
