package movement_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
	"modenhed/internal/movement"
	"modenhed/internal/scoring"
)

// two is a framework of two indicators in two areas.
func two(t testing.TB) *scoring.Model {
	return model(t, lenient(), area("A", points("x", 1)), area("B", points("y", 1)))
}

func TestEachCauseAlone(t *testing.T) {
	t.Parallel()
	plain := two(t)
	geometric := lenient()
	geometric.Aggregation = framework.Geometric
	zero := lenient()
	zero.Missing = framework.Zero
	strict := lenient()
	strict.MinCoverage = 0.75
	heavy := area("B", points("y", 1))
	heavy.Weight = 3
	// 100 and 10 points are 100 and 10.9 on the scale of the geometric mean.
	uneven := round9(math.Sqrt(100*10.9) - 55)
	tests := map[string]struct {
		earlier, later movement.Standpoint[string]
		places         movement.RankChange
		points         movement.ScoreChange
	}{
		"nothing": {
			earlier: at(plain, row(value(50), value(50)), row(value(60), value(60))),
			later:   at(plain, row(value(50), value(50)), row(value(60), value(60))),
			places:  movement.RankChange{OK: true},
			points:  movement.ScoreChange{OK: true},
		},
		"another aggregation punishes the uneven": {
			earlier: at(plain, row(value(100), value(10)), row(value(50), value(50))),
			later:   at(model(t, geometric, area("A", points("x", 1)), area("B", points("y", 1))), row(value(100), value(10)), row(value(50), value(50))),
			places:  movement.RankChange{OK: true, Total: -1, Parts: [5]int{movement.Method: -1}},
			points:  movement.ScoreChange{OK: true, Total: uneven, Parts: [4]float64{movement.Method: uneven}},
		},
		"other weights": {
			earlier: at(plain, row(value(40), value(80)), row(value(70), value(60))),
			later:   at(model(t, lenient(), area("A", points("x", 1)), heavy), row(value(40), value(80)), row(value(70), value(60))),
			places:  movement.RankChange{OK: true, Total: 1, Parts: [5]int{movement.Method: 1}},
			points:  movement.ScoreChange{OK: true, Total: 10, Parts: [4]float64{movement.Method: 10}},
		},
		"missing now counts 0": {
			earlier: at(plain, row(value(80), missing), row(value(50), value(50))),
			later:   at(model(t, zero, area("A", points("x", 1)), area("B", points("y", 1))), row(value(80), missing), row(value(50), value(50))),
			places:  movement.RankChange{OK: true, Total: -1, Parts: [5]int{movement.Method: -1}},
			points:  movement.ScoreChange{OK: true, Total: -40, Parts: [4]float64{movement.Method: -40}},
		},
		"a stricter limit takes the one ahead out": {
			earlier: at(plain, row(value(50), value(50)), row(value(80), missing)),
			later:   at(model(t, strict, area("A", points("x", 1)), area("B", points("y", 1))), row(value(50), value(50)), row(value(80), missing)),
			places:  movement.RankChange{OK: true, Total: 1, Parts: [5]int{movement.Method: 1}},
			points:  movement.ScoreChange{OK: true},
		},
		"a new indicator": {
			earlier: at(model(t, lenient(), area("A", points("x", 1))), row(value(60)), row(value(50))),
			later:   at(plain, row(value(60), value(0)), row(value(50), value(50))),
			places:  movement.RankChange{OK: true, Total: -1, Parts: [5]int{movement.Method: -1}},
			points:  movement.ScoreChange{OK: true, Total: -30, Parts: [4]float64{movement.Method: -30}},
		},
		"an indicator gone": {
			earlier: at(plain, row(value(60), value(0)), row(value(50), value(50))),
			later:   at(model(t, lenient(), area("A", points("x", 1))), row(value(60)), row(value(50))),
			places:  movement.RankChange{OK: true, Total: 1, Parts: [5]int{movement.Method: 1}},
			points:  movement.ScoreChange{OK: true, Total: 30, Parts: [4]float64{movement.Method: 30}},
		},
		"others pass": {
			earlier: at(plain, row(value(50), value(50)), row(value(40), value(40)), row(value(40), value(20))),
			later:   at(plain, row(value(50), value(50)), row(value(60), value(60)), row(value(60), value(70))),
			places:  movement.RankChange{OK: true, Total: -2, Parts: [5]int{movement.Others: -2}},
			points:  movement.ScoreChange{OK: true},
		},
		"a new unit ahead": {
			earlier: at(plain, row(value(50), value(50))),
			later:   at(plain, row(value(50), value(50)), row(value(60), value(60))),
			places:  movement.RankChange{OK: true, Total: -1, Parts: [5]int{movement.Others: -1}},
			points:  movement.ScoreChange{OK: true},
		},
		"the unit ahead is gone": {
			earlier: at(plain, row(value(50), value(50)), row(value(60), value(60))),
			later:   at(plain, row(value(50), value(50))),
			places:  movement.RankChange{OK: true, Total: 1, Parts: [5]int{movement.Others: 1}},
			points:  movement.ScoreChange{OK: true},
		},
		"own report": {
			earlier: at(plain, row(value(40), value(40)), row(value(50), value(50))),
			later:   at(plain, row(value(40), value(70)), row(value(50), value(50))),
			places:  movement.RankChange{OK: true, Total: 1, Parts: [5]int{movement.Reported: 1}},
			points:  movement.ScoreChange{OK: true, Total: 15, Parts: [4]float64{movement.Reported: 15}},
		},
		"own answer to what was missing": {
			earlier: at(plain, row(value(40), missing), row(value(50), value(50))),
			later:   at(plain, row(value(40), value(70)), row(value(50), value(50))),
			places:  movement.RankChange{OK: true, Total: 1, Parts: [5]int{movement.Reported: 1}},
			points:  movement.ScoreChange{OK: true, Total: 15, Parts: [4]float64{movement.Reported: 15}},
		},
		"own answer is now not applicable": {
			earlier: at(plain, row(value(70), value(10)), row(value(50), value(50))),
			later:   at(plain, row(value(70), na), row(value(50), value(50))),
			places:  movement.RankChange{OK: true, Total: 1, Parts: [5]int{movement.Reported: 1}},
			points:  movement.ScoreChange{OK: true, Total: 30, Parts: [4]float64{movement.Reported: 30}},
		},
		"own answer withdrawn or too old": {
			earlier: at(plain, row(value(40), value(70)), row(value(50), value(50))),
			later:   at(plain, row(value(40), missing), row(value(50), value(50))),
			places:  movement.RankChange{OK: true, Total: -1, Parts: [5]int{movement.Missing: -1}},
			points:  movement.ScoreChange{OK: true, Total: -15, Parts: [4]float64{movement.Missing: -15}},
		},
		"own answer is now don't know": {
			earlier: at(plain, row(value(40), value(70)), row(value(50), value(50))),
			later:   at(plain, row(value(40), unknown), row(value(50), value(50))),
			places:  movement.RankChange{OK: true, Total: -1, Parts: [5]int{movement.Missing: -1}},
			points:  movement.ScoreChange{OK: true, Total: -15, Parts: [4]float64{movement.Missing: -15}},
		},
		"the one ahead falls level": {
			earlier: at(plain, row(value(50), value(50)), row(value(60), value(60))),
			later:   at(plain, row(value(50), value(50)), row(value(50), value(50))),
			places:  movement.RankChange{OK: true, Total: 1, Parts: [5]int{movement.Ties: 1}},
			points:  movement.ScoreChange{OK: true},
		},
		"one that was level passes": {
			earlier: at(plain, row(value(50), value(50)), row(value(50), value(50))),
			later:   at(plain, row(value(50), value(50)), row(value(60), value(50))),
			places:  movement.RankChange{OK: true, Total: -1, Parts: [5]int{movement.Ties: -1}},
			points:  movement.ScoreChange{OK: true},
		},
		"one from behind catches up": {
			earlier: at(plain, row(value(50), value(50)), row(value(40), value(40))),
			later:   at(plain, row(value(50), value(50)), row(value(50), value(50))),
			places:  movement.RankChange{OK: true, Parts: [5]int{movement.Others: -1, movement.Ties: 1}},
			points:  movement.ScoreChange{OK: true},
		},
		"out of a tie by an own report": {
			earlier: at(plain, row(value(50), value(50)), row(value(50), value(50))),
			later:   at(plain, row(value(50), value(60)), row(value(50), value(50))),
			places:  movement.RankChange{OK: true, Parts: [5]int{movement.Reported: 1, movement.Ties: -1}},
			points:  movement.ScoreChange{OK: true, Total: 5, Parts: [4]float64{movement.Reported: 5}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := of(t, between(t, test.earlier, test.later), "a")
			if diff := cmp.Diff(test.places, got.Rank); diff != "" {
				t.Errorf("places (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.points, got.Score); diff != "" {
				t.Errorf("points (-want +got):\n%s", diff)
			}
		})
	}
}

// Everything at once, worked out by hand: five units, a at first fourth.
func TestCausesTogether(t *testing.T) {
	t.Parallel()
	heavy := area("A", points("x", 1))
	heavy.Weight = 3
	later := model(t, lenient(), heavy, area("B", points("y", 1)), area("C", points("z", 1)))
	earlier := model(t, lenient(), area("A", points("x", 1)), area("B", points("y", 1)), area("C", points("z", 1)))
	r := between(t,
		at(earlier,
			row(value(60), value(30), value(30)), // 40
			row(value(42), value(42), value(42)), // 42
			row(value(50), value(50), value(50)), // 50
			row(value(60), value(60), value(60)), // 60
			row(value(10), value(10), value(10)), // 10
		),
		at(later,
			row(value(60), value(80), missing),   // 48 others' turn; 58 with y; 65 without z
			row(value(42), value(42), value(42)), // 42
			row(value(55), value(55), value(55)), // 55
			row(value(65), value(65), value(65)), // 65, level with a at last
			row(value(50), value(50), value(50)), // 50, passed a at 48
		))
	got := of(t, r, "a")
	want := movement.Movement[string]{
		Unit:   "a",
		Before: movement.End{Listed: true, Score: scoring.Points{Value: 40, OK: true}, Rank: 4},
		After:  movement.End{Listed: true, Score: scoring.Points{Value: 65, OK: true}, Rank: 1, Tied: true},
		Rank:   movement.RankChange{OK: true, Total: 3, Parts: [5]int{1, -1, 2, 0, 1}},
		Score:  movement.ScoreChange{OK: true, Total: 25, Parts: [4]float64{8, 0, 10, 7}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
