package workbook_test

import (
	"slices"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/demo"
	"modenhed/internal/locale"
	"modenhed/internal/reference"
	"modenhed/internal/round"
	"modenhed/internal/workbook"
)

// judged is the invented country with invented verdicts.
func judged(t testing.TB) *benchmark.Snapshot {
	t.Helper()
	return theJudged.snapshot(t, makeJudged)
}

var theJudged shared

func makeJudged(t testing.TB) *benchmark.Snapshot {
	t.Helper()
	documents := seedDocuments(t)
	set, err := reference.Parse(documents)
	if err != nil {
		t.Fatal(err)
	}
	by := demo.Authors{Analyst: account.Actor{ID: 1}}
	statuses := demo.Statuses(set.Framework, set.Directory, now, by)
	for i := range statuses {
		statuses[i].ID = assessment.StatusID(i + 1)
	}
	for i, e := range demo.Verdicts(statuses, now, by) {
		e.ID = assessment.VerdictID(i + 1)
		s := &statuses[e.Status-1]
		s.Verdicts = append(s.Verdicts, e.Verdict())
	}
	return snapshot(t, documents, statuses...)
}

func TestBothScoresStandInTheRanking(t *testing.T) {
	t.Parallel()
	s := judged(t)
	for name, c := range map[string]struct {
		s                          *benchmark.Snapshot
		score, rank, beside, other string
	}{
		"claimed":  {s, "Overall score", "Rank", "Verified score", "Rank by verified score"},
		"verified": {s.Verified(), "Verified score", "Rank by verified score", "Claimed score", "Rank by claimed score"},
	} {
		g := read(t, open(t, written(t, c.s, locale.English)), "Ranking")
		for i, row := range c.s.List(benchmark.Query{}).Rows {
			beside, _ := c.s.Beside().Unit(row.Code)
			if got := g.cell("Municipality", i); got != row.Name {
				t.Fatalf("%s: row %d is %s, want %s", name, i, got, row.Name)
			}
			checkPoints(t, g, c.score, i, row.Card.Score.Value, row.Card.Score.OK)
			checkPoints(t, g, c.rank, i, float64(row.Place.Rank), row.Place.Rank > 0)
			checkPoints(t, g, c.beside, i, beside.Card.Score.Value, beside.Card.Score.OK)
			checkPoints(t, g, c.other, i, float64(beside.Place.Rank), beside.Place.Rank > 0)
		}
	}
}

func TestEveryAnswerSaysItsVerification(t *testing.T) {
	t.Parallel()
	s := judged(t)
	g := read(t, open(t, written(t, s, locale.Danish)), "Svar")
	words := map[assessment.Verification]string{
		assessment.Unverified: "Ikke verificeret", assessment.Verified: "Verificeret", assessment.Questioned: "Der er rejst spørgsmål",
	}
	seen := make(map[string]int)
	row := 0
	for u, unit := range s.Units {
		for i, a := range unit.Answers {
			state := a.State()
			counts := !a.Stale && (state == assessment.Reported || state == assessment.NotApplicable)
			want := ""
			if counts {
				want = words[a.Verification]
			}
			got := g.cell("Verifikation", row)
			if got != want {
				t.Fatalf("%s: verification is %q, want %q", unit.Name, got, want)
			}
			seen[got]++
			checkPoints(t, g, "Højst point i den verificerede score", row, a.Cap, counts && state == assessment.Reported)
			points := s.Verified().Units[u].Card.Indicators[i].Score
			checkPoints(t, g, "Verificerede point", row, points.Value, points.OK)
			row++
		}
	}
	for _, word := range words {
		if seen[word] == 0 {
			t.Errorf("no answer is %q", word)
		}
	}
}

func TestTheVerifiedScoreIsSaidEverywhere(t *testing.T) {
	t.Parallel()
	s := judged(t)
	v := s.Verified()
	f := open(t, written(t, v, locale.English))
	properties, err := f.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(properties.Title, "verified score") || !strings.Contains(properties.Description, "Verified score") {
		t.Errorf("the properties are %q and %q", properties.Title, properties.Description)
	}
	for lang, want := range map[locale.Lang]string{locale.English: "-verified", locale.Danish: "-verificeret"} {
		p := printer(t, lang)
		if name := workbook.FileName(v, p, workbook.Options{}); !strings.Contains(name, want) {
			t.Errorf("the file is called %s", name)
		}
		if name := workbook.FileName(s, p, workbook.Options{}); strings.Contains(name, want) {
			t.Errorf("the file of the claimed score is called %s", name)
		}
	}
	rows, err := f.GetRows("Method")
	if err != nil {
		t.Fatal(err)
	}
	says := slices.ContainsFunc(rows, func(row []string) bool { return strings.Contains(strings.Join(row, " "), "The score in this file") })
	if !says {
		t.Error("the method sheet does not say which score it is")
	}
}

// Movements of verified scores are counted from verified scores.
func TestMovementsByVerifiedScore(t *testing.T) {
	t.Parallel()
	s := countryKeeper(t).Current().Verified()
	f := open(t, writtenWith(t, s, locale.English, workbook.Options{Since: round.Baseline{Snapshot: yearBefore(t)}}))
	g := read(t, f, "Movements")
	if g.rows == 0 {
		t.Fatal("no movements")
	}
	report, err := s.MovedSince(yearBefore(t).Verified())
	if err != nil {
		t.Fatal(err)
	}
	for i := range g.rows {
		for _, unit := range s.Units {
			if m, ok := report.Of(unit.Code); ok && unit.Name == g.cell("Municipality", i) && m.Score.OK {
				checkPoints(t, g, "Change in score (points)", i, m.Score.Total, true)
			}
		}
	}
}
