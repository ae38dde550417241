package benchmark_test

import (
	"context"
	"math"
	"slices"
	"sync"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/demo"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/scoring"
)

// inventSurveys makes the surveys of the invented country once.
var inventSurveys = sync.OnceValues(func() ([]reference.Document, error) {
	documents, err := readSeed()
	if err != nil {
		return nil, err
	}
	set, err := reference.Parse(documents)
	if err != nil {
		return nil, err
	}
	return demo.Documents(set.Directory, set.Seats, now)
})

// country returns a keeper over the invented country.
func country(t testing.TB) (*benchmark.Keeper, *memory) {
	t.Helper()
	clock := now
	keeper, source := open(t, &clock)
	documents, err := inventSurveys()
	if err != nil {
		t.Fatal(err)
	}
	source.documents = append(source.documents, documents...)
	s := keeper.Current()
	source.record(demo.Statuses(s.Framework, s.Directory, now, demo.Authors{
		Administrator: account.Actor{ID: 1}, Analyst: account.Actor{ID: 2}, Editor: account.Actor{ID: 3},
	})...)
	if err := keeper.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	return keeper, source
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestOverviewRestsOnTheRanked(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	o := s.Overview()
	var scores []float64
	bands := make(map[scoring.Band]int)
	areas := make([]float64, len(s.Framework.Areas))
	for _, u := range s.Units {
		if u.Place.Rank == 0 {
			continue
		}
		scores = append(scores, u.Card.Score.Value)
		bands[scoring.BandOf(u.Card.Score.Value)]++
		for a := range areas {
			areas[a] += u.Card.Areas[a].Score.Value
		}
	}
	sum := 0.0
	for _, x := range scores {
		sum += x
	}
	slices.Sort(scores)
	if got := o.Country.Score; !near(got.Mean.Value, sum/float64(len(scores))) || !near(got.Median.Value, scores[len(scores)/2]) ||
		got.Max.Value != scores[len(scores)-1] || got.N != len(scores) {
		t.Errorf("spread %+v of %d scores, mean %v", got, len(scores), sum/float64(len(scores)))
	}
	columns := 0
	for _, n := range o.Distribution {
		columns += n
	}
	if o.Country.Ranked != len(scores) || columns != len(scores) {
		t.Errorf("%d ranked, %d in the distribution, want %d", o.Country.Ranked, columns, len(scores))
	}
	for band, n := range bands {
		if o.Bands[band] != n {
			t.Errorf("band %d has %d, want %d", band, o.Bands[band], n)
		}
	}
	for a, mean := range o.Areas {
		if !near(mean.Mean.Value, areas[a]/float64(len(scores))) {
			t.Errorf("%s: mean %v, want %v", mean.Area.Key, mean.Mean.Value, areas[a]/float64(len(scores)))
		}
	}
	regions := 0
	for _, r := range o.Regions {
		regions += r.Summary.Ranked
	}
	if regions != len(scores) {
		t.Errorf("regions hold %d ranked, want %d", regions, len(scores))
	}
}

func TestMoversMovedMostSinceAYearAgo(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	o := s.Overview()
	least := o.Risers[len(o.Risers)-1].Change.Score.Value
	for _, u := range s.Units {
		listed := slices.ContainsFunc(o.Risers, func(r benchmark.Row) bool { return r.Code == u.Code })
		if u.Change.Score.OK && !listed && u.Change.Score.Value > least {
			t.Errorf("%s rose %v and is not among the risers", u.Name, u.Change.Score.Value)
		}
	}
	for _, r := range o.Fallers {
		if r.Change.Score.Value >= 0 {
			t.Errorf("%s is a faller with %v", r.Name, r.Change.Score.Value)
		}
	}
}

func TestListSelectsAndSorts(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	names := func(rows []benchmark.Row) []string {
		var list []string
		for _, r := range rows {
			list = append(list, r.Name)
		}
		return list
	}
	figure := func(f func(benchmark.Row) scoring.Points) func(*testing.T, []benchmark.Row) {
		return func(t *testing.T, rows []benchmark.Row) {
			for i := 1; i < len(rows); i++ {
				a, b := f(rows[i-1]), f(rows[i])
				if !a.OK && b.OK || a.OK && b.OK && a.Value < b.Value {
					t.Fatalf("%s with %v stands before %s with %v", rows[i-1].Name, a, rows[i].Name, b)
				}
			}
		}
	}
	for name, row := range map[string]struct {
		query benchmark.Query
		n     int
		check func(*testing.T, []benchmark.Row)
	}{
		"everything": {benchmark.Query{}, 98, func(t *testing.T, rows []benchmark.Row) {
			unranked := slices.IndexFunc(rows, func(r benchmark.Row) bool { return r.Place.Rank == 0 })
			for i, r := range rows {
				if i < unranked && i > 0 && r.Place.Rank < rows[i-1].Place.Rank || i >= unranked && r.Place.Rank != 0 {
					t.Fatalf("row %d has rank %d", i, r.Place.Rank)
				}
			}
		}},
		"region":         {benchmark.Query{Region: "nordjylland"}, 11, nil},
		"group":          {benchmark.Query{Group: "storby"}, 3, nil},
		"size":           {benchmark.Query{Size: "lt20k"}, 9, nil},
		"all three":      {benchmark.Query{Region: "syddanmark", Group: "land", Size: "lt20k"}, 3, nil},
		"name":           {benchmark.Query{Name: "AARHUS"}, 1, nil},
		"unknown region": {benchmark.Query{Region: "skaane"}, 0, nil},
		"unknown area":   {benchmark.Query{Area: "nothing"}, 0, nil},
		"by name": {benchmark.Query{Sort: benchmark.ByName}, 98, func(t *testing.T, rows []benchmark.Row) {
			if rows[0].Name != "Albertslund" || rows[97].Name != "Aarhus" {
				t.Fatalf("from %s to %s", rows[0].Name, rows[97].Name)
			}
		}},
		"by score":   {benchmark.Query{Sort: benchmark.ByScore, Descending: true}, 98, figure(func(r benchmark.Row) scoring.Points { return r.Score })},
		"by change":  {benchmark.Query{Sort: benchmark.ByChange, Descending: true}, 98, figure(func(r benchmark.Row) scoring.Points { return r.Change.Score })},
		"by an area": {benchmark.Query{Sort: "rpa", Descending: true}, 98, figure(func(r benchmark.Row) scoring.Points { return r.Card.Areas[0].Score })},
		"in an area": {benchmark.Query{Area: "rpa"}, 98, figure(func(r benchmark.Row) scoring.Points {
			return scoring.Points{Value: -float64(r.Place.Rank), OK: r.Place.Rank > 0}
		})},
		"by coverage": {benchmark.Query{Sort: benchmark.ByCoverage, Descending: true}, 98, nil},
	} {
		t.Run(name, func(t *testing.T) {
			listing := s.List(row.query)
			if len(listing.Rows) != row.n {
				t.Fatalf("%d rows, want %d: %v", len(listing.Rows), row.n, names(listing.Rows))
			}
			if row.check != nil {
				row.check(t, listing.Rows)
			}
		})
	}
}

func TestAProfileOpensTheScoreDownToTheAnswers(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	for i := range s.Units {
		p, ok := s.Profile(s.Units[i].Code)
		if !ok {
			t.Fatalf("no profile of %s", s.Units[i].Name)
		}
		if !p.Card.Score.OK {
			continue
		}
		sum, shares := 0.0, 0.0
		for _, area := range p.Areas {
			for _, indicator := range area.Indicators {
				sum += indicator.Result.Share * indicator.Result.Score.Value
				shares += indicator.Result.Share
			}
		}
		if math.Abs(sum-p.Card.Score.Value) > 1e-8 || math.Abs(shares-1) > 1e-9 {
			t.Errorf("%s: contributions sum to %v with shares %v, score %v", p.Name, sum, shares, p.Card.Score.Value)
		}
		if last := p.Trend[len(p.Trend)-1]; math.Abs(last.Score.Value-p.Card.Score.Value) > 1e-9 && !slices.ContainsFunc(p.Answers, func(a benchmark.Answer) bool { return a.Stale }) {
			t.Errorf("%s: the trend ends at %v, the score is %v", p.Name, last.Score.Value, p.Card.Score.Value)
		}
	}
	if _, ok := s.Profile(municipality.Code(999)); ok {
		t.Error("a profile of nobody")
	}
}

func TestAnAreaAccountsForEveryMunicipality(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	for _, area := range s.Framework.Areas {
		report, ok := s.Area(area.Key)
		if !ok {
			t.Fatalf("no report on %s", area.Key)
		}
		for _, i := range report.Indicators {
			if n := i.Reported + i.DontKnow + i.NotApplicable + i.Stale + i.NotAnswered; n != 98 {
				t.Errorf("%s: %d municipalities, want 98", i.Indicator.Key, n)
			}
			if i.Indicator.Type == "level" {
				levels := 0
				for _, n := range i.Levels {
					levels += n
				}
				if levels != i.Reported {
					t.Errorf("%s: %d at a level, %d reported", i.Indicator.Key, levels, i.Reported)
				}
			}
		}
	}
}

func TestOneMunicipalitysAnswerChangesNobodyElsesScore(t *testing.T) {
	t.Parallel()
	keeper, source := country(t)
	before := keeper.Current()
	changed := answered(before.Framework, odense, 1, now)
	for i := range changed {
		changed[i].Revision = 99
	}
	if err := keeper.Publish(context.Background(), source.record(changed...)); err != nil {
		t.Fatal(err)
	}
	after := keeper.Current()
	for i := range after.Units {
		a, b := after.Units[i], before.Units[i]
		if (a.Card.Score != b.Card.Score) != (a.Code == odense) {
			t.Errorf("%s went from %v to %v", a.Name, b.Card.Score, a.Card.Score)
		}
	}
	if unit(t, after, odense).Place.Rank != 1 {
		t.Error("full points are not number one")
	}
	full, err := after.Model().Score(nil)
	if err != nil || len(full) != 0 {
		t.Errorf("scoring nobody: %v, %v", full, err)
	}
}

func TestQuantileAgreesWithR(t *testing.T) {
	t.Parallel()
	// R 4.2: quantile(c(3, 1, 4, 1, 5, 9, 2, 6), c(.25, .5, .75))
	spread := benchmark.SpreadOf([]float64{3, 1, 4, 1, 5, 9, 2, 6})
	if spread.Q1.Value != 1.75 || spread.Median.Value != 3.5 || spread.Q3.Value != 5.25 {
		t.Errorf("quartiles %v, %v, %v; want 1.75, 3.5, 5.25", spread.Q1.Value, spread.Median.Value, spread.Q3.Value)
	}
	if empty := benchmark.SpreadOf(nil); empty.Mean.OK || empty.Median.OK || empty.N != 0 {
		t.Errorf("a spread of nothing: %+v", empty)
	}
}

func TestTheGapStandsOnlyBetweenNearDates(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	report := keeper.Current().Perception()
	nearest := report.Waves[report.Nearest]
	if !nearest.Wave.Invented || !nearest.Gap.Comparable() || !near(nearest.Gap.Points.Low, nearest.Gap.Perceived.Low-report.Measured.Value) {
		t.Errorf("nearest wave %s: %+v", nearest.Wave.Key, nearest.Gap)
	}
	note := report.Waves[slices.IndexFunc(report.Waves, func(w benchmark.WaveGap) bool { return w.Wave.Key == "de-2017" })]
	if note.Gap.Comparable() || note.Gap.Perceived.Low != 50 || note.Gap.Perceived.High != 70 {
		t.Errorf("June 2017: %+v", note.Gap)
	}
	if got := keeper.Current().SeatsBefore(note.Wave); got != 2444 {
		t.Errorf("%d council seats before June 2017, want 2444", got)
	}
}

// BenchmarkPublish is one answer on its way to readers, for one municipality
// after the other.
func BenchmarkPublish(b *testing.B) {
	keeper, source := country(b)
	s := keeper.Current()
	next := assessment.StatusID(len(source.statuses))
	for i := 0; b.Loop(); i++ {
		next++
		status := assessment.Status{
			ID:           next,
			Municipality: s.Units[i%len(s.Units)].Code,
			Indicator:    s.Places[i%len(s.Places)].Indicator.Key,
			Answer:       assessment.Answer{State: assessment.DontKnow},
			Source:       assessment.Self,
			RecordedAt:   now,
		}
		if err := keeper.Publish(context.Background(), []assessment.Status{status}); err != nil {
			b.Fatal(err)
		}
	}
}
