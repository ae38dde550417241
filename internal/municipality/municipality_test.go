package municipality_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/municipality"
)

// files is a small directory: five municipalities, and a region that two others
// merge into on 1 January 2027.
func files() map[string][]byte {
	texts := map[string]string{
		municipality.FileMunicipalities: `code,name,short_name,population,population_year,council_seats,council_seats_source,lat,lon,tile_col,tile_row
751,Aarhus,Aar,373388,2026,31,documented,56.157,10.107,7,5
461,Odense,Ode,211000,2026,29,documented,55.368,10.426,9,9
101,København,Kbh,671714,2026,55,documented,55.687,12.570,18,9
492,Ærø,Ærø,5900,2026,,,54.880,10.340,9,12
259,Køge,Køg,63000,2026,27,documented,55.460,12.090,16,11
`,
		municipality.FileRegions: `key,code,name_da,name_en,valid_from,valid_to
hovedstaden,1084,Region Hovedstaden,Capital Region of Denmark,2007-01-01,2026-12-31
sjaelland,1085,Region Sjælland,Region Zealand,2007-01-01,2026-12-31
oestdanmark,,Region Østdanmark,Region East Denmark,2027-01-01,
syddanmark,1083,Region Syddanmark,Region of Southern Denmark,2007-01-01,
midtjylland,1082,Region Midtjylland,Central Denmark Region,2007-01-01,
`,
		municipality.FileRegionMembership: `municipality_code,region_key,valid_from,valid_to
101,oestdanmark,2027-01-01,
101,hovedstaden,2007-01-01,2026-12-31
259,sjaelland,2007-01-01,2026-12-31
259,oestdanmark,2027-01-01,
461,syddanmark,2007-01-01,
492,syddanmark,2007-01-01,
751,midtjylland,2007-01-01,
`,
		municipality.FileSchemes: `key,title_da,title_en,description_da,description_en,source
size,Størrelse,Size,Efter folketal,By population,DST
`,
		municipality.FileGroups: `scheme,key,name_da,name_en,position
size,large,Store,Large,2
size,small,Små,Small,1
`,
		municipality.FileGroupMembership: `municipality_code,scheme,group_key
101,size,large
259,size,small
461,size,large
492,size,small
751,size,large
`,
	}
	out := make(map[string][]byte)
	for name, text := range texts {
		out[name] = []byte(text)
	}
	return out
}

func parse(t *testing.T) *municipality.Directory {
	t.Helper()
	d, err := municipality.Parse(files())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func names(list []*municipality.Municipality) []string {
	var out []string
	for _, m := range list {
		out = append(out, m.Name)
	}
	return out
}

func date(year int, month time.Month, day int) municipality.Date {
	return municipality.Date{Year: year, Month: month, Day: day}
}

func TestAllIsInDanishOrder(t *testing.T) {
	t.Parallel()
	want := []string{"København", "Køge", "Odense", "Ærø", "Aarhus"}
	if diff := cmp.Diff(want, names(parse(t).All())); diff != "" {
		t.Error(diff)
	}
}

func TestLookupKeepsEveryFact(t *testing.T) {
	t.Parallel()
	d := parse(t)
	got, ok := d.Lookup(101)
	if !ok {
		t.Fatal("København is missing")
	}
	want := &municipality.Municipality{
		Code: 101, Name: "København", Short: "Kbh",
		Population: 671714, PopulationYear: 2026,
		CouncilSeats: 55, CouncilSeatsSource: "documented",
		Lat: 55.687, Lon: 12.57, Tile: municipality.Tile{Col: 18, Row: 9},
		Memberships: []municipality.Membership{
			{Region: "hovedstaden", From: date(2007, 1, 1), To: date(2026, 12, 31)},
			{Region: "oestdanmark", From: date(2027, 1, 1)},
		},
		Groups: map[string]string{"size": "large"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if island, _ := d.Lookup(492); island.CouncilSeats != 0 {
		t.Errorf("undocumented seats are %d, want 0", island.CouncilSeats)
	}
	if _, ok := d.Lookup(411); ok {
		t.Error("an unknown code was found")
	}
}

func TestRegionsChangeOnTheDayOfTheMerger(t *testing.T) {
	t.Parallel()
	d := parse(t)
	for name, test := range map[string]struct {
		on         municipality.Date
		copenhagen string
		odense     string
		regions    int
	}{
		"the day before":  {date(2026, 12, 31), "Region Hovedstaden", "Region Syddanmark", 4},
		"the day":         {date(2027, 1, 1), "Region Østdanmark", "Region Syddanmark", 3},
		"long after":      {date(2040, 6, 30), "Region Østdanmark", "Region Syddanmark", 3},
		"back in time":    {date(2017, 6, 1), "Region Hovedstaden", "Region Syddanmark", 4},
		"before the laws": {date(2006, 12, 31), "", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if region, _ := d.Region(101, test.on); region.Name.DA != test.copenhagen {
				t.Errorf("København lies in %q, want %q", region.Name.DA, test.copenhagen)
			}
			if region, _ := d.Region(461, test.on); region.Name.DA != test.odense {
				t.Errorf("Odense lies in %q, want %q", region.Name.DA, test.odense)
			}
			if got := len(d.Regions(test.on)); got != test.regions {
				t.Errorf("%d regions, want %d", got, test.regions)
			}
		})
	}
	if diff := cmp.Diff([]string{"København", "Køge"}, names(d.InRegion("oestdanmark", date(2027, 1, 1)))); diff != "" {
		t.Error(diff)
	}
	if got := d.InRegion("oestdanmark", date(2026, 12, 31)); len(got) > 0 {
		t.Errorf("the new region has members too early: %v", names(got))
	}
	if _, ok := d.Region(411, date(2026, 1, 1)); ok {
		t.Error("an unknown municipality has a region")
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	d := parse(t)
	scheme, ok := d.Scheme("size")
	if !ok || len(d.Schemes()) != 1 {
		t.Fatal("the scheme is missing")
	}
	want := []municipality.Group{
		{Scheme: "size", Key: "small", Name: municipality.Name{DA: "Små", EN: "Small"}},
		{Scheme: "size", Key: "large", Name: municipality.Name{DA: "Store", EN: "Large"}},
	}
	if diff := cmp.Diff(want, scheme.Groups); diff != "" {
		t.Errorf("groups are not in the order of their positions:\n%s", diff)
	}
	if group, ok := d.GroupOf(492, "size"); !ok || group.Name.In("en") != "Small" {
		t.Errorf("Ærø is in %v", group)
	}
	if diff := cmp.Diff([]string{"København", "Odense", "Aarhus"}, names(d.InGroup("size", "large"))); diff != "" {
		t.Error(diff)
	}
	for _, unknown := range []func() bool{
		func() bool { _, ok := d.GroupOf(411, "size"); return ok },
		func() bool { _, ok := d.GroupOf(492, "colour"); return ok },
		func() bool { _, ok := d.Scheme("colour"); return ok },
		func() bool { _, ok := scheme.Group("medium"); return ok },
		func() bool { return len(d.InGroup("size", "")) > 0 },
	} {
		if unknown() {
			t.Error("something unknown was found")
		}
	}
}

func TestSearchFindsNamesAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	d := parse(t)
	for text, want := range map[string][]string{
		"odense":         {"Odense"},
		"ODEN":           {"Odense"},
		"Odense Kommune": {"Odense"},
		"århus":          {"Aarhus"},
		"aarhus":         {"Aarhus"},
		"arhus":          {"Aarhus"},
		"a\u030arhus":    {"Aarhus"},
		"københavn":      {"København"},
		"koebenhavn":     {"København"},
		"kobenhavn":      {"København"},
		"Köge":           {"Køge"},
		"kø":             {"København", "Køge"},
		"ærø":            {"Ærø"},
		"aeroe":          {"Ærø"},
		"Aero":           {"Ærø"},
		"æ":              {"Ærø"},
		"Roskilde":       nil,
		"":               {"København", "Køge", "Odense", "Ærø", "Aarhus"},
	} {
		if diff := cmp.Diff(want, names(d.Search(text))); diff != "" {
			t.Errorf("Search(%q):\n%s", text, diff)
		}
		for _, m := range d.All() {
			found := false
			for _, name := range want {
				found = found || name == m.Name
			}
			if got := municipality.NameContains(m.Name, text); got != found {
				t.Errorf("NameContains(%q, %q) = %t", m.Name, text, got)
			}
		}
	}
	for _, test := range [][2]string{
		{"Høje-Taastrup", "høje tåstrup"}, {"Lyngby-Taarbæk", "lyngby taarbaek"}, {"Allerød", "allerod"}, {"Brønderslev", "broend"},
	} {
		if !municipality.NameContains(test[0], test[1]) {
			t.Errorf("%q does not contain %q", test[0], test[1])
		}
	}
}

func TestCodeAndDateHaveOneSpelling(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{"461": true, "0461": false, "46": false, "+461": false, " 461": false, "4610": false, "": false} {
		code, err := municipality.ParseCode(text)
		if (err == nil) != ok || ok && code.String() != text {
			t.Errorf("ParseCode(%q) = %v, %v", text, code, err)
		}
	}
	for text, ok := range map[string]bool{"2026-12-31": true, "2026-02-29": false, "31-12-2026": false, "2026-1-1": false, "": false} {
		day, err := municipality.ParseDate(text)
		if (err == nil) != ok || ok && day.String() != text {
			t.Errorf("ParseDate(%q) = %v, %v", text, day, err)
		}
	}
	if (municipality.Date{}).String() != "" || !(municipality.Date{}).IsZero() {
		t.Error("the open date is not open")
	}
}

func TestNamedFindsOneMunicipality(t *testing.T) {
	t.Parallel()
	d := parse(t)
	for text, want := range map[string]municipality.Code{
		"Odense": 461, " odense KOMMUNE": 461, "Ærø": 492, "aeroe": 492, "Køge": 259, "Koge": 259,
		"Oden": 0, "": 0, "kommune": 0, "Odense Syd": 0,
	} {
		m, ok := d.Named(text)
		if ok != (want != 0) || ok && m.Code != want {
			t.Errorf("%q is %+v, want %d", text, m, want)
		}
	}
}

func TestFindTakesWhatListsSay(t *testing.T) {
	t.Parallel()
	d := parse(t)
	for cell, want := range map[string]municipality.Code{
		"461": 461, "0461": 461, " 101 ": 101, "Odense": 461, "odense kommune": 461, "Københavns Kommune": 101,
		"Koebenhavn": 101, "Ærøs Regionskommune": 492, "Aarhus Kommune": 751, "461 Odense": 461, "Odense (461)": 461,
		"Odense – 0461": 461,
		"":              0, "999": 0, "Narnia": 0, "751 Odense": 0, "Odense 461 751": 0, "kommune": 0, "0": 0, "461.": 0,
	} {
		m, ok := d.Find(cell)
		if ok != (want != 0) || ok && m.Code != want {
			t.Errorf("Find(%q) = %v, %t, want %d", cell, m, ok, want)
		}
	}
}
