package pages

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/movement"
	"modenhed/internal/municipality"
	"modenhed/internal/scoring"
	"modenhed/internal/web/view"
)

// changesShown is how many own changes are shown unfolded.
const changesShown = 8

func (m *mover) model() (view.Moved, error) {
	l := m.look
	shown := view.Moved{Name: m.unit.Name, Form: m.form()}
	if m.since.snapshot == nil {
		if m.since.fault == "" {
			shown.Missing = l.T("moved.missing.nothing", "Time", m.since.words)
		}
		return shown, nil
	}
	report, err := m.snapshot.MovedSince(m.since.snapshot)
	if err != nil {
		return shown, err
	}
	movement, ok := report.Of(m.unit.Code)
	if !ok {
		return shown, fmt.Errorf("no movement of %s", m.unit.Code)
	}
	shown.Period = l.T("moved.period", "From", m.since.words, "To", l.Date(m.snapshot.AsOf))
	shown.Summary, shown.Missing = m.summary(movement), m.missing(movement)
	shown.Places, shown.Points = movement.Rank.OK, movement.Score.OK
	if !shown.Places && !shown.Points {
		return shown, nil
	}
	shown.Parts, shown.Total = m.parts(movement)
	shown.Framework, shown.How = m.framework(report), m.how(movement)
	changes, err := report.Changes(m.unit.Code)
	if err != nil {
		return shown, err
	}
	list := m.changes(changes, shown.Parts)
	shown.Changes, shown.Rest = list[:min(changesShown, len(list))], list[min(changesShown, len(list)):]
	return shown, nil
}

// unitMovement is what became of one municipality.
type unitMovement = movement.Movement[municipality.Code]

// summary says what became of the rank and the score, as far as both are known.
func (m *mover) summary(of unitMovement) []string {
	l := m.look
	var list []string
	place := func(end movement.End) string { return rankWords(l, end.Rank, end.Tied) }
	switch places := of.Rank.Total; {
	case !of.Rank.OK:
	case places > 0:
		list = append(list, l.N("moved.summary.gained", places, "Before", place(of.Before), "After", place(of.After)))
	case places < 0:
		list = append(list, l.N("moved.summary.lost", -places, "Before", place(of.Before), "After", place(of.After)))
	default:
		list = append(list, l.T("moved.summary.same", "Before", place(of.Before), "After", place(of.After)))
	}
	if of.Score.OK {
		before, after := round1(of.Before.Score.Value), round1(of.After.Score.Value)
		list = append(list, l.T("moved.summary.score", "Before", l.Score(before), "After", l.Score(after), "Change", l.Signed(after-before)))
	}
	return list
}

// rankWords write a rank as a sentence says it.
func rankWords(l view.Look, rank int, tied bool) string {
	if tied {
		return l.T("advice.place_tied", "Rank", l.Int(rank))
	}
	return l.T("advice.place", "Rank", l.Int(rank))
}

// missing says why there is no rank at either end; empty when there is at both.
func (m *mover) missing(of unitMovement) string {
	l := m.look
	if of.Rank.OK {
		return ""
	}
	var reasons []string
	before, after := m.unranked(of.Before, m.since.at.Time), m.unranked(of.After, m.snapshot.AsOf)
	if of.Before.Listed && of.After.Listed && before != "" && after != "" && of.Before.Standing == of.After.Standing {
		reasons = []string{l.T("moved.missing.neither", "Reason", l.T("standing."+of.After.Standing.String()))}
	} else {
		reasons = slices.DeleteFunc([]string{before, after}, func(s string) bool { return s == "" })
	}
	key := "moved.missing.no_score"
	if of.Score.OK {
		key = "moved.missing.score_only"
	}
	return strings.Join(append(reasons, l.T(key)), " ")
}

// unranked says why there is no rank at an end; empty when there is.
func (m *mover) unranked(end movement.End, at time.Time) string {
	l := m.look
	day := l.Date(at.In(m.snapshot.AsOf.Location()))
	switch {
	case end.Rank > 0:
		return ""
	case !end.Listed:
		return l.T("moved.missing.not_listed", "Time", day)
	}
	return l.T("moved.missing.unranked", "Time", day, "Reason", l.T("standing."+end.Standing.String()))
}

// parts are what each cause did. Points are rounded so that they add up to the
// difference of the scores as they are shown.
func (m *mover) parts(of unitMovement) (parts []view.MovedPart, total view.MovedPart) {
	points := addingUp(of.Before.Score.Value, of.After.Score.Value, of.Score.Parts[:])
	for _, cause := range movement.Causes() {
		if cause == movement.Ties && !of.Rank.OK {
			continue
		}
		part := view.MovedPart{Title: m.look.T("moved.cause." + cause.String())}
		if of.Rank.OK {
			part.Places = of.Rank.Parts[cause]
			part.Words = m.sentence(cause, part.Places)
		}
		if of.Score.OK && int(cause) < len(points) {
			part.Points = view.Points{Value: points[cause], OK: true}
		}
		parts = append(parts, part)
	}
	total = view.MovedPart{Title: m.look.T("moved.total"), Places: of.Rank.Total}
	if of.Score.OK {
		total.Points = view.Points{Value: round1(of.After.Score.Value) - round1(of.Before.Score.Value), OK: true}
	}
	return parts, total
}

// sentence says what a cause did to the rank.
func (m *mover) sentence(cause movement.Cause, places int) string {
	key := "moved.part." + cause.String()
	switch {
	case places > 0:
		return m.look.N(key+".gained", places)
	case places < 0:
		return m.look.N(key+".lost", -places)
	}
	return m.look.T(key + ".none")
}

// framework says which questions came and went.
func (m *mover) framework(report *benchmark.Movements) []string {
	l := m.look
	titles := func(s *benchmark.Snapshot, keys []framework.IndicatorKey) string {
		var list []string
		for _, key := range keys {
			if place, ok := s.Framework.Indicator(key); ok {
				list = append(list, place.Indicator.Title.In(l.Code()))
			}
		}
		return strings.Join(list, "; ")
	}
	var list []string
	if added := report.Added(); len(added) > 0 {
		list = append(list, l.N("moved.framework.added", len(added), "Titles", titles(m.snapshot, added)))
	}
	if removed := report.Removed(); len(removed) > 0 {
		list = append(list, l.N("moved.framework.removed", len(removed), "Titles", titles(m.since.snapshot, removed)))
	}
	return list
}

func (m *mover) how(of unitMovement) []string {
	l := m.look
	list := []string{l.T("moved.how.order"), l.T("moved.how.together")}
	if of.Rank.OK {
		list = append(list, l.T("moved.how.ties"))
	}
	if m.snapshot.Model().Independent() {
		return append(list, l.T("moved.how.independent"))
	}
	return append(list, l.T("moved.how.scale"))
}

// changes are the own answers that changed, largest effect first.
func (m *mover) changes(changes []movement.Change, parts []view.MovedPart) []view.MovedChange {
	slices.SortStableFunc(changes, func(a, b movement.Change) int {
		return cmp.Compare(math.Abs(b.Alone.Value), math.Abs(a.Alone.Value))
	})
	only := make(map[movement.Cause]int)
	for _, c := range changes {
		only[c.Cause]++
	}
	var list []view.MovedChange
	for _, c := range changes {
		place, _ := m.snapshot.Framework.Indicator(c.Indicator)
		shown := view.MovedChange{
			Title: place.Indicator.Title.In(m.look.Code()),
			Words: m.look.T("moved.changes.from_to", "Before", cellWords(m.look, place.Indicator, c.Before),
				"After", cellWords(m.look, place.Indicator, c.After)),
			Alone: view.Points(c.Alone),
		}
		// The only change of a cause is the whole part, as that is shown.
		if only[c.Cause] == 1 && int(c.Cause) < len(parts) && parts[c.Cause].Points.OK {
			shown.Alone = parts[c.Cause].Points
		}
		list = append(list, shown)
	}
	return list
}

// cellWords write an answer as scoring knows it.
func cellWords(l view.Look, indicator *framework.Indicator, answer scoring.Answer) string {
	switch answer.State {
	case scoring.Present:
		return valueWords(l, indicator, answer.Value)
	case scoring.NotApplicable:
		return l.T("profile.state.not_applicable")
	case scoring.Unknown:
		return l.T("profile.state.dont_know")
	}
	return l.T("moved.no_answer")
}
