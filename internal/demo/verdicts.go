package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/municipality"
	"modenhed/internal/verification"
)

// What the invented analysts and municipalities write to each other.
var (
	questions = []string{
		"Opdigtet: Vi kan ikke finde tallet i det, der er linket til. Hvor står det?",
		"Opdigtet: Svaret er meget højere end sidste år. Hvad er ændret?",
		"Opdigtet: Referatet nævner kun ét område. Gælder svaret hele kommunen?",
		"Opdigtet: Dokumentationen er fra før målerunden. Er der en nyere?",
	}
	replies = []string{
		"Opdigtet: Det står i bilag 2. Vi lægger et nyt link ind ved næste indberetning.",
		"Opdigtet: Løsningen blev udbredt til alle afdelinger i foråret.",
		"Opdigtet: Ja, det gælder hele kommunen. Fagudvalget behandler en samlet opgørelse næste måned.",
	}
)

// How often a status is looked at, by what it rests on, and how often it is then
// questioned rather than verified.
const (
	lookedAtWithLink = 0.82
	lookedAtWithText = 0.68
	lookedAtBare     = 0.46
	questionedShare  = 0.05
	// ownQuestions is the share for the municipality of the demo's editor.
	ownQuestions  = 0.12
	repliedShare  = 0.7
	settledShare  = 0.4
	daysToVerdict = 45
)

// Verdicts returns invented verdicts on recorded statuses and what is said
// beside them, in the order of recording and all recorded before now, without
// numbers: about half of the statuses that count are verified, a few are
// questioned, some of those with an answer. Statuses that are not invented have none.
func Verdicts(statuses []assessment.Status, now time.Time, by Authors) []verification.Entry {
	var entries []verification.Entry
	for i := range statuses {
		if s := &statuses[i]; s.Channel == assessment.ChannelDemo {
			entries = append(entries, verdictsOn(s, now, by)...)
		}
	}
	slices.SortStableFunc(entries, func(a, b verification.Entry) int { return a.RecordedAt.Compare(b.RecordedAt) })
	return entries
}

func verdictsOn(s *assessment.Status, now time.Time, by Authors) []verification.Entry {
	if s.Answer.State != assessment.Reported && s.Answer.State != assessment.NotApplicable {
		return nil
	}
	random := draws("verdict", s.Municipality.String(), string(s.Indicator), string(s.Source), s.RecordedAt.Format(time.DateOnly))
	if random.Float64() >= lookedAt(s.Evidence) {
		return nil
	}
	t := &thread{status: s, at: s.RecordedAt, random: random}
	share := questionedShare
	if s.Municipality == odense {
		share = ownQuestions
	}
	if random.Float64() >= share {
		t.say(assessment.VerdictVerified, daysToVerdict, by.Analyst, nil)
	} else {
		t.question(by)
	}
	return t.until(now)
}

func lookedAt(e assessment.Evidence) float64 {
	switch {
	case e.Link != "":
		return lookedAtWithLink
	case e.Text != "":
		return lookedAtWithText
	}
	return lookedAtBare
}

// thread is what is said about one status, one after the other.
type thread struct {
	status  *assessment.Status
	at      time.Time
	random  *rand.Rand
	entries []verification.Entry
}

// say adds what somebody says at most so many days after the last.
func (t *thread) say(kind assessment.VerdictKind, days int, who account.Actor, texts []string) {
	t.at = workingHour(t.at.AddDate(0, 0, 1+t.random.IntN(days)), t.random)
	e := verification.Entry{Status: t.status.ID, Kind: kind, Author: who.ID, RecordedAt: t.at}
	if len(texts) > 0 {
		e.Comment = texts[t.random.IntN(len(texts))]
	}
	t.entries = append(t.entries, e)
}

// question asks, is mostly answered, and is sometimes settled by the answer.
func (t *thread) question(by Authors) {
	t.say(assessment.VerdictQuestioned, daysToVerdict, by.Analyst, questions)
	if t.random.Float64() >= repliedShare {
		return
	}
	t.say(assessment.VerdictReplied, 12, municipalityOf(t.status.Municipality, by), replies)
	if t.random.Float64() < settledShare {
		t.say(assessment.VerdictVerified, 12, by.Analyst, nil)
	}
}

func municipalityOf(code municipality.Code, by Authors) account.Actor {
	if code == by.Editor.Municipality {
		return by.Editor
	}
	return by.Administrator
}

// until returns what was said before a time.
func (t *thread) until(now time.Time) []verification.Entry {
	late := slices.IndexFunc(t.entries, func(e verification.Entry) bool { return !e.RecordedAt.Before(now) })
	if late < 0 {
		return t.entries
	}
	return t.entries[:late]
}
