package main

import (
	"encoding/csv"
	"path/filepath"
	"strings"
	"testing"
)

// surveyFiles are the flags that name two small files: six of A say yes and six
// of V say no.
func surveyFiles(t *testing.T) []string {
	t.Helper()
	responses := write(t, "responses.csv", "\ufeffparty;answer\n"+strings.Repeat("A;yes\n", 6)+strings.Repeat("V;no\n", 6))
	population := write(t, "population.csv", "\ufeffparty;seats\nA;12,5\nV;37,5\n")
	return []string{"survey", "estimate", "--responses", responses, "--population", population, "--question", "answer"}
}

func TestSurveyEstimateRefusesWrongFlags(t *testing.T) {
	t.Parallel()
	files := surveyFiles(t)
	for name, c := range map[string]struct{ args, text string }{
		"a lower minimum":             {"--min-n 4", "--min-n must be a whole number of 5 or more."},
		"no number":                   {"--min-n few", "--min-n has no value or one that cannot be read."},
		"nobody":                      {"--population-size 0", "--population-size must be a whole number above 0."},
		"an unknown interval":         {"--ci exact", "Allowed: auto, xlogit, beta, wald."},
		"an unknown format":           {"--format xlsx", "Allowed: json, csv."},
		"a merge of nothing":          {"--stratum party --collapse A", "‘A’ after --collapse cannot be read."},
		"a merge into two":            {"--stratum party --collapse A=V --collapse A=O", "--collapse: ‘A’ is given twice."},
		"a merge without strata":      {"--collapse A=V", "--collapse cannot be used without --stratum."},
		"an option twice":             {"--options yes,no,yes", "--options: ‘yes’ is given twice."},
		"an empty option":             {"--options yes,,no", "--options has no value."},
		"the stratum raked":           {"--stratum party --rake party", "--rake: ‘party’ is given twice."},
		"a column twice":              {"--by party --by party", "--by: ‘party’ is given twice."},
		"no question":                 {"--question=", "--question has no value"},
		"a responses file of no name": {"--responses=", "--responses has no value"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			call(t, "", append(files[:len(files):len(files)], strings.Fields(c.args)...)...).want(t, statusUsage, c.text)
		})
	}
	call(t, "", "survey", "estimate").want(t, statusUsage, "--responses")
}

func TestSurveyEstimateRefusesWhatCannotBeEstimated(t *testing.T) {
	t.Parallel()
	files := surveyFiles(t)
	for name, c := range map[string]struct{ args, text string }{
		"an unknown column":       {"--by region", "responses.csv: The file has no column ‘region’. Its columns are: party, answer."},
		"no such file":            {"--responses none.csv", "none.csv: The file or folder does not exist."},
		"seats and no respondent": {"--stratum party --population " + write(t, "p.csv", "party,seats\nA,9\nV,9\nK,3\n"), "party ‘K’ has 3 in the population and no respondent."},
		"respondents, no seats":   {"--stratum party --population " + write(t, "p.csv", "party,seats\nA,90\n"), "party ‘V’ has 6 among the respondents and none in the population."},
		"fewer people":            {"--population-size 11", "There are 12 respondents, but only 11 could have answered."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			call(t, "", append(files[:len(files):len(files)], strings.Fields(c.args)...)...).want(t, statusFailed, c.text)
		})
	}
}

func TestSurveyEstimateNamesTheFaultsOfBothFiles(t *testing.T) {
	t.Parallel()
	responses := write(t, "responses.csv", "party,answer\nA,yes\n,no\nA,perhaps\n")
	population := write(t, "population.csv", "party,seats\nA,-1\n")
	o := call(t, "", "survey", "estimate", "--responses", responses, "--population", population, "--question", "answer",
		"--options", "yes,no", "--stratum", "party")
	lines := strings.Split(strings.TrimSpace(o.err), "\n")
	if o.status != statusFailed || len(lines) != 3 || o.out != "" {
		t.Fatalf("status %d, %q", o.status, o.err)
	}
	for i, place := range []string{responses + ": row 3, column party: ", responses + ": row 4, column answer: ", population + ": row 2, column seats: "} {
		if !strings.HasPrefix(lines[i], "modenhed: "+place) {
			t.Errorf("line %d = %q", i, lines[i])
		}
	}
}

func TestSurveyEstimateMergesIntoANewName(t *testing.T) {
	t.Parallel()
	e := estimateOf(t, append(surveyFiles(t)[2:], "--stratum", "party", "--collapse", "A=all of them", "--collapse", "V=all of them")...)
	if s := e.Strata["all of them"]; len(e.Strata) != 1 || s.Respondents != 12 || s.Population != 50 {
		t.Errorf("strata %+v", e.Strata)
	}
}

func TestSurveyEstimateReadsOptionsWithSpaces(t *testing.T) {
	t.Parallel()
	e := estimateOf(t, append(surveyFiles(t)[2:], "--options", "no, never, yes")...)
	if e.Options["never"].Count != 0 || e.Options["yes"].Count != 6 || len(e.Options) != 3 {
		t.Errorf("options %+v", e.Options)
	}
}

func TestSurveyEstimateSaysWhatToKnow(t *testing.T) {
	t.Parallel()
	flags := readSurveyOracle(t, "a4_rare").flags("a4_rare")
	o := call(t, "", append(append([]string{"survey", "estimate"}, flags...), "--by", "region", "--format", "csv")...).want(t, statusDone, "column,value,n,")
	for _, want := range []string{
		"party ‘L’ has only 3 respondents", "Consider merging small strata: --collapse ", "5.5% responded.",
		"By region, figures are withheld for groups with fewer than 5 answers: 1. Also for other groups, because they would give the former away: 1.",
	} {
		if !strings.Contains(o.err, want) {
			t.Errorf("no %q in %q", want, o.err)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(o.out)).ReadAll()
	// The header, six options of all and of three regions, and two regions without figures.
	if err != nil || len(rows) != 1+6+3*6+2 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	e := estimateOf(t, append(flags, "--by", "region")...)
	for _, region := range []string{"Nordjylland", "Midtjylland"} {
		if g := e.By["region"][region]; g.Published == nil || *g.Published || g.Options != nil {
			t.Errorf("%s: %+v", region, g)
		}
	}
	if len(e.Warnings) == 0 || e.Warnings[0].Kind != "small_stratum" || len(e.Suggested) == 0 {
		t.Errorf("warnings %v, suggested %v", e.Warnings, e.Suggested)
	}
}

func TestSurveyEstimateReproducesTheNotesMargin(t *testing.T) {
	t.Parallel()
	file := filepath.Join(surveyOracles, "a1_main")
	e := estimateOf(t, "--responses", file+".csv", "--population", file+"_population.csv", "--question", "answer", "--population-size", "2400")
	want := 0.0505
	near(t, "margin", e.Max.FPC, &want, 5e-5)
	if e.People != 2400 || e.Strata["all"].Respondents != 326 {
		t.Errorf("of %v, strata %+v", e.People, e.Strata)
	}
}
