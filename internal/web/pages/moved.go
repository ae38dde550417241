package pages

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// ParamSince asks a municipality's page since when it explains movements: a
// published round's key, or a time as in [ParamAsOf].
const ParamSince = "since"

// mover explains the movement of one municipality up to a snapshot.
type mover struct {
	look     view.Look
	snapshot *benchmark.Snapshot
	unit     *benchmark.Unit
	// rounds are those published before the snapshot's time, latest first.
	rounds []round.Round
	// set is whom the page compares with, in the form of its address.
	set   string
	since since
}

// since is the earlier time.
type since struct {
	// asked is what the address says, fault what is wrong with it.
	asked, fault string
	at           assessment.AsOf
	// round is the key of the round that the time belongs to; empty for none.
	round round.Key
	// words are how a sentence says the time.
	words string
	// snapshot is nil where there is none.
	snapshot *benchmark.Snapshot
}

// moved explains the movement of a municipality since the time that the
// address asks for; what it counts from otherwise, [round.BaselineOf] says.
func (h *Handlers) moved(v *Visit, unit *benchmark.Unit, set string) (view.Moved, error) {
	m := &mover{look: v.Look, snapshot: v.Snapshot, unit: unit, set: set}
	rounds, err := h.Rounds.Rounds(v.Request().Context())
	if err != nil {
		return view.Moved{}, err
	}
	m.rounds = earlierRounds(rounds, v)
	m.since.asked = truncate(strings.TrimSpace(v.QueryParam(ParamSince)), maxSearch)
	if m.since.asked == "" {
		err = m.takeDefault(h, v)
	} else {
		err = m.takeAsked(h, v)
	}
	if err != nil {
		return view.Moved{}, err
	}
	return m.model()
}

// earlierRounds returns the rounds that can be counted from, latest cut-off
// first: published by the snapshot's time, or by its own round's publication,
// so that what is published later does not change the answer of an address.
func earlierRounds(rounds []round.Round, v *Visit) []round.Round {
	by := v.Snapshot.AsOf
	if v.Round != nil {
		by = v.Round.PublishedAt
	}
	earlier := slices.DeleteFunc(slices.Clone(rounds), func(r round.Round) bool {
		return r.State != round.Published || r.PublishedAt.After(by) || !r.Cutoff.Before(v.Snapshot.AsOf)
	})
	slices.SortStableFunc(earlier, func(a, b round.Round) int { return b.Cutoff.Compare(a.Cutoff) })
	return earlier
}

func (m *mover) takeDefault(h *Handlers, v *Visit) error {
	baseline, err := round.BaselineOf(v.Request().Context(), h.Snapshots, m.rounds, m.snapshot, v.Round)
	if err != nil {
		return err
	}
	if baseline.Round != nil {
		m.takeRound(*baseline.Round)
	} else {
		m.takeTime(m.yearBefore())
	}
	m.since.snapshot = baseline.Snapshot
	return nil
}

// takeAsked finds the snapshot of what was asked for; a time before everything
// is a fault of what was asked.
func (m *mover) takeAsked(h *Handlers, v *Visit) error {
	if m.read(m.since.asked); m.since.fault != "" {
		return nil
	}
	var err error
	m.since.snapshot, err = h.Snapshots.At(v.Request().Context(), m.since.at)
	var known *fault.Error
	if errors.As(err, &known) && known.Kind == fault.Invalid {
		m.since.fault = message(m.look, known.Message)
		return nil
	}
	if err != nil {
		return fmt.Errorf("look back to %s: %w", m.since.at.Time.UTC().Format(time.RFC3339), err)
	}
	return nil
}

// read reads a round's key or a time.
func (m *mover) read(asked string) {
	for _, r := range m.rounds {
		if string(r.Key) == asked {
			m.takeRound(r)
			return
		}
	}
	t, err := round.ParseMoment(asked, m.snapshot.AsOf.Location())
	switch {
	case err != nil:
		m.since.fault = m.look.T("moved.problem.unknown", "Text", asked)
	case !t.Before(m.snapshot.AsOf):
		m.since.fault = m.look.T("moved.problem.not_before", "Time", m.look.DateTime(m.snapshot.AsOf))
	default:
		m.takeTime(t)
	}
}

func (m *mover) takeRound(r round.Round) {
	m.since.at, m.since.round = r.AsOf(), r.Key
	m.since.words = m.look.T("moved.time.round", "Title", r.Title.In(m.look.Code()), "Date", m.look.Date(r.Cutoff.In(m.snapshot.AsOf.Location())))
}

func (m *mover) takeTime(t time.Time) {
	m.since.at = assessment.AsOf{Time: t}
	m.since.words = m.look.Date(t.In(m.snapshot.AsOf.Location()))
}

// yearBefore is the end of the day a year before the snapshot's, the same
// moment all day long.
func (m *mover) yearBefore() time.Time {
	day := m.snapshot.AsOf.AddDate(-1, 0, 1)
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, day.Location()).Add(-time.Microsecond)
}

// address is this page's with another earlier time.
func (m *mover) address(asked string) string {
	return profileAddress(m.unit.Code, m.set, asked) + "#moved"
}

// form lets the reader choose the rounds, a year earlier, or any day.
func (m *mover) form() view.MovedForm {
	l := m.look
	f := view.MovedForm{
		Action: municipalityAddress(m.unit),
		Since: view.Field{
			Name: ParamSince, Label: l.T("moved.form.day"), Hint: l.T("moved.form.hint"),
			Type: "date", Error: m.since.fault,
		},
	}
	if m.set != "" {
		f.Hidden = append(f.Hidden, view.Hidden{Name: ParamPeers, Value: m.set})
	}
	year := m.yearBefore()
	for _, r := range m.rounds {
		f.Choices = append(f.Choices, view.MovedChoice{
			Link:    view.Link{Href: m.address(string(r.Key)), Text: r.Title.In(l.Code())},
			Current: m.since.round == r.Key,
		})
	}
	f.Choices = append(f.Choices, view.MovedChoice{
		Link:    view.Link{Href: m.address(year.Format(time.DateOnly)), Text: l.T("moved.form.year")},
		Current: m.since.round == "" && m.since.at.Time.Equal(year),
	})
	if m.since.round == "" && !m.since.at.Time.IsZero() {
		f.Since.Value = m.since.at.Time.In(m.snapshot.AsOf.Location()).Format(time.DateOnly)
	}
	return f
}
