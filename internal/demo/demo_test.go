package demo_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/demo"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/scoring"
)

func TestEveryStatusPassesTheCheck(t *testing.T) {
	t.Parallel()
	c := invent(t, now, now)
	for _, s := range c.statuses {
		place, ok := c.framework.Indicator(s.Indicator)
		if !ok {
			t.Fatalf("unknown indicator %s", s.Indicator)
		}
		report := assessment.Report{
			Municipality: s.Municipality, Indicator: s.Indicator, Answer: s.Answer, Reason: s.Reason,
			Evidence: s.Evidence, Comment: s.Comment, Source: s.Source, Channel: s.Channel,
		}
		if diff := cmp.Diff(report.Clean(), report); diff != "" {
			t.Errorf("%s %s is not clean:\n%s", s.Municipality, s.Indicator, diff)
		}
		if err := assessment.Check(place, report).Err(); err != nil {
			t.Errorf("%s %s: %v", s.Municipality, s.Indicator, err)
		}
	}
}

func TestHistoryIsInOrder(t *testing.T) {
	t.Parallel()
	c := invent(t, now, now)
	type line struct {
		key    assessment.Key
		source assessment.Source
	}
	revisions := make(map[line]int)
	for i, s := range c.statuses {
		if i > 0 && s.RecordedAt.Before(c.statuses[i-1].RecordedAt) {
			t.Fatalf("status %d is recorded before the one before it", i)
		}
		l := line{s.Key(), s.Source}
		revisions[l]++
		if s.Revision != revisions[l] {
			t.Errorf("%v: revision %d, want %d", l, s.Revision, revisions[l])
		}
		if s.Framework != c.framework.Key || s.FrameworkVersion != c.framework.Version {
			t.Errorf("%v belongs to framework %s %d", l, s.Framework, s.FrameworkVersion)
		}
	}
	first, last := c.statuses[0].RecordedAt, c.statuses[len(c.statuses)-1].RecordedAt
	if first.Before(now.AddDate(0, -30, 0)) || first.After(now.AddDate(0, -24, 0)) || !last.Before(now) {
		t.Errorf("history runs from %s to %s", first, last)
	}
}

func TestEverythingIsMarkedAsInvented(t *testing.T) {
	t.Parallel()
	for _, s := range invent(t, now, now).statuses {
		if s.Channel != assessment.ChannelDemo {
			t.Fatalf("channel %q", s.Channel)
		}
		for _, text := range []string{s.Evidence.Text, s.Reason, s.Comment} {
			if text != "" && !strings.HasPrefix(text, "Opdigtet: ") {
				t.Errorf("text does not say that it is invented: %q", text)
			}
		}
		if link := s.Evidence.Link; link != "" && !strings.HasPrefix(link, "https://www.example.org/") {
			t.Errorf("link leads to a real place: %q", link)
		}
	}
}

func TestTheCountryShowsEveryCase(t *testing.T) {
	t.Parallel()
	c := invent(t, now, now)
	count := make(map[string]int)
	for key, s := range c.current {
		place, _ := c.framework.Indicator(key.Indicator)
		count[string(s.Answer.State)]++
		count[string(s.Source)]++
		if s.Answer.None(place.Indicator) {
			count["none"]++
		}
		if assessment.EvidenceAdvice(place, s.Answer) == assessment.Required {
			count["evidence required"]++
		}
		switch {
		case s.Evidence.Empty():
		case s.Evidence.Public:
			count["public evidence"]++
		default:
			count["internal evidence"]++
		}
		if s.Comment != "" {
			count["comment"]++
		}
	}
	count["never answered"] = len(c.directory.All())*len(c.framework.Places()) - len(c.current)
	for _, s := range c.statuses {
		if own := c.current[s.Key()]; s.Source == assessment.Desk && own.Source == assessment.Self {
			count["desk beside own"]++
		}
	}
	for name, least := range map[string]int{
		"reported": 2500, "dont_know": 80, "not_applicable": 20, "not_answered": 5, "never answered": 100, "none": 60,
		"self": 2500, "desk": 5, "desk beside own": 3,
		"evidence required": 10, "public evidence": 300, "internal evidence": 150, "comment": 20,
	} {
		if count[name] < least {
			t.Errorf("%d × %s, want at least %d", count[name], name, least)
		}
	}
}

func TestAFewAreNotRanked(t *testing.T) {
	t.Parallel()
	c := invent(t, now, now)
	unranked, stale := 0, 0
	for _, m := range c.directory.All() {
		answered, old := 0, 0
		for _, place := range c.framework.Places() {
			s, ok := c.current[assessment.Key{Municipality: m.Code, Indicator: place.Indicator.Key}]
			if ok {
				answered++
			}
			if ok && assessment.Stale(s, now, c.framework.Method.MaxAgeMonths) {
				old++
			}
		}
		if answered == 0 {
			t.Errorf("%s has no status at all", m.Name)
		}
		if c.cards[m.Code].Standing != scoring.Ranked {
			unranked++
			if 2*old > answered {
				stale++
			}
		}
	}
	if unranked < 5 || unranked > 8 || stale != 1 {
		t.Errorf("%d not ranked, %d of them for old answers", unranked, stale)
	}
}

func TestTwoPairsTie(t *testing.T) {
	t.Parallel()
	c := invent(t, now, now)
	tied := make(map[int][]municipality.Code)
	for code, place := range c.places {
		if place.Tied {
			tied[place.Rank] = append(tied[place.Rank], code)
		}
	}
	if len(tied) != 2 {
		t.Fatalf("ties at %v, want two", tied)
	}
	for rank, codes := range tied {
		if len(codes) != 2 {
			t.Errorf("%d share rank %d", len(codes), rank)
		}
		for _, place := range c.framework.Places() {
			key := place.Indicator.Key
			a := c.current[assessment.Key{Municipality: codes[0], Indicator: key}].Answer
			b := c.current[assessment.Key{Municipality: codes[1], Indicator: key}].Answer
			if a != b {
				t.Errorf("rank %d, %s: %v and %v", rank, key, a, b)
			}
		}
	}
}

func TestOdenseIsHighButNotFirstAndHasWorkLeft(t *testing.T) {
	t.Parallel()
	c := invent(t, now, now)
	if rank := c.places[odense].Rank; rank < 2 || rank > 10 {
		t.Errorf("Odense has rank %d", rank)
	}
	open, raisable := 0, 0
	for _, place := range c.framework.Places() {
		s, ok := c.current[assessment.Key{Municipality: odense, Indicator: place.Indicator.Key}]
		switch {
		case !ok || s.Answer.State == assessment.DontKnow:
			open++
		case place.Indicator.Type == framework.Level && s.Answer.Value < framework.MaxLevel:
			raisable++
		}
	}
	if open == 0 || raisable < 5 {
		t.Errorf("%d indicators open, %d levels to raise", open, raisable)
	}
}

func TestAuthorsAreTheDemoAccounts(t *testing.T) {
	t.Parallel()
	by := authors()
	for _, s := range invent(t, now, now).statuses {
		want := by.Administrator
		switch {
		case s.Source == assessment.Desk:
			want = by.Analyst
		case s.Municipality == odense:
			want = by.Editor
		}
		if s.Author != want.ID || s.AuthorName != want.Email {
			t.Fatalf("%s %s of %s by %s", s.Source, s.Indicator, s.Municipality, s.AuthorName)
		}
	}
}

func TestMaturityGrowsOverTheRounds(t *testing.T) {
	t.Parallel()
	before := 0.0
	for _, months := range []int{-25, -13, -1} {
		c := invent(t, now, now.AddDate(0, months, 0))
		sum, ranked := 0.0, 0
		for code, place := range c.places {
			if place.Rank > 0 {
				ranked++
				sum += c.cards[code].Score.Value
			}
		}
		mean := sum / float64(max(ranked, 1))
		if ranked < 70 || mean <= before {
			t.Errorf("%d months: %d ranked with a mean of %.1f after %.1f", months, ranked, mean, before)
		}
		before = mean
	}
}

func TestTheSameQuestionGivesTheSameCountry(t *testing.T) {
	t.Parallel()
	first := invent(t, now, now)
	if diff := cmp.Diff(first.statuses, invent(t, now, now).statuses); diff != "" {
		t.Fatal("two countries differ")
	}
	for _, days := range []int{1, 97, 400} {
		later := now.AddDate(0, 0, days)
		second := invent(t, later, later)
		for code, card := range first.cards {
			if math.Abs(card.Score.Value-second.cards[code].Score.Value) > 1e-9 {
				t.Errorf("%d days later %s has %.3f, not %.3f", days, code, second.cards[code].Score.Value, card.Score.Value)
			}
		}
	}
}

func TestAnyFrameworkAndDirectoryWillDo(t *testing.T) {
	t.Parallel()
	other, err := framework.Parse("other.yaml", []byte(`key: other
version: 3
areas:
  - key: a
    indicators:
      - {key: a.low, type: number, scale: minmax, direction: down, min: 10, max: 20}
      - {key: a.high, type: number, scale: minmax, not_applicable: true}
      - {key: a.days, type: days, low: 60, high: 10}
      - {key: a.share, type: percent, low: 20, high: 80}
      - {key: a.yes, type: yesno, not_applicable: true}
      - {key: a.level, type: level}
`))
	if err != nil {
		t.Fatal(err)
	}
	directory := reading(t).Directory
	statuses := demo.Statuses(other, directory, now, authors())
	if len(statuses) < 98 {
		t.Errorf("%d statuses", len(statuses))
	}
	for _, s := range statuses {
		place, _ := other.Indicator(s.Indicator)
		report := assessment.Report{Answer: s.Answer, Reason: s.Reason, Evidence: s.Evidence, Comment: s.Comment, Source: s.Source, Channel: s.Channel}
		if err := assessment.Check(place, report).Err(); err != nil {
			t.Errorf("%s: %v", s.Indicator, err)
		}
	}
	if got := demo.Statuses(other, new(municipality.Directory), now, authors()); len(got) > 0 {
		t.Errorf("a directory of nobody gives %d statuses", len(got))
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	want := []demo.Person{
		{Email: "admin@demo.test", Role: account.Administrator},
		{Email: "analyst@demo.test", Role: account.Analyst},
		{Email: "editor@demo.test", Role: account.Editor, Municipality: odense},
	}
	if diff := cmp.Diff(want, demo.People()); diff != "" {
		t.Error(diff)
	}
	if demo.Password != "demo-modenhed" {
		t.Errorf("password %q", demo.Password)
	}
}
