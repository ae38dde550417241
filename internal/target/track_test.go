package target_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/sample"
	"modenhed/internal/target"
)

func zone(t testing.TB) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func on(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t.Add(12 * time.Hour)
}

// percent is where more is better, days where less is.
var (
	percent = &framework.Indicator{Key: "p", Type: framework.Percent, Scale: framework.Scale{Kind: framework.Goalposts, Low: 0, High: 100}}
	days    = &framework.Indicator{Key: "d", Type: framework.Days, Scale: framework.Scale{Kind: framework.Goalposts, Low: 60, High: 0}}
	level   = &framework.Indicator{Key: "l", Type: framework.Level, Scale: framework.Scale{Kind: framework.Goalposts, Low: 0, High: 5}}
)

func goal(value float64, set, due string) target.Goal {
	return target.Goal{Target: target.Target{Value: value, Due: target.Day(due)}, Since: on(set)}
}

func said(pairs ...any) []target.Point {
	var points []target.Point
	for i := 0; i < len(pairs); i += 2 {
		p := target.Point{At: on(pairs[i].(string))}
		if v, ok := pairs[i+1].(float64); ok {
			p.Value, p.Known = v, true
		}
		points = append(points, p)
	}
	return points
}

func TestFollow(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		indicator *framework.Indicator
		goal      target.Goal
		points    []target.Point
		now       string
		want      target.Track
	}{
		"on the line": {
			percent, goal(80, "2026-01-01", "2027-12-31"), said("2025-12-01", 40.0, "2027-01-01", 60.0), "2027-01-01",
			target.Track{State: target.OnTrack, Current: 60, Known: true, Distance: 20, Start: 40, Expected: 60, HasLine: true, AtLine: true, DaysLeft: 364,
				Pace: target.Pace{OK: true, PerYear: 18.45, At: 78.44}},
		},
		"a little behind the line": {
			percent, goal(80, "2026-01-01", "2027-12-31"), said("2025-12-01", 40.0, "2026-12-01", 56.5), "2027-01-01",
			target.Track{State: target.OnTrack, Current: 56.5, Known: true, Distance: 23.5, Start: 40, Expected: 60, HasLine: true, AtLine: true, DaysLeft: 364,
				Pace: target.Pace{OK: true, PerYear: 15.22, At: 71.71}},
		},
		"far behind it": {
			percent, goal(80, "2026-01-01", "2027-12-31"), said("2025-12-01", 40.0, "2026-12-01", 55.0), "2027-01-01",
			target.Track{State: target.Behind, Current: 55, Known: true, Distance: 25, Start: 40, Expected: 60, HasLine: true, DaysLeft: 364,
				Pace: target.Pace{OK: true, PerYear: 13.84, At: 68.83}},
		},
		"less is better": {
			days, goal(10, "2026-01-01", "2027-12-31"), said("2025-06-01", 30.0, "2026-12-01", 18.0), "2027-01-01",
			target.Track{State: target.OnTrack, Current: 18, Known: true, Distance: 8, Start: 30, Expected: 20, HasLine: true, AtLine: true, DaysLeft: 364,
				Pace: target.Pace{OK: true, PerYear: -7.56, At: 10.46}},
		},
		"less is better, and it grew": {
			days, goal(10, "2026-01-01", "2027-12-31"), said("2025-06-01", 20.0, "2026-12-01", 25.0), "2027-01-01",
			target.Track{State: target.Behind, Current: 25, Known: true, Distance: 15, Start: 20, Expected: 15, HasLine: true, DaysLeft: 364,
				Pace: target.Pace{OK: true, PerYear: 3.15, At: 28.14}},
		},
		"a level waits for the whole step": {
			level, goal(4, "2026-01-01", "2027-12-31"), said("2025-12-01", 2.0), "2026-10-01",
			target.Track{State: target.OnTrack, Current: 2, Known: true, Distance: 2, Start: 2, Expected: 2.75, HasLine: true, AtLine: true, DaysLeft: 456,
				Pace: target.Pace{OK: true, At: 2}},
		},
		"a level whose step has passed": {
			level, goal(4, "2026-01-01", "2027-12-31"), said("2025-12-01", 2.0), "2027-06-01",
			target.Track{State: target.Behind, Current: 2, Known: true, Distance: 2, Start: 2, Expected: 3.41, HasLine: true, DaysLeft: 213,
				Pace: target.Pace{OK: true, At: 2}},
		},
		"reached, and more": {
			percent, goal(50, "2026-01-01", "2027-12-31"), said("2025-12-01", 60.0), "2026-02-01",
			target.Track{State: target.Reached, Current: 60, Known: true, Start: 60, Expected: 50, HasLine: true, AtLine: true, DaysLeft: 698},
		},
		"reached after the day": {
			percent, goal(50, "2025-01-01", "2025-12-31"), said("2024-12-01", 40.0, "2026-02-01", 50.0), "2026-02-02",
			target.Track{State: target.Reached, Current: 50, Known: true, Start: 40, Expected: 50, HasLine: true, AtLine: true, DaysLeft: -33,
				Pace: target.Pace{OK: true, PerYear: 8.55, At: 50, Enough: true}},
		},
		"overdue": {
			percent, goal(50, "2025-01-01", "2025-12-31"), said("2024-12-01", 40.0), "2026-01-01",
			target.Track{State: target.Overdue, Current: 40, Known: true, Distance: 10, Start: 40, Expected: 50, HasLine: true, DaysLeft: -1,
				Pace: target.Pace{OK: true, At: 40}},
		},
		"overdue without an answer": {
			percent, goal(50, "2025-01-01", "2025-12-31"), nil, "2026-01-01", target.Track{State: target.Overdue, DaysLeft: -1},
		},
		"the last day counts": {
			percent, goal(50, "2025-01-01", "2025-12-31"), said("2024-12-01", 40.0), "2025-12-31",
			target.Track{State: target.DueSoon, Current: 40, Known: true, Distance: 10, Start: 40, Expected: 49.99, HasLine: true, DaysLeft: 0,
				Pace: target.Pace{OK: true, At: 40}},
		},
		"ninety days before": {
			percent, goal(50, "2025-01-01", "2025-12-31"), said("2024-12-01", 49.0), "2025-10-02",
			target.Track{State: target.DueSoon, Current: 49, Known: true, Distance: 1, Start: 49, Expected: 49.75, HasLine: true, DaysLeft: 90,
				Pace: target.Pace{OK: true, At: 49}},
		},
		"never answered": {
			percent, goal(50, "2026-01-01", "2027-12-31"), nil, "2026-02-01", target.Track{State: target.NoData, DaysLeft: 698},
		},
		"withdrawn since": {
			percent, goal(50, "2026-01-01", "2027-12-31"), said("2025-01-01", 30.0, "2026-01-15", nil), "2026-02-01",
			target.Track{State: target.NoData, Start: 30, Expected: 30.85, HasLine: true, DaysLeft: 698},
		},
		"first answered after the target was set": {
			percent, goal(50, "2026-01-01", "2027-12-31"), said("2026-06-01", 30.0), "2026-06-02",
			target.Track{State: target.OnTrack, Current: 30, Known: true, Distance: 20, Start: 30, Expected: 30.03, HasLine: true, AtLine: true, DaysLeft: 577},
		},
		"fell below a target it had reached": {
			percent, goal(50, "2026-01-01", "2027-12-31"), said("2025-12-01", 60.0, "2026-01-20", 45.0), "2026-02-01",
			target.Track{State: target.Behind, Current: 45, Known: true, Distance: 5, Start: 60, Expected: 50, HasLine: true, DaysLeft: 698},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := target.Follow(c.indicator, c.goal, c.points, zone(t), on(c.now))
			if diff := cmp.Diff(c.want, got, cmpopts.EquateApprox(0, 0.05)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// drawn is a target with answers, whatever they are.
func drawn(r *rapid.T) (*framework.Indicator, target.Goal, []target.Point, time.Time) {
	i := rapid.SampledFrom([]*framework.Indicator{percent, days, level}).Draw(r, "indicator")
	value := func(name string) float64 {
		if i.Type == framework.Level {
			return float64(rapid.IntRange(0, 5).Draw(r, name))
		}
		return float64(rapid.IntRange(0, 100).Draw(r, name))
	}
	now := on("2026-06-01")
	back := func(name string, most int) time.Time {
		return now.AddDate(0, 0, -rapid.IntRange(0, most).Draw(r, name))
	}
	g := target.Goal{Since: back("set", 900)}
	g.Value = value("target")
	g.Due = target.Day(now.AddDate(0, 0, rapid.IntRange(-300, 1200).Draw(r, "due")).Format(time.DateOnly))
	points := []target.Point{
		{At: back("first", 1500), Value: value("before"), Known: true},
		{At: now, Value: value("today"), Known: true},
	}
	return i, g, points, now
}

// TestReachedExactlyWhenAsGood: reached if and only if today's value is as good
// as the target, and then nothing is missing.
func TestReachedExactlyWhenAsGood(t *testing.T) {
	t.Parallel()
	z := zone(t)
	rapid.Check(t, func(r *rapid.T) {
		i, g, points, now := drawn(r)
		got := target.Follow(i, g, points, z, now)
		asGood := points[1].Value >= g.Value
		if i == days {
			asGood = points[1].Value <= g.Value
		}
		if (got.State == target.Reached) != asGood || (got.Distance == 0) != asGood {
			r.Fatalf("%v for %v: %s, %v missing", points[1].Value, g.Value, got.State, got.Distance)
		}
		if want := math.Abs(g.Value - points[1].Value); !asGood && got.Distance != want {
			r.Fatalf("%v missing, want %v", got.Distance, want)
		}
		if got.Expected < min(got.Start, g.Value)-1e-9 || got.Expected > max(got.Start, g.Value)+1e-9 {
			r.Fatalf("expected %v between %v and %v", got.Expected, got.Start, g.Value)
		}
	})
}

// TestBetterNeverLooksWorse: a better answer today is never a worse state, and
// never a slower pace.
func TestBetterNeverLooksWorse(t *testing.T) {
	t.Parallel()
	z := zone(t)
	standing := map[target.State]int{target.Overdue: 0, target.DueSoon: 0, target.Behind: 1, target.OnTrack: 2, target.Reached: 3}
	rapid.Check(t, func(r *rapid.T) {
		i, g, points, now := drawn(r)
		points[0].At = now.AddDate(-3, 0, 0)
		before := target.Follow(i, g, points, z, now)
		step := 1.0
		if i == days {
			step = -1
		}
		points[1].Value += step
		after := target.Follow(i, g, points, z, now)
		if standing[after.State] < standing[before.State] || before.AtLine && !after.AtLine {
			r.Fatalf("%s became %s", before.State, after.State)
		}
		if after.Distance > before.Distance || step*(after.Pace.At-before.Pace.At) < -1e-9 || before.Pace.Enough && !after.Pace.Enough {
			r.Fatalf("%+v became %+v", before, after)
		}
	})
}

func TestPointsAreTheOwnOnes(t *testing.T) {
	t.Parallel()
	at := func(months int) time.Time { return sample.Time().AddDate(0, months, 0) }
	status := func(months int, change func(*assessment.Status)) assessment.Status {
		s := sample.Status()
		s.RecordedAt = at(months)
		change(&s)
		return s
	}
	statuses := []assessment.Status{
		status(0, func(*assessment.Status) {}),
		status(1, func(s *assessment.Status) { s.Source = assessment.Desk }),
		status(2, func(s *assessment.Status) { s.Indicator = sample.Days }),
		status(3, func(s *assessment.Status) { s.Answer = assessment.Answer{State: assessment.DontKnow} }),
		status(4, func(s *assessment.Status) { s.Answer.Value = 3 }),
		status(40, func(s *assessment.Status) { s.Answer.Value = 5 }),
	}
	want := []target.Point{{At: at(0), Value: 2, Known: true}, {At: at(3)}, {At: at(4), Value: 3, Known: true}}
	if diff := cmp.Diff(want, target.Points(statuses, sample.Level, at(20), 24)); diff != "" {
		t.Error(diff)
	}
	want = append(want, target.Point{At: at(39)})
	if diff := cmp.Diff(want, target.Points(statuses, sample.Level, at(39), 24)); diff != "" {
		t.Errorf("too old: %s", diff)
	}
}

func TestGoalsAreThoseThatHold(t *testing.T) {
	t.Parallel()
	entry := func(n int64, indicator framework.IndicatorKey, value float64, due target.Day, owner string) target.Target {
		return target.Target{
			Number: n, Municipality: sample.Odense, Indicator: indicator, Value: value, Due: due, Owner: owner,
			RecordedAt: sample.Time().AddDate(0, 0, int(n)),
		}
	}
	entries := []target.Target{
		entry(1, "a", 1, "2027-01-01", ""), entry(2, "b", 1, "2027-01-01", ""), entry(3, "a", 2, "2027-01-01", ""),
		entry(4, "b", 0, "", ""), entry(5, "a", 2, "2027-01-01", "somebody"), entry(6, "c", 0, "2027-01-01", ""),
	}
	want := []target.Goal{{Target: entries[4], Since: entries[2].RecordedAt}, {Target: entries[5], Since: entries[5].RecordedAt}}
	if diff := cmp.Diff(want, target.Goals(entries)); diff != "" {
		t.Error(diff)
	}
}

func TestDays(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]target.Day{
		"30.6.2027": "2027-06-30", " 1. 2. 2028 ": "2028-02-01", "1/2/2028": "2028-02-01", "1-2-2028": "2028-02-01", "2028-02-29": "2028-02-29",
		"29.2.2027": "", "30.6.27": "", "": "", "soon": "", "31.12.10000": "",
	} {
		if got, ok := target.ParseDay(typed); got != want || ok != (want != "") {
			t.Errorf("%q is %q (%v), want %q", typed, got, ok, want)
		}
	}
	end := target.Day("2027-03-28").End(zone(t)) // the clock is moved that day
	if want := time.Date(2027, time.March, 28, 21, 59, 59, 999999000, time.UTC); !end.Equal(want) {
		t.Errorf("the day ends %v, want %v", end.UTC(), want)
	}
	if !target.Day("").End(zone(t)).IsZero() {
		t.Error("no day ends")
	}
}

func FuzzParseDay(f *testing.F) {
	for _, s := range []string{"30.6.2027", "2027-06-30", "1. 2. 2028", "æ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		day, ok := target.ParseDay(typed)
		if again, okAgain := target.ParseDay(string(day)); ok && (!okAgain || again != day) {
			t.Errorf("%q is %q, which is %q", typed, day, again)
		}
	})
}
