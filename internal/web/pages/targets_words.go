package pages

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"modenhed/internal/framework"
	"modenhed/internal/target"
	"modenhed/internal/web/view"
)

// view writes a target and how it stands.
func (s *targetSet) view(line targetLine) view.TargetLine {
	l, i := s.look, line.place.Indicator
	m := view.TargetLine{
		Title: i.Title.In(l.Code()), Area: shortArea(l, *line.place.Top), Municipality: line.unit.Name,
		Owner: line.goal.Owner, Target: valueWords(l, i, line.goal.Value), Today: l.T("profile.state.not_answered"),
		Due: s.dayWords(line.goal.Due), Left: s.leftWords(line.track.DaysLeft), State: s.stateOf(line.track.State),
		Plan: s.planWords(line), Pace: s.paceWords(line),
	}
	if s.unit != nil {
		m.Href = targetAddress(line.place)
	}
	if line.track.Known {
		m.Today = valueWords(l, i, line.track.Current)
		m.Distance, m.Gain = s.distanceWords(line), s.gainWords(line)
		if target.Worse(i, line.goal.Value, line.track.Current) {
			m.Warning = s.worseWords()
		}
	}
	return m
}

func (s *targetSet) worseWords() string {
	if s.unit == nil {
		return s.look.T("targets.worse_foreign")
	}
	return s.look.T("targets.worse")
}

func (s *targetSet) stateOf(state target.State) view.TargetState {
	kind := map[target.State]string{
		target.Reached: "success", target.OnTrack: "info", target.Behind: "warning",
		target.Overdue: "error", target.DueSoon: "warning",
	}[state]
	return view.TargetState{Kind: kind, Text: s.look.T("targets.state." + string(state))}
}

// dayWords writes a day out.
func (s *targetSet) dayWords(day target.Day) string {
	return s.look.Date(day.End(s.zone))
}

// typedDay writes a day as a person would type it.
func typedDay(day target.Day) string {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return ""
	}
	return t.Format("2.1.2006")
}

func (s *targetSet) leftWords(days int) string {
	switch {
	case days == 0:
		return s.look.T("targets.left.today")
	case days < 0:
		return s.look.N("targets.left.over", -days)
	}
	return s.look.N("targets.left.days", days)
}

// distanceWords say what is missing in the indicator's unit, nothing when the target is reached.
func (s *targetSet) distanceWords(line targetLine) string {
	l, i, d := s.look, line.place.Indicator, line.track.Distance
	if d == 0 {
		return ""
	}
	switch i.Type {
	case framework.Level:
		return l.N("targets.distance.level", int(d))
	case framework.YesNo:
		return ""
	case framework.Days:
		return l.N("targets.distance.days", int(d))
	case framework.Percent:
		return l.T("targets.distance.percent", "Value", l.Short(d))
	}
	unit := i.Unit.In(l.Code())
	if of, ok := strings.CutPrefix(unit, "%"); ok {
		return l.T("targets.distance.percent", "Value", l.Exact(roundedFigure(d))) + of
	}
	return l.T("targets.distance.number", "Value", l.Exact(roundedFigure(d)), "Unit", unit)
}

// gain is what reaching a target would add to the overall score.
func (s *targetSet) gain(line targetLine) (points float64, ok bool) {
	now := line.unit.Card.Score
	then := s.snapshot.ScoreWith(line.unit.Code, line.place.Indicator.Key, line.goal.Value)
	if line.track.Distance == 0 || !now.OK || !then.OK {
		return 0, false
	}
	return then.Value - now.Value, true
}

func (s *targetSet) gainWords(line targetLine) string {
	points, ok := s.gain(line)
	if !ok || math.Round(points*10) <= 0 {
		return ""
	}
	return s.look.T("targets.gain", "Points", s.look.Signed(points))
}

// planWords say where the line to the target stands today.
func (s *targetSet) planWords(line targetLine) string {
	t := line.track
	if !t.HasLine || t.State == target.Reached || t.State == target.Overdue || line.place.Indicator.Type == framework.YesNo {
		return ""
	}
	l := s.look
	return l.T("targets.plan", "Value", s.figureWords(line.place.Indicator, t.Expected))
}

// paceWords say what the last two years would lead to.
func (s *targetSet) paceWords(line targetLine) string {
	t := line.track
	if t.State == target.Reached || t.State == target.Overdue || !t.Known || line.place.Indicator.Type == framework.YesNo {
		return ""
	}
	l := s.look
	switch {
	case !t.Pace.OK:
		return l.T("targets.pace.unknown")
	case t.Pace.PerYear == 0:
		return l.T("targets.pace.still")
	case t.Pace.Enough:
		return l.T("targets.pace.enough", "Value", s.figureWords(line.place.Indicator, t.Pace.At))
	}
	return l.T("targets.pace.short", "Value", s.figureWords(line.place.Indicator, t.Pace.At))
}

// figureWords write a computed value, which may lie between those that can be answered.
func (s *targetSet) figureWords(i *framework.Indicator, value float64) string {
	l := s.look
	if i.Type == framework.Level {
		return l.T("targets.level", "Value", l.Short(value))
	}
	if i.Type == framework.Days {
		value = math.Round(value)
	}
	return valueWords(l, i, roundedFigure(value))
}

// roundedFigure rounds a computed figure: to a tenth, small ones to a hundredth.
func roundedFigure(x float64) float64 {
	scale := 10.0
	if math.Abs(x) < 1 {
		scale = 100
	}
	return math.Round(x*scale) / scale
}

func (s *targetSet) todayWords(place framework.Place) string {
	points := s.points(assessmentKey(s.unit.Code, place))
	if n := len(points); n > 0 && points[n-1].Known {
		return valueWords(s.look, place.Indicator, points[n-1].Value)
	}
	return s.look.T("profile.state.not_answered")
}

// savedTarget says what was just recorded; the address names its number.
func (s *targetSet) savedTarget(v *Visit, place framework.Place, latest target.Target) string {
	if v.QueryParam("saved") != strconv.FormatInt(latest.Number, 10) {
		return ""
	}
	if latest.Withdrawn() {
		return s.look.T("targets.saved.withdrawn")
	}
	return s.look.T("targets.saved.set", "Value", valueWords(s.look, place.Indicator, latest.Value), "Due", s.dayWords(latest.Due))
}

// entryEvents tell what was set at a place, newest first.
func (s *targetSet) entryEvents(place framework.Place, entries []target.Target) []view.ReportEvent {
	l := s.look
	var events []view.ReportEvent
	for _, e := range slices.Backward(entries) {
		event := view.ReportEvent{
			Machine: e.RecordedAt.Format(time.RFC3339), When: l.DateTime(e.RecordedAt), What: l.T("targets.event.withdrawn"),
			Who: l.T("report.event.by_nobody"),
		}
		if !e.Withdrawn() {
			event.What = l.T("targets.event.set", "Value", valueWords(l, place.Indicator, e.Value), "Due", s.dayWords(e.Due))
		}
		if e.Owner != "" {
			event.Details = []view.ReportLine{{Label: l.T("targets.column.owner"), Text: e.Owner}}
		}
		if e.AuthorName != "" {
			event.Who = l.T("report.event.by", "Name", e.AuthorName)
		}
		events = append(events, event)
	}
	return events
}
