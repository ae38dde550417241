package round_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"modenhed/internal/fault"
	"modenhed/internal/round"
)

func copenhagen(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestParseCutoff(t *testing.T) {
	t.Parallel()
	zone := copenhagen(t)
	const summerEnd, winterEnd = "2026-06-30T21:59:59.999999Z", "2026-12-31T22:59:59.999999Z"
	for typed, want := range map[string]string{
		"2026-06-30":             summerEnd,
		"30.6.2026":              summerEnd,
		" 30.06.2026 ":           summerEnd,
		"30/6/2026":              summerEnd,
		"2026-12-31":             winterEnd,
		"2026-06-30 14:30":       "2026-06-30T12:30:00Z",
		"2026-06-30T14:30":       "2026-06-30T12:30:00Z",
		"30.6.2026 kl. 14.30":    "2026-06-30T12:30:00Z",
		"30.6.2026  KL. 14:30":   "2026-06-30T12:30:00Z",
		"30.6.2026 0.00":         "2026-06-29T22:00:00Z",
		"2026-03-29":             "2026-03-29T21:59:59.999999Z",
		"2026-10-25":             "2026-10-25T22:59:59.999999Z",
		"2026-03-29 02:30":       "",
		"":                       "",
		"2026":                   "",
		"2026-06-31":             "",
		"2026-6-30 24:00":        "",
		"6/30/2026":              "",
		"30.6.26":                "",
		"2026-06-30 14":          "",
		"2026-06-30T14:30Z":      "",
		"i går":                  "",
		"30.6.2026 kl. 14.30.00": "",
	} {
		got, err := round.ParseCutoff(typed, zone)
		if want == "" {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%q is read as %s, %v", typed, got, err)
			}
			continue
		}
		if text := got.UTC().Format(time.RFC3339Nano); err != nil || text != want {
			t.Errorf("%q is read as %s, %v, want %s", typed, text, err, want)
		}
	}
}

// A day ends a microsecond before the next begins, also when the clock changes.
func TestADayEndsWhereTheNextBegins(t *testing.T) {
	t.Parallel()
	zone := copenhagen(t)
	rapid.Check(t, func(rt *rapid.T) {
		noon := time.Date(2024, time.January, rapid.IntRange(1, 3000).Draw(rt, "day"), 12, 0, 0, 0, zone)
		end, err := round.ParseCutoff(noon.Format("2006-01-02"), zone)
		if err != nil {
			rt.Fatal(err)
		}
		next := noon.AddDate(0, 0, 1)
		if begin := end.Add(time.Microsecond); begin.Day() != next.Day() || begin.Hour() != 0 || end.Day() != noon.Day() {
			rt.Fatalf("the day of %s ends at %s", noon, end)
		}
	})
}

func FuzzParseCutoff(f *testing.F) {
	for _, typed := range []string{"2026-06-30", "30.6.2026 kl. 14.30", "kl.", "2026-06-30T14:30"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		at, err := round.ParseCutoff(typed, copenhagen(t))
		if (err == nil) == at.IsZero() || err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q is read as %s, %v", typed, at, err)
		}
	})
}

func TestSummary(t *testing.T) {
	t.Parallel()
	content := freeze(t, inputs())
	s := content.Summary()
	ranked, sum := 0, 0.0
	for _, u := range content.Units {
		if u.Rank.OK {
			ranked, sum = ranked+1, sum+u.Score.Value
		}
	}
	if s.Units != 3 || s.Ranked != ranked || ranked != 2 || s.Score.N != ranked || s.Score.Mean.Value != sum/2 {
		t.Errorf("summary = %+v", s)
	}
	if len(s.Areas) != len(content.Areas) || s.Areas[0].Key != content.Areas[0] || !s.Areas[0].Mean.OK {
		t.Errorf("areas = %+v", s.Areas)
	}
	if unranked := content.Unranked(); len(unranked) != 1 {
		t.Errorf("unranked = %+v", unranked)
	}
	nobody := inputs()
	nobody.Statuses = nil
	s = freeze(t, nobody).Summary()
	if s.Ranked != 0 || s.Answering != 0 || s.Score.Mean.OK || s.Areas[0].Mean.OK || s.Coverage.Mean.Value != 0 {
		t.Errorf("summary of no answers = %+v", s)
	}
}
