package workbook_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/workbook"
)

// ownTerms is the invented country on a reader's own terms.
func ownTerms(t testing.TB) *benchmark.Snapshot {
	t.Helper()
	return theOwnTerms.snapshot(t, makeOwnTerms)
}

var theOwnTerms shared

func makeOwnTerms(t testing.TB) *benchmark.Snapshot {
	t.Helper()
	limit := 0.5
	return under(t, country(t), benchmark.Terms{
		Weights:     map[framework.AreaKey]float64{"rpa": 3, "it_security": 0},
		Aggregation: framework.Geometric, MinCoverage: &limit,
	})
}

func under(t testing.TB, s *benchmark.Snapshot, terms benchmark.Terms) *benchmark.Snapshot {
	t.Helper()
	own, err := s.Under(terms)
	if err != nil {
		t.Fatal(err)
	}
	return own
}

func TestOwnTermsStandBesideTheDeclaredOnes(t *testing.T) {
	t.Parallel()
	s := ownTerms(t)
	g := read(t, open(t, written(t, s, locale.English)), "Ranking, own settings")
	moved := 0
	for i, row := range s.List(benchmark.Query{}).Rows {
		declared, _ := s.Declared.Unit(row.Code)
		checkPoints(t, g, "Rank, own settings", i, float64(row.Place.Rank), row.Place.Rank > 0)
		checkPoints(t, g, "Overall score, own settings", i, row.Card.Score.Value, row.Card.Score.OK)
		checkPoints(t, g, "Rank, declared method", i, float64(declared.Place.Rank), declared.Place.Rank > 0)
		checkPoints(t, g, "Overall score, declared method", i, declared.Card.Score.Value, declared.Card.Score.OK)
		gained := declared.Place.Rank - row.Place.Rank
		checkPoints(t, g, "Places gained against the declared method", i, float64(gained), declared.Place.Rank > 0 && row.Place.Rank > 0)
		if gained != 0 {
			moved++
		}
	}
	if moved < 10 {
		t.Errorf("only %d ranks differ", moved)
	}
	for _, heading := range g.headings {
		if heading == "Rank" || heading == "Overall score" || strings.Contains(heading, "over a year") {
			t.Errorf("%q looks as if it were declared", heading)
		}
	}
}

func TestOwnTermsAreSaidEverywhere(t *testing.T) {
	t.Parallel()
	const warning = "Not the declared method"
	f := open(t, written(t, ownTerms(t), locale.English))
	want := []string{"Ranking, own settings", "Areas, own settings", "Indicators", "Answers", "Perception gap, own settings",
		"Survey methods", "Survey shares", "Gap by place", "Councils", "Quadrants", "Parties and weights", "Questions", "Method"}
	if diff := cmp.Diff(want, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	properties, err := f.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(properties.Description, warning) || !strings.HasSuffix(properties.Title, "own settings") {
		t.Errorf("the properties are %q, %q", properties.Title, properties.Description)
	}
	for _, sheet := range f.GetSheetList() {
		page, err := f.GetHeaderFooter(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(page.OddHeader, warning) || !strings.Contains(page.OddHeader, "\nDemo:") {
			t.Errorf("%s has the header %q", sheet, page.OddHeader)
		}
	}
}

func TestMethodBeginsWithOwnTerms(t *testing.T) {
	t.Parallel()
	type line struct{ Item, Value, Unit, Text string }
	lines := func(s *benchmark.Snapshot, n int) []line {
		g := read(t, open(t, written(t, s, locale.English)), "Method")
		var got []line
		for row := range n {
			text, _, _ := strings.Cut(g.cell("Explanation", row), "\n")
			got = append(got, line{g.cell("Item", row), g.cell("Value", row), g.cell("Unit", row), text})
		}
		return got
	}
	text := "A reader has chosen other area weights, another mean or another coverage limit than declared. Scores, ranks and rank intervals in this file follow from that choice. They are not the published ranking. In the ranking, rank and score by the declared method stand beside them."
	first := line{Item: "Not the declared method: calculated with a reader’s own settings", Text: text}
	want := []line{
		first,
		{"Weight of Process automation (RPA)", "3", "", "Declared: 1"},
		{"Weight of IT security", "0", "", "Declared: 1"},
		{Item: "How scores are combined", Text: "Weighted geometric mean of points on a scale from 1 to 100. Declared: Weighted mean."},
		{"Minimum coverage", "50", "%", "Declared: 66.6%"},
		{Item: "Demo: all answers, scores and ranks are invented", Text: "The figures say nothing about the real municipalities. The municipalities, questions, method and real surveys are not invented."},
	}
	if diff := cmp.Diff(want, lines(ownTerms(t), len(want))); diff != "" {
		t.Error(diff)
	}
	same := under(t, country(t), benchmark.Terms{})
	if diff := cmp.Diff([]line{first, {Item: "All settings are as declared."}}, lines(same, 2)); diff != "" {
		t.Error(diff)
	}
}

func TestAWorkbookOnOwnTermsNeedsNoEarlierTime(t *testing.T) {
	t.Parallel()
	opts := workbook.Options{Since: sinceYear(t)}
	for _, name := range open(t, writtenWith(t, ownTerms(t), locale.Danish, opts)).GetSheetList() {
		if name == "Ændringer" {
			t.Error("there are movements")
		}
	}
}
