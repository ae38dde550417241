package demo

import (
	"math/rand/v2"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
)

// campaign is one round of reporting.
type campaign struct {
	name         string
	monthsBefore int
	// taking is the share of municipalities that take part.
	taking float64
	// confirming is the share of unchanged answers that are saved again.
	confirming float64
}

// campaigns are the three rounds, earliest first. The first is by now older
// than the framework's statuses may be, so the second saves everything again.
var campaigns = []campaign{
	{name: "first", monthsBefore: 26, taking: 0.86, confirming: 1},
	{name: "second", monthsBefore: 14, taking: 0.97, confirming: 1},
	{name: "third", monthsBefore: 3, taking: 0.93, confirming: 0.45},
}

// entry is one answer before it becomes a status.
type entry struct {
	at     time.Time
	place  framework.Place
	answer assessment.Answer
	source assessment.Source
	// optional entries are left out when they say nothing new.
	optional bool
}

// takesPart reports whether the municipality reports in a round. Everyone but
// the silent reports in one of the later two.
func (p *player) takesPart(index int) bool {
	c := campaigns[index]
	last := index == len(campaigns)-1
	switch p.part {
	case silent:
		return index == 0
	case newcomer:
		return last
	case hesitant:
		return index > 0
	}
	if last && !p.takesPart(index-1) {
		return true
	}
	return chance("taking part", p.answersAs.String(), c.name) < c.taking
}

// campaignEntries are the answers of one round, a minute or two apart on one working day.
func (p *player) campaignEntries(index int, places []framework.Place, now time.Time) []entry {
	if !p.takesPart(index) {
		return nil
	}
	c := campaigns[index]
	random := draws("day", p.municipality.Code.String(), c.name)
	at := workingHour(now.AddDate(0, -c.monthsBefore, random.IntN(25)), random)
	var entries []entry
	for _, place := range places {
		if p.skips(place.Indicator) {
			continue
		}
		at = at.Add(time.Duration(40+random.IntN(100)) * time.Second)
		key := string(place.Indicator.Key)
		entries = append(entries, entry{
			at:       at,
			place:    place,
			answer:   p.answer(place, float64(c.monthsBefore)/12),
			source:   assessment.Self,
			optional: chance("confirming", p.answersAs.String(), key, c.name) >= c.confirming,
		})
	}
	return entries
}

// How often something happens to one indicator of one municipality between the rounds.
const (
	updateShare      = 0.08
	withdrawalShare  = 0.004
	deskShare        = 0.006
	deskOnEmptyShare = 0.07
)

// betweenEntries are what happens outside the rounds: single updates, answers
// withdrawn, and findings from the desk.
func (p *player) betweenEntries(places []framework.Place, now time.Time) []entry {
	if p.twin || p.part == newcomer {
		return nil
	}
	var entries []entry
	for _, place := range places {
		code, key := p.municipality.Code.String(), string(place.Indicator.Key)
		random := draws("between", code, key)
		dealt := random.Float64()
		empty := p.skips(place.Indicator)
		switch {
		case empty && dealt < deskOnEmptyShare, !empty && dealt < deskShare:
			entries = append(entries, p.finding(place, now, random))
		case empty:
		case dealt < deskShare+withdrawalShare && p.municipality.Code != odense:
			at := workingHour(now.AddDate(0, 0, -5-random.IntN(55)), random)
			withdrawn := assessment.Answer{State: assessment.NotAnswered}
			entries = append(entries, entry{at: at, place: place, answer: withdrawn, source: assessment.Self})
		case dealt < deskShare+withdrawalShare+updateShare:
			entries = append(entries, p.update(place, now, random))
		}
	}
	return entries
}

func (p *player) update(place framework.Place, now time.Time, random *rand.Rand) entry {
	days := 6 + random.IntN(380)
	return entry{
		at:       workingHour(now.AddDate(0, 0, -days), random),
		place:    place,
		answer:   p.answer(place, float64(days)/365),
		source:   assessment.Self,
		optional: true,
	}
}

// finding is what the desk reads in public: near the truth, not always on it.
func (p *player) finding(place framework.Place, now time.Time, random *rand.Rand) entry {
	days := 20 + random.IntN(300)
	points := p.points(place, float64(days)/365) + random.NormFloat64()*10
	return entry{
		at:     workingHour(now.AddDate(0, 0, -days), random),
		place:  place,
		answer: assessment.Answer{State: assessment.Reported, Value: valueFor(place.Indicator, points)},
		source: assessment.Desk,
	}
}

// workingHour returns a time between eight and two in Danish winter time on
// the day of t or the Monday that follows a weekend.
func workingHour(t time.Time, random *rand.Rand) time.Time {
	year, month, day := t.UTC().Date()
	switch t.UTC().Weekday() {
	case time.Saturday:
		day += 2
	case time.Sunday:
		day++
	}
	return time.Date(year, month, day, 7, 0, random.IntN(6*60*60), 0, time.UTC)
}
