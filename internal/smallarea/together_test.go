package smallarea_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/smallarea"
)

// options are how many of a party's members in a council chose each of three options.
type options [3]int

func (o options) sum() int { return o[0] + o[1] + o[2] }

// trio is a country of councils with three parties of ten seats each, by council
// and party. Readings are the first two options; the third is the rest.
type trio [][3]options

func (country trio) reading(option int) smallarea.Input {
	var in smallarea.Input
	for i, c := range country {
		in.Councils = append(in.Councils, chamberOf(fmt.Sprintf("c%02d", i), c, option))
	}
	return in
}

func chamberOf(code string, c [3]options, option int) smallarea.Council {
	out := smallarea.Council{Code: code}
	for p, o := range c {
		out.Parties = append(out.Parties, smallarea.Party{Key: string(rune('P' + p)), Seats: 10, Answered: o.sum(), Favour: o[option]})
	}
	return out
}

// both publishes the first two options together.
func (country trio) both(tb testing.TB) (results []*smallarea.Result, published []*smallarea.Publication) {
	tb.Helper()
	for option := range 2 {
		results = append(results, estimate(tb, country.reading(option)))
	}
	published, err := smallarea.PublishTogether(results...)
	if err != nil {
		tb.Fatal(err)
	}
	return results, published
}

// plain are councils whose answers may be shown, for others to stand among.
func plain() trio {
	return trio{
		{{2, 1, 0}, {1, 1, 1}, {0, 2, 1}}, {{1, 2, 1}, {2, 1, 0}, {1, 1, 1}}, {{0, 3, 1}, {1, 2, 0}, {1, 2, 0}},
		{{2, 2, 0}, {2, 0, 1}, {1, 1, 0}}, {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}},
	}
}

func TestReadingsOfACouncilRestOnTheSame(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		last [3]options
		want smallarea.Basis
	}{
		{"everything mixed", [3]options{{1, 1, 1}, {1, 1, 0}, {0, 1, 0}}, smallarea.FromAnswers},
		{"nobody in the first reading", [3]options{{0, 2, 1}, {0, 2, 1}, {}}, smallarea.FromSeats},
		{"nobody in the second reading", [3]options{{2, 0, 1}, {2, 0, 1}, {}}, smallarea.FromSeats},
		{"everybody in one or the other", [3]options{{2, 1, 0}, {1, 2, 0}, {1, 1, 0}}, smallarea.FromSeats},
		{"everybody in the rest", [3]options{{0, 0, 3}, {0, 0, 3}, {}}, smallarea.FromSeats},
		{"everybody in one", [3]options{{0, 3, 0}, {0, 3, 0}, {}}, smallarea.FromSeats},
		{"nobody in a reading, ten respondents", [3]options{{0, 3, 1}, {0, 3, 0}, {0, 2, 1}}, smallarea.FromAnswers},
		{"four", [3]options{{1, 1, 1}, {0, 1, 0}, {}}, smallarea.FromSeats},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, published := append(plain(), c.last).both(t)
			for i, p := range published {
				if got := p.Councils[5]; got.Basis != c.want || (got.Interval != nil) != (c.want == smallarea.FromAnswers) {
					t.Errorf("reading %d: %+v, want %s", i, got, c.want)
				}
			}
		})
	}
}

func TestPartiesArePooledInAllReadings(t *testing.T) {
	t.Parallel()
	country := plain()
	for i := range country {
		// Of the last party five responded, none of them in the first reading.
		country[i][2] = options{0, 1 - i/4, i / 4}
	}
	for i, p := range second(country.both(t)) {
		if !slices.Equal(p.Pooled, []string{"Q", "R"}) {
			t.Errorf("reading %d pools %v", i, p.Pooled)
		}
	}
}

func second[A, B any](_ A, b B) B { return b }

func TestTwoOptionsHaveNoRest(t *testing.T) {
	t.Parallel()
	country := plain()
	for i, c := range country {
		for p, o := range c {
			country[i][p] = options{o[0] + o[2], o[1]}
		}
	}
	results, published := country.both(t)
	for i, p := range published {
		if diff := cmp.Diff(results[i].Publish(), p); diff != "" {
			t.Errorf("reading %d (-alone +together):\n%s", i, diff)
		}
	}
}

func TestAReadingOfNobodyLeavesNoneWithFigures(t *testing.T) {
	t.Parallel()
	country := plain()
	for i, c := range country {
		for p, o := range c {
			country[i][p] = options{0, o[1], o[0] + o[2]}
		}
	}
	for i, p := range second(country.both(t)) {
		if p.Share != nil || p.Count(smallarea.NoFigure) != len(country) || p.Councils[0].Reason != smallarea.AnswersAlike {
			t.Errorf("reading %d: %+v", i, p)
		}
	}
}

func TestWithheldPartiesArePooled(t *testing.T) {
	t.Parallel()
	in := plain().reading(0)
	in.Withheld = []string{"Q", "Q", "nobody's"}
	r := estimate(t, in)
	if got := r.Publish().Pooled; !slices.Equal(got, []string{"Q"}) {
		t.Errorf("pooled %v", got)
	}
	if _, err := smallarea.PublishTogether(r, estimate(t, plain().reading(1))); !errors.Is(err, smallarea.ErrReadings) {
		t.Errorf("error %v", err)
	}
}

func TestOnlyReadingsOfOneQuestion(t *testing.T) {
	t.Parallel()
	if got, err := smallarea.PublishTogether(); got != nil || err != nil {
		t.Errorf("none: %v, %v", got, err)
	}
	first := estimate(t, plain().reading(0))
	for name, change := range map[string]func(*smallarea.Input){
		"a further respondent": func(in *smallarea.Input) { in.Councils[1].Parties[0].Answered++ },
		"a further seat":       func(in *smallarea.Input) { in.Councils[1].Parties[0].Seats++ },
		"a further blank":      func(in *smallarea.Input) { in.Councils[1].Parties[0].Blank++ },
		"another party":        func(in *smallarea.Input) { in.Councils[1].Parties[0].Key = "O" },
		"another council":      func(in *smallarea.Input) { in.Councils[1].Code = "x" },
		"a council fewer":      func(in *smallarea.Input) { in.Councils = in.Councils[:4] },
		"unknown seats": func(in *smallarea.Input) {
			for i := range in.Councils[1].Parties {
				in.Councils[1].Parties[i].Seats = 0
			}
			in.Councils[1].SeatsUnknown, in.Seats = true, map[string]int{"P": 50, "Q": 50, "R": 50}
		},
		"an option in both": func(in *smallarea.Input) { in.Councils[1].Parties[0].Favour = 4 },
	} {
		in := plain().reading(1)
		change(&in)
		if _, err := smallarea.PublishTogether(first, estimate(t, in)); !errors.Is(err, smallarea.ErrReadings) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	raised, err := smallarea.Estimate(plain().reading(1), atLeast(t, 6))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := smallarea.PublishTogether(first, raised); !errors.Is(err, smallarea.ErrReadings) {
		t.Errorf("another minimum: error %v", err)
	}
}

// TestReadingsTellTheSame draws countries: what figures rest on and which parties
// are pooled is one for all readings, whatever their order, and fewer than ten who
// show their answers have somebody in every reading and in the rest.
func TestReadingsTellTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		country := drawTrio(t)
		results, err := resultsOf(country)
		if err != nil {
			return
		}
		published, err := smallarea.PublishTogether(results...)
		if err != nil {
			t.Fatal(err)
		}
		turned, err := smallarea.PublishTogether(results[1], results[0])
		if err != nil || !cmp.Equal(turned, []*smallarea.Publication{published[1], published[0]}) {
			t.Fatalf("in another order %v, %v", turned, err)
		}
		a, b := published[0], published[1]
		if !slices.Equal(a.Pooled, b.Pooled) || (a.Share == nil) != (b.Share == nil) {
			t.Fatalf("pooled %v and %v", a.Pooled, b.Pooled)
		}
		_, rest := country.sums()
		for i, got := range a.Councils {
			other := b.Councils[i]
			if got.Basis != other.Basis || got.Reason != other.Reason || !cmp.Equal(got.Answered, other.Answered) {
				t.Fatalf("%+v and %+v", got, other)
			}
			sum := country.sum(i)
			if got.Basis == smallarea.FromAnswers && sum.sum() < 10 && (sum[0] == 0 || sum[1] == 0 || rest > 0 && sum[2] == 0) {
				t.Fatalf("%v shows its answers", sum)
			}
		}
	})
}

func drawTrio(t *rapid.T) trio {
	country := make(trio, rapid.IntRange(1, 6).Draw(t, "councils"))
	few := rapid.OneOf(rapid.Just(0), rapid.IntRange(0, 3))
	for i := range country {
		for p := range country[i] {
			for k := range country[i][p] {
				country[i][p][k] = few.Draw(t, "chose")
			}
		}
	}
	return country
}

func resultsOf(country trio) (results []*smallarea.Result, err error) {
	for option := range 2 {
		r, err := smallarea.Estimate(country.reading(option), smallarea.Minimum{})
		if err != nil {
			return nil, err
		}
		results = append(results, r)
	}
	return results, nil
}

// sum is how many of a council chose each option.
func (country trio) sum(i int) (o options) {
	for _, p := range country[i] {
		for k, n := range p {
			o[k] += n
		}
	}
	return o
}

func (country trio) sums() (all, rest int) {
	for i := range country {
		o := country.sum(i)
		all, rest = all+o.sum(), rest+o[2]
	}
	return all, rest
}
