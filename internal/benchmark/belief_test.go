package benchmark_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"modenhed/internal/benchmark"
	"modenhed/internal/demo"
	"modenhed/internal/municipality"
	"modenhed/internal/opinion"
	"modenhed/internal/perception"
	"modenhed/internal/reference"
	"modenhed/internal/smallarea"
)

// polled is a country with two invented waves of responses. Every third
// municipality has answered everything, and every third half of it.
func polled(t *testing.T) *benchmark.Snapshot {
	t.Helper()
	clock := now
	keeper, source := open(t, &clock)
	set, err := reference.Parse(source.documents)
	if err != nil {
		t.Fatal(err)
	}
	invented, err := demo.Documents(set.Directory, set.Seats, now)
	if err != nil {
		t.Fatal(err)
	}
	source.documents = append(source.documents, invented...)
	for i, m := range set.Directory.All() {
		statuses := answered(keeper.Framework(), m.Code, float64(i%10)/10, now.AddDate(-2, 0, 0))
		switch i % 3 {
		case 0:
			source.record(statuses...)
		case 1:
			source.record(slices.Delete(statuses, 0, 8)...)
		}
	}
	if err := keeper.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	return keeper.Current()
}

func TestBeliefsByPlace(t *testing.T) {
	t.Parallel()
	s := polled(t)
	b := s.NearestBeliefs()
	if b == nil || b.Report == nil || b.Harvested == nil || b.Harvested.SE == nil {
		t.Fatalf("no beliefs of responses: %+v", b)
	}
	want := b.Harvested.Share.Low - s.Overview().Country.Score.Mean.Value
	if got := b.National; !got.Comparable() || math.Abs(got.Points.Low-want) > 1e-9 || got.Outer == nil {
		t.Errorf("the national distance is %+v, want %v", got, want)
	}
	if b.Country.Bounds.High-b.Country.Bounds.Low < 1 {
		t.Errorf("unanswered indicators move nothing: %v", b.Country.Bounds)
	}
	var columns []string
	for _, set := range b.By {
		columns = append(columns, set.Column)
		ranked, withheld := 0, 0
		for _, place := range set.Places {
			ranked += place.Measured.Ranked
			if !place.Shown {
				withheld++
			}
			if place.Shown != (place.Harvested != nil) {
				t.Errorf("%s %s: shown %t, share %v", set.Column, place.Key, place.Shown, place.Harvested)
			}
		}
		if withheld != set.Few+set.Others {
			t.Errorf("%s: %d withheld, %d and %d counted", set.Column, withheld, set.Few, set.Others)
		}
		if total := s.Overview().Country.Ranked; set.Local() && ranked != total {
			t.Errorf("%s: %d ranked, want %d", set.Column, ranked, total)
		}
	}
	if !slices.Equal(columns[:4], []string{opinion.ByRegion, opinion.ByGroup, opinion.BySize, opinion.ByParty}) {
		t.Errorf("columns %v", columns)
	}
}

func TestCouncilsStandInQuadrants(t *testing.T) {
	t.Parallel()
	s := polled(t)
	set := s.NearestBeliefs().Councils
	if set == nil || set.Lines == nil || len(set.Spots) != len(s.Units) {
		t.Fatalf("no councils: %+v", set)
	}
	placed := 0
	for i, spot := range set.Spots {
		unit := s.Units[i]
		switch {
		case spot.Quadrant != "":
			placed++
			if spot.Absent != "" || unit.Place.Rank == 0 || spot.Council.Potential == nil {
				t.Errorf("%s is placed as %+v", unit.Name, spot)
			}
		case spot.Absent == perception.Unranked && unit.Place.Rank != 0,
			spot.Absent == perception.NoBelief && spot.Council.Reason == "":
			t.Errorf("%s is missing as %+v", unit.Name, spot)
		}
		if spot.Council.Basis == smallarea.FromSeats && (spot.Council.Answered != nil || spot.Council.Harvested.Interval != nil) {
			t.Errorf("%s: the seats alone say %+v", unit.Name, spot.Council)
		}
	}
	if placed == 0 {
		t.Error("nobody is placed")
	}
	_, spot, ok := s.CouncilBelief(odense)
	if i, _ := s.Index(odense); !ok || spot.Council.Code != set.Spots[i].Council.Code {
		t.Errorf("Odense: %t %+v", ok, spot)
	}
	if _, _, ok := s.CouncilBelief(municipality.Code(999)); ok {
		t.Error("a municipality that does not exist has a council")
	}
}

func TestWavesAreCompared(t *testing.T) {
	t.Parallel()
	s := polled(t)
	changes := s.WaveChanges()
	if len(changes) != 2 {
		t.Fatalf("%d changes between three waves", len(changes))
	}
	latest, first := changes[0], changes[1]
	if latest.Harvested == nil || latest.Harvested.Test == nil || latest.Reworded {
		t.Errorf("the two waves of responses: %+v", latest)
	}
	if first.Before.Key != "de-2017" || first.Harvested.Test != nil || first.Harvested.Points.Exact() {
		t.Errorf("words are tested: %+v", first.Harvested)
	}
	m, err := s.Movement(s.NearestBeliefs())
	if err != nil || m == nil || m.Both == 0 || len(m.Moves) > m.Both {
		t.Fatalf("movement: %+v %v", m, err)
	}
	early, ok := s.Beliefs(m.Before.Key)
	if !ok || early.Report == nil {
		t.Fatalf("no beliefs of %s", m.Before.Key)
	}
	if m, err := s.Movement(early); m != nil || err != nil {
		t.Errorf("the first wave of responses has moved: %+v %v", m, err)
	}
}

func TestAWaveFarAwayHasNoQuadrants(t *testing.T) {
	t.Parallel()
	s := polled(t)
	published, ok := s.Beliefs("de-2017")
	if !ok || published.Report != nil || published.By != nil || published.Councils != nil || published.National.Why != perception.TooFarApart {
		t.Errorf("June 2017: %+v", published)
	}
	if _, ok := s.Beliefs("kl-vt-2017"); ok {
		t.Error("a context survey has beliefs")
	}
}
