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
			[][]string{{"3"}, {"z"}},
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

// Whatever the groups: what is left of everybody, or of a shown group, after
// taking away shown groups of one column that lie inside it is nobody or five.
func TestDifferencesRestOnEnough(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		type person struct{ a, b int }
		people := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) person {
			return person{rapid.IntRange(0, 4).Draw(t, "a"), rapid.IntRange(0, 7).Draw(t, "b")}
		}), 5, 60).Draw(t, "people")
		var text strings.Builder
		for _, p := range people {
			fmt.Fprintf(&text, "%s,%s,yes\n", strings.Trim(fmt.Sprint(p.a), "0"), strings.Trim(fmt.Sprint(p.b), "0"))
		}
		plan := poll.Plan{Question: "answer", By: []string{"a", "b"}}
		r, err := poll.ReadResponses(strings.NewReader("a,b,answer\n"+text.String()), plan)
		if err != nil {
			t.Fatal(err)
		}
		of, err := poll.ReadPopulation(strings.NewReader("seats\n500\n"), plan)
		if err != nil {
			t.Fatal(err)
		}
		result, err := poll.Run(r, of, plan)
		if err != nil {
			t.Fatal(err)
		}
		shown := shownOf(result)
		has := func(column, value int) bool { return slices.Contains(shown[column], fmt.Sprint(value)) }
		for outer := range 6 {
			rest, spread := 0, make(map[int]bool)
			member := func(p person) bool { return outer == 5 || p.a == outer }
			for _, p := range people {
				if !member(p) {
					spread[p.b] = true
				}
			}
			for _, p := range people {
				if member(p) && !(has(1, p.b) && !spread[p.b]) {
					rest++
				}
			}
			if (outer == 5 || has(0, outer)) && rest > 0 && rest < 5 {
				t.Fatalf("group %d shown, and %d of it are what is left", outer, rest)
			}
		}
	})
}
