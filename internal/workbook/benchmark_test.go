package workbook_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/perception"
	"modenhed/internal/reference"
	"modenhed/internal/survey"
)

func TestSheets(t *testing.T) {
	t.Parallel()
	s := snapshot(t, seedDocuments(t))
	for lang, want := range map[locale.Lang][]string{
		locale.Danish:  {"Rangliste", "Ændringer", "Områder", "Indikatorer", "Svar", "Opfattelsesgab", "Spørgsmål", "Metode"},
		locale.English: {"Ranking", "Movements", "Areas", "Indicators", "Answers", "Perception gap", "Questions", "Method"},
	} {
		if diff := cmp.Diff(want, open(t, written(t, s, lang)).GetSheetList()); diff != "" {
			t.Errorf("%s: %s", lang, diff)
		}
	}
}

func TestRankingHoldsTheListing(t *testing.T) {
	t.Parallel()
	s, p := country(t), printer(t, locale.English)
	g := read(t, open(t, written(t, s, locale.English)), "Ranking")
	listing := s.List(benchmark.Query{})
	if g.rows != len(listing.Rows) || listing.Ranked == listing.Of {
		t.Fatalf("%d rows for %d municipalities, %d ranked", g.rows, listing.Of, listing.Ranked)
	}
	for i, row := range listing.Rows {
		texts := map[string]string{
			"Municipality code": row.Code.String(), "Municipality": row.Name, "Data": "Invented",
			"Region": row.Region.Name.EN, "Maturity band": bandWord(p, row.Card.Score.OK, row.Card.Band.String()),
		}
		for heading, want := range texts {
			if got := g.cell(heading, i); got != want {
				t.Errorf("row %d, %s is %q, want %q", i, heading, got, want)
			}
		}
		checkPoints(t, g, "Overall score", i, row.Card.Score.Value, row.Card.Score.OK)
		checkPoints(t, g, "Coverage (%)", i, row.Card.Coverage*100, row.Card.Lower.OK)
		checkPoints(t, g, "Lower bound", i, row.Card.Lower.Value, row.Card.Lower.OK)
		checkPoints(t, g, "Upper bound", i, row.Card.Upper.Value, row.Card.Upper.OK)
		checkPoints(t, g, "Rank", i, float64(row.Place.Rank), row.Place.Rank > 0)
		checkPoints(t, g, "Population", i, float64(row.Population), true)
		checkPoints(t, g, "Change in score over a year (points)", i, row.Change.Score.Value, row.Change.Score.OK)
		checkPoints(t, g, "Change in rank over a year", i, float64(row.Change.Rank), row.Change.Score.OK)
		for a := range s.Framework.Areas {
			area := &s.Framework.Areas[a]
			index, _ := s.AreaIndex(area.Key)
			checkPoints(t, g, area.Title.EN, i, row.Card.Areas[index].Score.Value, row.Card.Areas[index].Score.OK)
		}
	}
}

func bandWord(p *locale.Printer, ok bool, key string) string {
	words := map[string]string{"initial": "1", "developing": "2", "established": "3", "advanced": "4", "leading": "5"}
	if !ok {
		return ""
	}
	return p.T("score.band." + words[key])
}

// checkPoints checks a number cell to nine decimals, or that it is empty.
func checkPoints(t *testing.T, g grid, heading string, row int, want float64, ok bool) {
	t.Helper()
	if !ok {
		if got := g.cell(heading, row); got != "" {
			t.Errorf("%s: row %d, %s is %q, want nothing", g.sheet, row, heading, got)
		}
		return
	}
	if got := g.number(heading, row); math.Abs(got-want) > 1e-9 {
		t.Errorf("%s: row %d, %s is %v, want %v", g.sheet, row, heading, got, want)
	}
}

// fewAnswers are two municipalities that tie, one ranked below them, and one
// with a single answer.
func fewAnswers(t testing.TB) *benchmark.Snapshot {
	t.Helper()
	return theFewAnswers.snapshot(t, makeFewAnswers)
}

var theFewAnswers shared

func makeFewAnswers(t testing.TB) *benchmark.Snapshot {
	t.Helper()
	documents := seedDocuments(t)
	set, err := reference.Parse(documents)
	if err != nil {
		t.Fatal(err)
	}
	f := set.Framework
	statuses := slices.Concat(
		answered(f, odense, 0.6, now), answered(f, aarhus, 0.6, now), answered(f, randers, 0.2, now),
		[]assessment.Status{status(koege, "rpa.strategy", 4, now)},
	)
	return snapshot(t, documents, statuses...)
}

func TestTiesAndUnrankedMunicipalities(t *testing.T) {
	t.Parallel()
	g := read(t, open(t, written(t, fewAnswers(t), locale.Danish)), "Rangliste")
	type line struct{ rank, tied, name, standing string }
	var got []line
	for row := range 4 {
		got = append(got, line{g.cell("Placering", row), g.cell("Delt placering", row), g.cell("Kommune", row), g.cell("Rangering", row)})
	}
	want := []line{
		{"1", "Ja", "Odense", "Rangeret"},
		{"1", "Ja", "Aarhus", "Rangeret"},
		{"3", "Nej", "Randers", "Rangeret"},
		{"", "", "Albertslund", "Ingen score endnu"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Error(diff)
	}
	koegeRow := g.find("Kommune", "Køge")
	if got := g.cell("Rangering", koegeRow); got != "Svarene dækker for lidt til en placering" {
		t.Errorf("Køge stands as %q", got)
	}
	checkPoints(t, g, "Samlet score", koegeRow, 80, true)
	if slices.Contains(g.headings, "Data") {
		t.Error("nothing is invented, and there is a column that says so")
	}
	if got := g.shown("Samlet score", 0); got != "60.0" {
		t.Errorf("a score is shown as %q", got)
	}
}

func TestAreasHoldPlacesAndMeans(t *testing.T) {
	t.Parallel()
	s := country(t)
	g := read(t, open(t, written(t, s, locale.English)), "Areas")
	row := 0
	for i := range s.Framework.Areas {
		area := &s.Framework.Areas[i]
		index, _ := s.AreaIndex(area.Key)
		for _, want := range s.List(benchmark.Query{Area: area.Key}).Rows {
			result := want.Card.Areas[index]
			if got := g.cell("Area", row) + "/" + g.cell("Municipality", row); got != area.Title.EN+"/"+want.Name {
				t.Fatalf("row %d is %s", row, got)
			}
			checkPoints(t, g, "Rank", row, float64(want.Place.Rank), want.Place.Rank > 0)
			checkPoints(t, g, "Score in the area", row, result.Score.Value, result.Score.OK)
			checkPoints(t, g, "Coverage (%)", row, 100*result.Coverage, result.Applicable)
			checkPoints(t, g, "Questions answered", row, float64(result.Reported), true)
			checkPoints(t, g, "Applicable questions", row, float64(result.Of), true)
			mean := s.Overview().Areas[i].Mean
			checkPoints(t, g, "National mean", row, mean.Value, mean.OK)
			row++
		}
	}
	if row != g.rows {
		t.Errorf("%d rows, want %d", g.rows, row)
	}
	profile, _ := s.Profile(odense)
	odenseRow := g.find("Municipality", "Odense")
	checkPoints(t, g, "Group mean", odenseRow, profile.Areas[0].Peers.Value, true)
	checkPoints(t, g, "Share of overall score (%)", odenseRow, 100*profile.Areas[0].Share, true)
}

// lateInTheDay is 21 November in Copenhagen, the 20th in UTC.
var lateInTheDay = time.Date(2026, time.November, 20, 23, 30, 0, 0, time.UTC)

// fiveStates are Odense's answers to the first six indicators in every state,
// and one that is too old.
func fiveStates(t *testing.T) *benchmark.Snapshot {
	t.Helper()
	places := snapshot(t, seedDocuments(t)).Framework.Places()
	key := func(i int) framework.IndicatorKey { return places[i].Indicator.Key }
	told := func(i int, state assessment.State) assessment.Status {
		s := status(odense, key(i), 0, now)
		s.Answer.State = state
		return s
	}
	old := status(odense, key(5), 4, now.AddDate(-3, 0, 0))
	found := status(odense, key(6), 3, now)
	found.Source = assessment.Desk
	return snapshot(t, seedDocuments(t),
		told(0, assessment.NotAnswered), told(1, assessment.DontKnow), told(2, assessment.NotApplicable),
		status(odense, key(3), 0, now), status(odense, key(4), 2, lateInTheDay), old, found)
}

func TestStatesAreKeptApart(t *testing.T) {
	t.Parallel()
	f := open(t, written(t, fiveStates(t), locale.English))
	answers, wide := read(t, f, "Answers"), read(t, f, "Indicators")
	first, odenseRow := answers.find("Municipality", "Odense"), wide.find("Municipality", "Odense")
	type line struct{ State, Value, Points, TooOld, Source, Date, Wide string }
	var got []line
	for i := range 7 {
		row := first + i
		key := answers.cell("Indicator key", row)
		got = append(got, line{
			answers.cell("Status", row), answers.cell("Value", row), answers.cell("Points", row), answers.cell("Answer too old", row),
			answers.cell("Who answered", row), answers.shown("Recorded", row), wide.cell(key, odenseRow),
		})
	}
	own, today := "The municipality’s own answer", "22 Nov 2026"
	want := []line{
		{State: "Not answered"},
		{State: "Don’t know", TooOld: "No", Source: own, Date: today, Wide: "?"},
		{State: "Not applicable", TooOld: "No", Source: own, Date: today, Wide: "n/a"},
		{"None", "0", "0", "No", own, today, "0"},
		{"Answered", "2", "40", "No", own, "21 Nov 2026", "2"},
		{State: "Answered", Value: "4", TooOld: "Yes", Source: own, Date: "22 Nov 2023"},
		{"Answered", "3", "60", "No", "Found in public sources", today, "3"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if day := answers.number("Recorded", first+4); day != math.Trunc(day) {
		t.Errorf("the day %v has a time of day", day)
	}
	if !wide.isNumber(answers.cell("Indicator key", first+3), odenseRow) {
		t.Error("the value 0 is not a number")
	}
}

func TestAnEmptyDatabaseGivesASensibleWorkbook(t *testing.T) {
	t.Parallel()
	f := open(t, written(t, snapshot(t, seedDocuments(t)), locale.Danish))
	ranking := read(t, f, "Rangliste")
	if ranking.rows != 98 || ranking.cell("Kommune", 0) != "Albertslund" || ranking.cell("Samlet score", 0) != "" {
		t.Errorf("%d rows, first %s", ranking.rows, ranking.cell("Kommune", 0))
	}
	gap := read(t, f, "Opfattelsesgab")
	row := gap.find("Læses som", "Gevinsterne er hentet")
	if got := gap.cell("Sammenligning", row); got != "Ingen kommuner er rangeret endnu" {
		t.Errorf("comparison is %q", got)
	}
	method := read(t, f, "Metode")
	if got := method.number("Værdi", method.find("Punkt", "Rangerede kommuner")); got != 0 {
		t.Errorf("%v ranked municipalities", got)
	}
	if got := method.cell("Værdi", method.find("Punkt", "Landsgennemsnit")); got != "" {
		t.Errorf("the mean of nobody is %q", got)
	}
}

func TestPerceptionGap(t *testing.T) {
	t.Parallel()
	s := country(t)
	g := read(t, open(t, written(t, s, locale.English)), "Perception gap")
	note := g.find("Survey", "Dansk Erhverv’s survey of municipal politicians, June 2017")
	for heading, want := range map[string]float64{
		"Answers collected, year": 2017, "Answers collected, month": 6, "Number of answers": 326,
		"Response rate (%)": 13, "Share, lowest (%)": 50, "Share, highest (%)": 70,
		"Sampling error (± percentage points)": 5, "Year of the source": 2017,
		"Measured maturity (points)": s.Perception().Measured.Value, "Months apart": 113,
	} {
		checkPoints(t, g, heading, note, want, true)
	}
	for heading, want := range map[string]string{
		"Share (%)": "", "The source’s words": "most", "Basis": "Only words in the source",
		"Perception gap, lowest (points)": "", "Comparison": "More than 24 months apart; no difference is shown",
		"Data": "Real survey, invented measurement", "Basis of the sampling error": "Stated in the source",
	} {
		if got := g.cell(heading, note); got != want {
			t.Errorf("%s is %q, want %q", heading, got, want)
		}
	}
	checkPoints(t, g, "Share (%)", note+1, 0, false)
	checkPoints(t, g, "Measured maturity (points)", note+1, 0, false)

	report := s.Perception()
	newest := report.Waves[0]
	if !newest.Wave.Invented || !newest.Gap.Comparable() {
		t.Fatalf("the newest wave is %s", newest.Wave.Key)
	}
	checkPoints(t, g, "Perception gap, lowest (points)", 0, newest.Gap.Points.Low, true)
	checkPoints(t, g, "Perception gap, highest (points)", 0, newest.Gap.Points.High, true)
	checkPoints(t, g, "Share (%)", 0, newest.Gap.Perceived.Low, true)
	if g.cell("Data", 0) != "Invented" || g.shown("Measured on", 0) != "22 Nov 2026" {
		t.Errorf("data %q, measured on %q", g.cell("Data", 0), g.shown("Measured on", 0))
	}
}

// TestSeveralOptionsReadAsHarvestedAddUp gives a wave two such options: the gap
// then stands on a row of its own.
func TestSeveralOptionsReadAsHarvestedAddUp(t *testing.T) {
	t.Parallel()
	share := func(percent float64) survey.Share { return survey.Share{Basis: survey.Stated, Percent: &percent} }
	text := func(s string) survey.Text { return survey.Text{DA: s, EN: s} }
	wave := survey.Wave{
		Key: "two", Title: text("Two"), Fieldwork: "2026-05", Population: text("Politicians"), Purpose: survey.Gap,
		Respondents: 400, Source: survey.Source{Title: "Source", URL: "https://example.test/"},
		Questions: []survey.Question{{Key: "gains", Text: text("Gains?"), Options: []survey.Option{
			{Key: "all", Text: text("All"), Reading: survey.Harvested, Share: share(20)},
			{Key: "nearly", Text: text("Nearly all"), Reading: survey.Harvested, Share: share(35)},
			{Key: "rest", Text: text("Less"), Share: share(45)},
		}}},
	}
	content, err := survey.MarshalWave(wave)
	if err != nil {
		t.Fatal(err)
	}
	documents := append(seedDocuments(t), reference.Document{Kind: reference.KindWave, Key: wave.Key, Content: content})
	set, err := reference.Parse(documents)
	if err != nil {
		t.Fatal(err)
	}
	s := snapshot(t, documents, answered(set.Framework, odense, 0.4, now)...)
	g := read(t, open(t, written(t, s, locale.English)), "Perception gap")
	if got := g.cell("Answer option", 0); got != "Answers read as harvested, added up" {
		t.Fatalf("the first row is %q", got)
	}
	checkPoints(t, g, "Share (%)", 0, 55, true)
	checkPoints(t, g, "Perception gap, lowest (points)", 0, 15, true)
	checkPoints(t, g, "Sampling error (± percentage points)", 0, perception.MarginOf(wave).Points, true)
	for row := 1; row < 4; row++ {
		checkPoints(t, g, "Perception gap, lowest (points)", row, 0, false)
	}
}

func TestQuestionsAreTheWholeFramework(t *testing.T) {
	t.Parallel()
	s := snapshot(t, seedDocuments(t))
	g := read(t, open(t, written(t, s, locale.Danish)), "Spørgsmål")
	if g.rows != len(s.Places) {
		t.Fatalf("%d rows, want %d", g.rows, len(s.Places))
	}
	total := 0.0
	for i, place := range s.Places {
		if g.cell("Indikatornøgle", i) != string(place.Indicator.Key) || g.cell("Spørgsmål", i) != place.Indicator.Question.DA {
			t.Errorf("row %d is %s", i, g.cell("Indikatornøgle", i))
		}
		checkPoints(t, g, "Vægt i området", i, place.Indicator.Weight, true)
		checkPoints(t, g, "Giver 0 point", i, place.Indicator.Scale.Low, true)
		checkPoints(t, g, "Giver 100 point", i, place.Indicator.Scale.High, true)
		total += g.number("Andel af samlet score, når alt er besvaret (%)", i)
		if place.Indicator.Type == framework.Level && g.cell("Niveau 5: Gevinst realiseret", i) != place.Indicator.Levels[5].DA {
			t.Errorf("row %d lacks its highest level", i)
		}
	}
	if math.Abs(total-100) > 1e-6 {
		t.Errorf("the shares sum to %v", total)
	}
}

func TestMethodSaysWhatTheFiguresAre(t *testing.T) {
	t.Parallel()
	s := country(t)
	g := read(t, open(t, written(t, s, locale.English)), "Method")
	for item, want := range map[string]float64{
		"Minimum coverage": 66.6, "Maximum share ‘not applicable’": 25, "Oldest answer that counts": 24,
		"Framework version": 1, "Municipalities": 98, "Established": 40, "IT security": 1,
		"National mean": s.Overview().Country.Score.Mean.Value,
	} {
		checkPoints(t, g, "Value", g.find("Item", item), want, true)
	}
	if got := g.shown("Value", g.find("Item", "As of")); got != "22 Nov 2026 13:30" {
		t.Errorf("as of %q", got)
	}
	if got := g.cell("Item", 0); got != "Demo: all answers, scores and ranks are invented" {
		t.Errorf("a demo begins with %q", got)
	}
	population := g.find("Item", "Population")
	if got := g.cell("Link", population); got != "https://www.statbank.dk/FOLK1A" || !strings.Contains(g.cell("Explanation", population), "CC\u00a0BY\u00a04.0") {
		t.Errorf("population comes from %q, %q", got, g.cell("Explanation", population))
	}
	for _, wave := range s.Waves {
		if got := g.cell("Link", g.find("Item", wave.Title.EN)); got != wave.Source.URL {
			t.Errorf("%s links to %q", wave.Key, got)
		}
	}
}

func TestPropertiesAndPages(t *testing.T) {
	t.Parallel()
	f := open(t, written(t, country(t), locale.Danish))
	properties, err := f.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if properties.Created != now.Format(time.RFC3339) || properties.Modified != properties.Created || properties.Language != "da" {
		t.Errorf("properties are %+v", properties)
	}
	if !strings.Contains(properties.Description, "opdigtede") || !strings.Contains(properties.Description, "foreløbige") {
		t.Errorf("description is %q", properties.Description)
	}
	for _, sheet := range f.GetSheetList() {
		page, err := f.GetHeaderFooter(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(page.OddHeader, "opdigtede") || !strings.Contains(page.OddFooter, "22. november 2026 kl. 13.30") {
			t.Errorf("%s: header %q, footer %q", sheet, page.OddHeader, page.OddFooter)
		}
		layout, err := f.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if *layout.Orientation != "landscape" || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
			t.Errorf("%s is printed %s, %d pages wide and %d high", sheet, *layout.Orientation, *layout.FitToWidth, *layout.FitToHeight)
		}
		if titles := printTitles(f, sheet); titles != "'"+sheet+"'!$1:$1" {
			t.Errorf("%s repeats %q on every page, want its headings", sheet, titles)
		}
	}
	scale := ""
	formats, err := f.GetConditionalFormats("Rangliste")
	if err != nil {
		t.Fatal(err)
	}
	for _, rules := range formats {
		for _, rule := range rules {
			scale += " " + rule.Type
		}
	}
	if strings.Count(scale, "3_color_scale") != 9 || strings.Count(scale, "cell") != 5 {
		t.Errorf("conditional formats are%s", scale)
	}
}

// printTitles is what a sheet repeats on every printed page.
func printTitles(f *excelize.File, sheet string) string {
	for _, name := range f.GetDefinedName() {
		if name.Name == "_xlnm.Print_Titles" && name.Scope == sheet {
			return name.RefersTo
		}
	}
	return ""
}
