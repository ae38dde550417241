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
	by := assessment.StatusID(len(l) - 5)
	for _, m := range set.Directory.All()[:20] {
		place := set.Framework.Places()[draw.IntN(5)]
		l.say(m.Code, place.Indicator.Key, assessment.Self, drawn(draw, place.Indicator)).RecordedAt = cutoff().Add(time.Hour)
	}
	judged := judge(draw, l)
	return round.Inputs{
		Key: "2026", Title: framework.Text{DA: "Målerunde", EN: "Round"},
		Cutoff:    assessment.AsOf{Time: cutoff(), Status: by, Reviewed: cutoff().AddDate(0, 0, 14), Verdict: judged - 5},
		Documents: documents, Statuses: l,
	}
}

// judge gives some statuses evidence and verdicts, the last of which come after
// the end of the review, and returns the number of the last.
func judge(draw *rand.Rand, l ledger) assessment.VerdictID {
	kinds := []assessment.VerdictKind{
		assessment.VerdictVerified, assessment.VerdictQuestioned, assessment.VerdictAccepted, assessment.VerdictReplied,
	}
	var n assessment.VerdictID
	for i := range l {
		switch draw.IntN(3) {
		case 0:
			l[i].Evidence.Text = "text"
		case 1:
			l[i].Evidence.Link = "https://example.test"
		}
		for range draw.IntN(3) {
			n++
			l[i].Verdicts = append(l[i].Verdicts, assessment.Verdict{
				ID: n, Kind: kinds[draw.IntN(len(kinds))], At: cutoff().AddDate(0, 0, 1+draw.IntN(15)),
			})
		}
	}
	return n
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
	standings, late := make(map[string]int), 0
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
		want.VerifiedResult = verifiedOf(live, i, in.Cutoff.Status)
		late += want.Late
		if diff := cmp.Diff(want, frozen); diff != "" {
			t.Errorf("%s: %s", shown.Name, diff)
		}
	}
	if standings["ranked"] < 40 || standings["low_coverage"] < 3 || late < 3 {
		t.Errorf("the sample tests too little: %v, %d late answers", standings, late)
	}
	if report, err := verify(archive(t, in)); err != nil || report.Difference != nil || report.Units != 98 {
		t.Errorf("%+v, %v", report, err)
	}
}

// verifiedOf is what pages show of a unit by verified score; answers numbered
// above last are late.
func verifiedOf(live *benchmark.Snapshot, unit int, last assessment.StatusID) *round.VerifiedResult {
	shown := live.Verified().Units[unit]
	want := &round.VerifiedResult{
		VerifiedScore:      pointsOf(shown.Card.Score),
		VerifiedRank:       round.Optional[int]{Value: shown.Place.Rank, OK: shown.Place.Rank > 0},
		VerifiedTied:       shown.Place.Tied,
		VerifiedBand:       round.Optional[string]{Value: shown.Card.Band.String(), OK: shown.Card.Band != scoring.NoBand},
		VerifiedAreas:      make(map[string]round.Optional[float64]),
		VerifiedIndicators: make(map[string]round.Optional[float64]),
	}
	for a, key := range live.Model().Areas() {
		want.VerifiedAreas[string(key)] = pointsOf(shown.Card.Areas[a].Score)
	}
	for n, key := range live.Model().Indicators() {
		want.VerifiedIndicators[string(key)] = pointsOf(shown.Card.Indicators[n].Score)
	}
	for _, a := range shown.Answers {
		switch {
		case a.Status == nil || a.Stale:
			continue
		case a.Verification == assessment.Verified:
			want.Verified++
		case a.Verification == assessment.Questioned:
			want.Questioned++
		}
		if a.Status.ID > last {
			want.Late++
		}
	}
	return want
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
