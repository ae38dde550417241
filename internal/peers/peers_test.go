package peers_test

import (
	"math"
	"math/rand"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/municipality"
	"modenhed/internal/peers"
)

func codes(matches []peers.Match) []municipality.Code {
	var list []municipality.Code
	for _, m := range matches {
		list = append(list, m.Code)
	}
	return list
}

// TestDistanceIsTheDocumentedSum is worked by hand: the logarithms of 10, 100
// and 1000 are 1, 2 and 3, their standard deviation is the root of two thirds.
func TestDistanceIsTheDocumentedSum(t *testing.T) {
	t.Parallel()
	units := []peers.Unit{
		{Code: 101, Population: 10, Group: "land", Region: "west"},
		{Code: 102, Population: 100, Group: "land", Region: "east"},
		{Code: 103, Population: 1000, Group: "city", Region: "east"},
	}
	step := math.Sqrt(1.5)
	round := func(x float64) float64 { return math.Round(x*1e9) / 1e9 }
	want := []peers.Match{
		{Code: 102, Distance: round(step + 0.5), Size: step, Ratio: 10, SameGroup: true},
		{Code: 103, Distance: round(2*step + 1.5), Size: 2 * step, Ratio: 100},
	}
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })
	if diff := cmp.Diff(want, peers.Nearest(units, 101, 8), near); diff != "" {
		t.Errorf("of the smallest (-want +got):\n%s", diff)
	}
	want = []peers.Match{
		{Code: 101, Distance: round(step + 0.5), Size: step, Ratio: 0.1, SameGroup: true},
		{Code: 103, Distance: round(step + 1), Size: step, Ratio: 10, SameRegion: true},
	}
	if diff := cmp.Diff(want, peers.Nearest(units, 102, 8), near); diff != "" {
		t.Errorf("of the middle (-want +got):\n%s", diff)
	}
}

func TestNearestAtTheEdges(t *testing.T) {
	t.Parallel()
	units := []peers.Unit{
		{Code: 101, Population: 500, Group: "land", Region: "west"},
		{Code: 102, Population: 500, Group: "land", Region: "west"},
		{Code: 103, Population: 500, Region: "west"},
		{Code: 104, Population: 0, Group: "land", Region: "west"},
		{Code: 105, Population: 500, Group: "land"},
		{Code: 106, Population: 500},
		{Code: 107, Population: 500},
	}
	for name, row := range map[string]struct {
		of   municipality.Code
		n    int
		want []municipality.Code
	}{
		"equal populations: group before region, then as given": {101, 8, []municipality.Code{102, 105, 103, 106, 107}},
		"only as many as asked for":                             {101, 2, []municipality.Code{102, 105}},
		"nobody asked for":                                      {101, 0, nil},
		"a negative number":                                     {101, -1, nil},
		"without a population":                                  {104, 8, nil},
		"not among the units":                                   {999, 8, nil},
		"undocumented is shared with nobody":                    {106, 8, []municipality.Code{101, 102, 103, 105, 107}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(row.want, codes(peers.Nearest(units, row.of, row.n))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if got := peers.Nearest(units, 106, 1)[0].Distance; got != peers.OtherGroup+peers.OtherRegion {
		t.Errorf("sharing nothing with an equal population is %v apart", got)
	}
	if got := peers.Nearest(units[:1], 101, 8); got != nil {
		t.Errorf("alone in the country: %v", got)
	}
}

func drawUnits(t *rapid.T) []peers.Unit {
	units := make([]peers.Unit, rapid.IntRange(2, 30).Draw(t, "units"))
	for i := range units {
		units[i] = peers.Unit{
			Code:       municipality.Code(100 + i),
			Population: rapid.IntRange(0, 700_000).Draw(t, "population"),
			Group:      rapid.SampledFrom([]string{"", "land", "city"}).Draw(t, "group"),
			Region:     rapid.SampledFrom([]string{"", "west", "east", "north"}).Draw(t, "region"),
		}
	}
	return units
}

// distances of all pairs; absent where one has no population.
func distances(units []peers.Unit) map[[2]municipality.Code]float64 {
	all := make(map[[2]municipality.Code]float64)
	for _, u := range units {
		for _, m := range peers.Nearest(units, u.Code, len(units)) {
			all[[2]municipality.Code{u.Code, m.Code}] = m.Distance
		}
	}
	return all
}

const rounding = 1e-8

func TestDistanceIsSymmetricAndNeverLongerByADetour(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		units := drawUnits(t)
		all := distances(units)
		for pair, d := range all {
			a, b := pair[0], pair[1]
			if a == b || d < 0 {
				t.Fatalf("%d and %d are %v apart", a, b, d)
			}
			if back := all[[2]municipality.Code{b, a}]; back != d {
				t.Fatalf("from %d to %d it is %v, back %v", a, b, d, back)
			}
			for _, u := range units {
				first, ok := all[[2]municipality.Code{a, u.Code}]
				second, ok2 := all[[2]municipality.Code{u.Code, b}]
				if ok && ok2 && d > first+second+rounding {
					t.Fatalf("from %d to %d it is %v, by %d %v", a, b, d, u.Code, first+second)
				}
			}
		}
	})
}

func TestNearestIsAPrefixOfAllInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		units := drawUnits(t)
		of := units[rapid.IntRange(0, len(units)-1).Draw(t, "of")]
		all := peers.Nearest(units, of.Code, len(units))
		if !slices.IsSortedFunc(all, func(a, b peers.Match) int {
			if a.Distance < b.Distance {
				return -1
			}
			if a.Distance > b.Distance {
				return 1
			}
			return int(a.Code - b.Code) // the order given
		}) {
			t.Fatalf("not in order: %v", all)
		}
		n := rapid.IntRange(0, len(units)).Draw(t, "n")
		if got := peers.Nearest(units, of.Code, n); !slices.Equal(got, all[:min(n, len(all))]) {
			t.Fatalf("the %d nearest are %v, of all %v", n, got, all)
		}
	})
}

// TestScaleAndOrderDoNotMatter multiplies all populations and shuffles the
// units: distances stay.
func TestScaleAndOrderDoNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		units := drawUnits(t)
		before := distances(units)
		factor := rapid.IntRange(1, 50).Draw(t, "factor")
		other := slices.Clone(units)
		for i := range other {
			other[i].Population *= factor
		}
		shuffle := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		shuffle.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		after := distances(other)
		if len(before) != len(after) {
			t.Fatalf("%d pairs became %d", len(before), len(after))
		}
		for pair, d := range before {
			if math.Abs(after[pair]-d) > rounding {
				t.Fatalf("%v: %v became %v", pair, d, after[pair])
			}
		}
	})
}
