package workbook_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"modenhed/internal/benchmark"
	"modenhed/internal/locale"
	"modenhed/internal/opinion"
	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
)

// estimated returns the waves of a snapshot that are estimated from answers.
func estimated(t *testing.T, s *benchmark.Snapshot) (waves []survey.Wave, reports []*opinion.Report) {
	t.Helper()
	for _, wave := range s.Waves {
		if o, ok := s.Opinion(wave.Key); ok && o.Report != nil {
			waves, reports = append(waves, wave), append(reports, o.Report)
		}
	}
	if len(waves) != 2 {
		t.Fatalf("%d waves of answers", len(waves))
	}
	return waves, reports
}

func TestSurveySharesAreThoseOfTheReport(t *testing.T) {
	t.Parallel()
	s := country(t)
	waves, reports := estimated(t, s)
	g := read(t, open(t, written(t, s, locale.English)), "Survey shares")
	row := 0
	for i, wave := range waves {
		for _, q := range reports[i].Questions {
			groups := []opinion.Group{q.Total}
			for _, b := range q.By {
				groups = append(groups, b.Groups...)
			}
			for _, group := range groups {
				row = checkGroup(t, g, row, wave, group)
			}
		}
	}
	if row != g.rows {
		t.Errorf("%d rows, want %d", g.rows, row)
	}
}

// checkGroup compares the rows of a group and returns the row after them.
func checkGroup(t *testing.T, g grid, row int, wave survey.Wave, group opinion.Group) int {
	t.Helper()
	if g.cell("Survey", row) != wave.Title.EN || g.cell("Data", row) != "Invented" {
		t.Errorf("row %d is of %q, %q", row, g.cell("Survey", row), g.cell("Data", row))
	}
	if !group.Shown {
		for _, heading := range []string{"Answered", "Share (%)", "Mean on the scale", "Standard error (same unit)", "95% interval, from", "95% interval, to", "Design effect", "Answer option"} {
			if got := g.cell(heading, row); got != "" {
				t.Errorf("withheld row %d has %s %q", row, heading, got)
			}
		}
		if !strings.HasPrefix(g.cell("Why there is no figure", row), "Withheld: below 5 answers") {
			t.Errorf("row %d does not say why it is withheld", row)
		}
		return row + 1
	}
	for _, share := range group.Options {
		checkPoints(t, g, "Answered", row, float64(group.Answered), true)
		checkPoints(t, g, "Share (%)", row, 100*share.Value, true)
		checkPoints(t, g, "Standard error (same unit)", row, 100*valueOf(share.SE), share.SE != nil)
		checkPoints(t, g, "95% interval, from", row, 100*valueOf(share.Low), share.Low != nil)
		checkPoints(t, g, "95% interval, to", row, 100*valueOf(share.High), share.High != nil)
		row++
	}
	if group.Mean != nil {
		checkPoints(t, g, "Share (%)", row, 0, false)
		checkPoints(t, g, "Mean on the scale", row, group.Mean.Value, true)
		checkPoints(t, g, "Answered", row, float64(group.Mean.Answered), true)
		row++
	}
	return row
}

func valueOf(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

func TestSurveyMethodsSayHowExactASurveyIs(t *testing.T) {
	t.Parallel()
	s := country(t)
	_, reports := estimated(t, s)
	g := read(t, open(t, written(t, s, locale.English)), "Survey methods")
	if g.rows != len(reports) {
		t.Fatalf("%d rows", g.rows)
	}
	for i, r := range reports {
		few, others := 0, 0
		for _, q := range r.Questions {
			for _, b := range q.By {
				few, others = few+b.Few, others+b.Others
			}
		}
		published := r.Councils.Readings[survey.Harvested]
		for heading, want := range map[string]float64{
			"Number of answers": float64(r.Respondents), "Could have answered": r.People, "Response rate (%)": 100 * r.ResponseRate(),
			"Fewest answers behind a figure":                                    5,
			"Groups with too few answers":                                       float64(few),
			"Other groups withheld":                                             float64(others),
			"Design effect (Kish)":                                              r.Kish.Deff,
			"Effective number of answers":                                       r.Kish.Effective,
			"Municipalities with own answers":                                   float64(published.Count(smallarea.FromAnswers)),
			"Municipalities from seats":                                         float64(published.Count(smallarea.FromSeats)),
			"Municipalities without a figure":                                   float64(published.Count(smallarea.NoFigure)),
			"Local effect (τ)":                                                  published.Tau,
			"Trimmed weights":                                                   0,
			"Largest error without correction (± percentage points)":            100 * r.Margin.Plain,
			"Largest error, corrected for the population (± percentage points)": 100 * r.Margin.Finite,
			"Largest error with weights (± percentage points)":                  100 * r.Margin.Weighted,
		} {
			if got := g.number(heading, i); math.Abs(got-want) > 1e-6 {
				t.Errorf("%s is %v, want %v", heading, got, want)
			}
		}
	}
	for i, want := range []string{"The parties’ seats after the election of 2021", "The population that the survey states, by party; Sex"} {
		if got := g.cell("Weighted to look like", i); got != want {
			t.Errorf("weighted to %q, want %q", got, want)
		}
	}
	if got := g.shown("Deleted on", 1); got != "1 Aug 2028" {
		t.Errorf("deleted on %q", got)
	}
}

func TestCouncilsHaveAFigureOrAReason(t *testing.T) {
	t.Parallel()
	s := country(t)
	_, reports := estimated(t, s)
	g := read(t, open(t, written(t, s, locale.English)), "Councils")
	row := 0
	for _, r := range reports {
		for _, reading := range []survey.Reading{survey.Harvested, survey.Potential} {
			for _, own := range r.Councils.Readings[reading].Councils {
				checkPoints(t, g, "Share of the council (%)", row, 100*valueOf(own.Share), own.Share != nil)
				for heading, want := range map[string]bool{
					"Interval, from (%)": own.Interval != nil, "Interval, to (%)": own.Interval != nil,
					"Number of answers, range": own.Answered != nil, "Why there is no figure": own.Share == nil,
				} {
					if got := g.cell(heading, row); (got != "") != want {
						t.Errorf("council %s: %s is %q", own.Code, heading, got)
					}
				}
				if g.cell("Municipality code", row) != own.Code {
					t.Fatalf("row %d is of %s, want %s", row, g.cell("Municipality code", row), own.Code)
				}
				row++
			}
		}
	}
	if row != g.rows {
		t.Errorf("%d rows, want %d", g.rows, row)
	}
}

func TestSmallPartiesHaveNeitherNumberNorWeight(t *testing.T) {
	t.Parallel()
	s := country(t)
	_, reports := estimated(t, s)
	g := read(t, open(t, written(t, s, locale.English)), "Parties and weights")
	row, withheld := 0, 0
	for _, r := range reports {
		for _, party := range r.Parties {
			shown := party.Respondents != nil
			checkPoints(t, g, "Seats", row, party.People, true)
			if g.isNumber("Number of answers", row) != shown || g.isNumber("Weight (mean 1)", row) != shown ||
				(g.cell("Why there is no figure", row) == "") != shown {
				t.Errorf("party %s: shown %t", party.Key, shown)
			}
			if !shown {
				withheld++
			}
			row++
		}
	}
	merged := false
	for i := range g.rows {
		merged = merged || strings.Count(g.cell("Merged from", i), ", ") == 2
	}
	if row != g.rows || withheld < 2 || !merged {
		t.Errorf("%d rows, %d withheld, merged %t", g.rows, withheld, merged)
	}
}

// checkPollsInLibreOffice looks at the national shares as LibreOffice shows them.
func checkPollsInLibreOffice(t *testing.T, s *benchmark.Snapshot, p *locale.Printer, sheets map[string]string) {
	t.Helper()
	_, reports := estimated(t, s)
	rows := records(t, sheets["Survey shares"])
	column := slices.Index(rows[0], "Share (%)")
	for i, option := range reports[0].Questions[0].Total.Options {
		if got, want := rows[i+1][column], p.Short(100*option.Value); got != want {
			t.Errorf("LibreOffice shows %q, want %q", got, want)
		}
	}
	for name, want := range map[string]int{"Survey methods": 2, "Councils": 2 * 2 * 98} {
		if n := len(records(t, sheets[name])) - 1; n != want {
			t.Errorf("%s has %d rows, want %d", name, n, want)
		}
	}
}

func TestGapsAndQuadrantsAreThoseOfTheSnapshot(t *testing.T) {
	t.Parallel()
	s := country(t)
	waves, _ := estimated(t, s)
	f := open(t, written(t, s, locale.English))
	gaps, quadrants := read(t, f, "Gap by place"), read(t, f, "Quadrants")
	gapRow, spotRow, placed := 0, 0, 0
	for _, wave := range waves {
		b, ok := s.Beliefs(wave.Key)
		if !ok {
			t.Fatalf("no beliefs of %s", wave.Key)
		}
		checkPoints(t, gaps, "Perceived harvest (%)", gapRow, b.Harvested.Share.Low, true)
		checkPoints(t, gaps, "Perception gap (points)", gapRow, b.National.Points.Low, true)
		gapRow++
		for _, set := range b.By {
			for _, place := range set.Places {
				checkPoints(t, gaps, "Perception gap (points)", gapRow, place.Distance.Points.Low, place.Distance.Comparable())
				if (gaps.cell("Why there is no figure", gapRow) == "") != place.Distance.Comparable() {
					t.Errorf("%s %s: no word of why there is no gap", set.Column, place.Key)
				}
				gapRow++
			}
		}
		for _, spot := range b.Councils.Spots {
			if got := quadrants.cell("Municipality code", spotRow); got != spot.Council.Code {
				t.Fatalf("row %d is of %s, want %s", spotRow, got, spot.Council.Code)
			}
			if (quadrants.cell("Quadrant", spotRow) != "") != (spot.Quadrant != "") ||
				(quadrants.cell("Why there is no figure", spotRow) == "") != (spot.Quadrant != "") {
				t.Errorf("municipality %s: quadrant %q", spot.Council.Code, spot.Quadrant)
			}
			if spot.Quadrant != "" {
				placed++
			}
			spotRow++
		}
	}
	if gapRow != gaps.rows || spotRow != quadrants.rows || placed < 30 {
		t.Errorf("%d gaps of %d, %d spots of %d, %d placed", gaps.rows, gapRow, quadrants.rows, spotRow, placed)
	}
}
