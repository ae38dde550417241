package demo

import (
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/target"
)

// aim is an invented target: so many points from what the municipality
// answered last, set so many months ago.
type aim struct {
	// question counts the municipality's own figures and levels in the framework's order.
	question  int
	points    float64
	monthsAgo int
	daysAhead int
	owner     string
}

// aims are the invented targets of three municipalities; every state is among them.
var aims = map[municipality.Code][]aim{
	odense: {
		{0, 20, 10, 55, "Opdigtet: Digitaliseringsafdelingen"},
		{3, 20, 14, -20, "Opdigtet: Borgerservice"},
		{6, -10, 20, 200, "Opdigtet: Økonomiafdelingen"},
		{9, 20, 3, 620, "Opdigtet: Digitaliseringsafdelingen"},
		{13, 40, 18, 110, "Opdigtet: Teknik og Miljø"},
		{17, 12, 12, 400, ""},
		{22, 20, 1, 760, "Opdigtet: Teknik og Miljø"},
	},
	751: {
		{1, 20, 9, 300, "Opdigtet: Stab for it"},
		{5, 40, 20, 120, "Opdigtet: Stab for it"},
		{12, -20, 8, 80, "Opdigtet: Sundhed"},
	},
	851: {
		{2, 20, 6, 45, "Opdigtet: Sekretariatet"},
		{8, 20, 2, 700, "Opdigtet: Sekretariatet"},
	},
}

// Targets returns invented targets of three municipalities, in the order of
// recording and without numbers. They go from the answers that count at a time,
// among statuses in the order of recording.
func Targets(f *framework.Framework, statuses []assessment.Status, now time.Time, by Authors) []target.Target {
	current := assessment.Current(statuses, assessment.AsOf{})
	var targets []target.Target
	for code, list := range aims {
		places := figuresOf(f, current, code)
		author := by.Administrator
		if code == by.Editor.Municipality {
			author = by.Editor
		}
		for _, a := range list {
			if a.question < len(places) {
				targets = append(targets, a.target(places[a.question], current, code, now, author))
			}
		}
	}
	slices.SortFunc(targets, func(a, b target.Target) int { return a.RecordedAt.Compare(b.RecordedAt) })
	return targets
}

// figuresOf returns the indicators that a municipality answered itself with a
// level or a figure.
func figuresOf(f *framework.Framework, current map[assessment.Key]assessment.Status, code municipality.Code) []framework.Place {
	var places []framework.Place
	for _, place := range f.Places() {
		s, found := current[assessment.Key{Municipality: code, Indicator: place.Indicator.Key}]
		figure := place.Indicator.Type != framework.YesNo && place.Indicator.Scale.Kind == framework.Goalposts
		if found && figure && s.Source == assessment.Self && s.Answer.State == assessment.Reported {
			places = append(places, place)
		}
	}
	return places
}

func (a aim) target(
	place framework.Place, current map[assessment.Key]assessment.Status, code municipality.Code, now time.Time, author account.Actor,
) target.Target {
	i := place.Indicator
	s := current[assessment.Key{Municipality: code, Indicator: i.Key}]
	today := 100 * (s.Answer.Value - i.Scale.Low) / (i.Scale.High - i.Scale.Low)
	// A minute for each keeps the order of those set in the same month.
	set := now.AddDate(0, -a.monthsAgo, 0).Add(time.Duration(a.question) * time.Minute)
	return target.Target{
		Municipality: code, Indicator: i.Key, Value: valueFor(i, today+a.points), Owner: a.owner, Author: author.ID,
		Due: target.Day(now.AddDate(0, 0, a.daysAhead).Format(time.DateOnly)), RecordedAt: set,
	}
}
