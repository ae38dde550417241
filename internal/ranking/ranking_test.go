package ranking_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/ranking"
)

// entries makes entries of scores; nil is a unit that is not ranked.
func entries(scores []*float64) []ranking.Entry {
	out := make([]ranking.Entry, len(scores))
	for i, s := range scores {
		if s != nil {
			out[i] = ranking.Entry{Score: *s, Ranked: true}
		}
	}
	return out
}

func readOracle(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "oracle", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// The expected values were computed with numpy and scipy; see testdata/oracle/README.md.
func TestOrderAgreesWithOracle(t *testing.T) {
	t.Parallel()
	var cases []struct {
		Name     string
		X        []*float64
		Expected struct {
			Rank struct {
				Min []*float64
				Max []*float64
			} `json:"rank_high_is_1"`
			Percentile []*float64 `json:"percentile_rank_0_100"`
		}
	}
	readOracle(t, "rank.json", &cases)
	if len(cases) < 6 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			for i, place := range ranking.Order(entries(c.X)) {
				if c.X[i] == nil {
					if place != (ranking.Place{}) {
						t.Errorf("unit %d without a score has place %+v", i, place)
					}
					continue
				}
				if place.Rank != int(*c.Expected.Rank.Min[i]) {
					t.Errorf("unit %d has rank %d, want %v", i, place.Rank, *c.Expected.Rank.Min[i])
				}
				if tied := *c.Expected.Rank.Min[i] != *c.Expected.Rank.Max[i]; place.Tied != tied {
					t.Errorf("unit %d tied: %v, want %v", i, place.Tied, tied)
				}
				if math.Abs(place.Percentile-*c.Expected.Percentile[i]) > 1e-9 {
					t.Errorf("unit %d has percentile rank %v, want %v", i, place.Percentile, *c.Expected.Percentile[i])
				}
			}
		})
	}
}

func TestPercentileAgreesWithNormalisationOracle(t *testing.T) {
	t.Parallel()
	var cases []struct {
		Name, Method string
		X            []*float64
		Direction    float64
		Expected     []*float64
	}
	readOracle(t, "normalise.json", &cases)
	tested := 0
	for _, c := range cases {
		if c.Method != "percentile_rank" {
			continue
		}
		tested++
		turned := entries(c.X)
		for i := range turned {
			turned[i].Score *= c.Direction
		}
		for i, place := range ranking.Order(turned) {
			if want := c.Expected[i]; want != nil && math.Abs(place.Percentile-100**want) > 1e-9 {
				t.Errorf("%s: unit %d has percentile rank %v, want %v", c.Name, i, place.Percentile, 100**want)
			}
		}
	}
	if tested != 2 {
		t.Errorf("tested %d cases, want 2", tested)
	}
}

func TestOrder(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		entries  []ranking.Entry
		want     []ranking.Place
		sequence []int
	}{
		"nobody": {nil, []ranking.Place{}, []int{}},
		"nobody ranked": {
			[]ranking.Entry{{Score: 5}, {Score: 9}},
			[]ranking.Place{{}, {}},
			[]int{0, 1},
		},
		"one": {[]ranking.Entry{{Score: 5, Ranked: true}}, []ranking.Place{{Rank: 1}}, []int{0}},
		"two": {
			[]ranking.Entry{{5, true}, {6, true}},
			[]ranking.Place{{2, false, 0}, {1, false, 100}},
			[]int{1, 0},
		},
		"ties skip ranks and keep the given order": {
			[]ranking.Entry{{40, true}, {60, true}, {80, false}, {60, true}, {90, true}},
			[]ranking.Place{{4, false, 0}, {2, true, 100.0 / 3}, {}, {2, true, 100.0 / 3}, {1, false, 100}},
			[]int{4, 1, 3, 0, 2},
		},
		"equal to nine decimals is a tie": {
			[]ranking.Entry{{50.0000000001, true}, {50, true}, {50.000000001, true}},
			[]ranking.Place{{2, true, 0}, {2, true, 0}, {1, false, 100}},
			[]int{2, 0, 1},
		},
		"zero and minus zero are a tie": {
			[]ranking.Entry{{math.Copysign(0, -1), true}, {0, true}},
			[]ranking.Place{{1, true, 0}, {1, true, 0}},
			[]int{0, 1},
		},
		"a score that is no number has no place": {
			[]ranking.Entry{{math.NaN(), true}, {1, true}},
			[]ranking.Place{{}, {1, false, 0}},
			[]int{1, 0},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, ranking.Order(tt.entries)); diff != "" {
				t.Errorf("Order (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.sequence, ranking.Sequence(tt.entries)); diff != "" {
				t.Errorf("Sequence (-want +got):\n%s", diff)
			}
		})
	}
}

func anyEntries() *rapid.Generator[[]ranking.Entry] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) ranking.Entry {
		return ranking.Entry{
			Score:  float64(rapid.IntRange(0, 12).Draw(t, "score")) * 8.5,
			Ranked: rapid.IntRange(0, 4).Draw(t, "ranked") > 0,
		}
	}), 0, 30)
}

// A rank is one more than the number of ranked units with a higher score.
func TestRankCountsTheBetter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := anyEntries().Draw(t, "entries")
		for i, place := range ranking.Order(all) {
			better, equal := 0, 0
			for _, other := range all {
				switch {
				case !other.Ranked:
				case other.Score > all[i].Score:
					better++
				case other.Score == all[i].Score:
					equal++
				}
			}
			want := ranking.Place{}
			if all[i].Ranked {
				want.Rank, want.Tied = better+1, equal > 1
			}
			if place.Rank != want.Rank || place.Tied != want.Tied {
				t.Fatalf("unit %d has place %+v, want %+v", i, place, want)
			}
		}
	})
}

// The listing is a permutation along which ranks rise, ties keep the order
// given and units without a rank come last.
func TestSequenceListsEveryUnitOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := anyEntries().Draw(t, "entries")
		places, sequence := ranking.Order(all), ranking.Sequence(all)
		seen := make(map[int]bool)
		for n, i := range sequence {
			seen[i] = true
			if n == 0 {
				continue
			}
			before := sequence[n-1]
			a, b := places[before].Rank, places[i].Rank
			inOrder := a == b && before < i || a != 0 && (b == 0 || a < b)
			if !inOrder {
				t.Fatalf("unit %d with rank %d is listed after unit %d with rank %d", i, b, before, a)
			}
		}
		if len(seen) != len(all) || len(sequence) != len(all) {
			t.Fatalf("sequence %v does not list %d units once", sequence, len(all))
		}
	})
}
