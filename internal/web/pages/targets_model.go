package pages

import (
	"cmp"
	"net/url"
	"slices"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/municipality"
	"modenhed/internal/target"
	"modenhed/internal/web/view"
)

// targetSet is what pages of targets are made from: every entry of one
// municipality or of all, and how those that hold stand today.
type targetSet struct {
	look     view.Look
	snapshot *benchmark.Snapshot
	// unit is the municipality of an editor, nil for all.
	unit    *benchmark.Unit
	entries []target.Target
	// lines are the targets that hold: those that call for action first.
	lines []targetLine
	now   time.Time
	zone  *time.Location
}

// targetLine is a target that holds and how it stands.
type targetLine struct {
	unit  *benchmark.Unit
	place framework.Place
	goal  target.Goal
	track target.Track
}

// targetSet gathers the targets of a municipality, or of all for code 0.
// Targets of indicators that the framework no longer has are left out.
func (h *Handlers) targetSet(v *Visit, code municipality.Code) (*targetSet, error) {
	entries, err := h.Targets.Entries(v.Request().Context(), v.Actor, code)
	if err != nil {
		return nil, err
	}
	s := &targetSet{look: v.Look, snapshot: v.Snapshot, entries: entries, now: v.Snapshot.AsOf, zone: v.Snapshot.AsOf.Location()}
	if code != 0 {
		s.unit, _ = v.Snapshot.Unit(code)
	}
	for _, goal := range target.Goals(entries) {
		unit, known := s.snapshot.Unit(goal.Municipality)
		place, found := s.snapshot.Framework.Indicator(goal.Indicator)
		if known && found {
			track := target.Follow(place.Indicator, goal, s.points(goal.Key()), s.zone, s.now)
			s.lines = append(s.lines, targetLine{unit: unit, place: place, goal: goal, track: track})
		}
	}
	slices.SortStableFunc(s.lines, func(a, b targetLine) int {
		return cmp.Or(cmp.Compare(urgency(a), urgency(b)), cmp.Compare(a.goal.Due, b.goal.Due))
	})
	return s, nil
}

// urgency sorts targets: overdue, due soon, then the others.
func urgency(line targetLine) int {
	return slices.Index(target.States(), line.track.State)
}

// points are a municipality's own answers to an indicator, oldest first.
func (s *targetSet) points(key assessment.Key) []target.Point {
	events := s.snapshot.History(key.Municipality, key.Indicator)
	statuses := make([]assessment.Status, 0, len(events))
	for _, e := range slices.Backward(events) {
		statuses = append(statuses, *e.Status)
	}
	return target.Points(statuses, key.Indicator, s.now, s.snapshot.Framework.Method.MaxAgeMonths)
}

func (s *targetSet) filtered(wanted func(targetLine) bool) []targetLine {
	var lines []targetLine
	for _, line := range s.lines {
		if wanted(line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// owned returns the lines of an owner, all for none.
func (s *targetSet) owned(owner string) []targetLine {
	return s.filtered(func(line targetLine) bool { return owner == "" || line.goal.Owner == owner })
}

func (s *targetSet) lineOf(code municipality.Code, key framework.IndicatorKey) (line targetLine, found bool) {
	i := slices.IndexFunc(s.lines, func(line targetLine) bool { return line.unit.Code == code && line.place.Indicator.Key == key })
	if i < 0 {
		return targetLine{}, false
	}
	return s.lines[i], true
}

// entriesOf returns every entry of a place by rising number.
func (s *targetSet) entriesOf(code municipality.Code, key framework.IndicatorKey) []target.Target {
	var entries []target.Target
	for _, e := range s.entries {
		if e.Municipality == code && e.Indicator == key {
			entries = append(entries, e)
		}
	}
	return entries
}

// list builds an editor's page of targets.
func (s *targetSet) list(owner string) view.Targets {
	owners := s.owners()
	if !slices.Contains(owners, owner) {
		owner = ""
	}
	m := view.Targets{Owner: owner, Groups: s.groups(s.owned(owner)), Figures: s.targetFigures(s.owned(owner))}
	if len(owners) > 0 {
		m.Owners = append(m.Owners, view.Choice{Text: s.look.T("targets.filter.all"), Selected: owner == ""})
		for _, name := range owners {
			m.Owners = append(m.Owners, view.Choice{Value: name, Text: name, Selected: name == owner})
		}
	}
	return m
}

// owners are all who see to targets, by name.
func (s *targetSet) owners() []string {
	var owners []string
	for _, line := range s.lines {
		if name := line.goal.Owner; name != "" && !slices.Contains(owners, name) {
			owners = append(owners, name)
		}
	}
	locale.SortNames(owners, func(name string) string { return name })
	return owners
}

// groups sets what is overdue or due soon apart from the rest.
func (s *targetSet) groups(lines []targetLine) []view.TargetGroup {
	l := s.look
	urgent := view.TargetGroup{ID: "urgent", Title: l.T("targets.group.urgent")}
	rest := view.TargetGroup{ID: "later", Title: l.T("targets.group.later")}
	for _, line := range lines {
		if pressing(line) {
			urgent.Lines = append(urgent.Lines, s.view(line))
		} else {
			rest.Lines = append(rest.Lines, s.view(line))
		}
	}
	return slices.DeleteFunc([]view.TargetGroup{urgent, rest}, func(g view.TargetGroup) bool { return len(g.Lines) == 0 })
}

func pressing(line targetLine) bool {
	return line.track.State == target.Overdue || line.track.State == target.DueSoon
}

// targetFigures count a list's targets.
func (s *targetSet) targetFigures(lines []targetLine) []view.Figure {
	if len(lines) == 0 {
		return nil
	}
	c := countTargets(lines)
	l := s.look
	figure := func(key string, n int) view.Figure {
		return view.Figure{Label: l.T("targets.figure." + key), Value: l.Int(n), Words: l.N("targets.figure.words", n)}
	}
	return []view.Figure{
		figure("all", c.all), figure("reached", c.of[target.Reached]), figure("on_track", c.of[target.OnTrack]),
		figure("behind", c.of[target.Behind]), figure("pressing", c.of[target.Overdue]+c.of[target.DueSoon]),
	}
}

type targetCount struct {
	all int
	of  map[target.State]int
}

func countTargets(lines []targetLine) targetCount {
	c := targetCount{all: len(lines), of: make(map[target.State]int)}
	for _, line := range lines {
		c.of[line.track.State]++
	}
	return c
}

// note is what the overview of an editor says of targets: those that press.
func (s *targetSet) note() *view.TargetNote {
	if len(s.lines) == 0 {
		return nil
	}
	note := &view.TargetNote{Href: ownTargetsPath, All: s.look.N("targets.note.all", len(s.lines))}
	for _, line := range s.lines {
		if pressing(line) {
			note.Lines = append(note.Lines, s.view(line))
		}
	}
	return note
}

// overview counts the targets of all municipalities, by each and by indicator.
func (s *targetSet) overview() view.AllTargets {
	m := view.AllTargets{Figures: s.targetFigures(s.lines), Download: allTargetsPath + ".csv"}
	for _, state := range target.States() {
		m.States = append(m.States, s.look.T("targets.state."+string(state)))
	}
	byUnit := make(map[municipality.Code][]targetLine)
	byIndicator := make(map[framework.IndicatorKey][]targetLine)
	for _, line := range s.lines {
		byUnit[line.unit.Code] = append(byUnit[line.unit.Code], line)
		byIndicator[line.place.Indicator.Key] = append(byIndicator[line.place.Indicator.Key], line)
	}
	for _, unit := range s.snapshot.Units {
		if lines := byUnit[unit.Code]; len(lines) > 0 {
			m.Municipalities = append(m.Municipalities, s.counted(unit.Name, "", queryOf(paramMunicipality, unit.Code.String()), lines))
		}
	}
	for _, place := range s.snapshot.Places {
		if lines := byIndicator[place.Indicator.Key]; len(lines) > 0 {
			title, area := place.Indicator.Title.In(s.look.Code()), shortArea(s.look, *place.Top)
			m.Indicators = append(m.Indicators, s.counted(title, area, queryOf(paramIndicator, string(place.Indicator.Key)), lines))
		}
	}
	return m
}

func (s *targetSet) counted(title, note, query string, lines []targetLine) view.TargetCounts {
	c := countTargets(lines)
	row := view.TargetCounts{Title: title, Note: note, Href: allTargetsPath + query, All: s.look.Int(c.all)}
	for _, state := range target.States() {
		row.States = append(row.States, s.look.Int(c.of[state]))
	}
	return row
}

// queryOf is a query with one parameter, empty when it has no value.
func queryOf(name, value string) string {
	if value == "" {
		return ""
	}
	return "?" + url.Values{name: {value}}.Encode()
}

// atQuestion is what stands at a question of its target.
func (s *targetSet) atQuestion(place framework.Place) *view.QuestionTarget {
	at := &view.QuestionTarget{Href: targetAddress(place)}
	if line, found := s.lineOf(s.unit.Code, place.Indicator.Key); found {
		shown := s.view(line)
		at.Line = &shown
	}
	return at
}
