package round_test

import (
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/reference"
	"modenhed/internal/round"
	"modenhed/internal/scoring"
	"modenhed/seed"
)

// country is a round over the seeded framework and directory: three years of
// random answers, some of them old, from municipalities and the desk.
func country(t testing.TB) round.Inputs {
	t.Helper()
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		t.Fatal(err)
	}
	set, err := reference.Parse(documents)
	if err != nil {
		t.Fatal(err)
	}
	draw := rand.New(rand.NewPCG(1, 2))
	var l ledger
	for year := range 3 {
		for _, m := range set.Directory.All() {
			if draw.IntN(3) == 0 {
				continue
			}
			for _, place := range set.Framework.Places() {
				source := assessment.Self
				if draw.IntN(5) == 0 {
					source = assessment.Desk
				}
				l.say(m.Code, place.Indicator.Key, source, drawn(draw, place.Indicator)).
					RecordedAt = cutoff().AddDate(year-3, 0, 2+year)
			}
		}
	}
	return round.Inputs{
		Key: "2026", Title: framework.Text{DA: "Målerunde", EN: "Round"},
		Cutoff: assessment.AsOf{Time: cutoff(), Status: assessment.StatusID(len(l) - 5)}, Documents: documents, Statuses: l,
	}
}

func drawn(draw *rand.Rand, i *framework.Indicator) assessment.Answer {
	switch n := draw.IntN(12); {
	case n == 0 && i.NotApplicable:
		return assessment.Answer{State: assessment.NotApplicable}
	case n == 1:
		return assessment.Answer{State: assessment.DontKnow}
	case n == 2:
		return assessment.Answer{State: assessment.NotAnswered}
	}
	switch i.Type {
	case framework.Level:
		return value(float64(draw.IntN(6)))
	case framework.YesNo:
		return value(float64(draw.IntN(2)))
	}
	return value(float64(draw.IntN(1000)) / 10)
}

// records is a source for a keeper.
type records struct{ round.Inputs }

func (records) Revision(context.Context) (int64, error)      { return 1, nil }
func (records) ErasedAnswers(context.Context) (int64, error) { return 0, nil }

func (records) Verdicts(context.Context, assessment.VerdictID) ([]assessment.Judged, error) {
	return nil, nil
}

func (records) LatestDocument(context.Context) (int64, error) { return 1, nil }
func (records) Settle(context.Context) error                  { return nil }
func (r records) Documents(context.Context) ([]reference.Document, error) {
	return r.Inputs.Documents, nil
}
func (r records) DocumentsBy(context.Context, time.Time) ([]reference.Document, error) {
	return r.Inputs.Documents, nil
}
func (r records) Statuses(context.Context, assessment.StatusID) ([]assessment.Status, error) {
	return r.Inputs.Statuses, nil
}

// noRounds is how rounds stand that were never held.
type noRounds struct{}

func (noRounds) Standing(context.Context) (benchmark.Standing, error) {
	return benchmark.Standing{}, nil
}

// TestAFrozenRoundIsWhatThePagesShow compares with the live way as of the cut-off.
func TestAFrozenRoundIsWhatThePagesShow(t *testing.T) {
	t.Parallel()
	in := country(t)
	clock := func() time.Time { return cutoff().AddDate(1, 0, 0) }
	keeper := benchmark.NewKeeper(records{in}, noRounds{}, clock, time.UTC, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err := keeper.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	live, err := keeper.At(t.Context(), in.Cutoff)
	if err != nil {
		t.Fatal(err)
	}
	robust, err := live.Robustness()
	if err != nil {
		t.Fatal(err)
	}
	content := freeze(t, in)
	standings := make(map[string]int)
	for i, shown := range live.Units {
		frozen := unitOf(t, content, shown.Code)
		standings[frozen.Standing]++
		want := round.UnitResult{
			Unit: shown.Code.String(), Name: shown.Name, Standing: shown.Card.Standing.String(), Tied: shown.Place.Tied,
			Score: pointsOf(shown.Card.Score), Lower: pointsOf(shown.Card.Lower), Upper: pointsOf(shown.Card.Upper),
			Rank:       round.Optional[int]{Value: shown.Place.Rank, OK: shown.Place.Rank > 0},
			Coverage:   round.Optional[float64]{Value: nine(shown.Card.Coverage), OK: shown.Card.Lower.OK},
			Band:       round.Optional[string]{Value: shown.Card.Band.String(), OK: shown.Card.Band != scoring.NoBand},
			Areas:      make(map[string]round.AreaResult),
			Indicators: make(map[string]round.Optional[float64]),
		}
		for a, key := range live.Model().Areas() {
			area := shown.Card.Areas[a]
			want.Areas[string(key)] = round.AreaResult{Score: pointsOf(area.Score), Coverage: round.Optional[float64]{Value: nine(area.Coverage), OK: area.Applicable}}
		}
		for n, key := range live.Model().Indicators() {
			want.Indicators[string(key)] = pointsOf(shown.Card.Indicators[n].Score)
		}
		want.NotApplicable = nine(shown.Card.NotApplicable)
		if interval, ok := robust.Interval(i); ok {
			want.RankInterval = round.Optional[round.RankInterval]{
				Value: round.RankInterval{Low: interval.Low, High: interval.High, Mean: nine(interval.Mean)}, OK: true,
			}
		}
		if diff := cmp.Diff(want, frozen); diff != "" {
			t.Errorf("%s: %s", shown.Name, diff)
		}
	}
	if standings["ranked"] < 40 || standings["low_coverage"] < 3 {
		t.Errorf("the sample tests too little: %v", standings)
	}
	if report, err := verify(archive(t, in)); err != nil || report.Difference != nil || report.Units != 98 {
		t.Errorf("%+v, %v", report, err)
	}
}

func pointsOf(p scoring.Points) round.Optional[float64] {
	return round.Optional[float64]{Value: p.Value, OK: p.OK}
}

// BenchmarkVerify is a whole country's round, read and computed again.
func BenchmarkVerify(b *testing.B) {
	whole := archive(b, country(b))
	b.SetBytes(int64(len(whole)))
	for b.Loop() {
		if report, err := verify(whole); err != nil || report.Difference != nil {
			b.Fatal(report.Difference, err)
		}
	}
}
