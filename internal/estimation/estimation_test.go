package estimation_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"modenhed/internal/estimation"
	"modenhed/internal/weighting"
)

// letters is a column of one letter per respondent, "-" for a blank.
func letters(t testing.TB, name, values string) weighting.Column {
	t.Helper()
	list := strings.Split(values, "")
	for i, v := range list {
		list[i] = strings.Trim(v, "-")
	}
	return column(t, name, list)
}

// uniform is the design of equal weights.
func uniform(t testing.TB, n int, population float64) estimation.Design {
	t.Helper()
	w, err := weighting.Uniform(n, population)
	if err != nil {
		t.Fatal(err)
	}
	return estimation.Default(w)
}

func tabulate(t testing.TB, d estimation.Design, answers string) *estimation.Table {
	t.Helper()
	table, err := estimation.Tabulate(d, letters(t, "answer", answers))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestDesignsThatCannotBe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*estimation.Design)
		want   []error
	}{
		{"default", func(*estimation.Design) {}, nil},
		{"no weights", func(d *estimation.Design) { d.Weights = nil }, []error{estimation.ErrWeights}},
		{"population below the respondents", func(d *estimation.Design) { d.Population = 9 }, []error{estimation.ErrPopulation}},
		{"population does not matter", func(d *estimation.Design) { d.Population, d.Correction = 9, estimation.Infinite }, nil},
		{"negative population", func(d *estimation.Design) { d.Population, d.Correction = -9, estimation.Infinite }, []error{estimation.ErrPopulation}},
		{"everything", func(d *estimation.Design) {
			d.Population, d.Level, d.Interval, d.Minimum = math.NaN(), 1, estimation.ZeroRule, 0
		}, []error{estimation.ErrPopulation, estimation.ErrLevel, estimation.ErrMethod, estimation.ErrMinimum}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := uniform(t, 10, 50)
			test.change(&d)
			_, err := estimation.Tabulate(d, letters(t, "answer", "yynnyynnyy"))
			if (err == nil) != (len(test.want) == 0) {
				t.Fatalf("got %v", err)
			}
			for _, want := range test.want {
				if !errors.Is(err, want) {
					t.Errorf("got %v, want %v", err, want)
				}
			}
		})
	}
}

func TestColumnsThatDoNotFit(t *testing.T) {
	t.Parallel()
	d := uniform(t, 3, 50)
	if _, err := estimation.Tabulate(d, letters(t, "answer", "yy")); !errors.Is(err, estimation.ErrLength) {
		t.Errorf("short answers: %v", err)
	}
	wild := weighting.Column{Name: "answer", Labels: []string{"y"}, Codes: []int16{0, 1, -1}}
	if _, err := estimation.Tabulate(d, wild); err == nil {
		t.Error("codes without labels counted")
	}
	table := tabulate(t, d, "yyn")
	if _, err := table.By(letters(t, "sex", "fm")); !errors.Is(err, estimation.ErrLength) {
		t.Errorf("short groups: %v", err)
	}
	if _, err := table.Scale(map[string]float64{"y": 1, "q": 2}); !errors.Is(err, estimation.ErrOption) {
		t.Errorf("unknown option scored: %v", err)
	}
	if _, err := table.Net([]string{"y"}, []string{"q"}); !errors.Is(err, estimation.ErrOption) {
		t.Errorf("unknown option counted against: %v", err)
	}
	d.Minimum = 1
	if _, _, err := tabulate(t, d, "yyn").Total().Union("all", "y", "q"); !errors.Is(err, estimation.ErrOption) {
		t.Errorf("unknown option united: %v", err)
	}
}

func TestSmallGroupsHaveNoFigures(t *testing.T) {
	t.Parallel()
	table := tabulate(t, uniform(t, 12, 100), "yynnynynyyn-")
	groups, err := table.By(letters(t, "sex", "fffffmmmm-mm"))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(groups); got != 2 {
		t.Fatalf("%d groups", got)
	}
	women, men := groups[0], groups[1]
	if !women.Published || women.Answered != 5 || len(women.Shares) != 2 {
		t.Errorf("five answers: %+v", women)
	}
	if men.Respondents != 6 || men.Answered != 5 || !men.Published {
		t.Errorf("a blank and somebody without a sex counted: %+v", men)
	}
	scale, err := table.Scale(map[string]float64{"y": 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := women.Mean(scale); ok {
		t.Error("mean of three answers shown")
	}
	strict := uniform(t, 12, 100)
	strict.Minimum = 6
	if groups, err = tabulate(t, strict, "yynnynynyyn-").By(letters(t, "sex", "fffffmmmm-mm")); err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		if g.Published || g.Shares != nil || g.Warnings != nil || g.Kish != (weighting.Kish{}) {
			t.Errorf("shown below the minimum: %+v", g)
		}
		if _, ok := g.Mean(scale); ok {
			t.Error("mean shown below the minimum")
		}
		if _, ok, _ := g.Union("all", "y", "n"); ok {
			t.Error("union shown below the minimum")
		}
	}
	if _, ok := (estimation.Group{}).Mean(scale); ok {
		t.Error("mean of no group")
	}
}

func TestTheMethodFollowsTheShare(t *testing.T) {
	t.Parallel()
	answers := strings.Repeat("y", 10) + strings.Repeat("n", 4) + strings.Repeat("d", 5)
	want := map[estimation.Method][]estimation.Method{ // of d, n, y and never
		estimation.Auto:    {estimation.XLogit, estimation.Beta, estimation.XLogit, estimation.ZeroRule},
		estimation.XLogit:  {estimation.XLogit, estimation.XLogit, estimation.XLogit, estimation.ZeroRule},
		estimation.Beta:    {estimation.Beta, estimation.Beta, estimation.Beta, estimation.ZeroRule},
		estimation.Wald:    {estimation.Wald, estimation.Wald, estimation.Wald, estimation.Wald},
		estimation.Student: {estimation.Student, estimation.Student, estimation.Student, estimation.Auto},
	}
	for method, methods := range want {
		t.Run(method.String(), func(t *testing.T) {
			t.Parallel()
			if m, ok := estimation.ParseMethod(method.String()); !ok || m != method {
				t.Errorf("parsed as %s", m)
			}
			d := uniform(t, 19, 100)
			d.Interval = method
			c := letters(t, "answer", answers)
			c.Labels = append(c.Labels, "never")
			table, err := estimation.Tabulate(d, c)
			if err != nil {
				t.Fatal(err)
			}
			for k, s := range table.Total().Shares {
				if s.Interval.Method != methods[k] || s.Interval.OK != (methods[k] != estimation.Auto) {
					t.Errorf("%s: %+v, want %s", s.Option, s.Interval, methods[k])
				}
				if s.IntervalBy(estimation.Auto) != s.IntervalBy(want[estimation.Auto][k]) {
					t.Errorf("%s: auto is not %s", s.Option, want[estimation.Auto][k])
				}
			}
		})
	}
	for _, name := range []string{"", "zero", "Wald", "logit"} {
		if _, ok := estimation.ParseMethod(name); ok {
			t.Errorf("%q parsed", name)
		}
	}
}

func TestOneAnswerHasNoError(t *testing.T) {
	t.Parallel()
	d := uniform(t, 1, 10)
	d.Minimum = 1
	s := tabulate(t, d, "y").Total().Shares[0]
	if s.Value != 1 || s.SE.OK || s.Interval.OK || s.Margin.OK || s.Deff.OK || s.Effective.OK {
		t.Errorf("%+v", s)
	}
	if _, ok := estimation.Compare(s.Estimate, s.Estimate, 0.95); ok {
		t.Error("compared without errors")
	}
}

func TestNobodyAnswered(t *testing.T) {
	t.Parallel()
	c := letters(t, "answer", "---")
	c.Labels = []string{"y", "n"}
	d := uniform(t, 3, 10)
	d.Minimum = 1
	table, err := estimation.Tabulate(d, c)
	if err != nil {
		t.Fatal(err)
	}
	if g := table.Total(); g.Published || g.Shares != nil || g.Answered != 0 || g.Respondents != 3 {
		t.Errorf("%+v", g)
	}
	if _, ok, err := estimation.CompareAnswers(table, table); ok || err != nil {
		t.Errorf("compared %t, %v", ok, err)
	}
}

func TestEstimationWarnings(t *testing.T) {
	t.Parallel()
	parties, err := weighting.PostStratify(weighting.Margin{
		Column:     letters(t, "party", "AAAAABBBBB"),
		Population: []weighting.Count{{Label: "A", People: 10}, {Label: "B", People: 30}},
	})
	if err != nil {
		t.Fatal(err)
	}
	trimmed, err := parties.Trim(weighting.Bounds{Lower: 0.6, Upper: 2})
	if err != nil {
		t.Fatal(err)
	}
	census := uniform(t, 6, 6)
	tests := []struct {
		name    string
		design  estimation.Design
		answers string
		want    []estimation.Warning
	}{
		{"few of many", estimation.Default(parties), "ynynyynyn-",
			[]estimation.Warning{{Kind: estimation.NonResponse, Count: 10, Share: 0.25}, {Kind: estimation.LeftBlank, Count: 1, Share: 0.1}}},
		{"trimmed", estimation.Default(trimmed), "ynynyynyny",
			[]estimation.Warning{{Kind: estimation.NonResponse, Count: 10, Share: 0.25}, {Kind: estimation.Trimmed, Count: 5}}},
		{"parties of one mind", estimation.Default(parties), "yyyyynnnnn", []estimation.Warning{
			{Kind: estimation.NonResponse, Count: 10, Share: 0.25},
			{Kind: estimation.NoSpread, Option: "n", Count: 5, Share: 0.75},
			{Kind: estimation.NoSpread, Option: "y", Count: 5, Share: 0.25},
		}},
		{"everybody", census, "yynnyn", []estimation.Warning{{Kind: estimation.Everybody, Count: 6, Share: 1}}},
		{"everybody alike", census, "yyyyyy", []estimation.Warning{
			{Kind: estimation.Everybody, Count: 6, Share: 1}, {Kind: estimation.Unanimous, Option: "y", Count: 6, Share: 1}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := tabulate(t, test.design, test.answers).Total().Warnings
			if diff := cmp.Diff(test.want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A margin that another one already explains must change no error.
func TestNestedMarginsAddNothing(t *testing.T) {
	t.Parallel()
	party := weighting.Margin{Column: letters(t, "party", "AAABBBCCCC"), Population: []weighting.Count{{Label: "A", People: 10}, {Label: "B", People: 20}, {Label: "C", People: 30}}}
	bloc := weighting.Margin{Column: letters(t, "bloc", "rrrrrrllll"), Population: []weighting.Count{{Label: "l", People: 30}, {Label: "r", People: 30}}}
	var got []estimation.Share
	for _, margins := range [][]weighting.Margin{{party}, {party, bloc}, {bloc, party}, {party, party}} {
		w, err := weighting.Rake(margins, weighting.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, tabulate(t, estimation.Default(w), "ynyynnyyyn").Total().Shares[0])
	}
	for i, s := range got {
		near(t, fmt.Sprint("share ", i), s.Value, got[0].Value, 1e-12)
		near(t, fmt.Sprint("se ", i), s.SE.Value, got[0].SE.Value, 1e-12)
	}
}
