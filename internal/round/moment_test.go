package round_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/reference"
	"modenhed/internal/round"
)

func TestParseMoment(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"2026-06-30":                       "2026-06-30T21:59:59.999999Z",
		"30.6.2026 kl. 14.30":              "2026-06-30T12:30:00Z",
		"30.6.2026 kl. 14":                 "2026-06-30T12:00:00Z",
		"30.6.2026 kl 9":                   "2026-06-30T07:00:00Z",
		"30.6.2026 14":                     "",
		"30.6.2026 kl. 25":                 "",
		"30.6.2026 kl. x":                  "",
		"2026-06-30T14:30":                 "2026-06-30T12:30:00Z",
		"2026-06-30T14:30:15":              "2026-06-30T12:30:15Z",
		"2026-06-30T14:30:15Z":             "2026-06-30T14:30:15Z",
		"2026-06-30T14:30:15.123456+02:00": "2026-06-30T12:30:15.123456Z",
		"2026-03-29T02:30:00":              "",
		"2026-06-30T14:30:15+2":            "",
		"yesterday":                        "",
		"":                                 "",
	} {
		got, err := round.ParseMoment(typed, copenhagen(t))
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

// since are records in which nothing is before a time.
type since struct {
	records
	begin time.Time
}

func (s since) DocumentsBy(ctx context.Context, at time.Time) ([]reference.Document, error) {
	if at.Before(s.begin) {
		return nil, nil
	}
	return s.records.DocumentsBy(ctx, at)
}

// past notes what was asked of a keeper.
type past struct {
	*benchmark.Keeper
	asked assessment.AsOf
}

func (p *past) At(ctx context.Context, at assessment.AsOf) (*benchmark.Snapshot, error) {
	p.asked = at
	return p.Keeper.At(ctx, at)
}

func pastOf(t *testing.T, begin time.Time) *past {
	t.Helper()
	morning := func() time.Time { return cutoff().Add(-15 * time.Hour) }
	keeper := benchmark.NewKeeper(since{records{country(t)}, begin}, noRounds{}, morning, copenhagen(t), slog.New(slog.DiscardHandler))
	if err := keeper.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &past{Keeper: keeper}
}

func TestBaseline(t *testing.T) {
	t.Parallel()
	now := cutoff()
	// finished is a round whose cut-off lies months after now, published two months later.
	finished := func(key round.Key, months int) round.Round {
		return round.Round{
			Key: key, State: round.Published, Cutoff: now.AddDate(0, months, 0), PublishedAt: now.AddDate(0, months+2, 0),
			Last: round.Last{Status: assessment.StatusID(100 - months)},
		}
	}
	this, late, before, long := finished("now", 0), finished("late", -1), finished("before", -14), finished("long", -30)
	review := round.Round{Key: "review", State: round.Review, Cutoff: now.AddDate(0, -4, 0)}
	all := []round.Round{review, this, long, late, before}
	p := pastOf(t, now.AddDate(-5, 0, 0))
	s := p.Current()
	year := assessment.AsOf{Time: time.Date(2025, time.June, 30, 23, 59, 59, 999999000, copenhagen(t))}
	for name, c := range map[string]struct {
		of   *round.Round
		list []round.Round
		want assessment.AsOf
		key  round.Key
	}{
		"nothing published":         {nil, []round.Round{review}, year, ""},
		"the latest published":      {nil, all, before.AsOf(), "before"},
		"published since":           {nil, []round.Round{late}, year, ""},
		"before a round":            {&this, all, late.AsOf(), "late"},
		"the first round":           {&this, []round.Round{review, this}, year, ""},
		"the order does not matter": {&this, []round.Round{late, long, before}, late.AsOf(), "late"},
	} {
		b, err := round.BaselineOf(t.Context(), p, c.list, s, c.of)
		if err != nil || !p.asked.Time.Equal(c.want.Time) || p.asked.Status != c.want.Status || !b.Snapshot.AsOf.Equal(c.want.Time) {
			t.Errorf("%s: asked for %+v, %v, want %+v", name, p.asked, err, c.want)
			continue
		}
		if (b.Round == nil) != (c.key == "") || b.Round != nil && b.Round.Key != c.key {
			t.Errorf("%s: the round is %+v, want %q", name, b.Round, c.key)
		}
	}
}

func TestThereIsNoBaselineBeforeAnythingWasRecorded(t *testing.T) {
	t.Parallel()
	p := pastOf(t, cutoff().AddDate(0, -6, 0))
	if b, err := round.BaselineOf(t.Context(), p, nil, p.Current(), nil); b.Snapshot != nil || err != nil {
		t.Errorf("got %v, %v", b, err)
	}
	broken := errors.New("broken")
	if _, err := round.BaselineOf(t.Context(), failing{broken}, nil, p.Current(), nil); !errors.Is(err, broken) {
		t.Errorf("a failure becomes %v", err)
	}
}

type failing struct{ err error }

func (f failing) At(context.Context, assessment.AsOf) (*benchmark.Snapshot, error) {
	return nil, f.err
}
