package seed_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEvidenceIsComplete(t *testing.T) {
	t.Parallel()
	areas := areasOfFramework(t)
	rows := rowsOf(t, "evidence.csv")
	wantUnique(t, "evidence.csv", rows, "code", "fact_da")
	wantUnique(t, "evidence.csv", rows, "code", "fact_en")
	for i, row := range rows {
		line := i + 2
		for _, column := range []string{"fact_da", "fact_en", "source_title"} {
			if row[column] == "" {
				t.Errorf("row %d has no %s", line, column)
			}
		}
		if !areas[row["area"]] {
			t.Errorf("row %d: area %q is not in the framework", line, row["area"])
		}
		address, err := url.Parse(row["source_url"])
		if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" {
			t.Errorf("row %d: %q is not a web address", line, row["source_url"])
		}
		if row["year"] == "" {
			continue
		}
		if year := row.int(t, "year"); year < 2005 || year > 2026 {
			t.Errorf("row %d: year %d", line, year)
		}
	}
}

// TestFactsAreTypeset keeps the signs that the rest of the product uses.
func TestFactsAreTypeset(t *testing.T) {
	t.Parallel()
	typed := regexp.MustCompile(`'|\d{4}-\d{4}`)
	for i, row := range rowsOf(t, "evidence.csv") {
		for _, column := range []string{"fact_da", "fact_en"} {
			if found := typed.FindString(row[column]); found != "" {
				t.Errorf("row %d: %s has %q, want ’ and –", i+2, column, found)
			}
		}
	}
}

func TestEvidenceCounts(t *testing.T) {
	t.Parallel()
	rows := rowsOf(t, "evidence.csv")
	if got := len(set(rows, "code")); got != 95 {
		t.Errorf("evidence about %d municipalities, want 95", got)
	}
	if got := tally(rows, "year")[""]; got != 76 {
		t.Errorf("%d facts have no year, want 76", got)
	}
	want := map[string]int{"own": 141, "membership": 222, "case": 13}
	if diff := cmp.Diff(want, tally(rows, "kind")); diff != "" {
		t.Errorf("kinds of evidence (-want +got):\n%s", diff)
	}
}

// TestKindOfEvidence keeps facts from lists of members, and cases, from counting as a municipality's own doing.
func TestKindOfEvidence(t *testing.T) {
	t.Parallel()
	tests := []struct{ sourceBegins, want string }{
		{"Open Data DK: Medlemmer", "membership"},
		{"Tekforsøget: ", "membership"},
		{"Region Midtjylland og de 19 midtjyske kommuner: ", "membership"},
		{"digitalinfrastruktur.dk: Nye fælles retningslinjer", "membership"},
		{"Digitaliseringsforening Sjælland: ", "membership"},
		{"KIT-magasinet: Ni kommuner", "membership"},
		{"Jammerbugt Kommune: Fælles retningslinjer", "membership"},
		{"Region Nordjylland: About TeleCare Nord", "membership"},
		{"Datatilsynet: ", "case"},
		{"GDPRhub: ", "case"},
		{"DataGuidance: ", "case"},
		{"Dansk Erhverv: ", "own"},
		{"GitHub: ", "own"},
		{"HK: ", "own"},
	}
	rows := rowsOf(t, "evidence.csv")
	for _, test := range tests {
		found := false
		for i, row := range rows {
			if !strings.HasPrefix(row["source_title"], test.sourceBegins) {
				continue
			}
			found = true
			if row["kind"] != test.want {
				t.Errorf("row %d from %s is %s, want %s", i+2, row["source_title"], row["kind"], test.want)
			}
		}
		if !found {
			t.Errorf("no evidence from %s", test.sourceBegins)
		}
	}
}

func TestCasesAreAboutSecurity(t *testing.T) {
	t.Parallel()
	for i, row := range rowsOf(t, "evidence.csv") {
		if row["kind"] == "case" && row["area"] != "it_security" {
			t.Errorf("row %d: a case in area %s", i+2, row["area"])
		}
	}
}
