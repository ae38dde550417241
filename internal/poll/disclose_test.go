package poll_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/poll"
)

// shownOf returns, for each column, the labels whose figures are shown.
func shownOf(r *poll.Result) [][]string {
	list := make([][]string, len(r.By))
	for i, b := range r.By {
		for _, g := range b.Groups {
			if g.Published {
				list[i] = append(list[i], g.Label)
			}
		}
	}
	return list
}

func TestNoGroupIsADifferenceOfShownOnes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		// people are rows "a,b,answer".
		people string
		want   [][]string
	}{
		"all large enough": {rows(5, "1,x,yes") + rows(6, "2,y,no"), [][]string{{"1", "2"}, {"x", "y"}}},
		"one too small, the smallest other goes with it": {
			rows(2, "1,x,yes") + rows(6, "2,x,no") + rows(9, "3,x,no"), [][]string{{"3"}, {"x"}},
		},
		"two too small, five together": {rows(2, "1,x,yes") + rows(3, "2,x,no") + rows(9, "3,x,no"), [][]string{{"3"}, {"x"}}},
		"few without a value count as too small": {
			rows(2, ",x,yes") + rows(6, "2,x,no") + rows(9, "3,x,no"), [][]string{{"3"}, {"x"}},
		},
		"many without a value hide the small one": {
			rows(2, "1,x,yes") + rows(6, ",x,yes") + rows(6, "2,x,no") + rows(9, "3,x,no"), [][]string{{"2", "3"}, {"x"}},
		},
		"blanks do not count": {rows(3, "1,x,yes") + rows(9, "1,x,") + rows(6, "2,x,no") + rows(7, "3,x,no"), [][]string{{"3"}, {"x"}}},
		"a small part of a shown group of another column": {
			rows(9, "1,x,yes") + rows(3, "1,y,no") + rows(9, "2,z,no") + rows(3, "2,w,no"), [][]string{{"1", "2"}, nil},
		},
		"a shown group that lacks few of another": {
			// x is column 1's group but for three, who stand with many others.
			rows(9, "1,x,yes") + rows(3, "1,y,no") + rows(9, "2,y,no") + rows(9, "3,z,yes"),
			[][]string{{"1", "2", "3"}, {"z"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := poll.Plan{Question: "answer", By: []string{"a", "b"}}
			r := mustRun(t, "a,b,answer\n"+c.people, "seats\n500\n", plan)
			got := shownOf(r)
			if !slices.EqualFunc(got, c.want, slices.Equal[[]string]) {
				t.Errorf("shown %v, want %v", got, c.want)
			}
		})
	}
}

// Whatever the groups: no sum and difference of everybody and shown groups is the
// answers of one to four people.
func TestDifferencesRestOnEnough(t *testing.T) {
	t.Parallel()
	plan := poll.Plan{Question: "answer", By: []string{"a", "b"}}
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.Custom(func(t *rapid.T) crowd {
			return crowd{rapid.IntRange(0, 3).Draw(t, "a"), rapid.IntRange(0, 4).Draw(t, "b"), rapid.IntRange(1, 12).Draw(t, "n")}
		})
		crowds := rapid.SliceOfN(cell, 1, 12).Draw(t, "crowds")
		var text strings.Builder
		for _, c := range crowds {
			text.WriteString(rows(c.n, fmt.Sprintf("%s,%s,yes", label(c.a), label(c.b))))
		}
		result, err := estimateText("a,b,answer\n"+text.String(), "seats\n500\n", plan)
		if err != nil {
			t.Fatal(err)
		}
		if !result.Total.Published {
			return
		}
		if n := fewest(crowds, shownOf(result)); n > 0 && n < 5 {
			t.Fatalf("%v: %d people can be told from %v", crowds, n, shownOf(result))
		}
	})
}

// crowd is n people of one group of each column; 0 is no value.
type crowd struct{ a, b, n int }

func label(group int) string {
	if group == 0 {
		return ""
	}
	return fmt.Sprint(group)
}

// fewest returns how many people the smallest set has that is a combination of
// everybody and shown groups with the coefficients −1, 0 and 1; 0 for none.
func fewest(crowds []crowd, shown [][]string) (least int) {
	known := []func(crowd) bool{func(crowd) bool { return true }}
	for _, a := range shown[0] {
		known = append(known, func(c crowd) bool { return label(c.a) == a })
	}
	for _, b := range shown[1] {
		known = append(known, func(c crowd) bool { return label(c.b) == b })
	}
	var combine func(k int, sum []int)
	combine = func(k int, sum []int) {
		if k == len(known) {
			if n := peopleOf(crowds, sum); n > 0 && (least == 0 || n < least) {
				least = n
			}
			return
		}
		for _, sign := range []int{-1, 0, 1} {
			next := slices.Clone(sum)
			for i, c := range crowds {
				if known[k](c) {
					next[i] += sign
				}
			}
			combine(k+1, next)
		}
	}
	combine(0, make([]int, len(crowds)))
	return least
}

// peopleOf returns the people of a combination that has each once or not at all.
func peopleOf(crowds []crowd, sum []int) (n int) {
	for i, times := range sum {
		if times < 0 || times > 1 {
			return 0
		}
		n += times * crowds[i].n
	}
	return n
}
