package seed_test

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"modenhed/seed"
)

// filesByForm returns the names of all seed files, by their ending.
func filesByForm(t *testing.T) map[string][]string {
	t.Helper()
	names := make(map[string][]string)
	err := fs.WalkDir(seed.Files(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names[path.Ext(name)] = append(names[path.Ext(name)], name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestColumnsAndRows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		file, columns string
		rows          int
	}{
		{"council_seats_by_party.csv", "election_year,party_letter,party_name,seats", 50},
		{"council_seats_by_party_municipality.csv", "election_year,code,party_letter,seats", 543},
		{"evidence.csv", "code,area,year,fact_da,fact_en,kind,source_title,source_url", 376},
		{"group_membership.csv", "municipality_code,scheme,group_key", 3 * 98},
		{"group_schemes.csv", "key,title_da,title_en,description_da,description_en,source", 3},
		{"groups.csv", "scheme,key,name_da,name_en,position", 5 + 11 + 4},
		{"municipalities.csv", "code,name,short_name,population,population_year,council_seats,council_seats_source,lat,lon,tile_col,tile_row", 98},
		{"parties.csv", "letter,name_da,name_en,other_names", 15},
		{"region_membership.csv", "municipality_code,region_key,valid_from,valid_to", 98 + 46},
		{"regions.csv", "key,code,name_da,name_en,valid_from,valid_to", 6},
	}
	var listed []string
	for _, test := range tests {
		listed = append(listed, test.file)
		rows, columns := readCSV(t, test.file)
		if got := strings.Join(columns, ","); got != test.columns {
			t.Errorf("%s has columns %s, want %s", test.file, got, test.columns)
		}
		if len(rows) != test.rows {
			t.Errorf("%s has %d rows, want %d", test.file, len(rows), test.rows)
		}
	}
	if diff := cmp.Diff(listed, filesByForm(t)[".csv"]); diff != "" {
		t.Errorf("CSV files (-tested +embedded):\n%s", diff)
	}
}

var trailingSpace = regexp.MustCompile(`(?m)[ \t]+$`)

func TestTextIsClean(t *testing.T) {
	t.Parallel()
	for _, names := range filesByForm(t) {
		for _, name := range names {
			content, err := fs.ReadFile(seed.Files(), name)
			if err != nil {
				t.Fatal(err)
			}
			for fault, found := range map[string]bool{
				"bytes that are not UTF-8":          !utf8.Valid(content),
				"a byte-order mark":                 bytes.HasPrefix(content, []byte("\ufeff")),
				"letters that are not composed":     !norm.NFC.IsNormal(content),
				"CR line ends":                      bytes.Contains(content, []byte("\r")),
				"spaces at the end of a line":       trailingSpace.Match(content),
				"no single line end at the end":     !bytes.HasSuffix(content, []byte("\n")) || bytes.HasSuffix(content, []byte("\n\n")),
				"control or no-break space letters": bytes.ContainsAny(content, "\t\u00a0\u200b\u00ad"),
			} {
				if found {
					t.Errorf("%s has %s", name, fault)
				}
			}
		}
	}
}

func TestCellsAreClean(t *testing.T) {
	t.Parallel()
	leadingZero := regexp.MustCompile(`^-?0\d`)
	for _, name := range filesByForm(t)[".csv"] {
		rows, columns := readCSV(t, name)
		wantUnique(t, name, rows, columns...)
		for i, row := range rows {
			for column, cell := range row {
				if cell != strings.TrimSpace(cell) || strings.Contains(cell, "  ") || strings.ContainsRune(cell, '\n') {
					t.Errorf("%s row %d: %s %q has loose spaces", name, i+2, column, cell)
				}
				if leadingZero.MatchString(cell) {
					t.Errorf("%s row %d: %s %q has a leading zero", name, i+2, column, cell)
				}
			}
		}
	}
}

func TestYAMLParses(t *testing.T) {
	t.Parallel()
	names := filesByForm(t)[".yaml"]
	if len(names) < 14 {
		t.Errorf("found %d YAML files, want one framework and 13 waves at least", len(names))
	}
	for _, name := range names {
		content, err := fs.ReadFile(seed.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		var file map[string]any
		if err := yaml.Unmarshal(content, &file); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSourcesNameEveryFile keeps the document about the files from falling behind them.
func TestSourcesNameEveryFile(t *testing.T) {
	t.Parallel()
	sources, err := fs.ReadFile(seed.Files(), "SOURCES.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range filesByForm(t)[".csv"] {
		if !bytes.Contains(sources, []byte("`"+name+"`")) {
			t.Errorf("SOURCES.md does not name %s", name)
		}
	}
}
