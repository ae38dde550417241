package poll_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/poll"
	"modenhed/internal/smallarea"
	"modenhed/internal/weighting"
)

// crew is the people who are in the same group of every column: the group of each,
// weighting.Blank for none, and how many chose each option.
type crew struct {
	groups []int16
	chose  []int
}

func (c crew) people() (n int) {
	for _, k := range c.chose {
		n += k
	}
	return n
}

// drawCrews draws a small survey in which people of one crew often answer alike.
func drawCrews(t *rapid.T, columns, labels, options, most int) []crew {
	value := rapid.IntRange(0, labels-1)
	group := rapid.OneOf(value, value, value, rapid.Just(int(weighting.Blank)))
	crews := make([]crew, rapid.IntRange(1, most).Draw(t, "crews"))
	for i := range crews {
		c := crew{make([]int16, columns), make([]int, options)}
		for k := range c.groups {
			c.groups[k] = int16(group.Draw(t, "group"))
		}
		for range rapid.IntRange(1, 2).Draw(t, "answers") {
			c.chose[rapid.IntRange(0, options-1).Draw(t, "option")] += rapid.IntRange(1, 6).Draw(t, "people")
		}
		crews[i] = c
	}
	return crews
}

// survey makes columns of crews, as a caller without files does.
func survey(crews []crew, strict bool) (*poll.Responses, *poll.Population, poll.Plan) {
	plan := poll.Plan{Question: "q", WithholdAlike: strict}
	r := &poll.Responses{Answers: named("q", len(crews[0].chose))}
	for k := range crews[0].groups {
		name := fmt.Sprint("column", k)
		plan.By = append(plan.By, name)
		r.By = append(r.By, named(name, 5))
	}
	for _, c := range crews {
		for option, n := range c.chose {
			for range n {
				r.Answers.Codes = append(r.Answers.Codes, int16(option))
				for k, group := range c.groups {
					r.By[k].Codes = append(r.By[k].Codes, group)
				}
			}
		}
	}
	return r, &poll.Population{People: 10_000}, plan
}

// named is a column with one letter per label.
func named(name string, labels int) weighting.Column {
	c := weighting.Column{Name: name}
	for i := range labels {
		c.Labels = append(c.Labels, string(rune('a'+i)))
	}
	return c
}

// known tells of each crew whether it is in a group that figures are shown of:
// everybody first, then the shown groups of some columns.
func known(r *poll.Result, crews []crew, columns ...int) [][]bool {
	list := [][]bool{slices.Repeat([]bool{true}, len(crews))}
	for _, k := range columns {
		for code, g := range r.By[k].Groups {
			if !g.Published {
				continue
			}
			in := make([]bool, len(crews))
			for i, c := range crews {
				in[i] = int(c.groups[k]) == code
			}
			list = append(list, in)
		}
	}
	return list
}

// combine calls back with every sum of groups with the coefficients −1, 0 and 1,
// as how often each crew is in it.
func combine(groups [][]bool, times []int, do func([]int)) {
	if len(groups) == 0 {
		do(times)
		return
	}
	for sign := -1; sign <= 1; sign++ {
		next := slices.Clone(times)
		for i, in := range groups[0] {
			if in {
				next[i] += sign
			}
		}
		combine(groups[1:], next, do)
	}
}

// TestDifferencesAcrossColumns draws surveys with up to four columns and combines
// everybody and the shown groups of any two columns: no set of people that comes
// out is smaller than the minimum, and with the stricter rule none that answered
// alike is smaller than twice that.
func TestDifferencesAcrossColumns(t *testing.T) {
	t.Parallel()
	for _, strict := range []bool{false, true} {
		t.Run(fmt.Sprint("strict ", strict), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				columns := rapid.IntRange(1, 4).Draw(t, "columns")
				crews := drawCrews(t, columns, 3, rapid.IntRange(1, 3).Draw(t, "options"), 12)
				result, err := poll.Run(survey(crews, strict))
				if err != nil {
					t.Fatal(err)
				}
				checkReasons(t, result, strict)
				if !result.Total.Published {
					return
				}
				for a := range columns {
					for b := range a + 1 {
						checkPair(t, result, crews, strict, a, b)
					}
				}
			})
		})
	}
}

func checkPair(t *rapid.T, r *poll.Result, crews []crew, strict bool, a, b int) {
	groups := known(r, crews, a, b)
	if a == b {
		groups = known(r, crews, a)
	}
	combine(groups, make([]int, len(crews)), func(times []int) {
		sum, ok := sumOf(crews, times)
		n := sum.people()
		if !ok || n == 0 {
			return
		}
		if n < 5 || strict && n < 10 && slices.Max(sum.chose) == n {
			t.Fatalf("columns %d and %d of %v: %v is the answers of %v", a, b, crews, sum.chose, times)
		}
	})
}

// sumOf adds up crews that are in a combination; ok is false when one is in it
// other than once or not at all.
func sumOf(crews []crew, times []int) (sum crew, ok bool) {
	sum.chose = make([]int, len(crews[0].chose))
	for i, n := range times {
		if n < 0 || n > 1 {
			return sum, false
		}
		for option, k := range crews[i].chose {
			sum.chose[option] += n * k
		}
	}
	return sum, true
}

// checkReasons holds the reasons against the groups they are for.
func checkReasons(t *rapid.T, r *poll.Result, strict bool) {
	for _, b := range r.By {
		for i, g := range b.Groups {
			why := b.Why[i]
			if g.Published != (why == poll.Shown) || (g.Answered < 5) != (why == poll.TooFew) || why == poll.Alike && (!strict || g.Answered >= 10) {
				t.Fatalf("%s of %d answers: %q, published %t", g.Label, g.Answered, why, g.Published)
			}
			if _, ok, err := g.Union("all", "a"); ok != g.Published || err != nil {
				t.Fatalf("%s: union %t, %v", g.Label, ok, err)
			}
			scale, err := r.Table.Scale(map[string]float64{"a": 1})
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := g.Mean(scale); ok && !g.Published {
				t.Fatalf("%s has a mean", g.Label)
			}
		}
	}
}

// TestNoAnswerIsCertain draws surveys with two columns and lists the answers that
// people could have given so that all shown figures are what they are. With the
// stricter rule no crew may be certain of an answer, unless those who are certain
// of it are twice the minimum.
func TestNoAnswerIsCertain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		crews := merged(drawCrews(t, 2, 3, rapid.IntRange(2, 3).Draw(t, "options"), 9))
		result, err := poll.Run(survey(crews, true))
		if err != nil {
			t.Fatal(err)
		}
		if !result.Total.Published {
			return
		}
		w := worlds{crews: crews, groups: known(result, crews, 0, 1)}
		for option := range crews[0].chose {
			n := 0
			for i, c := range crews {
				if c.chose[option] == c.people() && !w.other(i, option) {
					n += c.people()
				}
			}
			if n > 0 && n < 2*(smallarea.Minimum{}).N() {
				t.Fatalf("%v with %v: the answers of %d are certain to be %d", crews, shownOf(result), n, option)
			}
		}
	})
}

// merged puts crews of the same groups together.
func merged(crews []crew) (list []crew) {
	for _, c := range crews {
		at := slices.IndexFunc(list, func(o crew) bool { return slices.Equal(o.groups, c.groups) })
		if at < 0 {
			list = append(list, c)
			continue
		}
		for option, n := range c.chose {
			list[at].chose[option] += n
		}
	}
	return list
}

// worlds looks for answers that fit the sums of known groups.
type worlds struct {
	crews  []crew
	groups [][]bool
}

// other tells whether some of a crew can have chosen another option.
func (w worlds) other(target, option int) bool {
	left := make([][]int, len(w.groups))
	for g, in := range w.groups {
		left[g] = make([]int, len(w.crews[0].chose))
		for i, c := range w.crews {
			for k, n := range c.chose {
				if in[i] {
					left[g][k] += n
				}
			}
		}
	}
	// The crew itself first: the rest need only be filled in somehow.
	order := []int{target}
	for i := range w.crews {
		if i != target {
			order = append(order, i)
		}
	}
	return w.fill(order, 0, w.crews[target].people(), left, func(chose int, n int) bool {
		return chose != option || n < w.crews[target].people()
	}, true)
}

// fill gives the people of the crews in order their answers, from an option on;
// the first crew only such as allowed.
func (w worlds) fill(order []int, option, people int, left [][]int, allowed func(option, n int) bool, first bool) bool {
	at := order[0]
	if option == len(left[0])-1 {
		if first && !allowed(option, people) || !w.take(at, option, people, left) {
			return false
		}
		done := len(order) == 1 || w.fill(order[1:], 0, w.crews[order[1]].people(), left, allowed, false)
		w.take(at, option, -people, left)
		return done
	}
	for n := people; n >= 0; n-- {
		if first && !allowed(option, n) || !w.take(at, option, n, left) {
			continue
		}
		done := w.fill(order, option+1, people-n, left, allowed, first)
		w.take(at, option, -n, left)
		if done {
			return true
		}
	}
	return false
}

// take counts people of a crew off what is left of its groups; false, and nothing
// is taken, when there are not as many.
func (w worlds) take(crew, option, n int, left [][]int) bool {
	for g, in := range w.groups {
		if in[crew] && left[g][option] < n {
			return false
		}
	}
	for g, in := range w.groups {
		if in[crew] {
			left[g][option] -= n
		}
	}
	return true
}
