package workbook_test

import (
	"math"
	"testing"
	"time"

	"modenhed/internal/benchmark"
	"modenhed/internal/locale"
	"modenhed/internal/movement"
	"modenhed/internal/reference"
	"modenhed/internal/round"
	"modenhed/internal/workbook"
)

// The headings of the parts, in the order of the causes.
var (
	placesFrom = []string{
		"Method and questions (places)", "The other municipalities (places)", "The municipality’s own answers (places)",
		"Answers that are missing (places)", "Shared ranks (places)",
	}
	pointsFrom = []string{
		"Method and questions (points)", "The other municipalities (points)", "The municipality’s own answers (points)",
		"Answers that are missing (points)",
	}
)

func TestMovementsHoldTheReport(t *testing.T) {
	t.Parallel()
	s, before := country(t), yearBefore(t)
	moves, err := s.MovedSince(before)
	if err != nil {
		t.Fatal(err)
	}
	g := read(t, open(t, writtenWith(t, s, locale.English, workbook.Options{Since: round.Baseline{Snapshot: before}})), "Movements")
	listing := s.List(benchmark.Query{}).Rows
	if g.rows != len(listing) {
		t.Fatalf("%d rows for %d municipalities", g.rows, len(listing))
	}
	moved := 0
	for i, row := range listing {
		m, _ := moves.Of(row.Code)
		if got := g.cell("Municipality", i); got != row.Name {
			t.Fatalf("row %d is %s, want %s", i, got, row.Name)
		}
		if m.Rank.Total != 0 {
			moved++
		}
		checkEnds(t, g, i, m)
		checkPoints(t, g, "Places gained", i, float64(m.Rank.Total), m.Rank.OK)
		checkPoints(t, g, "Change in score (points)", i, m.Score.Total, m.Score.OK)
		for c, heading := range placesFrom {
			checkPoints(t, g, heading, i, float64(m.Rank.Parts[c]), m.Rank.OK)
		}
		for c, heading := range pointsFrom {
			checkPoints(t, g, heading, i, m.Score.Parts[c], m.Score.OK)
		}
		checkSums(t, g, i, m.Rank.OK)
	}
	if moved < 20 {
		t.Errorf("only %d municipalities moved", moved)
	}
}

func checkEnds[U comparable](t *testing.T, g grid, row int, m movement.Movement[U]) {
	t.Helper()
	checkPoints(t, g, "Rank before", row, float64(m.Before.Rank), m.Before.Rank > 0)
	checkPoints(t, g, "Rank after", row, float64(m.After.Rank), m.After.Rank > 0)
	checkPoints(t, g, "Score before", row, m.Before.Score.Value, m.Before.Score.OK)
	checkPoints(t, g, "Score after", row, m.After.Score.Value, m.After.Score.OK)
	for heading, end := range map[string]movement.End{"Ranking status before": m.Before, "Ranking status after": m.After} {
		if got := g.cell(heading, row); (got == "Ranked") != (end.Rank > 0) || got == "" {
			t.Errorf("row %d: %s is %q with rank %d", row, heading, got, end.Rank)
		}
	}
}

// checkSums adds up what a reader of the sheet sees.
func checkSums(t *testing.T, g grid, row int, ok bool) {
	t.Helper()
	if !ok {
		return
	}
	places, score := 0.0, 0.0
	for _, heading := range placesFrom {
		places += g.number(heading, row)
	}
	for _, heading := range pointsFrom {
		score += g.number(heading, row)
	}
	if change := g.number("Rank before", row) - g.number("Rank after", row); places != change || g.number("Places gained", row) != change {
		t.Errorf("row %d: the parts sum to %v, the rank changed by %v", row, places, change)
	}
	if change := g.number("Score after", row) - g.number("Score before", row); math.Abs(score-change) > 1e-8 {
		t.Errorf("row %d: the parts sum to %v, the score changed by %v", row, score, change)
	}
}

func TestMovementsSayWhatTheyCountFrom(t *testing.T) {
	t.Parallel()
	f := open(t, writtenWith(t, country(t), locale.English, workbook.Options{Since: sinceYear(t)}))
	g := read(t, f, "Method")
	row := g.find("Item", "The sheet Movements counts from")
	if got := g.shown("Value", row) + " " + g.cell("Explanation", row); got != "22 Nov 2025 13:30 A year earlier." {
		t.Errorf("movements count from %q", got)
	}
	prompts, err := f.GetDataValidations("Movements")
	if err != nil {
		t.Fatal(err)
	}
	if len(prompts) == 0 || prompts[0].Prompt == nil || *prompts[0].Prompt != "As of 22 November 2025, 13:30." {
		t.Errorf("the first heading explains itself by %+v", prompts)
	}
}

func TestWithoutAnEarlierTimeNobodyHasMoved(t *testing.T) {
	t.Parallel()
	f := open(t, written(t, fewAnswers(t), locale.English))
	g := read(t, f, "Movements")
	row := g.find("Municipality", "Randers")
	checkPoints(t, g, "Rank after", row, 3, true)
	checkPoints(t, g, "Score after", row, 20, true)
	for _, heading := range append([]string{"Rank before", "Score before", "Places gained", "Ranking status before"}, placesFrom...) {
		checkPoints(t, g, heading, row, 0, false)
	}
	method := read(t, f, "Method")
	if got := method.cell("Explanation", method.find("Item", "The sheet Movements counts from")); got != "Nothing had been recorded at the earlier time, so there are no movements." {
		t.Errorf("the method says %q", got)
	}
}

func TestMovementsOfThoseWhoCameAndTied(t *testing.T) {
	t.Parallel()
	documents := seedDocuments(t)
	set, err := reference.Parse(documents)
	if err != nil {
		t.Fatal(err)
	}
	f, long := set.Framework, now.AddDate(0, -15, 0)
	statuses := append(answered(f, odense, 0.6, long), answered(f, randers, 0.4, long)...)
	later := answered(f, randers, 0.6, now)
	for i := range later {
		later[i].Revision = 2
	}
	statuses = append(append(statuses, later...), answered(f, aarhus, 0.8, now)...)
	k := keeper(t, documents, statuses...)
	opts := workbook.Options{Since: round.Baseline{Snapshot: at(t, k, now.AddDate(0, -12, 0).Add(-time.Hour))}}
	g := read(t, open(t, writtenWith(t, k.Current(), locale.English, opts)), "Movements")
	// Odense shares rank 2 now: Aarhus came, and Randers drew level.
	for name, want := range map[string][]float64{"Odense": {1, 2, -1, 0, -2, 0, 0, 1}, "Randers": {2, 2, 0, 0, -1, 0, 0, 1}} {
		row := g.find("Municipality", name)
		for i, heading := range append([]string{"Rank before", "Rank after", "Places gained"}, placesFrom...) {
			checkPoints(t, g, heading, row, want[i], true)
		}
	}
	if got := g.cell("Ranking status before", g.find("Municipality", "Aarhus")); got != "No score yet" {
		t.Errorf("Aarhus stood as %q", got)
	}
}
