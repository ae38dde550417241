package pages

import (
	"strconv"
	"strings"

	"modenhed/internal/benchmark"
	"modenhed/internal/improvement"
	"modenhed/internal/scoring"
	"modenhed/internal/web/view"
)

// path words what it takes a ranked municipality to reach a goal.
func (a *adviser) path(path improvement.Path) *view.AdvicePath {
	m := &view.AdvicePath{Heading: a.goalWords(path.Goal)}
	switch path.Prospect {
	case improvement.There:
		m.Done = true
		m.Text = []string{a.there(path)}
	case improvement.Beyond:
		m.Text = a.beyond(path)
	case improvement.Within:
		m.Text = a.within(path)
		m.Moves = a.moves(path.Moves)
	}
	return m
}

func bandName(l view.Look, band scoring.Band) string { return view.Band(band).Name(l) }

func (a *adviser) goalWords(goal improvement.Goal) string {
	if goal.Rank > 0 {
		return a.look.T("advice.path.rank", "Rank", a.look.Int(goal.Rank))
	}
	return a.look.T("advice.path.band", "Band", strconv.Itoa(int(goal.Band)), "Title", bandName(a.look, goal.Band))
}

func (a *adviser) there(path improvement.Path) string {
	now := path.Start
	if path.Goal.Rank > 0 {
		return a.say("there_rank", "Rank", a.outcomePlace(now))
	}
	return a.say("there_band", "Score", a.look.Score(now.Score.Value), "Band", strconv.Itoa(int(now.Band)), "Title", bandName(a.look, now.Band))
}

// beyond says how far the municipality can come at best: with what it reports,
// and with the rest as well.
func (a *adviser) beyond(path improvement.Path) []string {
	best := func(key string, o improvement.Outcome) string {
		return a.say(key, "Score", a.look.Score(o.Score.Value), "Rank", a.outcomePlace(o))
	}
	text := []string{best("beyond", path.Best)}
	switch {
	case path.Ceiling == path.Best:
		text = append(text, a.say("beyond_all"))
	case reaches(path.Ceiling, path.Goal):
		text = append(text, best("ceiling_reached", path.Ceiling))
	default:
		text = append(text, best("ceiling_short", path.Ceiling))
	}
	return text
}

func reaches(o improvement.Outcome, goal improvement.Goal) bool {
	if goal.Rank > 0 {
		return o.Rank > 0 && o.Rank <= goal.Rank
	}
	return o.Band >= goal.Band
}

func (a *adviser) within(path improvement.Path) []string {
	l, end := a.look, path.Moves[len(path.Moves)-1].After
	questions := make(map[int]bool)
	for _, move := range path.Moves {
		questions[move.Indicator] = true
	}
	key := "advice.path.moved"
	if end.Rank == path.Start.Rank {
		key = "advice.path.stays"
	}
	shortest := l.T("advice.path.greedy")
	if path.Fewest {
		shortest = l.T("advice.path.fewest")
	}
	return []string{
		l.T(key, "Steps", l.N("advice.steps_taken", len(path.Moves)), "Questions", l.N("advice.questions", len(questions)),
			"From", l.Score(path.Start.Score.Value), "Score", l.Score(end.Score.Value),
			"Before", a.outcomePlace(path.Start), "After", a.outcomePlace(end)),
		shortest + " " + l.T("advice.path.others"),
	}
}

// moves are the steps of a path; those on the same question that follow each
// other are one.
func (a *adviser) moves(steps []improvement.Step) []view.PathMove {
	var list []view.PathMove
	for from := 0; from < len(steps); {
		to := from + 1
		for to < len(steps) && steps[to].Indicator == steps[from].Indicator {
			to++
		}
		list = append(list, a.move(steps[from:to]))
		from = to
	}
	return list
}

// move is a row of steps on one question.
func (a *adviser) move(steps []improvement.Step) view.PathMove {
	first, last := steps[0], steps[len(steps)-1]
	place := a.snapshot.Places[first.Indicator]
	m := view.PathMove{
		AdviceQuestion: a.question(place),
		Now:            a.answer(place.Indicator, first.From),
		Next:           a.answer(place.Indicator, last.To),
		After:          a.look.T("advice.path.after", "Score", a.look.Score(last.After.Score.Value), "Rank", a.outcomePlace(last.After)),
	}
	if len(steps) > 1 {
		m.Steps = a.look.N("advice.steps_taken", len(steps))
	}
	return m
}

// gap words what an answer that is missing could give.
func (a *adviser) gap(gap benchmark.Unanswered) view.GapRow {
	l, answer := a.look, a.unit.Answers[gap.Indicator]
	row := view.GapRow{AdviceQuestion: a.question(gap.Place), State: l.T("profile.state.not_answered")}
	if answer.Status != nil {
		row.State = answerWords(l, gap.Place.Indicator, answer.Status.Answer)
	}
	if answer.Stale {
		row.Note = l.T("profile.value.stale", "Months", a.snapshot.Framework.Method.MaxAgeMonths)
	}
	if !gap.Scored {
		row.Note = l.T("advice.gaps.flat")
		return row
	}
	low, high := gap.Lowest.Outcome, gap.Highest.Outcome
	if low.Score.OK && high.Score.OK {
		row.Score = a.span(l.Score(low.Score.Value), l.Score(high.Score.Value))
	}
	if low.Rank > 0 && high.Rank > 0 {
		row.Rank = a.rankSpan(low, high)
	}
	if gap.Ranks {
		row.Note = strings.TrimSpace(row.Note + " " + l.T("advice.gaps.ranks"))
	}
	return row
}

func (a *adviser) span(low, high string) string {
	if low == high {
		return low
	}
	return a.look.Range(low, high)
}

func (a *adviser) rankSpan(low, high improvement.Outcome) string {
	if low.Rank == high.Rank {
		return a.outcomePlace(high)
	}
	return a.look.T("advice.gaps.rank_range", "Low", a.look.Int(low.Rank), "High", a.look.Int(high.Rank))
}
