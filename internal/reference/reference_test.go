package reference_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/survey"
	"modenhed/seed"
)

func seeded(t *testing.T) []reference.Document {
	t.Helper()
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		t.Fatal(err)
	}
	for i := range documents {
		documents[i].ID = int64(i + 1)
		documents[i].RecordedAt = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return documents
}

func parse(t *testing.T, documents []reference.Document) *reference.Set {
	t.Helper()
	set, err := reference.Parse(documents)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// find returns the document of a kind and key.
func find(t *testing.T, documents []reference.Document, kind reference.Kind, key string) reference.Document {
	t.Helper()
	i := slices.IndexFunc(documents, func(d reference.Document) bool { return d.Kind == kind && d.Key == key })
	if i < 0 {
		t.Fatalf("no document %s %s", kind, key)
	}
	return documents[i]
}

func TestFromSeedMakesADocumentOfEverything(t *testing.T) {
	t.Parallel()
	documents := seeded(t)
	count := make(map[reference.Kind]int)
	for _, d := range documents {
		count[d.Kind]++
		if d.Origin != reference.OriginSeed || len(d.Content) == 0 {
			t.Errorf("%s %s: origin %q, %d bytes", d.Kind, d.Key, d.Origin, len(d.Content))
		}
	}
	want := map[reference.Kind]int{
		reference.KindFramework: 1, reference.KindWave: 13,
		reference.KindDirectory: 1, reference.KindSeats: 1, reference.KindEvidence: 1,
	}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Error(diff)
	}
	find(t, documents, reference.KindFramework, "dansk-erhverv-2017@1")
	find(t, documents, reference.KindWave, "de-2017")
	find(t, documents, reference.KindDirectory, reference.DirectoryKey)
	find(t, documents, reference.KindSeats, reference.SeatsKey)
	find(t, documents, reference.KindEvidence, reference.EvidenceKey)
}

func TestFromSeedTwiceGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(seeded(t), seeded(t)); diff != "" {
		t.Error(diff)
	}
}

func TestTheSeedFitsTogether(t *testing.T) {
	t.Parallel()
	set := parse(t, seeded(t))
	if err := set.Check(); err != nil {
		t.Error(err)
	}
	for name, got := range map[string][2]int{
		"municipalities": {len(set.Directory.All()), 98},
		"indicators":     {len(set.Framework.Places()), 36},
		"areas":          {len(set.Framework.Areas), 7},
		"waves":          {len(set.Waves), 13},
		"facts":          {len(set.Evidence), 376},
		"seats in 2017":  {set.Seats.Total(2017), 2432},
		"schemes":        {len(set.Directory.Schemes()), 3},
	} {
		if got[0] != got[1] {
			t.Errorf("%d %s, want %d", got[0], name, got[1])
		}
	}
	if set.Framework.Key != reference.DefaultFramework {
		t.Errorf("the framework is %q", set.Framework.Key)
	}
	if first, last := set.Waves[0].Key, set.Waves[12].Key; first != "kl-vt-2013" || last != "kl-radar-2024" {
		t.Errorf("waves run from %s to %s", first, last)
	}
}

func TestTheSeedKnowsTheMergerOfRegions(t *testing.T) {
	t.Parallel()
	directory := parse(t, seeded(t)).Directory
	before := municipality.Date{Year: 2026, Month: time.December, Day: 31}
	after := municipality.Date{Year: 2027, Month: time.January, Day: 1}
	for _, test := range []struct {
		on      municipality.Date
		regions int
		sizes   map[string]int
	}{
		{before, 5, map[string]int{"hovedstaden": 29, "sjaelland": 17, "oestdanmark": 0, "syddanmark": 22}},
		{after, 4, map[string]int{"hovedstaden": 0, "sjaelland": 0, "oestdanmark": 46, "syddanmark": 22}},
		{before, 5, map[string]int{"midtjylland": 19, "nordjylland": 11}},
	} {
		if got := len(directory.Regions(test.on)); got != test.regions {
			t.Errorf("%s: %d regions, want %d", test.on, got, test.regions)
		}
		for key, want := range test.sizes {
			if got := len(directory.InRegion(key, test.on)); got != want {
				t.Errorf("%s: %s has %d municipalities, want %d", test.on, key, got, want)
			}
		}
	}
}

func TestFromSeedReportsEveryFaultyFile(t *testing.T) {
	t.Parallel()
	_, err := reference.FromSeed(fstest.MapFS{
		"framework/a.yaml": {Data: []byte("key: a\n")},
		"surveys/b.yaml":   {Data: []byte("key: b\n")},
		"evidence.csv":     {Data: []byte("code\n")},
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"framework/a.yaml", "surveys/b.yaml", "municipalities.csv", "council_seats_by_party.csv"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not name %s: %v", want, err)
		}
	}
	if _, err := reference.FromSeed(fstest.MapFS{}); err == nil {
		t.Error("an empty seed is no error")
	}
}

func TestTheLatestDocumentCounts(t *testing.T) {
	t.Parallel()
	documents := seeded(t)
	old := find(t, documents, reference.KindWave, "de-2017")
	wave, err := survey.ParseWave(old.Content)
	if err != nil {
		t.Fatal(err)
	}
	exact := survey.ExactShares{
		Question: wave.Questions[0].Key,
		Percent:  map[string]float64{"harvested": 60, "potential": 40},
		Source:   survey.Source{Title: "Figur 1"},
	}
	corrected, err := survey.EnterShares(wave, exact)
	if err != nil {
		t.Fatal(err)
	}
	content, err := survey.MarshalWave(corrected)
	if err != nil {
		t.Fatal(err)
	}
	later := reference.Document{
		ID: 100, Kind: reference.KindWave, Key: "de-2017", Content: content,
		Origin: reference.OriginForm, RecordedAt: old.RecordedAt.Add(time.Hour),
	}
	corrected.RecordedAt = later.RecordedAt
	for name, set := range map[string]*reference.Set{
		"recorded last":                    parse(t, append(documents, later)),
		"recorded last, given first":       parse(t, append([]reference.Document{later}, documents...)),
		"same time, higher number":         parse(t, append(documents, sameTime(later, old))),
		"same time, higher, given first":   parse(t, append([]reference.Document{sameTime(later, old)}, documents...)),
		"as of the time before: unchanged": parse(t, documents),
	} {
		i := slices.IndexFunc(set.Waves, func(w survey.Wave) bool { return w.Key == "de-2017" })
		got := set.Waves[i].Questions[0].Options[0].Share
		want := corrected.Questions[0].Options[0].Share
		if strings.HasPrefix(name, "as of") {
			want = wave.Questions[0].Options[0].Share
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if len(set.Waves) != 13 {
			t.Errorf("%s: %d waves", name, len(set.Waves))
		}
		if set.Waves[i].RecordedAt.IsZero() {
			t.Errorf("%s: the wave has no recording time", name)
		}
	}
}

func sameTime(d, as reference.Document) reference.Document {
	d.RecordedAt = as.RecordedAt
	return d
}

func TestTheHighestVersionOfTheDefaultFrameworkCounts(t *testing.T) {
	t.Parallel()
	documents := seeded(t)
	second := find(t, documents, reference.KindFramework, "dansk-erhverv-2017@1")
	second.Content = []byte(strings.Replace(string(second.Content), "version: 1", "version: 12", 1))
	second.Key = "dansk-erhverv-2017@12"
	other := reference.Document{
		Kind: reference.KindFramework, Key: "another@99",
		Content: []byte("key: another\nversion: 99\nareas: [{key: a, indicators: [{key: a.b, type: level}]}]\n"),
	}
	set := parse(t, append(documents, second, other))
	if set.Framework.Key != reference.DefaultFramework || set.Framework.Version != 12 {
		t.Errorf("the framework is %s, version %d", set.Framework.Key, set.Framework.Version)
	}
	var keys []string
	for _, f := range set.Frameworks {
		keys = append(keys, reference.FrameworkKey(f))
	}
	if diff := cmp.Diff([]string{"another@99", "dansk-erhverv-2017@1", "dansk-erhverv-2017@12"}, keys); diff != "" {
		t.Error(diff)
	}
}

func TestParseReportsEveryFaultyDocument(t *testing.T) {
	t.Parallel()
	documents := []reference.Document{
		{Kind: reference.KindWave, Key: "w", Content: []byte("key: w")},
		{Kind: reference.KindDirectory, Key: reference.DirectoryKey, Content: []byte("not JSON")},
		{Kind: reference.KindSeats, Key: reference.SeatsKey, Content: []byte("{}")},
		{Kind: reference.KindEvidence, Key: reference.EvidenceKey, Content: []byte("x")},
		{Kind: reference.KindFramework, Key: "f@1", Content: []byte("key: f")},
		{Kind: "song", Key: "s"},
	}
	_, err := reference.Parse(documents)
	if err == nil {
		t.Fatal("no error")
	}
	for _, d := range documents {
		if !strings.Contains(err.Error(), string(d.Kind)+" "+d.Key) {
			t.Errorf("the error does not name %s %s: %v", d.Kind, d.Key, err)
		}
	}
	if _, err := reference.Parse(nil); err == nil {
		t.Error("no documents are no error")
	}
}

func TestCheckFindsWhatDoesNotFitTogether(t *testing.T) {
	t.Parallel()
	documents := seeded(t)
	facts := find(t, documents, reference.KindEvidence, reference.EvidenceKey)
	facts.ID = 200
	facts.Content = []byte("code,area,year,fact_da,fact_en,kind,source_title,source_url\n" +
		"461,rpa,2016,a,b,own,c,https://example.org/\n" +
		"411,flying_cars,2016,a,b,own,c,https://example.org/\n")
	err := parse(t, append(documents, facts)).Check()
	if fault.KindOf(err) != fault.Invalid {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{"row 3 evidence.csv/code: municipality.unknown", "row 3 evidence.csv/area: reference.area_unknown"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no problem %q in %v", want, err)
		}
	}
}

func TestDigest(t *testing.T) {
	t.Parallel()
	// sha256sum of the three letters.
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if got := (reference.Document{Content: []byte("abc")}).SHA256(); got != want {
		t.Errorf("got %s", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, kind := range []reference.Kind{reference.KindFramework, reference.KindDirectory, reference.KindWave, reference.KindEvidence, reference.KindSeats} {
		f.Add(string(kind), []byte("key: a"))
		f.Add(string(kind), []byte(`{"municipalities.csv": "code\n"}`))
	}
	f.Fuzz(func(t *testing.T, kind string, content []byte) {
		set, err := reference.Parse([]reference.Document{{Kind: reference.Kind(kind), Key: "a", Content: content}})
		if err == nil || set != nil {
			t.Fatalf("one document made a set: %v", set)
		}
	})
}

func TestImportedCouncilsOutliveANewSeed(t *testing.T) {
	t.Parallel()
	documents := seeded(t)
	imported, err := reference.ImportedSeats([]municipality.CouncilSeats{{Year: 2025, Municipality: 461, Letter: "A", Seats: 29}})
	if err != nil {
		t.Fatal(err)
	}
	if imported.Kind != reference.KindSeats || imported.Origin != reference.OriginImport {
		t.Errorf("%+v", imported)
	}
	imported.RecordedAt = documents[0].RecordedAt.Add(-time.Hour) // before the seed
	set, err := reference.Parse(append(documents, imported))
	if err != nil {
		t.Fatal(err)
	}
	before, err := reference.Parse(documents)
	if err != nil {
		t.Fatal(err)
	}
	if got := set.Seats.Council(461); len(got) != 1 || got[0].Seats != 29 {
		t.Errorf("Odense has %+v", got)
	}
	if a, b := len(before.Seats.Coverage(2021)), len(set.Seats.Coverage(2021)); a != b || a == 0 {
		t.Errorf("%d councils of 2021, before %d", b, a)
	}
	back, err := imported.ImportedSeats()
	if err != nil || len(back) != 1 || back[0].Seats != 29 {
		t.Errorf("read back: %+v, %v", back, err)
	}
}
