package workbook_test

import (
	"slices"
	"testing"

	"modenhed/internal/locale"
)

func TestAnAreasBandIsThatOfItsOwnScore(t *testing.T) {
	t.Parallel()
	g := read(t, open(t, written(t, country(t), locale.English)), "Areas")
	bands := []string{"Initial", "Developing", "Established", "Advanced", "Leading"}
	score := "Score in the area"
	band := g.headings[slices.Index(g.headings, score)+1]
	seen := make(map[string]bool)
	for row := range g.rows {
		want := ""
		if g.isNumber(score, row) {
			want = bands[min(int(g.number(score, row)/20), len(bands)-1)]
		}
		if got := g.cell(band, row); got != want {
			t.Errorf("row %d: a score of %q is in band %q, want %q", row, g.cell(score, row), got, want)
		}
		seen[want] = true
	}
	for _, name := range bands {
		if !seen[name] {
			t.Errorf("no area is in band %s; the test needs one", name)
		}
	}
}
