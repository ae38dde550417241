package workbook_test

import (
	"bytes"
	"strings"
	"testing"

	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/round"
	"modenhed/internal/workbook"
)

// publishedRound is a round with its cut-off at a snapshot's time.
func publishedRound(s *benchmark.Snapshot) *round.Round {
	return &round.Round{
		Key: "2025", Title: framework.Text{DA: "Målerunde 2025", EN: "Round 2025"}, State: round.Published,
		Cutoff: s.AsOf, PublishedAt: s.AsOf.AddDate(0, 0, 16), Hash: strings.Repeat("0123456789abcdef", 4),
	}
}

func TestAnEarlierTimeIsSaid(t *testing.T) {
	t.Parallel()
	content := written(t, yearBefore(t), locale.English)
	f := open(t, content)
	g := read(t, f, "Method")
	row := g.find("Item", "Earlier figures, as of")
	if got := g.shown("Value", row) + ": " + g.cell("Explanation", row); got != "22 Nov 2025 13:30: The figures are as recorded by then. They are not the latest." {
		t.Errorf("the method says %q", got)
	}
	properties, err := f.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(properties.Description, "not the latest") || strings.Contains(properties.Description, "provisional") {
		t.Errorf("the description is %q", properties.Description)
	}
	checkFooters(t, content, "22 November 2025")
}

func TestAPublishedRoundIsSaid(t *testing.T) {
	t.Parallel()
	s := yearBefore(t)
	r := publishedRound(s)
	content := writtenWith(t, s, locale.English, workbook.Options{Round: r})
	g := read(t, open(t, content), "Method")
	row := g.find("Item", "Published round")
	if got := g.shown("Value", row); got != "8 Dec 2025 13:30" || !strings.HasPrefix(g.cell("Explanation", row), "Round 2025, key 2025. The figures were frozen") {
		t.Errorf("the round is %q, %q", got, g.cell("Explanation", row))
	}
	hash := g.cell("Explanation", g.find("Item", "SHA-256 of the published content"))
	if !strings.HasPrefix(hash, r.Hash+"\n") || !strings.Contains(hash, "modenhed export round 2025 --out round.zip") {
		t.Errorf("the hash is %q", hash)
	}
	if got := g.shown("Value", g.find("Item", "Cut-off of the round")); got != "22 Nov 2025 13:30" {
		t.Errorf("the cut-off is %q", got)
	}
	for i := range g.rows {
		if g.cell("Item", i) == "Provisional figures" {
			t.Error("a published round is called provisional")
		}
	}
	checkFooters(t, content, "Round 2025 · As of 22 November 2025")
}

func checkFooters(t *testing.T, content []byte, want string) {
	t.Helper()
	f := open(t, content)
	for _, sheet := range f.GetSheetList() {
		page, err := f.GetHeaderFooter(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(page.OddFooter, want) {
			t.Errorf("%s has the footer %q", sheet, page.OddFooter)
		}
	}
}

func TestTheRoundBeforeIsSaid(t *testing.T) {
	t.Parallel()
	s, k := yearBefore(t), countryKeeper(t)
	earlier := at(t, k, now.AddDate(-1, -7, 0))
	opts := workbook.Options{
		Round: publishedRound(s),
		Since: round.Baseline{Snapshot: earlier, Round: &round.Round{Title: framework.Text{EN: "Round 2024"}}},
	}
	g := read(t, open(t, writtenWith(t, s, locale.English, opts)), "Method")
	row := g.find("Item", "The sheet Movements counts from")
	if got := g.shown("Value", row) + " " + g.cell("Explanation", row); got != "22 Apr 2025 14:30 The cut-off of the round ‘Round 2024’." {
		t.Errorf("movements count from %q", got)
	}
}

func TestAnEarlierTimeGivesTheSameBytesForEver(t *testing.T) {
	t.Parallel()
	documents, long := seedDocuments(t), now.AddDate(0, -6, 0)
	set := fewAnswers(t).Framework
	early := answered(set, odense, 0.6, long)
	later := answered(set, aarhus, 0.8, now)
	bytesOf := func(k *benchmark.Keeper) []byte { return written(t, at(t, k, long.AddDate(0, 1, 0)), locale.Danish) }
	if !bytes.Equal(bytesOf(keeper(t, documents, early...)), bytesOf(keeper(t, documents, append(early, later...)...))) {
		t.Error("later answers changed the workbook of an earlier time")
	}
}

func TestFileNames(t *testing.T) {
	t.Parallel()
	s, before := country(t), yearBefore(t)
	r := workbook.Options{Round: publishedRound(before)}
	for _, c := range []struct {
		s      *benchmark.Snapshot
		opts   workbook.Options
		da, en string
	}{
		{s: s, da: "modenhed-benchmark-2026-11-22.xlsx", en: "modenhed-benchmark-2026-11-22.xlsx"},
		{s: before, da: "modenhed-benchmark-pr-2025-11-22.xlsx", en: "modenhed-benchmark-as-of-2025-11-22.xlsx"},
		{s: before, opts: r, da: "modenhed-benchmark-maalerunde-2025.xlsx", en: "modenhed-benchmark-round-2025.xlsx"},
		{s: ownTerms(t), da: "modenhed-benchmark-egne-valg-2026-11-22.xlsx", en: "modenhed-benchmark-own-settings-2026-11-22.xlsx"},
		{
			s: under(t, before, benchmark.Terms{Aggregation: framework.Geometric}), opts: r,
			da: "modenhed-benchmark-egne-valg-maalerunde-2025.xlsx", en: "modenhed-benchmark-own-settings-round-2025.xlsx",
		},
	} {
		for lang, want := range map[locale.Lang]string{locale.Danish: c.da, locale.English: c.en} {
			if got := workbook.FileName(c.s, printer(t, lang), c.opts); got != want {
				t.Errorf("%s: the file is called %s, want %s", lang, got, want)
			}
		}
	}
}
