package pages

import (
	"net/http"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// PlanRound takes the times of a planned publication.
func (h *Handlers) PlanRound(v *Visit) error {
	typed := round.Planning{
		Round: roundKey(v), ReplyBy: v.FormValue(round.FieldReplyBy), PublishAt: v.FormValue(round.FieldPublishAt), Seen: seenStep(v),
	}
	_, err := h.Rounds.MakePlan(v.Request().Context(), v.Actor, typed)
	if problems := problemsOf(err); fault.KindOf(err) == fault.Invalid && len(problems) > 0 {
		return h.showRound(v, http.StatusUnprocessableEntity, roundPage{planning: &typed, problems: problems})
	}
	return h.afterPlan(v, "planned", err)
}

// WithdrawPlan takes a plan back.
func (h *Handlers) WithdrawPlan(v *Visit) error {
	_, err := h.Rounds.WithdrawPlan(v.Request().Context(), v.Actor, roundKey(v), seenStep(v))
	return h.afterPlan(v, "withdrawn", err)
}

// afterPlan leads back to the round; when somebody else was first, the page
// shows the round as they left it.
func (h *Handlers) afterPlan(v *Visit, done string, err error) error {
	switch {
	case err == nil:
		return v.Redirect(http.StatusSeeOther, roundAddress(roundKey(v))+"?done="+done)
	case fault.KindOf(err) == fault.Conflict:
		return h.showRound(v, http.StatusConflict, roundPage{changed: true})
	}
	return err
}

// readReview adds to a round's page what is planned and what municipalities
// reply, as far as the visitor may read it.
func (h *Handlers) readReview(v *Visit, page *roundPage) (err error) {
	ctx, r := v.Request().Context(), page.round
	if page.plan, page.planned, err = h.Rounds.Plan(ctx, r); err != nil {
		return err
	}
	if page.runs {
		if page.plans, err = h.Rounds.Plans(ctx, v.Actor, r.Key); err != nil {
			return err
		}
	}
	if !account.MayReadReplies(v.Actor) {
		return nil
	}
	switch r.State {
	case round.Review:
		page.standings, err = h.Rounds.Standings(ctx, v.Actor, r.Key)
	case round.Published:
		page.replies, err = h.Rounds.Replies(ctx, v.Actor, r.Key)
	}
	return err
}

func planningForm(l view.Look, page roundPage) *view.RoundPlanning {
	r := page.round
	f := &view.RoundPlanning{
		Action: roundAddress(r.Key) + "/plan", Withdraw: roundAddress(r.Key) + "/plan/withdraw", CSRF: page.csrf, Seen: "0",
	}
	typed := round.Planning{}
	if n := len(page.plans); n > 0 {
		f.Seen = number(page.plans[n-1].Number)
	}
	if page.planned {
		f.Planned = l.T("rounds.plan.planned", "ReplyBy", l.DateTime(page.plan.ReplyBy), "PublishAt", l.DateTime(page.plan.PublishAt))
		typed.ReplyBy, typed.PublishAt = l.Moment(page.plan.ReplyBy), l.Moment(page.plan.PublishAt)
	}
	if page.planning != nil {
		typed = *page.planning
		f.Faults = fieldErrors(l, page.problems.Err())
	}
	field := func(name, value string) view.Field {
		return view.Field{Name: name, Label: l.T("rounds.plan." + name), Hint: l.T("rounds.plan." + name + "_hint"), Value: value, Error: f.Faults.Of(name)}
	}
	f.ReplyBy, f.PublishAt = field(round.FieldReplyBy, typed.ReplyBy), field(round.FieldPublishAt, typed.PublishAt)
	return f
}
