package storetest

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/sample"
)

func statuses(s ...assessment.Status) []assessment.Status { return s }

// with returns the sample status with changes.
func with(change func(*assessment.Status)) assessment.Status {
	s := sample.Status()
	change(&s)
	return s
}

func testStatuses(t *testing.T, d *database) {
	s := d.seeded(t)
	editor := Editor(t, s)
	full := with(func(s *assessment.Status) {
		s.Indicator, s.Answer.Value = sample.Percent, 33.3
		s.Evidence = assessment.Evidence{Text: "Æblegrød\n\"citat\" 😀", Link: "https://example.test/å?q=1#2", Public: true}
		s.Comment = "intern\tnote"
		s.Channel, s.Author, s.AuthorName = assessment.ChannelForm, editor.ID, editor.Email
		s.RecordedAt = time.Date(2026, 3, 2, 10, 30, 0, 999999999, time.FixedZone("CET", 3600))
	})
	unsure := with(func(s *assessment.Status) { s.Answer = assessment.Answer{State: assessment.DontKnow} })
	never := with(func(s *assessment.Status) {
		s.Indicator, s.Reason = sample.Number, "Vi har ingen"
		s.Answer = assessment.Answer{State: assessment.NotApplicable}
	})
	withdrawn := with(func(s *assessment.Status) {
		s.Answer, s.Revision = assessment.Answer{State: assessment.NotAnswered}, 2
	})
	found := with(func(s *assessment.Status) {
		s.Source, s.Evidence.Link = assessment.Desk, "http://example.test"
	})
	before := revision(t, s.Revision)
	recorded := appended(t, s, full, unsure, never)
	recorded = append(recorded, appended(t, s, withdrawn, found)...)
	if after := revision(t, s.Revision); after != before+2 {
		t.Errorf("revision rose by %d in two transactions", after-before)
	}

	want := statuses(full, unsure, never, withdrawn, found)
	want[0].RecordedAt = time.Date(2026, 3, 2, 9, 30, 0, 999999000, time.UTC)
	for i := range want {
		want[i].ID = assessment.StatusID(i + 1)
	}
	if diff := cmp.Diff(want, recorded); diff != "" {
		t.Errorf("recorded statuses differ (-want +got):\n%s", diff)
	}
	history, err := s.History(t.Context(), sample.Odense)
	if diff := cmp.Diff(want, history); err != nil || diff != "" {
		t.Errorf("history: %v (-want +got):\n%s", err, diff)
	}
	want[0].AuthorName = ""
	if diff := cmp.Diff(want, all(t, s)); diff != "" {
		t.Errorf("statuses differ (-want +got):\n%s", diff)
	}
	later, err := s.Statuses(t.Context(), 3)
	if diff := cmp.Diff(want[3:], later); err != nil || diff != "" {
		t.Errorf("statuses after 3: %v (-want +got):\n%s", err, diff)
	}
	testLatestStatus(t, s.LatestStatus, want[3])
	if other, err := s.History(t.Context(), sample.Norddjurs); err != nil || len(other) != 0 {
		t.Errorf("history of another municipality = %v, %v", other, err)
	}
	if nothing, err := s.AppendStatuses(t.Context(), nil); err != nil || len(nothing) != 0 {
		t.Errorf("append nothing = %v, %v", nothing, err)
	}
}

func testConflict(t *testing.T, d *database) {
	s := d.seeded(t)
	appended(t, s, sample.Status())
	before := revision(t, s.Revision)
	second := with(func(s *assessment.Status) { s.Indicator, s.Answer.Value = sample.YesNo, 1 })
	for name, late := range map[string]assessment.Status{
		"revision taken":    sample.Status(),
		"revision too high": with(func(s *assessment.Status) { s.Revision = 3 }),
		"not the first":     with(func(s *assessment.Status) { s.Indicator, s.Revision = sample.Days, 2 }),
	} {
		if _, err := s.AppendStatuses(t.Context(), statuses(second, late)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: %v, want a conflict", name, err)
		}
	}
	if got := all(t, s); len(got) != 1 {
		t.Errorf("%d statuses after conflicts, want 1: all or nothing", len(got))
	}
	if after := revision(t, s.Revision); after != before {
		t.Errorf("revision rose by %d without a record", after-before)
	}
	if recorded := appended(t, s, second); recorded[0].ID != 2 {
		t.Errorf("number after conflicts = %d, want 2", recorded[0].ID)
	}
}

// What the code refuses, the store refuses too, as Invalid.
func testRefusals(t *testing.T, d *database) {
	s := d.seeded(t)
	for name, status := range map[string]assessment.Status{
		"unknown municipality": with(func(s *assessment.Status) { s.Municipality = 999 }),
		"unknown indicator":    with(func(s *assessment.Status) { s.Indicator = "work.other" }),
		"unknown version":      with(func(s *assessment.Status) { s.FrameworkVersion = 2 }),
		"unknown author":       with(func(s *assessment.Status) { s.Author = 99 }),
		"unknown state":        with(func(s *assessment.Status) { s.Answer.State = "none" }),
		"not a number":         with(func(s *assessment.Status) { s.Indicator, s.Answer.Value = sample.Number, math.NaN() }),
		"infinite":             with(func(s *assessment.Status) { s.Indicator, s.Answer.Value = sample.Number, math.Inf(1) }),
		"above the maximum":    with(func(s *assessment.Status) { s.Indicator, s.Answer.Value = sample.Number, 501 }),
		"nobody's form":        with(func(s *assessment.Status) { s.Channel = assessment.ChannelForm }),
		"NUL in a text":        with(func(s *assessment.Status) { s.Comment = "a\x00b" }),
		"not applicable": with(func(s *assessment.Status) {
			s.Indicator, s.Answer.State, s.Reason = sample.Always, assessment.NotApplicable, "nej"
		}),
	} {
		if _, err := s.AppendStatuses(t.Context(), statuses(status)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
	if got := all(t, s); len(got) != 0 {
		t.Errorf("%d statuses were recorded", len(got))
	}
	appended(t, s, with(func(s *assessment.Status) { s.Comment = strings.Repeat("å", assessment.MaxComment) }))
}

// Every percentage with one decimal is taken, and comes back as it was.
func testEveryPercent(t *testing.T, d *database) {
	s := d.seeded(t)
	var want []assessment.Status
	for tenths := range 1001 {
		want = append(want, with(func(s *assessment.Status) {
			s.Indicator, s.Answer.Value, s.Revision = sample.Percent, float64(tenths)/10, tenths+1
		}))
	}
	appended(t, s, want...)
	for i, got := range all(t, s) {
		if got.Answer.Value != want[i].Answer.Value {
			t.Errorf("%v came back as %v", want[i].Answer.Value, got.Answer.Value)
		}
	}
}

func testLatestStatus(t *testing.T, read func(context.Context, assessment.Key, assessment.Source) (assessment.Status, error), want assessment.Status) {
	t.Helper()
	got, err := read(t.Context(), want.Key(), want.Source)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("latest status: %v (-want +got):\n%s", err, diff)
	}
	nowhere := assessment.Key{Municipality: sample.Norddjurs, Indicator: sample.Level}
	if _, err := read(t.Context(), nowhere, assessment.Self); fault.KindOf(err) != fault.NotFound {
		t.Errorf("latest status where there is none: %v, want not found", err)
	}
}

// A status without a recording time is recorded at the time of its turn, and
// never before the one that came before it, whatever the clock says.
func testTimeOfTurn(t *testing.T, d *database) {
	s := d.seeded(t)
	timeless := with(func(s *assessment.Status) { s.RecordedAt = time.Time{} })
	if got := appended(t, s, timeless)[0].RecordedAt; !got.Equal(sample.Time()) {
		t.Errorf("recorded at %v by a clock that says %v", got, sample.Time())
	}
	ahead := sample.Time().Add(time.Hour)
	appended(t, s, with(func(s *assessment.Status) { s.Revision, s.RecordedAt = 2, ahead }))
	again := d.seeded(t)
	timeless.Revision = 3
	if got := appended(t, s, timeless)[0].RecordedAt; !got.Equal(ahead) {
		t.Errorf("after a status of %v one is recorded at %v", ahead, got)
	}
	timeless.Revision = 4
	if got := appended(t, again, timeless)[0]; !got.RecordedAt.Equal(ahead) || got.ID != 4 {
		t.Errorf("another process records number %d at %v", got.ID, got.RecordedAt)
	}
	timeless.Revision = 5
	if got := appended(t, s, timeless)[0]; got.ID != 5 {
		t.Errorf("after another process wrote number 4, this one writes %d", got.ID)
	}
}
