package poll_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/estimation"
	"modenhed/internal/fault"
	"modenhed/internal/poll"
	"modenhed/internal/smallarea"
	"modenhed/internal/weighting"
)

// byParty is a plan of one question weighted by party.
func byParty(change ...func(*poll.Plan)) poll.Plan {
	p := poll.Plan{Question: "answer", Stratum: "party"}
	for _, c := range change {
		c(&p)
	}
	return p
}

// estimateText reads both files and estimates.
func estimateText(responses, population string, p poll.Plan) (*poll.Result, error) {
	r, err := poll.ReadResponses(strings.NewReader(responses), p)
	if err != nil {
		return nil, err
	}
	of, err := poll.ReadPopulation(strings.NewReader(population), p)
	if err != nil {
		return nil, err
	}
	return poll.Run(r, of, p)
}

func mustRun(t testing.TB, responses, population string, p poll.Plan) *poll.Result {
	t.Helper()
	r, err := estimateText(responses, population, p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rows returns n times a row.
func rows(n int, row string) string { return strings.Repeat(row+"\n", n) }

// problem is where a fault stands and what it says.
type problem struct {
	Row        int
	Field, Key string
}

func problemsOf(t *testing.T, err error) (list []problem) {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Invalid {
		t.Fatalf("error %v", err)
	}
	for _, p := range e.Problems {
		list = append(list, problem{p.Row, p.Field, p.Message.Key})
	}
	return list
}

func TestFilesAsPeopleMakeThem(t *testing.T) {
	t.Parallel()
	plan := byParty()
	want := mustRun(t, "party,answer\n"+rows(6, "A,yes")+rows(6, "V,no"), "party,seats\nA,12.5\nV,37.5\n", plan)
	for name, files := range map[string][2]string{
		"semicolons and decimal commas": {"party;answer\n" + rows(6, "A;yes") + rows(6, "V;no"), "party;seats\nA;12,5\nV;37,5\n"},
		"a byte-order mark":             {"\ufeffparty,answer\r\n" + rows(6, "A,yes") + rows(6, "V,no"), "\ufeffparty,seats\r\nA,12.5\r\nV,37.5\r\n"},
		"tabs":                          {"answer\tparty\n" + rows(6, "yes\tA") + rows(6, "no\tV"), "seats\tparty\n12.5\tA\n37.5\tV\n"},
		"count, in several rows":        {"x,party,answer\n" + rows(6, ",A,yes") + rows(6, ",V,no"), "party,region,count\nV,1,30\nA,1,10\nA,2,2.5\nV,2,7.5\n"},
		"a party of nobody":             {"party,answer\n" + rows(6, "A,yes") + rows(6, "V,no"), "party,seats\nA,12.5\nO,0\nV,37.5\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := mustRun(t, files[0], files[1], plan)
			if diff := cmp.Diff(jsonOf(t, want), jsonOf(t, got)); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
		})
	}
	if share := want.Total.Shares[1]; share.Option != "yes" || share.Value != 0.25 || share.Unweighted != 0.5 {
		t.Errorf("share %+v", share)
	}
}

func jsonOf(t testing.TB, r *poll.Result) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryFaultOfTheResponsesAtOnce(t *testing.T) {
	t.Parallel()
	options := func(p *poll.Plan) { p.Options = []string{"yes", "no"} }
	for name, c := range map[string]struct {
		text string
		plan poll.Plan
		want []problem
	}{
		"rows": {
			"party;region;answer\nA;1;maybe\n;1;yes\nA;;Yes\nA;1;yes;x\nA;1;\n", byParty(options, func(p *poll.Plan) { p.Rake = []string{"region"} }),
			[]problem{{2, "answer", "poll.unknown_option"}, {3, "party", "poll.value_missing"}, {4, "answer", "poll.unknown_option"}, {4, "region", "poll.value_missing"}, {5, "", "table.too_many_cells"}},
		},
		"columns": {
			"parti,svar\nA,yes\n", byParty(func(p *poll.Plan) { p.By = []string{"region"} }),
			[]problem{{0, "", "poll.no_column"}, {0, "", "poll.no_column"}, {0, "", "poll.no_column"}},
		},
		"question missing with options": {"party\nA\n", byParty(options), []problem{{0, "", "poll.no_column"}}},
		"nobody":                        {"party,answer\n", byParty(), []problem{{0, "", "poll.no_respondents"}}},
		"nothing":                       {"", byParty(), []problem{{0, "", "table.empty"}}},
		"a workbook":                    {"PK\x03\x04", byParty(), []problem{{0, "", "table.workbook"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := poll.ReadResponses(strings.NewReader(c.text), c.plan)
			if diff := cmp.Diff(c.want, problemsOf(t, err)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryFaultOfThePopulationAtOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []problem
	}{
		"rows": {"party;seats\nA;-1\n;3\nV;\nO;many\nL;1.000,5\nC;1e300\n", []problem{
			{2, "seats", "poll.not_count"}, {3, "party", "poll.value_missing"}, {4, "seats", "poll.not_count"},
			{5, "seats", "poll.not_count"}, {6, "seats", "poll.not_count"}, {7, "seats", "poll.not_count"},
		}},
		"columns": {"p,n\nA,3\n", []problem{{0, "", "poll.no_count_column"}, {0, "", "poll.no_column"}}},
		"no seat": {"party,seats\nA,0\n", []problem{{0, "", "poll.no_population"}}},
		"no row":  {"party,seats\n", []problem{{0, "", "poll.no_population"}}},
		"empty":   {"", []problem{{0, "", "table.empty"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := poll.ReadPopulation(strings.NewReader(c.text), byParty())
			if diff := cmp.Diff(c.want, problemsOf(t, err)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatCannotBeWeightedIsNamed(t *testing.T) {
	t.Parallel()
	answers := "party,region,answer\n" + rows(6, "A,1,yes") + rows(6, "V,2,no")
	collapse := func(m weighting.Merging) func(*poll.Plan) { return func(p *poll.Plan) { p.Collapse = m } }
	for name, c := range map[string]struct {
		population string
		plan       poll.Plan
		want       []string
	}{
		"seats and no respondent":    {"party,seats\nA,20\nV,20\nK,3\nO,2\n", byParty(), []string{"poll.nobody_answered K", "poll.nobody_answered O"}},
		"respondents and no seats":   {"party,seats\nA,20\n", byParty(), []string{"poll.no_seats V"}},
		"a merge of nobody":          {"party,seats\nA,20\nV,20\n", byParty(collapse(weighting.Merging{"X": "A"})), []string{"poll.unknown_merge X"}},
		"a merge into a merged one":  {"party,seats\nA,20\nV,20\n", byParty(collapse(weighting.Merging{"A": "V", "V": "O"})), []string{"poll.chained_merge A"}},
		"more answers than people":   {"party,seats\nA,5\nV,5\n", byParty(), []string{"poll.more_than_population "}},
		"margins that exclude other": {"party,region,seats\nA,1,10\nV,2,20\nA,2,5\n", byParty(func(p *poll.Plan) { p.Rake = []string{"region"} }), []string{"poll.not_converged A"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := estimateText(answers, c.population, c.plan)
			var e *fault.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v", err)
			}
			var got []string
			for _, p := range e.Problems {
				label, _ := p.Message.Args["Label"].(string)
				got = append(got, p.Message.Key+" "+label)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStrataAreMergedAsTold(t *testing.T) {
	t.Parallel()
	plan := byParty(func(p *poll.Plan) { p.Collapse = weighting.Merging{"O": "blue", "V": "blue"} })
	r := mustRun(t, "party,answer\n"+rows(6, "A,yes")+rows(6, "V,no"), "party,seats\nA,20\nV,20\nO,10\n", plan)
	var got struct {
		Strata map[string]struct{ Population, Respondents float64 }
	}
	if err := json.Unmarshal([]byte(jsonOf(t, r)), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]struct{ Population, Respondents float64 }{"A": {20, 6}, "blue": {30, 6}}
	if diff := cmp.Diff(want, got.Strata); diff != "" {
		t.Errorf("strata (-want +got):\n%s", diff)
	}
}

func TestWithoutStratumThereIsOne(t *testing.T) {
	t.Parallel()
	r := mustRun(t, "answer\n"+rows(6, "yes")+rows(2, "no"), "seats\n30\n10\n", poll.Plan{Question: "answer", People: 80})
	text := jsonOf(t, r)
	for _, want := range []string{`"all": {`, `"population": 40`, `"respondents": 8`, `"relative_weight": 1`, `"final_weight": 5`, `"population_size": 80`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	half := estimation.MaxMarginOf(8, 80)
	if r.Margin != half || r.Total.Shares[1].Value != 0.75 {
		t.Errorf("margin %v, shares %v", r.Margin, r.Total.Shares)
	}
}

func TestAnOptionThatNobodyChoseIsListed(t *testing.T) {
	t.Parallel()
	plan := byParty(func(p *poll.Plan) { p.Options, p.By = []string{"yes", "never", "no"}, []string{"party"} })
	r := mustRun(t, "party,answer\n"+rows(6, "A,yes")+rows(6, "V,no"), "party,seats\nA,20\nV,20\n", plan)
	for _, g := range append(r.By[0].Groups, r.Total) {
		s := g.Shares[1]
		if s.Option != "never" || s.Count != 0 || s.Value != 0 || s.SE != (estimation.Figure{OK: true}) || s.Interval.Method != estimation.ZeroRule {
			t.Errorf("%q: %+v", g.Label, s)
		}
	}
}

func TestTooFewAnswersHaveNoFigures(t *testing.T) {
	t.Parallel()
	r := mustRun(t, "party,answer\n"+rows(4, "A,yes")+rows(9, "A,"), "party,seats\nA,20\n", byParty(func(p *poll.Plan) { p.By = []string{"party"} }))
	text := jsonOf(t, r)
	for _, want := range []string{`"n": 13`, `"n_answered": 4`, `"published": false`, `"options": {}`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if strings.Contains(text, `"unweighted_share"`) || strings.Contains(text, `"se"`) {
		t.Errorf("figures in %s", text)
	}
}

func TestTheMinimumCanBeRaised(t *testing.T) {
	t.Parallel()
	minimum, err := smallarea.Minimum{}.Raise(7)
	if err != nil {
		t.Fatal(err)
	}
	plan := byParty(func(p *poll.Plan) { p.Minimum, p.By = minimum, []string{"g"} })
	r := mustRun(t, "party,answer,g\n"+rows(6, "A,yes,x")+rows(7, "A,no,y")+rows(8, "A,no,z"), "party,seats\nA,99\n", plan)
	want := []bool{false, false, true}
	for i, g := range r.By[0].Groups {
		if g.Published != want[i] {
			t.Errorf("%s published %t", g.Label, g.Published)
		}
	}
}

func TestCSVHasARowPerOption(t *testing.T) {
	t.Parallel()
	plan := byParty(func(p *poll.Plan) { p.By = []string{"g"} })
	r := mustRun(t, "party,answer,g\n"+rows(6, "A,=yes,x")+rows(6, "A,no,y")+rows(1, "A,no,z"), "party,seats\nA,99\n", plan)
	var b bytes.Buffer
	if err := r.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	table, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for _, row := range table {
		got = append(got, row[:6])
	}
	want := [][]string{
		{"column", "value", "n", "published", "option", "count"},
		{"", "", "13", "true", "'=yes", "6"}, {"", "", "13", "true", "no", "7"},
		{"g", "x", "6", "false", "", ""}, {"g", "y", "6", "true", "'=yes", ""}, {"g", "y", "6", "true", "no", ""}, {"g", "z", "1", "false", "", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// FuzzRead holds that any files give either a result without undefined numbers
// or problems.
func FuzzRead(f *testing.F) {
	f.Add([]byte("party;answer;region\nA;yes;1\nV;;2\n"), []byte("party;seats;region\nA;3,5;1\nV;4;2\n"))
	f.Add([]byte("\ufeffparty,answer,region\nA,no,\n"), []byte("party,count,region\nA,1e3,x\n"))
	f.Add([]byte("party\tanswer\n\"A\tB\"\n"), []byte("seats\n0\n"))
	plan := byParty(func(p *poll.Plan) { p.By = []string{"region", "answer"} })
	f.Fuzz(func(t *testing.T, responses, population []byte) {
		r, err := estimateText(string(responses), string(population), plan)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("error %v", err)
			}
			return
		}
		var b bytes.Buffer
		if err := errors.Join(r.WriteJSON(&b), r.WriteCSV(&b)); err != nil {
			t.Fatal(err)
		}
	})
}
