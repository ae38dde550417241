package pages

import (
	"errors"
	"fmt"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

func previewModel(v *Visit, page previewPage, now time.Time) view.Preview {
	l, a, f := v.Look, page.about, v.Snapshot.Framework
	m := view.Preview{
		Faults: fieldErrors(l, page.problems.Err()), Notices: previewNotices(l, page),
		Facts: previewFacts(l, a, now), Figures: previewFigures(l, a),
		Since: previewSince(l, a), Areas: previewAreas(l, a, f), Groups: previewGroups(l, a, f),
	}
	m.ReplyTitle = l.T("preview.reply.title")
	if !page.editor {
		m.ReplyTitle, m.Silent = l.T("preview.reply.title_of"), l.T("preview.reply.none")
	}
	for _, c := range a.Late {
		m.Late = append(m.Late, lateLine(l, f, c))
	}
	for i := len(a.Replies) - 1; i >= 0; i-- {
		line := replyLine(l, a.Replies[i], a.Replies[i].Content != a.Hash)
		m.Replies = append(m.Replies, line)
	}
	if left, planned := a.TimeLeft(now); planned && left == 0 {
		m.Closed = l.T("preview.closed.text", "Time", l.DateTime(a.Plan.ReplyBy))
	} else if page.editor {
		m.Form = previewForm(v, page, m.Faults)
	}
	return m
}

func previewNotices(l view.Look, page previewPage) []view.Notice {
	var list []view.Notice
	a := page.about
	if page.conflict != nil {
		list = append(list, view.Notice{Kind: view.AlertError, Heading: l.T("preview.closed.title"), Text: replyConflict(l, page.conflict)})
	}
	if page.sent && len(a.Replies) > 0 {
		list = append(list, view.Notice{Kind: view.AlertSuccess, Heading: l.T("preview.sent.title"), Text: l.T("preview.sent.text")})
	}
	if n := len(a.Replies); n > 0 && a.Replies[n-1].Content != a.Hash {
		heading, text := "preview.outdated.title", "preview.outdated.text"
		if !page.editor {
			heading, text = "preview.outdated.title_of", "preview.outdated.text_of"
		}
		list = append(list, view.Notice{Kind: view.AlertWarning, Heading: l.T(heading), Text: l.T(text)})
	}
	return list
}

// replyConflict is what kept a reply from being recorded.
func replyConflict(l view.Look, err error) string {
	var known *fault.Error
	if errors.As(err, &known) && known.Message.Key != "" {
		return message(l, known.Message)
	}
	return l.T("round.changed")
}

func previewFacts(l view.Look, a *round.About, now time.Time) []view.Fact {
	facts := []view.Fact{{Label: l.T("rounds.column.cutoff"), Value: l.DateTime(a.Round.Cutoff)}}
	left, planned := a.TimeLeft(now)
	if !planned {
		return append(facts, view.Fact{Label: l.T("rounds.fact.reply_by"), Value: l.T("preview.no_plan")})
	}
	return append(facts,
		view.Fact{Label: l.T("rounds.fact.reply_by"), Value: l.T("preview.until", "Time", l.DateTime(a.Plan.ReplyBy), "Left", timeLeft(l, left))},
		view.Fact{Label: l.T("rounds.fact.publish_at"), Value: l.DateTime(a.Plan.PublishAt)})
}

// timeLeft writes how long there is left, in the unit that people think in.
func timeLeft(l view.Look, left time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case left <= 0:
		return l.T("preview.left.none")
	case left >= 2*day:
		return l.N("preview.left.days", int(left/day))
	case left >= 2*time.Hour:
		return l.N("preview.left.hours", int(left/time.Hour))
	}
	return l.N("preview.left.minutes", max(1, int(left/time.Minute)))
}

func previewFigures(l view.Look, a *round.About) []view.Figure {
	u := &a.Unit
	figures := []view.Figure{
		{Label: l.T("preview.figures.claimed"), Value: optionalScore(l, u.Score), Words: ofHundred(l, u.Score)},
		{Label: l.T("preview.figures.rank"), Value: optionalRank(l, u.Rank), Words: rankOf(l, a)},
	}
	if u.VerifiedResult == nil {
		return figures
	}
	return append(figures,
		view.Figure{Label: l.T("preview.figures.verified"), Value: optionalScore(l, u.VerifiedScore), Words: ofHundred(l, u.VerifiedScore)},
		view.Figure{Label: l.T("preview.figures.verified_rank"), Value: optionalRank(l, u.VerifiedRank), Words: l.T("preview.of_ranked", "N", l.Int(a.Ranked))},
		view.Figure{
			Label: l.T("preview.figures.verified_answers"), Value: l.Int(u.Verified),
			Words: l.T("rounds.figures.of_units", "N", l.Int(len(a.Indicators))),
		})
}

func optionalScore(l view.Look, score round.Optional[float64]) string {
	return l.ScoreOr(score.Value, score.OK)
}

func optionalRank(l view.Look, rank round.Optional[int]) string {
	if !rank.OK {
		return l.Missing()
	}
	return l.Int(rank.Value)
}

func ofHundred(l view.Look, score round.Optional[float64]) string {
	band := view.BandOf(pointsIn(score))
	if band == 0 {
		return ""
	}
	return l.T("preview.of_hundred", "Band", band.Name(l))
}

// rankOf say among how many, and where the rank lies under other choices.
func rankOf(l view.Look, a *round.About) string {
	interval := a.Unit.RankInterval
	switch {
	case !a.Unit.Rank.OK:
		return l.T("standing." + a.Unit.Standing)
	case interval.OK:
		return l.T("preview.of_ranked_interval", "N", l.Int(a.Ranked),
			"Interval", l.Range(l.Int(interval.Value.Low), l.Int(interval.Value.High)))
	}
	return l.T("preview.of_ranked", "N", l.Int(a.Ranked))
}

// previewSince compares the overall figures with those of the round published last.
func previewSince(l view.Look, a *round.About) *view.PreviewSince {
	if a.Before == nil {
		return nil
	}
	now, then := &a.Unit, a.Before
	since := &view.PreviewSince{Title: l.T("preview.since.title", "Title", a.BeforeRound.Title.In(l.Code()))}
	add := func(label string, before, after round.Optional[float64]) {
		since.Changes = append(since.Changes, view.PreviewChange{
			Label: l.T(label), Before: optionalScore(l, before), Now: optionalScore(l, after), Change: difference(l, before, after),
		})
	}
	add("preview.figures.claimed", then.Score, now.Score)
	since.Changes = append(since.Changes, rankChange(l, "preview.figures.rank", then.Rank, now.Rank))
	if then.VerifiedResult != nil && now.VerifiedResult != nil {
		add("preview.figures.verified", then.VerifiedScore, now.VerifiedScore)
		since.Changes = append(since.Changes, rankChange(l, "preview.figures.verified_rank", then.VerifiedRank, now.VerifiedRank))
	}
	return since
}

func difference(l view.Look, before, after round.Optional[float64]) string {
	if !before.OK || !after.OK {
		return l.Missing()
	}
	return l.Signed(after.Value - before.Value)
}

// rankChange counts places gained as a plus.
func rankChange(l view.Look, label string, before, after round.Optional[int]) view.PreviewChange {
	c := view.PreviewChange{Label: l.T(label), Before: optionalRank(l, before), Now: optionalRank(l, after), Change: l.Missing()}
	if before.OK && after.OK {
		c.Change = l.SignedInt(before.Value - after.Value)
	}
	return c
}

func previewAreas(l view.Look, a *round.About, f *framework.Framework) []view.PreviewArea {
	titles := areaTitles(l, f.Areas, make(map[string]view.RoundArea), false)
	var list []view.PreviewArea
	for _, key := range a.Areas {
		title, known := titles[key]
		if !known {
			title.Title = key
		}
		claimed := a.Unit.Areas[key].Score
		area := view.PreviewArea{Title: title.Title, Below: title.Below, Claimed: pointsIn(claimed), Change: l.Missing()}
		if a.Unit.VerifiedResult != nil {
			area.Verified = pointsIn(a.Unit.VerifiedAreas[key])
		}
		if a.Before != nil {
			area.Change = difference(l, a.Before.Areas[key].Score, claimed)
		}
		list = append(list, area)
	}
	return list
}

func pointsIn(score round.Optional[float64]) view.Points {
	return view.Points{Value: score.Value, OK: score.OK}
}

func previewGroups(l view.Look, a *round.About, f *framework.Framework) []view.PreviewGroup {
	var groups []view.PreviewGroup
	for _, place := range f.Places() {
		title := place.Top.Title.In(l.Code())
		if n := len(groups); n == 0 || groups[n-1].Title != title {
			groups = append(groups, view.PreviewGroup{Title: title})
		}
		last := &groups[len(groups)-1]
		last.Answers = append(last.Answers, previewAnswer(l, a, place.Indicator))
	}
	return groups
}

func previewAnswer(l view.Look, a *round.About, indicator *framework.Indicator) view.PreviewAnswer {
	key := string(indicator.Key)
	line := view.PreviewAnswer{
		Title: indicator.Title.In(l.Code()), Answer: l.T("profile.state.not_answered"), Claimed: pointsIn(a.Unit.Indicators[key]),
	}
	if a.Unit.VerifiedResult != nil {
		line.Verified = pointsIn(a.Unit.VerifiedIndicators[key])
	}
	counted, found := a.Answers[indicator.Key]
	if !found || counted.Status.Answer.State == assessment.NotAnswered {
		return line
	}
	line.Answer = answerWords(l, indicator, counted.Status.Answer)
	line.Found = foundState(l, counted.Verification)
	line.Rests = l.T("preview.rests." + string(counted.Strength))
	switch {
	case counted.Late:
		line.Note = l.T("preview.answers.late")
	case counted.Status.Source == assessment.Desk:
		line.Note = l.T("preview.answers.desk")
	}
	return line
}

func foundState(l view.Look, found assessment.Verification) view.RoundState {
	switch found {
	case assessment.Verified:
		return view.RoundState{Text: l.T("preview.found.verified"), Tone: view.AlertSuccess}
	case assessment.Questioned:
		return view.RoundState{Text: l.T("preview.found.questioned"), Tone: view.AlertWarning}
	}
	return view.RoundState{Text: l.T("preview.found.unverified"), Tone: view.AlertInfo}
}

// decisionTones are the tones of what was decided of late changes.
var decisionTones = map[round.Decision]view.AlertKind{
	round.Accepted: view.AlertSuccess, round.Undecided: view.AlertWarning, round.Refused: view.AlertError, round.Superseded: view.AlertInfo,
}

func lateLine(l view.Look, f *framework.Framework, c round.LateChange) view.LateLine {
	var indicator *framework.Indicator
	if place, ok := f.Indicator(c.Status.Indicator); ok {
		indicator = place.Indicator
	}
	return view.LateLine{
		Machine: c.Status.RecordedAt.Format(time.RFC3339), When: l.DateTime(c.Status.RecordedAt),
		Title: indicatorName(l, f, c.Status.Indicator), Answer: answerWords(l, indicator, c.Status.Answer),
		Decision: view.RoundState{Text: l.T("preview.decision." + string(c.Decision)), Tone: decisionTones[c.Decision]},
	}
}

// replyTones are the tones of the kinds of reply.
var replyTones = map[round.ReplyKind]view.AlertKind{
	round.Agreed: view.AlertSuccess, round.Commented: view.AlertInfo, round.Disputed: view.AlertWarning,
}

// replyLine writes a reply for those who may read all of it; outdated means that
// it was to something else than what stands now.
func replyLine(l view.Look, r round.Reply, outdated bool) view.ReplyLine {
	line := remarkLine(l, r)
	if r.Text != "" {
		key := "preview.reply.kept_internal"
		if r.Public {
			key = "preview.reply.made_public"
		}
		line.Notes = append(line.Notes, l.T(key))
	}
	if outdated {
		line.Notes = append(line.Notes, l.T("preview.reply.outdated"))
	}
	if r.AuthorName != "" {
		line.By = l.T("rounds.steps.by", "Name", r.AuthorName)
	}
	return line
}

// remarkLine writes what everybody may read of a public remark.
func remarkLine(l view.Look, r round.Reply) view.ReplyLine {
	return view.ReplyLine{
		Machine: r.RecordedAt.Format(time.RFC3339), When: l.DateTime(r.RecordedAt),
		Kind: view.RoundState{Text: l.T("preview.kind." + string(r.Kind)), Tone: replyTones[r.Kind]}, Text: r.Text,
	}
}

func previewForm(v *Visit, page previewPage, faults view.FieldErrors) *view.PreviewReply {
	l := v.Look
	typed := round.Answer{Content: page.about.Hash}
	if n := len(page.about.Replies); n > 0 {
		typed.Seen = page.about.Replies[n-1].Number
	}
	if page.typed != nil {
		seen := typed.Seen
		typed = *page.typed
		typed.Seen, typed.Content = seen, page.about.Hash
	}
	f := &view.PreviewReply{
		Action: previewPath, CSRF: v.CSRF, Seen: number(typed.Seen), Content: typed.Content, Error: faults.Of(round.FieldReply),
		Text: view.Field{
			Name: round.FieldText, Label: l.T("preview.reply.remark"), Hint: l.T("preview.reply.remark_hint"),
			Value: typed.Text, Error: faults.Of(round.FieldText), Limit: round.MaxReply, Rows: 5,
		},
		Public: view.Field{Name: "public", Label: l.T("preview.reply.public"), Hint: l.T("preview.reply.public_hint")},
		Ticked: typed.Public,
	}
	for i, kind := range round.ReplyKinds() {
		id := round.FieldReply
		if i > 0 {
			id = fmt.Sprintf("%s-%s", round.FieldReply, kind)
		}
		f.Choices = append(f.Choices, view.ReportChoice{
			ID: id, Name: round.FieldReply, Value: string(kind), Title: l.T("preview.choice." + string(kind)),
			Text: l.T("preview.choice_text." + string(kind)), Selected: typed.Kind == kind,
		})
	}
	return f
}
