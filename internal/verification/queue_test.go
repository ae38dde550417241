package verification_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/sample"
	"modenhed/internal/scoring"
	"modenhed/internal/verification"
)

// memory is a source with statuses and perhaps a round in review.
type memory struct {
	statuses []assessment.Status
	cutoff   time.Time
	// years is how much later readers look.
	years int
}

func (m *memory) Revision(context.Context) (int64, error)       { return 1, nil }
func (m *memory) LatestDocument(context.Context) (int64, error) { return 1, nil }
func (m *memory) ErasedAnswers(context.Context) (int64, error)  { return 0, nil }
func (m *memory) Settle(context.Context) error                  { return nil }
func (m *memory) Documents(context.Context) ([]reference.Document, error) {
	documents := sample.Documents()
	for i := range documents {
		if documents[i].Kind == reference.KindFramework {
			documents[i].Content = append([]byte("method: {max_age_months: 36}\n"), documents[i].Content...)
		}
	}
	return documents, nil
}

func (m *memory) DocumentsBy(context.Context, time.Time) ([]reference.Document, error) {
	return sample.Documents(), nil
}

func (m *memory) Statuses(_ context.Context, after assessment.StatusID) ([]assessment.Status, error) {
	return m.statuses[after:], nil
}

func (m *memory) Verdicts(context.Context, assessment.VerdictID) ([]assessment.Judged, error) {
	return nil, nil
}

func (m *memory) Standing(context.Context) (benchmark.Standing, error) {
	if m.cutoff.IsZero() {
		return benchmark.Standing{}, nil
	}
	return benchmark.Standing{Step: 1, Reviewed: benchmark.RoundName{Key: "2026"}, Cutoff: m.cutoff}, nil
}

// say adds a status an hour after the one before, with the kinds of verdict
// that follow it a minute apart.
func (m *memory) say(change func(*assessment.Status), kinds ...assessment.VerdictKind) assessment.Status {
	s := sample.Status()
	change(&s)
	s.ID = assessment.StatusID(len(m.statuses) + 1)
	s.RecordedAt = sample.Time().Add(time.Duration(len(m.statuses)) * time.Hour)
	s.Revision = 1
	for _, earlier := range m.statuses {
		if earlier.Key() == s.Key() && earlier.Source == s.Source {
			s.Revision++
		}
	}
	for i, kind := range kinds {
		s.Verdicts = append(s.Verdicts, assessment.Verdict{
			ID: assessment.VerdictID(100*int(s.ID) + i), Kind: kind, At: s.RecordedAt.Add(time.Duration(i+1) * time.Minute),
		})
	}
	m.statuses = append(m.statuses, s)
	return s
}

// snapshot is what readers see two days after the first status, or years later.
func (m *memory) snapshot(t interface{ Fatal(...any) }) *benchmark.Snapshot {
	now := func() time.Time { return sample.Time().AddDate(m.years, 0, 2) }
	keeper := benchmark.NewKeeper(m, m, now, time.UTC, slog.New(slog.DiscardHandler))
	if err := keeper.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	return keeper.Current()
}

// listed are items as "indicator: kinds".
func listed(items []verification.Item) []string {
	var lines []string
	for _, item := range items {
		lines = append(lines, fmt.Sprintf("%s: %v", item.Status.Indicator, item.Kinds))
	}
	return lines
}

func level(v float64) func(*assessment.Status) {
	return func(s *assessment.Status) { s.Answer.Value = v }
}

func state(to assessment.State) func(*assessment.Status) {
	return func(s *assessment.Status) { s.Answer = assessment.Answer{State: to} }
}

func fromDesk(s *assessment.Status) {
	s.Source, s.Evidence.Link = assessment.Desk, "https://example.test"
}

func TestWhatWaitsAndWhy(t *testing.T) {
	t.Parallel()
	const verified, questioned, accepted, replied = assessment.VerdictVerified, assessment.VerdictQuestioned,
		assessment.VerdictAccepted, assessment.VerdictReplied
	const review = 90 * time.Minute // after the second status
	for name, c := range map[string]struct {
		say    func(m *memory)
		cutoff time.Duration
		want   []string
	}{
		"nothing reported": {func(*memory) {}, 0, nil},
		"a first answer":   {func(m *memory) { m.say(level(2)) }, 0, []string{"work.level: [new]"}},
		"a later answer":   {func(m *memory) { m.say(level(2)); m.say(level(3)) }, 0, []string{"work.level: [changed]"}},
		"confirmed":        {func(m *memory) { m.say(level(2)); m.say(level(2)) }, 0, []string{"work.level: [new]"}},
		"verified":         {func(m *memory) { m.say(level(2), verified) }, 0, nil},
		"asked":            {func(m *memory) { m.say(level(2), questioned) }, 0, []string{"work.level: [asked]"}},
		"replied":          {func(m *memory) { m.say(level(2), questioned, replied) }, 0, []string{"work.level: [replied]"}},
		"asked once more":  {func(m *memory) { m.say(level(2), questioned, replied, questioned) }, 0, []string{"work.level: [asked]"}},
		"replied, confirmed": {func(m *memory) { m.say(level(2), questioned, replied); m.say(level(2), questioned) }, 0,
			[]string{"work.level: [replied]"}},
		"replied, confirmed, asked again": {func(m *memory) {
			m.say(level(2), questioned, replied)
			m.say(level(2), questioned, questioned)
		}, 0, []string{"work.level: [asked]"}},
		"revised":           {func(m *memory) { m.say(level(2), questioned); m.say(level(1)) }, 0, []string{"work.level: [revised]"}},
		"revised twice":     {func(m *memory) { m.say(level(2), questioned); m.say(level(1)); m.say(level(0)) }, 0, []string{"work.level: [revised]"}},
		"revised, verified": {func(m *memory) { m.say(level(2), questioned); m.say(level(1), verified) }, 0, nil},
		"a change after a question that was settled": {func(m *memory) {
			m.say(level(2), questioned, verified)
			m.say(level(1))
		}, 0, []string{"work.level: [changed]"}},
		"withdrawn after a question": {func(m *memory) { m.say(level(2), questioned); m.say(state(assessment.NotAnswered)) }, 0,
			[]string{"work.level: [revised]"}},
		"don't know":                     {func(m *memory) { m.say(state(assessment.DontKnow)) }, 0, nil},
		"too old to count":               {func(m *memory) { m.say(level(2)); m.say(state(assessment.NotApplicable)); m.years = 9 }, 0, nil},
		"too old, and replied":           {func(m *memory) { m.say(level(2), questioned, replied); m.years = 9 }, 0, []string{"work.level: [replied]"}},
		"withdrawn":                      {func(m *memory) { m.say(level(2)); m.say(state(assessment.NotAnswered)) }, 0, nil},
		"not applicable":                 {func(m *memory) { m.say(state(assessment.NotApplicable)) }, 0, []string{"work.level: [not_applicable]"}},
		"a finding":                      {func(m *memory) { m.say(fromDesk) }, 0, []string{"work.level: [desk]"}},
		"a finding beside an own answer": {func(m *memory) { m.say(level(2), verified); m.say(fromDesk) }, 0, nil},
		"by the cut-off":                 {func(m *memory) { m.say(level(2)); m.say(level(3)) }, review, []string{"work.level: [changed]"}},
		"late":                           {func(m *memory) { m.say(level(2)); m.say(level(3)); m.say(level(4)) }, review, []string{"work.level: [late changed]"}},
		"late and accepted":              {func(m *memory) { m.say(level(2)); m.say(level(3)); m.say(level(4), accepted) }, review, []string{"work.level: [changed]"}},
		"late and questioned": {func(m *memory) { m.say(level(2)); m.say(level(3)); m.say(level(4), questioned) }, review,
			[]string{"work.level: [asked]"}},
		"late and verified": {func(m *memory) { m.say(level(2)); m.say(level(3)); m.say(level(4), verified) }, review, nil},
		"late and unknown": {func(m *memory) { m.say(level(2)); m.say(level(3)); m.say(state(assessment.DontKnow)) }, review,
			[]string{"work.level: [late]"}},
		"a late withdrawal that leaves the place to the desk": {func(m *memory) {
			m.say(fromDesk)
			m.say(level(3))
			m.say(state(assessment.NotAnswered))
		}, review, []string{"work.level: [late]"}},
	} {
		m := new(memory)
		c.say(m)
		if c.cutoff != 0 {
			m.cutoff = sample.Time().Add(c.cutoff)
		}
		if diff := cmp.Diff(c.want, listed(verification.Queue(m.snapshot(t)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAnItemTellsItsAgeItsImpactAndWhatItLacks(t *testing.T) {
	t.Parallel()
	m := new(memory)
	m.say(level(4))
	asked := m.say(func(s *assessment.Status) { s.Indicator = sample.Days }, assessment.VerdictQuestioned, assessment.VerdictReplied)
	m.say(level(4))
	s := m.snapshot(t)
	items := verification.Queue(s)
	if len(items) != 2 || items[0].Status.Indicator != sample.Level {
		t.Fatalf("queue = %v", listed(items))
	}
	first := items[0]
	unit, _ := s.Unit(sample.Odense)
	index := slices.IndexFunc(s.Places, func(p framework.Place) bool { return p.Indicator.Key == sample.Level })
	if want := unit.Card.Indicators[index].Share * (80 - assessment.CapBare); first.Impact != want || want == 0 {
		t.Errorf("impact = %v, want %v", first.Impact, want)
	}
	if !first.Lacking || !first.Since.Equal(sample.Time()) || first.Last != 0 {
		t.Errorf("lacking %v, since %v, last %d", first.Lacking, first.Since, first.Last)
	}
	if second := items[1]; !second.Since.Equal(asked.Verdicts[1].At) || second.Last != asked.Verdicts[1].ID {
		t.Errorf("a reply waits since %v with entry %d, want %v and %d", second.Since, second.Last, asked.Verdicts[1].At, asked.Verdicts[1].ID)
	}
}

// drawMemory draws what three municipalities may have said of two indicators.
func drawMemory(t *rapid.T) *memory {
	m := new(memory)
	kinds := rapid.SampledFrom([]assessment.VerdictKind{
		assessment.VerdictVerified, assessment.VerdictQuestioned, assessment.VerdictAccepted, assessment.VerdictReplied,
	})
	for range rapid.IntRange(0, 12).Draw(t, "statuses") {
		m.say(func(s *assessment.Status) {
			s.Municipality = rapid.SampledFrom([]municipality.Code{sample.Odense, sample.Norddjurs, sample.Copenhagen}).Draw(t, "municipality")
			s.Indicator = rapid.SampledFrom([]framework.IndicatorKey{sample.Level, sample.Days}).Draw(t, "indicator")
			s.Answer.Value = float64(rapid.IntRange(0, 5).Draw(t, "value"))
			if rapid.IntRange(0, 5).Draw(t, "state") == 0 {
				s.Answer = assessment.Answer{State: rapid.SampledFrom([]assessment.State{
					assessment.NotAnswered, assessment.DontKnow, assessment.NotApplicable,
				}).Draw(t, "which")}
			}
			s.Evidence.Text = rapid.SampledFrom([]string{"", "Referat"}).Draw(t, "text")
			if rapid.Bool().Draw(t, "desk") {
				fromDesk(s)
			}
		}, rapid.SliceOfN(kinds, 0, 3).Draw(t, "verdicts")...)
	}
	if rapid.Bool().Draw(t, "review") {
		m.cutoff = sample.Time().Add(time.Duration(rapid.IntRange(0, 12).Draw(t, "cutoff")) * time.Hour)
	}
	return m
}

func TestPropertiesOfTheQueue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawMemory(t)
		s := m.snapshot(t)
		items := verification.Queue(s)
		waits := make(map[assessment.StatusID]bool)
		places := make(map[assessment.Key]bool)
		for _, item := range items {
			checkItem(t, s, item)
			if places[item.Key()] {
				t.Fatalf("%v waits twice", item.Key())
			}
			places[item.Key()], waits[item.Status.ID] = true, true
		}
		for _, unit := range s.Units {
			for i, answer := range unit.Answers {
				st := answer.Status
				if st == nil || answer.Stale || unit.Card.Indicators[i].State != scoring.Present {
					continue
				}
				verified := st.Verification(assessment.AsOf{}) == assessment.Verified
				if waits[st.ID] == verified && !(places[st.Key()] && !waits[st.ID]) {
					t.Fatalf("status %d: waits %v, verified %v", st.ID, waits[st.ID], verified)
				}
			}
		}
	})
}

func checkItem(t *rapid.T, s *benchmark.Snapshot, item verification.Item) {
	if len(item.Kinds) == 0 || !slices.IsSortedFunc(item.Kinds, func(a, b verification.Kind) int {
		return slices.Index(verification.Kinds(), a) - slices.Index(verification.Kinds(), b)
	}) {
		t.Fatalf("kinds = %v", item.Kinds)
	}
	if item.Since.Before(sample.Time()) || item.Since.After(s.AsOf) {
		t.Fatalf("waits since %v", item.Since)
	}
	if item.Impact < 0 || item.Impact > 80 || item.Impact > 0 && item.Status.Cap(assessment.AsOf{}) == assessment.CapVerified {
		t.Fatalf("impact = %v with cap %v", item.Impact, item.Status.Cap(assessment.AsOf{}))
	}
}

func TestPropertiesOfFilters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		items := verification.Queue(drawMemory(t).snapshot(t))
		whole := verification.Filter{}.Apply(items)
		seen := 0
		for _, sort := range verification.Sorts() {
			sorted := verification.Filter{Sort: sort}.Apply(items)
			if len(sorted) != len(whole) {
				t.Fatalf("sorted by %s: %d of %d", sort, len(sorted), len(whole))
			}
			for i := 1; i < len(sorted); i++ {
				a, b := sorted[i-1], sorted[i]
				switch {
				case sort == verification.ByAge && b.Since.Before(a.Since),
					sort == verification.ByImpact && b.Impact > a.Impact,
					sort == verification.ByEvidence && b.Lacking && !a.Lacking:
					t.Fatalf("by %s: %v stands before %v", sort, a.Key(), b.Key())
				}
			}
		}
		for _, code := range []municipality.Code{sample.Odense, sample.Norddjurs, sample.Copenhagen} {
			for _, item := range (verification.Filter{Municipality: code}).Apply(items) {
				if item.Unit.Code != code {
					t.Fatalf("%v passes the filter of %v", item.Key(), code)
				}
				seen++
			}
		}
		if seen != len(whole) {
			t.Fatalf("the municipalities have %d, all have %d", seen, len(whole))
		}
		for _, kind := range verification.Kinds() {
			for _, item := range (verification.Filter{Kind: kind, Area: "work", Lacking: true}).Apply(items) {
				if !item.Is(kind) || item.Place.Top.Key != "work" || !item.Lacking {
					t.Fatalf("%v passes", item.Key())
				}
			}
		}
		checkRound(t, whole)
	})
}

// checkRound goes from item to item until it is back at the first.
func checkRound(t *rapid.T, items []verification.Item) {
	if len(items) < 2 {
		return
	}
	at := items[0].Key()
	for range items {
		next, found := verification.After(items, at)
		if !found {
			t.Fatalf("nothing follows %v", at)
		}
		at = next.Key()
	}
	if at != items[0].Key() {
		t.Fatalf("once round leads to %v, want %v", at, items[0].Key())
	}
}

func TestTheQueueFollowsWhatIsDecided(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	status := o.report(sample.Level, 4, 0)
	o.report(sample.Days, 4, 0)
	queue := func() []string {
		items, err := o.service.Queue(o.analyst)
		if err != nil {
			t.Fatal(err)
		}
		return listed(items)
	}
	if diff := cmp.Diff([]string{"work.level: [new]", "speed.days: [new]"}, queue()); diff != "" {
		t.Errorf("queue (-want +got):\n%s", diff)
	}
	if n := o.service.Waiting(o.administrator); n != 2 {
		t.Errorf("%d waiting, want 2", n)
	}
	o.decide(verify(status, 0))
	if diff := cmp.Diff([]string{"speed.days: [new]"}, queue()); diff != "" {
		t.Errorf("queue after a verdict (-want +got):\n%s", diff)
	}
	if n := o.service.Waiting(account.Actor{}); n != 0 {
		t.Errorf("%d waiting for the public", n)
	}
}
