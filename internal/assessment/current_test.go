package assessment_test

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/assessment"
	"modenhed/internal/sample"
)

func formatted(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// at is a status with a number, recorded as many hours after [sample.Time].
func at(id assessment.StatusID, source assessment.Source, state assessment.State, level float64) assessment.Status {
	s := sample.Status()
	s.ID, s.Source, s.Answer = id, source, assessment.Answer{State: state, Value: level}
	s.RecordedAt = sample.Time().Add(time.Duration(id) * time.Hour)
	return s
}

func hour(n int) time.Time { return sample.Time().Add(time.Duration(n) * time.Hour) }

func TestCurrent(t *testing.T) {
	t.Parallel()
	const self, desk = assessment.Self, assessment.Desk
	const reported, withdrawn, unknown = assessment.Reported, assessment.NotAnswered, assessment.DontKnow
	own1, own2 := at(1, self, reported, 1), at(2, self, reported, 2)
	for name, c := range map[string]struct {
		statuses []assessment.Status
		asOf     assessment.AsOf
		want     assessment.StatusID
	}{
		"nothing":                        {nil, assessment.AsOf{}, 0},
		"the later own":                  {[]assessment.Status{own1, own2}, assessment.AsOf{}, 2},
		"in any order":                   {[]assessment.Status{own2, own1}, assessment.AsOf{}, 2},
		"desk alone":                     {[]assessment.Status{at(1, desk, reported, 3)}, assessment.AsOf{}, 1},
		"own before desk":                {[]assessment.Status{own1, at(2, desk, reported, 3)}, assessment.AsOf{}, 1},
		"own after desk":                 {[]assessment.Status{at(1, desk, reported, 3), own2}, assessment.AsOf{}, 2},
		"own don't know before desk":     {[]assessment.Status{at(1, self, unknown, 0), at(2, desk, reported, 3)}, assessment.AsOf{}, 1},
		"own withdrawn, no desk":         {[]assessment.Status{own1, at(2, self, withdrawn, 0)}, assessment.AsOf{}, 2},
		"own withdrawn, desk":            {[]assessment.Status{at(1, desk, reported, 3), at(2, self, withdrawn, 0)}, assessment.AsOf{}, 1},
		"own withdrawn, later desk":      {[]assessment.Status{at(1, self, withdrawn, 0), at(2, desk, reported, 3)}, assessment.AsOf{}, 2},
		"both withdrawn":                 {[]assessment.Status{at(1, self, withdrawn, 0), at(2, desk, withdrawn, 0)}, assessment.AsOf{}, 1},
		"by time":                        {[]assessment.Status{own1, own2}, assessment.AsOf{Time: hour(1)}, 1},
		"by time, to the moment":         {[]assessment.Status{own1, own2}, assessment.AsOf{Time: hour(2)}, 2},
		"before everything":              {[]assessment.Status{own1, own2}, assessment.AsOf{Time: hour(0)}, 0},
		"by number":                      {[]assessment.Status{own1, own2}, assessment.AsOf{Time: hour(9), Status: 1}, 1},
		"by number alone":                {[]assessment.Status{own1, own2}, assessment.AsOf{Status: 1}, 1},
		"desk until the own came":        {[]assessment.Status{at(1, desk, reported, 3), own2}, assessment.AsOf{Time: hour(1)}, 1},
		"own until it was withdrawn":     {[]assessment.Status{own1, at(2, self, withdrawn, 0)}, assessment.AsOf{Time: hour(1)}, 1},
		"clock set back, number decides": {[]assessment.Status{own1, {ID: 2, Municipality: own1.Municipality, Indicator: own1.Indicator, Source: self, RecordedAt: hour(0)}}, assessment.AsOf{Time: hour(1)}, 2},
	} {
		got := assessment.Current(c.statuses, c.asOf)[sample.Status().Key()]
		if got.ID != c.want {
			t.Errorf("%s: status %d counts, want %d", name, got.ID, c.want)
		}
		if one := assessment.CurrentIn(c.statuses, sample.Status().Indicator, c.asOf); (one == nil) != (c.want == 0) {
			t.Errorf("%s: of one indicator %+v counts, want %d", name, one, c.want)
		}
	}
}

func TestCurrentKeepsPlacesApart(t *testing.T) {
	t.Parallel()
	here, there, elsewhere := at(1, assessment.Self, assessment.Reported, 1), at(2, assessment.Self, assessment.Reported, 2), at(3, assessment.Self, assessment.Reported, 3)
	there.Indicator = sample.Always
	elsewhere.Municipality = sample.Norddjurs
	got := assessment.Current([]assessment.Status{here, there, elsewhere}, assessment.AsOf{})
	want := map[assessment.Key]assessment.Status{here.Key(): here, there.Key(): there, elsewhere.Key(): elsewhere}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("current (-want +got):\n%s", diff)
	}
}

// What had been recorded by a moment does not change with what comes after.
func TestThePastStays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var statuses []assessment.Status
		for id := range rapid.IntRange(1, 30).Draw(t, "statuses") {
			statuses = append(statuses, at(assessment.StatusID(id+1),
				rapid.SampledFrom([]assessment.Source{assessment.Self, assessment.Desk}).Draw(t, "source"),
				rapid.SampledFrom([]assessment.State{assessment.Reported, assessment.NotAnswered}).Draw(t, "state"), 1))
		}
		n := rapid.IntRange(1, len(statuses)).Draw(t, "then")
		then := assessment.AsOf{Time: hour(n), Status: assessment.StatusID(n)}
		want := assessment.Current(statuses[:n], assessment.AsOf{})
		shuffled := append([]assessment.Status(nil), statuses...)
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(want, assessment.Current(shuffled, then)); diff != "" {
			t.Errorf("current then (-then +now):\n%s", diff)
		}
		counts := assessment.CurrentIn(statuses, sample.Status().Indicator, then)
		if diff := cmp.Diff(want[sample.Status().Key()], *counts); diff != "" {
			t.Errorf("of one indicator (-all +one):\n%s", diff)
		}
	})
}

func TestStale(t *testing.T) {
	t.Parallel()
	s := sample.Status() // 2 March 2026
	twoYears := s.RecordedAt.AddDate(2, 0, 0)
	for name, c := range map[string]struct {
		at     time.Time
		months int
		want   bool
	}{
		"fresh":               {s.RecordedAt, 24, false},
		"to the moment":       {twoYears, 24, false},
		"a moment later":      {twoYears.Add(time.Microsecond), 24, true},
		"never":               {twoYears.AddDate(50, 0, 0), 0, false},
		"one month":           {s.RecordedAt.AddDate(0, 1, 1), 1, true},
		"before it was there": {s.RecordedAt.Add(-time.Hour), 1, false},
	} {
		if got := assessment.Stale(s, c.at, c.months); got != c.want {
			t.Errorf("%s: stale = %v, want %v", name, got, c.want)
		}
	}
}

// BenchmarkCurrent selects from six years of one municipality's 36 answers.
func BenchmarkCurrent(b *testing.B) {
	_, _, indicators := sample.Country()
	var statuses []assessment.Status
	for range 6 {
		for _, indicator := range indicators {
			s := at(assessment.StatusID(len(statuses)+1), assessment.Self, assessment.Reported, 1)
			s.Indicator = indicator
			statuses = append(statuses, s)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		assessment.Current(statuses, assessment.AsOf{Time: hour(1000), Status: 1000})
	}
}
