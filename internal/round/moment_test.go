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
	keeper := benchmark.NewKeeper(since{records{country(t)}, begin}, cutoff, copenhagen(t), slog.New(slog.DiscardHandler))
	if err := keeper.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &past{Keeper: keeper}
}

func TestBaseline(t *testing.T) {
	t.Parallel()
	now := cutoff()
	finished := func(key round.Key, months int) round.Round {
		return round.Round{
			Key: key, State: round.Published, Cutoff: now.AddDate(0, months, 0),
			Last: round.Last{Status: assessment.StatusID(100 - months)},
		}
	}
	this, before, long := finished("now", 0), finished("before", -14), finished("long", -30)
	review := round.Round{Key: "review", State: round.Review, Cutoff: now.AddDate(0, -2, 0)}
	p := pastOf(t, now.AddDate(-5, 0, 0))
	s := p.Current()
	year := assessment.AsOf{Time: s.ChangeSince(), Status: s.Newest()}
	for name, c := range map[string]struct {
		of   *round.Round
		list []round.Round
		want assessment.AsOf
	}{
		"no round":          {nil, []round.Round{this, before}, year},
		"the round before":  {&this, []round.Round{review, this, long, before}, before.AsOf()},
		"nothing published": {&before, []round.Round{this, before, review}, year},
	} {
		earlier, err := round.Baseline(t.Context(), p, c.list, s, c.of)
		if err != nil || p.asked != c.want || !earlier.AsOf.Equal(c.want.Time) {
			t.Errorf("%s: asked for %+v, %v, want %+v", name, p.asked, err, c.want)
		}
	}
}

func TestThereIsNoBaselineBeforeAnythingWasRecorded(t *testing.T) {
	t.Parallel()
	p := pastOf(t, cutoff().AddDate(0, -6, 0))
	if earlier, err := round.Baseline(t.Context(), p, nil, p.Current(), nil); earlier != nil || err != nil {
		t.Errorf("got %v, %v", earlier, err)
	}
	broken := errors.New("broken")
	if _, err := round.Baseline(t.Context(), failing{broken}, nil, p.Current(), nil); !errors.Is(err, broken) {
		t.Errorf("a failure becomes %v", err)
	}
}

type failing struct{ err error }

func (f failing) At(context.Context, assessment.AsOf) (*benchmark.Snapshot, error) {
	return nil, f.err
}
