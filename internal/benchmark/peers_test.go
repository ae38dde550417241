package benchmark_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/scoring"
)

func TestEveryMunicipalityHasEightPeers(t *testing.T) {
	t.Parallel()
	s := reported(t)
	for _, own := range s.Units {
		list := s.PeersOf(own.Code, benchmark.NearestPeers)
		if len(list) != benchmark.NearestPeers {
			t.Fatalf("%s has %d peers", own.Name, len(list))
		}
		for j, p := range list {
			if p.Code == own.Code || p.Code != p.Match.Code || j > 0 && p.Match.Distance < list[j-1].Match.Distance {
				t.Errorf("%s: peer %d is %s at %v", own.Name, j, p.Name, p.Match.Distance)
			}
			if same := p.Groups[benchmark.PeerScheme] == own.Groups[benchmark.PeerScheme]; same != p.Match.SameGroup {
				t.Errorf("%s and %s: same group %v", own.Name, p.Name, p.Match.SameGroup)
			}
			if same := p.Region.Key == own.Region.Key; same != p.Match.SameRegion {
				t.Errorf("%s and %s: same region %v", own.Name, p.Name, p.Match.SameRegion)
			}
		}
	}
	if got := s.PeersOf(999, benchmark.NearestPeers); got != nil {
		t.Errorf("a code outside the directory has peers: %v", benchmark.Codes(got))
	}
}

func TestPeersOfACityAreTheCitiesFirst(t *testing.T) {
	t.Parallel()
	s := reported(t)
	got := benchmark.Codes(s.PeersOf(odense, 3))
	// Aalborg, Aarhus, and Vejle: the nearest in size within the region.
	if diff := cmp.Diff([]municipality.Code{851, 751, 630}, got); diff != "" {
		t.Errorf("peers of Odense (-want +got):\n%s", diff)
	}
}

// TestSpreadsRestOnTheRankedWithAValue has three ranked, and one that answered
// too little to be ranked.
func TestSpreadsRestOnTheRankedWithAValue(t *testing.T) {
	t.Parallel()
	partly := all(t, koege, 1, now)[:5]
	s := reported(t, all(t, odense, 0.2, now), all(t, randers, 0.4, now), all(t, aarhus, 1, now), partly)
	got := s.SpreadAmong([]municipality.Code{odense, randers, aarhus, koege, koege, 999})
	if got.Units != 4 || got.Ranked != 3 {
		t.Fatalf("%d units, %d ranked", got.Units, got.Ranked)
	}
	points := func(x float64) scoring.Points { return scoring.Points{Value: x, OK: true} }
	want := benchmark.Spread{N: 3, Mean: points(160.0 / 3), Min: points(20), Q1: points(30), Median: points(40), Q3: points(70), Max: points(100)}
	near := cmp.Comparer(near)
	if diff := cmp.Diff(want, got.Score, near); diff != "" {
		t.Errorf("score (-want +got):\n%s", diff)
	}
	for i, area := range got.Areas {
		if diff := cmp.Diff(want, area, near); diff != "" {
			t.Errorf("area %d (-want +got):\n%s", i, diff)
		}
	}
	if len(got.Indicators) != len(s.Places) {
		t.Fatalf("%d indicators of %d", len(got.Indicators), len(s.Places))
	}
	for i, place := range s.Places {
		if place.Indicator.Type == "level" && cmp.Diff(want, got.Indicators[i], near) != "" {
			t.Errorf("%s: %+v", place.Indicator.Key, got.Indicators[i])
		}
	}
	if nobody := s.SpreadAmong(nil); nobody.Score != (benchmark.Spread{}) || nobody.Units != 0 {
		t.Errorf("nobody spreads %+v", nobody.Score)
	}
	if everybody := s.SpreadOfAll(); everybody.Units != 98 || everybody.Score != got.Score {
		t.Errorf("everybody: %+v", everybody.Score)
	}
}

// TestPercentileWithinTheGroup is among provincial towns: the percentile is the
// share of the others that are lower, ties counted half.
func TestPercentileWithinTheGroup(t *testing.T) {
	t.Parallel()
	const vejle, kolding, esbjerg, silkeborg = 630, 621, 561, 740
	s := reported(t, all(t, vejle, 0.8, now), all(t, kolding, 0.4, now), all(t, esbjerg, 0.4, now), all(t, randers, 0.2, now),
		all(t, silkeborg, 0.6, now)[:5], all(t, odense, 0.9, now))
	percent := func(x float64) scoring.Points { return scoring.Points{Value: x, OK: true} }
	for name, row := range map[string]struct {
		code municipality.Code
		want benchmark.Percentile
	}{
		"the best":           {vejle, benchmark.Percentile{Value: percent(100), Lower: 3, Of: 3}},
		"a tie":              {kolding, benchmark.Percentile{Value: percent(50), Lower: 1, Equal: 1, Of: 3}},
		"the lowest":         {randers, benchmark.Percentile{Value: percent(0), Of: 3}},
		"not ranked":         {silkeborg, benchmark.Percentile{}},
		"alone in the group": {odense, benchmark.Percentile{}},
		"unknown":            {999, benchmark.Percentile{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(row.want, s.GroupPercentile(row.code)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAStretchIsReadFromTheFiguresShown(t *testing.T) {
	t.Parallel()
	spread := benchmark.SpreadOf([]float64{10, 20, 30, 40, 50})
	for name, row := range map[string]struct {
		spread benchmark.Spread
		own    float64
		want   string
	}{
		"below everybody":            {spread, 9.9, "below_all"},
		"the lowest figure":          {spread, 10, "lowest_quarter"},
		"below the lower quartile":   {spread, 19.9, "lowest_quarter"},
		"on the lower quartile":      {spread, 20, "below_median"},
		"below the median":           {spread, 29.9, "below_median"},
		"the median as it is read":   {spread, 29.96, "at_median"},
		"above the median":           {spread, 30.1, "above_median"},
		"on the upper quartile":      {spread, 40, "above_median"},
		"above the upper quartile":   {spread, 40.1, "highest_quarter"},
		"the highest figure":         {spread, 50, "highest_quarter"},
		"above everybody":            {spread, 50.1, "above_all"},
		"everybody the same":         {benchmark.SpreadOf([]float64{7, 7, 7}), 7, "at_median"},
		"nobody to be compared with": {benchmark.Spread{}, 7, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := row.spread.Stretch(scoring.Points{Value: row.own, OK: true}).String(); got != row.want {
				t.Errorf("%v lies %q, want %q", row.own, got, row.want)
			}
		})
	}
	if got := spread.Stretch(scoring.Points{}); got != benchmark.NoStretch {
		t.Errorf("no figure lies %v", got)
	}
}

// TestAHigherFigureIsNeverALowerStretch is a law.
func TestAHigherFigureIsNeverALowerStretch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		figures := rapid.SliceOfN(rapid.Float64Range(0, 100), 1, 20).Draw(t, "figures")
		own := rapid.SliceOfN(rapid.Float64Range(-1, 101), 2, 2).Draw(t, "own")
		slices.Sort(own)
		spread := benchmark.SpreadOf(figures)
		low, high := spread.Stretch(scoring.Points{Value: own[0], OK: true}), spread.Stretch(scoring.Points{Value: own[1], OK: true})
		if low > high {
			t.Fatalf("%v lies %v, %v lies %v in %v", own[0], low, own[1], high, figures)
		}
	})
}
