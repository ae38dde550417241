package benchmark_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

func leads(t *testing.T, s *benchmark.Snapshot, codes ...municipality.Code) []benchmark.Lead {
	t.Helper()
	list, err := s.Leads(codes)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// in sets the answers of the areas named to a share of the scale.
func in(t *testing.T, statuses []assessment.Status, share float64, areas ...framework.AreaKey) []assessment.Status {
	t.Helper()
	clock := now
	keeper, _ := open(t, &clock)
	for i := range statuses {
		place, _ := keeper.Framework().Indicator(statuses[i].Indicator)
		if slices.Contains(areas, place.Top.Key) {
			scale := place.Indicator.Scale
			statuses[i].Answer.Value = scale.Low + share*(scale.High-scale.Low)
		}
	}
	return statuses
}

func keysOf(areas []benchmark.LeadArea) []framework.AreaKey {
	var keys []framework.AreaKey
	for _, a := range areas {
		keys = append(keys, a.Area.Key)
	}
	return keys
}

// TestALeadIsSplitByArea has the seven areas of the seed, each a seventh of the score.
func TestALeadIsSplitByArea(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		up, down []framework.AreaKey
		points   map[framework.AreaKey]float64
		deciding []framework.AreaKey
	}{
		"one area":           {[]framework.AreaKey{"rpa"}, nil, map[framework.AreaKey]float64{"rpa": 20.0 / 7}, []framework.AreaKey{"rpa"}},
		"two areas together": {[]framework.AreaKey{"rpa", "school"}, nil, map[framework.AreaKey]float64{"rpa": 20.0 / 7, "school": 20.0 / 7}, []framework.AreaKey{"rpa", "school"}},
		"any of two":         {[]framework.AreaKey{"rpa", "school"}, []framework.AreaKey{"broadband"}, map[framework.AreaKey]float64{"rpa": 20.0 / 7, "school": 20.0 / 7, "broadband": -20.0 / 7}, []framework.AreaKey{"rpa"}},
		"level":              {nil, nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := in(t, in(t, all(t, odense, 0.5, now), 0.7, row.up...), 0.3, row.down...)
			s := reported(t, first, all(t, randers, 0.5, now))
			got := leads(t, s, randers, odense)
			if len(got) != 1 || len(row.up) > 0 && got[0].Ahead.Code != odense || !got[0].Additive {
				t.Fatalf("%d leads: %+v", len(got), got)
			}
			for _, area := range got[0].Areas {
				if want := row.points[area.Area.Key]; math.Abs(area.Points.Value-want) > 1e-8 {
					t.Errorf("%s contributes %v, want %v", area.Area.Key, area.Points.Value, want)
				}
			}
			if diff := cmp.Diff(row.deciding, keysOf(got[0].Deciding())); diff != "" {
				t.Errorf("deciding (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAnAreaThatOneLacks counts as the other areas of Randers do together: it has
// no answers on school, where Odense is 50 points above that.
func TestAnAreaThatOneLacks(t *testing.T) {
	t.Parallel()
	whole := in(t, all(t, odense, 0.5, now), 1, "school")
	rest := slices.DeleteFunc(all(t, randers, 0.5, now), func(status assessment.Status) bool {
		return strings.HasPrefix(string(status.Indicator), "school.")
	})
	s := reported(t, whole, rest)
	lead := leads(t, s, odense, randers)[0]
	for _, area := range lead.Areas {
		want := 0.0
		if area.Area.Key == "school" {
			want = 50.0 / 7
		}
		if math.Abs(area.Points.Value-want) > 1e-8 {
			t.Errorf("%s contributes %v, want %v", area.Area.Key, area.Points.Value, want)
		}
	}
	if diff := cmp.Diff([]framework.AreaKey{"school"}, keysOf(lead.Deciding())); diff != "" {
		t.Errorf("deciding (-want +got):\n%s", diff)
	}
}

// TestThePartsOfALeadSumToIt is a law, whatever the areas weigh.
func TestThePartsOfALeadSumToIt(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	codes := make([]municipality.Code, len(s.Units))
	for i := range s.Units {
		codes[i] = s.Units[i].Code
	}
	rapid.Check(t, func(rt *rapid.T) {
		terms := benchmark.Terms{Weights: map[framework.AreaKey]float64{}}
		for _, area := range s.Framework.Areas {
			terms.Weights[area.Key] = rapid.Float64Range(0, 3).Draw(rt, string(area.Key)) + 0.01
		}
		under, err := s.Under(terms)
		if err != nil {
			rt.Fatal(err)
		}
		for _, lead := range leads(t, under, codes...) {
			sum := 0.0
			for _, area := range lead.Areas {
				sum += area.Points.Value
			}
			if lead.Difference < 0 || math.Round(sum*1e9) != math.Round(lead.Difference*1e9) {
				rt.Fatalf("%s before %s: parts sum to %.12f, difference %.12f", lead.Ahead.Name, lead.Behind.Name, sum, lead.Difference)
			}
			checkParts(rt, &lead)
			checkDeciding(rt, &lead)
		}
	})
}

// checkParts wants the share times the difference where both have a score.
func checkParts(t *rapid.T, lead *benchmark.Lead) {
	for _, area := range lead.Areas {
		counted := [2]float64{lead.Ahead.Card.Score.Value, lead.Behind.Card.Score.Value}
		for n, score := range area.Scores {
			if score.OK {
				counted[n] = score.Value
			}
		}
		if want := area.Share * (counted[0] - counted[1]); math.Abs(area.Points.Value-want) > 1e-8 {
			t.Fatalf("%s of %s and %s: %v points, want %v", area.Area.Key, lead.Ahead.Name, lead.Behind.Name, area.Points.Value, want)
		}
	}
}

// checkDeciding wants the fewest areas that make up the difference.
func checkDeciding(t *rapid.T, lead *benchmark.Lead) {
	deciding := lead.Deciding()
	sum := 0.0
	for i, area := range deciding {
		if i == len(deciding)-1 && sum > lead.Difference {
			t.Fatalf("%d areas decide between %s and %s, fewer would do", len(deciding), lead.Ahead.Name, lead.Behind.Name)
		}
		sum += area.Points.Value
	}
	if lead.Difference > 0 && sum < lead.Difference-1e-8 {
		t.Fatalf("what decides between %s and %s is %v of %v", lead.Ahead.Name, lead.Behind.Name, sum, lead.Difference)
	}
}

// TestUnderAnotherMeanAnAreaDecidesWhenItTurnsTheOrder scores the answers that
// the one ahead would then have.
func TestUnderAnotherMeanAnAreaDecidesWhenItTurnsTheOrder(t *testing.T) {
	t.Parallel()
	first := in(t, all(t, odense, 0.5, now), 0.9, "rpa")
	second := in(t, all(t, randers, 0.5, now), 0.6, "school")
	swapped := in(t, all(t, aarhus, 0.5, now), 0.5, "rpa")
	s := reported(t, first, second, swapped)
	geometric, err := s.Under(benchmark.Terms{Aggregation: framework.Geometric})
	if err != nil {
		t.Fatal(err)
	}
	lead := leads(t, geometric, odense, randers)[0]
	if lead.Additive {
		t.Error("a geometric mean adds up")
	}
	if diff := cmp.Diff([]framework.AreaKey{"rpa"}, keysOf(lead.Deciding())); diff != "" {
		t.Errorf("deciding (-want +got):\n%s", diff)
	}
	// With the answers of Randers on rpa, Odense answers as Aarhus does.
	want := unit(t, geometric, odense).Card.Score.Value - unit(t, geometric, aarhus).Card.Score.Value
	for _, area := range lead.Areas {
		if area.Area.Key == "rpa" && math.Abs(area.Points.Value-want) > 1e-8 {
			t.Errorf("rpa carries %v points, want %v", area.Points.Value, want)
		}
	}
}

func TestLeadsGoDownTheRanking(t *testing.T) {
	t.Parallel()
	s := reported(t, all(t, odense, 0.2, now), all(t, randers, 0.6, now), all(t, aarhus, 0.4, now), all(t, koege, 1, now)[:5])
	var pairs [][2]municipality.Code
	for _, lead := range leads(t, s, odense, koege, randers, aarhus, 999) {
		pairs = append(pairs, [2]municipality.Code{lead.Ahead.Code, lead.Behind.Code})
	}
	if diff := cmp.Diff([][2]municipality.Code{{randers, aarhus}, {aarhus, odense}}, pairs); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := leads(t, s, odense); got != nil {
		t.Errorf("one municipality is ahead of %v", got)
	}
}
