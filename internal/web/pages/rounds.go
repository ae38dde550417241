package pages

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// Rounds shows and runs measuring rounds.
type Rounds interface {
	// Rounds returns every round, the one opened last first.
	Rounds(ctx context.Context) ([]round.Round, error)
	Round(ctx context.Context, key round.Key) (round.Round, error)
	// Steps returns the steps of a round with their authors, oldest first.
	Steps(ctx context.Context, actor account.Actor, key round.Key) ([]round.Event, error)
	Open(ctx context.Context, actor account.Actor, n round.New) (round.Round, error)
	Close(ctx context.Context, actor account.Actor, c round.Closing) (round.Round, error)
	Reopen(ctx context.Context, actor account.Actor, key round.Key, seen int64) (round.Round, error)
	// Preview returns what publication would freeze.
	Preview(ctx context.Context, actor account.Actor, key round.Key) (*round.Content, error)
	Publish(ctx context.Context, actor account.Actor, p round.Publication) (round.Round, error)
	// Content returns what a published round froze.
	Content(ctx context.Context, key round.Key) (*round.Content, error)
	// WriteArchive writes a published round as one file.
	WriteArchive(ctx context.Context, w io.Writer, key round.Key) error
	// InReview returns the round in review, if there is one.
	InReview(ctx context.Context) (r round.Round, ok bool, err error)
	// Plan returns what is planned for a round in review, if anything is, and
	// Plans all plans with their authors, oldest first.
	Plan(ctx context.Context, r round.Round) (p round.Plan, ok bool, err error)
	Plans(ctx context.Context, actor account.Actor, key round.Key) ([]round.Plan, error)
	MakePlan(ctx context.Context, actor account.Actor, wish round.Planning) (round.Plan, error)
	WithdrawPlan(ctx context.Context, actor account.Actor, key round.Key, seen int64) (round.Plan, error)
	// About returns what publication would say of a municipality, Answer takes
	// its reply.
	About(ctx context.Context, actor account.Actor, key round.Key, code municipality.Code) (*round.About, error)
	Answer(ctx context.Context, actor account.Actor, a round.Answer) (round.Reply, error)
	// Standings returns all replies to a round in review and what stands in the
	// way of publication, Replies those to any round.
	Standings(ctx context.Context, actor account.Actor, key round.Key) (*round.Standings, error)
	Replies(ctx context.Context, actor account.Actor, key round.Key) ([]round.Reply, error)
	// Remarks returns what everybody may read of the replies to a published round.
	Remarks(ctx context.Context, key round.Key, units int) (round.Tally, []round.Reply, error)
	// Time is what the clock of rounds shows.
	Time() time.Time
	// Corrections returns the register, newest entry first.
	Corrections(ctx context.Context) ([]round.Correction, error)
	Correct(ctx context.Context, actor account.Actor, c round.Correction, seen int64) (round.Correction, error)
}

// archiveType is the media type of a round's file.
const archiveType = "application/zip"

// RoundList lists the rounds.
func (h *Handlers) RoundList(v *Visit) error {
	return h.showRounds(v, http.StatusOK, roundsPage{typed: new(round.New)})
}

// OpenRound takes the form that opens a round.
func (h *Handlers) OpenRound(v *Visit) error {
	typed := round.New{
		Key:   round.Key(v.FormValue(round.FieldKey)),
		Title: framework.Text{DA: v.FormValue(round.FieldTitleDA), EN: v.FormValue(round.FieldTitleEN)},
	}
	opened, err := h.Rounds.Open(v.Request().Context(), v.Actor, typed)
	if err == nil {
		// The round is open, whatever becomes of the letters: its page offers them again.
		if err := h.inviteToRound(v, opened.Key); err != nil {
			return err
		}
		return v.Redirect(http.StatusSeeOther, roundAddress(opened.Key)+"?done=opened")
	}
	page := roundsPage{typed: &typed, problems: problemsOf(err)}
	switch kind := fault.KindOf(err); {
	case kind == fault.Conflict:
		page.conflict = err
		return h.showRounds(v, http.StatusConflict, page)
	case kind == fault.Invalid && len(page.problems) > 0:
		return h.showRounds(v, http.StatusUnprocessableEntity, page)
	}
	return err
}

// roundsPage is what the list of rounds is made from.
type roundsPage struct {
	rounds []round.Round
	// publishAt is when the round in review is to be published, zero when nothing
	// is planned.
	publishAt time.Time
	// typed is what stands in the form, with its problems; conflict is what kept
	// a faultless form from being saved.
	typed    *round.New
	problems fault.Problems
	conflict error
}

func (h *Handlers) showRounds(v *Visit, status int, page roundsPage) error {
	var err error
	if page.rounds, err = h.Rounds.Rounds(v.Request().Context()); err != nil {
		return err
	}
	for _, r := range page.rounds {
		plan, planned, err := h.Rounds.Plan(v.Request().Context(), r)
		if err != nil {
			return err
		}
		if planned {
			page.publishAt = plan.PublishAt
		}
	}
	m := roundsModel(v.Look, page)
	if !account.MayRunRounds(v.Actor) {
		m.Form, m.Waiting = nil, ""
	}
	if m.Form != nil {
		m.Form.CSRF = v.CSRF
	}
	p := h.page(v, v.Look.T("rounds.title"), v.Look.T("rounds.lead"))
	p.Address = roundsPath
	return showStatus(v, status, p, view.RoundsBody(v.Look, m))
}

// Round shows one round.
func (h *Handlers) Round(v *Visit) error {
	return h.showRound(v, http.StatusOK, roundPage{done: v.QueryParam("done")})
}

// showRound shows a round as it stands, with the rest of the page already made.
func (h *Handlers) showRound(v *Visit, status int, page roundPage) error {
	var err error
	if page, err = h.roundPage(v, page); err != nil {
		return err
	}
	l, r := v.Look, page.round
	p := h.page(v, r.Title.In(l.Code()), l.T("rounds.leads."+string(r.State)))
	p.Crumbs = []view.Link{{Href: roundsPath, Text: l.T("rounds.title")}}
	p.Address = roundAddress(r.Key)
	m := roundModel(l, page)
	if m.Reach, err = h.reach(v, r); err != nil {
		return err
	}
	return showStatus(v, status, p, view.RoundBody(l, m))
}

// roundPage reads what a round's page shows.
func (h *Handlers) roundPage(v *Visit, page roundPage) (roundPage, error) {
	ctx, key := v.Request().Context(), roundKey(v)
	var err error
	if page.round, err = h.Rounds.Round(ctx, key); err != nil {
		return page, err
	}
	page.framework = v.Snapshot.Framework
	page.csrf, page.runs = v.CSRF, account.MayRunRounds(v.Actor)
	if page.runs {
		if page.steps, err = h.Rounds.Steps(ctx, v.Actor, key); err != nil {
			return page, err
		}
	}
	if err := h.readReview(v, &page); err != nil {
		return page, err
	}
	page.names = namesOfUnits(v.Snapshot)
	if page.round.State != round.Published {
		return page, nil
	}
	if page.content, err = h.Rounds.Content(ctx, key); err != nil {
		return page, err
	}
	page.names = contentNames(page.content)
	if page.tally, page.remarks, err = h.Rounds.Remarks(ctx, key, len(page.content.Units)); err != nil {
		return page, err
	}
	page.register, err = h.Rounds.Corrections(ctx)
	return page, err
}

// Corrections shows the public register.
func (h *Handlers) Corrections(v *Visit) error {
	register, err := h.Rounds.Corrections(v.Request().Context())
	if err != nil {
		return err
	}
	rounds, err := h.Rounds.Rounds(v.Request().Context())
	if err != nil {
		return err
	}
	l := v.Look
	p := h.page(v, l.T("rounds.register.title"), l.T("rounds.register.lead"))
	p.Crumbs = []view.Link{{Href: roundsPath, Text: l.T("rounds.title")}}
	return show(v, p, view.CorrectionsBody(l, registerModel(v, register, rounds)))
}

// CorrectRound takes the form of a correction.
func (h *Handlers) CorrectRound(v *Visit) error {
	typed := typedCorrection(v)
	_, err := h.Rounds.Correct(v.Request().Context(), v.Actor, typed.Correction, typed.seen)
	if err == nil {
		return v.Redirect(http.StatusSeeOther, roundAddress(roundKey(v))+"?done=corrected")
	}
	if problems := problemsOf(err); fault.KindOf(err) == fault.Invalid && len(problems) > 0 {
		return h.showRound(v, http.StatusUnprocessableEntity, roundPage{typed: &typed, problems: problems})
	}
	return err
}

// RoundArchive answers with a published round as one file.
func (h *Handlers) RoundArchive(v *Visit) error {
	var content bytes.Buffer
	key := roundKey(v)
	if err := h.Rounds.WriteArchive(v.Request().Context(), &content, key); err != nil {
		return err
	}
	v.Response().Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, archiveName(key)))
	return v.Blob(http.StatusOK, archiveType, content.Bytes())
}

// The addresses of rounds.
const (
	roundsPath      = "/rounds"
	correctionsPath = "/corrections"
)

func roundKey(v *Visit) round.Key { return round.Key(v.Param("key")) }

func roundAddress(key round.Key) string { return roundsPath + "/" + string(key) }

func archiveAddress(key round.Key) string { return "/export/round/" + string(key) }

// roundRankingAddress is the ranking as of a round.
func roundRankingAddress(key round.Key) string { return "/ranking?round=" + string(key) }

// archiveName is the name of a round's file on the reader's disk.
func archiveName(key round.Key) string { return "modenhed-round-" + string(key) + ".zip" }

// seenStep is the number of the step that the visitor had before them.
func seenStep(v *Visit) int64 {
	seen, _ := strconv.ParseInt(v.FormValue("seen"), 10, 64)
	return seen
}
