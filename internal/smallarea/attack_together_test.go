package smallarea_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"modenhed/internal/smallarea"
)

// TestRespondentsAreNotRecoveredFromReadings attacks what is published of councils
// with five to twelve respondents and three options in two readings. The attacker
// knows the model of each reading exactly and how many of each party answered, and
// tries all ways in which they could have. No party's respondents may be certain to
// have chosen one option, and none of the options may be certain to be everybody's,
// or, below ten respondents, nobody's: not even for one of the respondents, who
// knows his own answer, may that be certain of the others.
func TestRespondentsAreNotRecoveredFromReadings(t *testing.T) {
	t.Parallel()
	country := drawn(rand.New(rand.NewPCG(4, 12)))
	results, published := country.both(t)
	if len(published[0].Pooled) > 0 {
		t.Fatalf("pooled %v: the attacker does not know the model", published[0].Pooled)
	}
	tried := 0
	for i := range country {
		if published[0].Councils[i].Basis != smallarea.FromAnswers {
			continue
		}
		tried++
		t.Run(fmt.Sprint(country[i]), func(t *testing.T) {
			t.Parallel()
			a := attack{results: results, want: [2]smallarea.Published{published[0].Councils[i], published[1].Councils[i]}}
			a.on(t, country[i])
		})
	}
	if tried < 40 {
		t.Fatalf("%d councils show their answers", tried)
	}
}

// drawn is a country of councils with five to twelve respondents each.
func drawn(random *rand.Rand) trio {
	var country trio
	for n := 5; n <= 12; n++ {
		for range 9 {
			var c [3]options
			// Councils differ, so that there is a local effect.
			lean := random.IntN(3)
			for range n {
				c[random.IntN(3)][[]int{0, 1, 2, lean, lean}[random.IntN(5)]]++
			}
			country = append(country, c)
		}
	}
	return country
}

// attack collects the answers of one council that fit what is published.
type attack struct {
	results []*smallarea.Result
	want    [2]smallarea.Published
	// fit tells, for each reading, whether a party-wise number in favour looks as published.
	fit [2]map[[3]int]bool
	// ways are the answers that fit both.
	ways [][3]options
}

func (a *attack) on(t *testing.T, truth [3]options) {
	t.Helper()
	a.fit = [2]map[[3]int]bool{{}, {}}
	a.try(t, truth, 0, [3]options{})
	if len(a.ways) == 0 {
		t.Fatal("the truth does not fit")
	}
	n := 0
	for p, o := range truth {
		n += o.sum()
		if k, sure := a.certain(func(way [3]options) options { return way[p] }); sure && o.sum() > 0 {
			t.Errorf("all %d of party %d chose %d", o.sum(), p, k)
		}
	}
	a.checkCouncil(t, n)
}

// checkCouncil looks at the council's sums, as a reader and as each respondent.
func (a *attack) checkCouncil(t *testing.T, n int) {
	t.Helper()
	sums := make(map[options]bool)
	for _, way := range a.ways {
		sums[sumOf(way)] = true
	}
	t.Logf("%d ways, %d by number of each option", len(a.ways), len(sums))
	if n >= 10 {
		return
	}
	for sum := range sums {
		for own := range 3 {
			others := sum
			others[own]--
			if sum[own] == 0 || others[0] == n-1 || others[1] == n-1 || others[2] == n-1 {
				t.Errorf("%v may be the answers of %d", sum, n)
			}
		}
	}
}

// certain tells whether all of a part chose one option in every way.
func (a *attack) certain(part func([3]options) options) (option int, sure bool) {
	for k := range 3 {
		sure := true
		for _, way := range a.ways {
			o := part(way)
			sure = sure && o[k] == o.sum()
		}
		if sure {
			return k, true
		}
	}
	return 0, false
}

func sumOf(way [3]options) (sum options) {
	for _, o := range way {
		for k, n := range o {
			sum[k] += n
		}
	}
	return sum
}

// try fills in the parties from one on in every way and keeps those that fit and
// that the rule would publish.
func (a *attack) try(t *testing.T, truth [3]options, party int, way [3]options) {
	t.Helper()
	if party == len(truth) {
		sum := sumOf(way)
		shown := sum.sum() >= 10 || sum[0] > 0 && sum[1] > 0 && sum[2] > 0
		if shown && a.fits(t, way, 0) && a.fits(t, way, 1) {
			a.ways = append(a.ways, way)
		}
		return
	}
	n := truth[party].sum()
	for first := 0; first <= n; first++ {
		for second := 0; first+second <= n; second++ {
			way[party] = options{first, second, n - first - second}
			a.try(t, truth, party+1, way)
		}
	}
}

func (a *attack) fits(t *testing.T, way [3]options, reading int) bool {
	t.Helper()
	key := [3]int{way[0][reading], way[1][reading], way[2][reading]}
	fit, known := a.fit[reading][key]
	if !known {
		fit = looksLike(t, a.results[reading], chamberOf("x", way, reading), a.want[reading])
		a.fit[reading][key] = fit
	}
	return fit
}
