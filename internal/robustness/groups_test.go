package robustness_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// rowsWith returns weights of two areas, the first of which decides in a given
// number of ten draws.
func rowsWith(first int) [][]float64 {
	var rows [][]float64
	for i := range 10 {
		if i < first {
			rows = append(rows, []float64{1, 0})
		} else {
			rows = append(rows, []float64{0, 1})
		}
	}
	return rows
}

func TestGroupsStartWhereTheFirstIsAheadInNineOfTen(t *testing.T) {
	t.Parallel()
	areas := []framework.Area{area("a", 2, points("i", 1)), area("b", 1, points("j", 1))}
	answers := []scoring.Answer{
		value(50), value(50), // 0: ties with 1 in every draw
		value(50), value(50),
		value(90), value(20), // 2: first by area a, last by b
		missing, missing, // 3: not ranked
		value(40), value(40), // 4: behind 0 and 1 in every draw
		value(30), value(95), // 5: first by b
	}
	e := prepare(t, lenient(), areas, answers)
	// By the declared weights: 2 (66.7), 5 (51.7), 0 and 1 (50), 4 (40).
	sequence := []int{2, 5, 0, 1, 4, 3}
	tests := map[string]struct {
		first int
		want  []int
	}{
		"nine of ten":  {9, []int{1, 2, 2, 2, 2, 0}},
		"eight of ten": {8, []int{1, 1, 1, 1, 1, 0}},
		"ten of ten":   {10, []int{1, 2, 2, 2, 2, 0}},
		"one of ten":   {1, []int{1, 1, 1, 1, 1, 0}},
		"none":         {0, []int{1, 1, 1, 1, 1, 0}},
	}
	for name, test := range tests {
		r, err := e.RunWeights(rowsWith(test.first))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, r.Groups(sequence)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	r, err := e.RunWeights(rowsWith(1))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{1, 2, 2, 3, 4}, r.Groups([]int{5, 0, 1, 4, 2})); diff != "" {
		t.Errorf("by the other area (-want +got):\n%s", diff)
	}
	if got := r.Groups(nil); len(got) != 0 {
		t.Errorf("groups of nobody: %v", got)
	}
}

// Without anything varied, every rank is a group of its own.
func TestGroupsOfTheDeclaredRankingAreItsRanks(t *testing.T) {
	t.Parallel()
	e := prepare(t, lenient(), []framework.Area{area("a", 1, points("i", 1))},
		[]scoring.Answer{value(10), value(30), missing, value(30), value(20)})
	r := run(t, e, few(robustness.Sources{}, 10))
	if diff := cmp.Diff([]int{1, 1, 2, 3, 0}, r.Groups([]int{1, 3, 4, 0, 2})); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}
