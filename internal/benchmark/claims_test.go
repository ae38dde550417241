package benchmark_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/robustness"
)

func checkedClaim(t *testing.T, s *benchmark.Snapshot, c benchmark.Claim) *benchmark.CheckedClaim {
	t.Helper()
	checked, err := s.CheckClaim(c)
	if err != nil {
		t.Fatal(err)
	}
	return checked
}

// TestClaimsAgreeWithTheRanking compares every kind with ranks and intervals.
func TestClaimsAgreeWithTheRanking(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	result, err := s.Robustness()
	if err != nil {
		t.Fatal(err)
	}
	index := make(map[string]int)
	for i := range s.Units {
		index[s.Units[i].Name] = i
	}
	rows := s.List(benchmark.Query{}).Rows
	leader, second, tenth := rows[0], rows[1], rows[9]
	for name, row := range map[string]struct {
		claim    benchmark.Claim
		share    func() (float64, bool)
		declared bool
	}{
		"first":         {benchmark.Claim{Kind: benchmark.ClaimFirst, Unit: leader.Code}, func() (float64, bool) { return result.ShareWithin(index[leader.Name], 1) }, true},
		"not first":     {benchmark.Claim{Kind: benchmark.ClaimFirst, Unit: second.Code}, func() (float64, bool) { return result.ShareWithin(index[second.Name], 1) }, false},
		"in the top 10": {benchmark.Claim{Kind: benchmark.ClaimTop, Unit: tenth.Code, N: 10}, func() (float64, bool) { return result.ShareWithin(index[tenth.Name], 10) }, true},
		"ahead": {benchmark.Claim{Kind: benchmark.ClaimAhead, Unit: second.Code, Other: tenth.Code},
			func() (float64, bool) { return result.ShareAhead(index[second.Name], index[tenth.Name]) }, true},
		"behind": {benchmark.Claim{Kind: benchmark.ClaimAhead, Unit: tenth.Code, Other: second.Code},
			func() (float64, bool) { return result.ShareAhead(index[tenth.Name], index[second.Name]) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := checkedClaim(t, s, row.claim)
			want, ok := row.share()
			if got.All.Value() != want || !ok || got.Declared != row.declared || got.Settings != robustness.Defaults() {
				t.Errorf("holds in %v, declared %v; want %v, %v", got.All, got.Declared, want, row.declared)
			}
			if interval, _ := result.Interval(index[got.Unit.Name]); got.Unit.Code != row.claim.Unit || got.Unit.Interval != interval {
				t.Errorf("about %s with %+v", got.Unit.Name, got.Unit.Interval)
			}
			if len(got.Weights) != len(s.Framework.Areas) || len(got.Alternatives) != 3 || len(got.ByAggregation) != 2 {
				t.Errorf("%d weights, %d alternatives, %d means", len(got.Weights), len(got.Alternatives), len(got.ByAggregation))
			}
			if row.claim.Kind == benchmark.ClaimAhead {
				if got.Other.Code != row.claim.Other || got.SafeTop != 0 {
					t.Errorf("ahead of %s; top %d", got.Other.Name, got.SafeTop)
				}
				return
			}
			checkSafeTop(t, result, index[got.Unit.Name], got)
		})
	}
}

func checkSafeTop(t *testing.T, result *robustness.Result, unit int, got *benchmark.CheckedClaim) {
	t.Helper()
	at, _ := result.ShareWithin(unit, got.SafeTop)
	before, _ := result.ShareWithin(unit, got.SafeTop-1)
	if at < robustness.SafeFrom || got.SafeTop < got.Unit.Place.Rank || before >= robustness.SafeFrom && got.SafeTop > got.Unit.Place.Rank {
		t.Errorf("top %d is safe with %v, one less with %v; rank %d", got.SafeTop, at, before, got.Unit.Place.Rank)
	}
}

// TestARegionIsAheadByItsMean asks for every pair of regions.
func TestARegionIsAheadByItsMean(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	// Every region against the next one: each claim draws fifty thousand methods.
	for i, a := range s.Overview().Regions[1:] {
		for _, b := range s.Overview().Regions[i : i+1] {
			got := checkedClaim(t, s, benchmark.Claim{Kind: benchmark.ClaimRegions, Region: a.Region.Key, OtherRegion: b.Region.Key})
			back := checkedClaim(t, s, benchmark.Claim{Kind: benchmark.ClaimRegions, Region: b.Region.Key, OtherRegion: a.Region.Key})
			if want := a.Summary.Score.Mean.Value > b.Summary.Score.Mean.Value; got.Declared != want || back.Declared == want {
				t.Errorf("%s ahead of %s: %v, the other way %v; want %v", a.Region.Key, b.Region.Key, got.Declared, back.Declared, want)
			}
			if got.All.Holds+back.All.Holds > got.All.Draws {
				t.Errorf("%s and %s are ahead of each other", a.Region.Key, b.Region.Key)
			}
			if diff := cmp.Diff([]string{a.Region.Key, b.Region.Key}, []string{got.Region.Region.Key, got.OtherRegion.Region.Key}); diff != "" || got.Unit != nil {
				t.Errorf("regions (-want +got):\n%s", diff)
			}
		}
	}
}

func TestClaimsThatCannotBeMade(t *testing.T) {
	t.Parallel()
	s := reported(t, all(t, odense, 0.8, now), all(t, randers, 0.6, now))
	for name, row := range map[string]struct {
		claim benchmark.Claim
		want  []string
	}{
		"no kind":             {benchmark.Claim{}, []string{"kind robustness.problem.kind"}},
		"unknown":             {benchmark.Claim{Kind: benchmark.ClaimFirst, Unit: 999}, []string{"unit robustness.problem.unknown"}},
		"not ranked":          {benchmark.Claim{Kind: benchmark.ClaimFirst, Unit: koege}, []string{"unit robustness.problem.unranked"}},
		"top 0":               {benchmark.Claim{Kind: benchmark.ClaimTop, Unit: odense}, []string{"n robustness.problem.n"}},
		"more than there are": {benchmark.Claim{Kind: benchmark.ClaimTop, N: 3}, []string{"unit robustness.problem.unknown", "n robustness.problem.n"}},
		"itself":              {benchmark.Claim{Kind: benchmark.ClaimAhead, Unit: odense, Other: odense}, []string{"other robustness.problem.same"}},
		"both unknown":        {benchmark.Claim{Kind: benchmark.ClaimAhead}, []string{"unit robustness.problem.unknown", "other robustness.problem.unknown"}},
		"regions": {benchmark.Claim{Kind: benchmark.ClaimRegions, Region: "x", OtherRegion: "nordjylland"},
			[]string{"region robustness.problem.region", "other_region robustness.problem.region_unranked"}},
		"the same region": {benchmark.Claim{Kind: benchmark.ClaimRegions, Region: "syddanmark", OtherRegion: "syddanmark"}, []string{"other_region robustness.problem.same_region"}},
	} {
		_, err := s.CheckClaim(row.claim)
		var known *fault.Error
		if !errors.As(err, &known) || known.Kind != fault.Invalid {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, p := range known.Problems {
			got = append(got, p.Field+" "+p.Message.Key)
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestClaimsOfTwo are about a country in which one is better in everything.
func TestClaimsOfTwo(t *testing.T) {
	t.Parallel()
	s := reported(t, all(t, odense, 0.8, now), all(t, randers, 0.6, now))
	got := checkedClaim(t, s, benchmark.Claim{Kind: benchmark.ClaimAhead, Unit: odense, Other: randers})
	if got.Call != robustness.Safe || got.All.Holds != got.All.Draws || got.Ranked != 2 {
		t.Errorf("%v, %+v of %d", got.Call, got.All, got.Ranked)
	}
	if first := checkedClaim(t, s, benchmark.Claim{Kind: benchmark.ClaimFirst, Unit: randers}); first.Call != robustness.DoNotPrint || first.SafeTop != 2 {
		t.Errorf("%v, safe in the top %d", first.Call, first.SafeTop)
	}
}
