package opinion_test

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/opinion"
	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
)

// Whatever the country: what is shown, and what is left when it is taken from
// what is shown of all, rests on enough people.
func TestNothingShownRestsOnFew(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCountry(t)
		r := c.estimate(t)
		for i, q := range r.Questions {
			for _, b := range q.By {
				rest := q.Total.Answered
				for _, g := range b.Groups {
					if !g.Shown {
						if g.Answered != 0 || g.Options != nil || g.Readings != nil || g.Mean != nil {
							t.Fatalf("%s by %s: %+v is withheld", q.Key, b.Column, g)
						}
						continue
					}
					if n := len(c.members(b.Column, g.Key, i)); g.Answered != n || n < r.Minimum {
						t.Fatalf("%s by %s: %s shows %d of %d", q.Key, b.Column, g.Key, g.Answered, n)
					}
					rest -= g.Answered
				}
				if q.Total.Shown && rest > 0 && rest < r.Minimum {
					t.Fatalf("%s by %s: %d are left", q.Key, b.Column, rest)
				}
			}
		}
		checkStrata(t, r)
	})
}

// What few respondents have in a column of the survey's own, or as a municipality
// that nobody knows, is not told, not even that it is there.
func TestValuesOfFewAreNotNamed(t *testing.T) {
	t.Parallel()
	in, _ := main326(t)
	in.Wave.Design = &survey.Design{By: []string{"office"}}
	in.Responses.Columns = []string{"office"}
	for i := range in.Responses.Rows {
		in.Responses.Rows[i].Values = []string{"member"}
		if i < 3 {
			in.Responses.Rows[i].Values = []string{"mayor of a town"}
			in.Responses.Rows[i].Municipality = 999
		}
	}
	r, err := opinion.Estimate(in)
	if err != nil {
		t.Fatal(err)
	}
	data, err := r.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"mayor of a town", "999\""} {
		if bytes.Contains(data, []byte(secret)) {
			t.Errorf("the report tells %s", secret)
		}
	}
	if offices, ok := r.Questions[0].Breakdown("office"); !ok || offices.Few != 1 {
		t.Errorf("by office: %+v", offices)
	}
}

// checkStrata wants parties whose number is withheld to be enough together.
func checkStrata(t *rapid.T, r *opinion.Report) {
	rest, withheld := r.Respondents, false
	for _, p := range r.Parties {
		if (p.Respondents == nil) != (p.Relative == nil) {
			t.Fatalf("party %s has a number or a weight, not both", p.Key)
		}
		if p.Respondents == nil {
			withheld = true
			continue
		}
		if *p.Respondents < r.Minimum {
			t.Fatalf("party %s shows %d respondents", p.Key, *p.Respondents)
		}
		rest -= *p.Respondents
	}
	if withheld && rest < r.Minimum {
		t.Fatalf("%d respondents are left to the parties without a number", rest)
	}
}

// People who all answer alike, or in ways that are read alike, have no figures
// unless they are twice the minimum; neither have those left over.
func TestNobodySharesAnAnswerThatIsShown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCountry(t)
		r := c.estimate(t)
		for i, q := range r.Questions {
			for _, b := range q.By {
				var left []survey.Response
				for _, row := range c.in.Responses.Rows {
					if row.Answers[i] != "" {
						left = append(left, row)
					}
				}
				for _, g := range b.Groups {
					if !g.Shown {
						continue
					}
					own := c.members(b.Column, g.Key, i)
					if n := len(own); n < 2*r.Minimum && alike(own, i) {
						t.Fatalf("%s by %s: all %d of %s answer alike", q.Key, b.Column, n, g.Key)
					}
					left = slices.DeleteFunc(left, func(row survey.Response) bool {
						return slices.ContainsFunc(own, func(o survey.Response) bool { return &o.Answers[0] == &row.Answers[0] })
					})
				}
				if n := len(left); q.Total.Shown && n > 0 && n < 2*r.Minimum && alike(left, i) {
					t.Fatalf("%s by %s: all %d that are left answer alike", q.Key, b.Column, n)
				}
			}
		}
	})
}

// alike tells whether all answers to a question are read as one.
func alike(rows []survey.Response, question int) bool {
	read := map[string]string{"nearly": "all"}
	seen := make(map[string]bool)
	for _, row := range rows {
		answer := row.Answers[question]
		if same, ok := read[answer]; ok {
			answer = same
		}
		seen[answer] = true
	}
	return len(seen) == 1
}

// The order in which answers came in says nothing and changes nothing.
func TestTheOrderOfRespondentsChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCountry(t)
		want := marshal(t, c.estimate(t))
		mixed := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		mixed.Shuffle(len(c.in.Responses.Rows), func(i, k int) {
			rows := c.in.Responses.Rows
			rows[i], rows[k] = rows[k], rows[i]
		})
		if got := marshal(t, c.estimate(t)); !bytes.Equal(got, want) {
			t.Fatalf("another order gives\n%s, want\n%s", got, want)
		}
	})
}

// Names are no more than names.
func TestNamesChangeNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCountry(t)
		want := marshal(t, c.estimate(t))
		got := marshal(t, c.renamed().estimate(t))
		if got = bytes.ReplaceAll(got, []byte(mark), nil); !bytes.Equal(got, want) {
			t.Fatalf("other names give\n%s, want\n%s", got, want)
		}
	})
}

// mark begins every new name.
const mark = "new-"

// renamed returns the country with new names in the same order.
func (c country) renamed() country {
	in := c.in
	in.Wave.Questions = slices.Clone(in.Wave.Questions)
	for i, q := range in.Wave.Questions {
		q.Key, q.Options = mark+q.Key, slices.Clone(q.Options)
		for k := range q.Options {
			q.Options[k].Key = mark + q.Options[k].Key
		}
		in.Wave.Questions[i] = q
	}
	named := func(s string) string {
		if s == "" {
			return ""
		}
		return mark + s
	}
	rows := &survey.Responses{Columns: in.Responses.Columns}
	for _, q := range in.Wave.Questions {
		rows.Questions = append(rows.Questions, q.Key)
	}
	for _, row := range in.Responses.Rows {
		row.Party, row.Values, row.Answers = named(row.Party), slices.Clone(row.Values), slices.Clone(row.Answers)
		for i := range row.Values {
			row.Values[i] = named(row.Values[i])
		}
		for i := range row.Answers {
			row.Answers[i] = named(row.Answers[i])
		}
		rows.Rows = append(rows.Rows, row)
	}
	in.Responses = rows
	parties := func(seats map[string]int) map[string]int {
		out := make(map[string]int)
		for key, n := range seats {
			out[named(key)] = n
		}
		return out
	}
	in.Seats.National = parties(in.Seats.National)
	in.Seats.Councils = maps.Clone(in.Seats.Councils)
	for code, seats := range in.Seats.Councils {
		in.Seats.Councils[code] = parties(seats)
	}
	in.Places = maps.Clone(in.Places)
	for code, place := range in.Places {
		in.Places[code] = opinion.Place{Region: named(place.Region), Group: named(place.Group), Size: named(place.Size)}
	}
	return country{in}
}

func marshal(t *rapid.T, r *opinion.Report) []byte {
	data, err := r.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Who asks for more answers behind each figure is shown less, never more. Own
// answers of councils are compared where both have figures at all: when too many
// parties are withheld none has, and which are depends on the minimum.
func TestAHigherMinimumShowsNoMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCountry(t)
		lower := rapid.IntRange(5, 9).Draw(t, "minimum")
		higher := lower + rapid.IntRange(1, 4).Draw(t, "more")
		c.in.Wave = inventedWave(lower)
		first := c.estimate(t)
		c.in.Wave = inventedWave(higher)
		second := c.estimate(t)
		if first.Councils.Readings[survey.Harvested].Share == nil {
			second.Councils = nil
		}
		before := shownIn(first)
		for what := range shownIn(second) {
			if !before[what] {
				t.Fatalf("%s is shown from %d answers, and not from %d", what, higher, lower)
			}
		}
	})
}

// shownIn returns everything that a report shows, by name.
func shownIn(r *opinion.Report) map[string]bool {
	shown := make(map[string]bool)
	for _, p := range r.Parties {
		if p.Respondents != nil {
			shown["stratum "+p.Key] = true
		}
	}
	for _, q := range r.Questions {
		if q.Total.Shown {
			shown[q.Key] = true
		}
		for _, b := range q.By {
			for _, g := range b.Groups {
				if g.Shown {
					shown[q.Key+" by "+b.Column+" "+g.Key] = true
				}
			}
		}
	}
	if r.Councils == nil {
		return shown
	}
	for reading, p := range r.Councils.Readings {
		for i, own := range p.Councils {
			if own.Basis == smallarea.FromAnswers {
				shown[string(reading)+" of council "+strconv.Itoa(i)] = true
			}
		}
	}
	return shown
}
