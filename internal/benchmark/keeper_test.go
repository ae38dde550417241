package benchmark_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/scoring"
	"modenhed/seed"
)

// memory is a source in memory that counts what is asked of it.
type memory struct {
	mu        sync.Mutex
	documents []reference.Document
	statuses  []assessment.Status
	verdicts  []assessment.Judged
	revision  int64
	fullReads int
	standing  benchmark.Standing
	// lost are reads of earlier documents that fail.
	lost error
}

func (m *memory) Standing(context.Context) (benchmark.Standing, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.standing, nil
}

// step records how the rounds stand.
func (m *memory) step(standing benchmark.Standing) {
	m.mu.Lock()
	defer m.mu.Unlock()
	standing.Step = m.standing.Step + 1
	m.standing = standing
	m.revision++
}

func (m *memory) Revision(context.Context) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.revision, nil
}

func (m *memory) ErasedAnswers(context.Context) (int64, error) { return 0, nil }

func (m *memory) LatestDocument(context.Context) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return int64(len(m.documents)), nil
}

func (m *memory) Documents(context.Context) ([]reference.Document, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fullReads++
	return m.documents, nil
}

func (m *memory) DocumentsBy(_ context.Context, at time.Time) ([]reference.Document, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lost != nil {
		return nil, m.lost
	}
	var by []reference.Document
	for _, d := range m.documents {
		if !d.RecordedAt.After(at) {
			by = append(by, d)
		}
	}
	return by, nil
}

func (m *memory) Settle(context.Context) error { return nil }

func (m *memory) Statuses(_ context.Context, after assessment.StatusID) ([]assessment.Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	statuses := slices.Clone(m.statuses[min(int(after), len(m.statuses)):])
	for i := range statuses {
		for _, j := range m.verdicts {
			if j.Status == statuses[i].ID {
				statuses[i].Verdicts = append(slices.Clip(statuses[i].Verdicts), j.Verdict)
			}
		}
	}
	return statuses, nil
}

func (m *memory) Verdicts(_ context.Context, after assessment.VerdictID) ([]assessment.Judged, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.verdicts[min(int(after), len(m.verdicts)):], nil
}

// judge appends a verdict of a time as a store does and returns it with its number.
func (m *memory) judge(status assessment.StatusID, kind assessment.VerdictKind, at time.Time) []assessment.Judged {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.verdicts = append(m.verdicts, assessment.Judged{Status: status, Verdict: assessment.Verdict{
		ID: assessment.VerdictID(len(m.verdicts) + 1), Kind: kind, At: at,
	}})
	m.revision++
	return m.verdicts[len(m.verdicts)-1:]
}

// record appends statuses as a store does and returns them with their numbers.
func (m *memory) record(statuses ...assessment.Status) []assessment.Status {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range statuses {
		statuses[i].ID = assessment.StatusID(len(m.statuses) + 1)
		m.statuses = append(m.statuses, statuses[i])
	}
	m.revision++
	return statuses
}

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// readSeed reads the seed once.
var readSeed = sync.OnceValues(func() ([]reference.Document, error) { return reference.FromSeed(seed.Files()) })

// open returns a keeper over the seed, whose clock the test sets.
func open(t testing.TB, clock *time.Time) (*benchmark.Keeper, *memory) {
	t.Helper()
	documents, err := readSeed()
	if err != nil {
		t.Fatal(err)
	}
	source := &memory{documents: slices.Clone(documents), revision: 1}
	return fresh(t, source, clock), source
}

// fresh returns a keeper that has just been loaded.
func fresh(t testing.TB, source *memory, clock *time.Time) *benchmark.Keeper {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	keeper := benchmark.NewKeeper(source, source, func() time.Time { return *clock }, zone, slog.New(slog.DiscardHandler))
	if err := keeper.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	return keeper
}

// answered returns one reported status per indicator: the given share of the
// way up the scale, so that every score is 100·share.
func answered(f *framework.Framework, code municipality.Code, share float64, at time.Time) []assessment.Status {
	var statuses []assessment.Status
	for _, place := range f.Places() {
		scale := place.Indicator.Scale
		statuses = append(statuses, assessment.Status{
			Municipality: code,
			Indicator:    place.Indicator.Key,
			Revision:     1,
			Answer:       assessment.Answer{State: assessment.Reported, Value: scale.Low + share*(scale.High-scale.Low)},
			Source:       assessment.Self,
			RecordedAt:   at,
		})
	}
	return statuses
}

const (
	odense, randers, aarhus, koege = 461, 730, 751, 259
)

func unit(t testing.TB, s *benchmark.Snapshot, code municipality.Code) *benchmark.Unit {
	t.Helper()
	u, ok := s.Unit(code)
	if !ok {
		t.Fatalf("no unit %s", code)
	}
	return u
}

func TestAnEmptyDatabaseRanksNobody(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, _ := open(t, &clock)
	s := keeper.Current()
	if !s.Empty() || len(s.Units) != 98 {
		t.Fatalf("Empty() = %v with %d units", s.Empty(), len(s.Units))
	}
	for i := range s.Units {
		if u := s.Units[i]; u.Place.Rank != 0 || u.Card.Score.OK || u.Card.Coverage != 0 {
			t.Fatalf("%s: rank %d, score %v, coverage %v", u.Name, u.Place.Rank, u.Card.Score, u.Card.Coverage)
		}
	}
	if first, last := s.Units[0].Name, s.Units[97].Name; first != "Albertslund" || last != "Aarhus" {
		t.Errorf("units run from %s to %s, want Danish order", first, last)
	}
	o := s.Overview()
	if o.Country.Ranked != 0 || o.Country.Score.Mean.OK || len(o.Top) != 0 {
		t.Errorf("overview of nothing: %+v", o.Country)
	}
}

func TestPublishedStatusesReachReadersAtOnceAndWhole(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source := open(t, &clock)
	before := keeper.Current()
	recorded := source.record(answered(before.Framework, odense, 0.6, now)...)
	if err := keeper.Publish(context.Background(), recorded); err != nil {
		t.Fatal(err)
	}
	after := keeper.Current()
	if u := unit(t, after, odense); u.Card.Score != (scoring.Points{Value: 60, OK: true}) || u.Place.Rank != 1 {
		t.Errorf("Odense: score %v, rank %d, want 60 and 1", u.Card.Score, u.Place.Rank)
	}
	if unit(t, before, odense).Place.Rank != 0 {
		t.Error("the snapshot taken before changed")
	}
	if before.Stamp() == after.Stamp() {
		t.Error("both snapshots have the same stamp")
	}
}

func TestTiesShareARankInDanishOrder(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source := open(t, &clock)
	f := keeper.Framework()
	for code, share := range map[municipality.Code]float64{odense: 0.5, aarhus: 0.8, randers: 0.5, koege: 0.2} {
		if err := keeper.Publish(context.Background(), source.record(answered(f, code, share, now)...)); err != nil {
			t.Fatal(err)
		}
	}
	rows := keeper.Current().List(benchmark.Query{}).Rows
	want := []struct {
		name string
		rank int
		tied bool
	}{{"Aarhus", 1, false}, {"Odense", 2, true}, {"Randers", 2, true}, {"Køge", 4, false}}
	for i, w := range want {
		if r := rows[i]; r.Name != w.name || r.Place.Rank != w.rank || r.Place.Tied != w.tied {
			t.Errorf("row %d: %s %+v, want %+v", i, r.Name, r.Place, w)
		}
	}
	if rows[4].Place.Rank != 0 {
		t.Errorf("%s has rank %d without an answer", rows[4].Name, rows[4].Place.Rank)
	}
}

func TestRefreshSeesWhatAnotherProcessWrote(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source := open(t, &clock)
	f := keeper.Framework()
	source.record(answered(f, koege, 0.4, now)...)
	// This process publishes its own write first; the other's has lower numbers.
	if err := keeper.Publish(context.Background(), source.record(answered(f, odense, 0.9, now)...)); err != nil {
		t.Fatal(err)
	}
	if unit(t, keeper.Current(), koege).Place.Rank != 0 {
		t.Fatal("Køge was seen before anybody looked")
	}
	if err := keeper.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := unit(t, keeper.Current(), koege).Place.Rank; got != 2 {
		t.Errorf("Køge has rank %d, want 2", got)
	}
	stamp := keeper.Current().Stamp()
	if err := keeper.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if keeper.Current().Stamp() != stamp {
		t.Error("a look that finds nothing new made a new snapshot")
	}
	if source.fullReads != 1 {
		t.Errorf("reference data was read %d times, want once", source.fullReads)
	}
}

func TestStatusesGrowOldWithoutAWrite(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source := open(t, &clock)
	recorded := source.record(answered(keeper.Framework(), odense, 0.6, now)...)
	if err := keeper.Publish(context.Background(), recorded); err != nil {
		t.Fatal(err)
	}
	clock = now.AddDate(0, 24, 0)
	if err := keeper.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if u := unit(t, keeper.Current(), odense); u.Place.Rank != 1 {
		t.Errorf("24 months old: rank %d, want 1", u.Place.Rank)
	}
	clock = now.AddDate(0, 24, 1)
	if err := keeper.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	u := unit(t, keeper.Current(), odense)
	if u.Place.Rank != 0 || !u.Answers[0].Stale || u.Answers[0].State() != assessment.Reported {
		t.Errorf("a day later: rank %d, answer %+v", u.Place.Rank, u.Answers[0])
	}
}

func TestTheRegionFollowsTheDay(t *testing.T) {
	t.Parallel()
	clock := time.Date(2026, 12, 31, 22, 59, 0, 0, time.UTC)
	keeper, _ := open(t, &clock)
	if got := unit(t, keeper.Current(), koege).Region.Name.DA; got != "Region Sjælland" {
		t.Errorf("a minute before midnight in Copenhagen: %s", got)
	}
	clock = clock.Add(time.Minute)
	if err := keeper.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := unit(t, keeper.Current(), koege).Region.Name.DA; got != "Region Østdanmark" {
		t.Errorf("at midnight in Copenhagen: %s", got)
	}
	if n := len(keeper.Current().Overview().Regions); n != 4 {
		t.Errorf("%d regions, want 4", n)
	}
}

func TestReadersNeverSeeHalfAnUpdate(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source := open(t, &clock)
	f := keeper.Framework()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, share := range []float64{0.2, 0.4, 0.6, 0.8, 1} {
			statuses := append(answered(f, odense, share, now), answered(f, aarhus, share, now)...)
			if err := keeper.Publish(context.Background(), source.record(statuses...)); err != nil {
				t.Error(err)
			}
		}
	}()
	for reading := true; reading; {
		select {
		case <-done:
			reading = false
		default:
		}
		s := keeper.Current()
		if a, b := unit(t, s, odense).Card.Score, unit(t, s, aarhus).Card.Score; a != b {
			t.Fatalf("Odense has %v and Aarhus %v, written together", a, b)
		}
	}
}
