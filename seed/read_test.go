package seed_test

import (
	"encoding/csv"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"modenhed/seed"
)

// record is one row of a CSV file by column.
type record map[string]string

// readCSV returns the rows of a seed file and its columns.
func readCSV(t *testing.T, name string) (rows []record, columns []string) {
	t.Helper()
	file, err := seed.Files().Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, line := range lines[1:] {
		row := make(record, len(line))
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows, lines[0]
}

func rowsOf(t *testing.T, name string) []record {
	t.Helper()
	rows, _ := readCSV(t, name)
	return rows
}

func (r record) int(t *testing.T, column string) int {
	t.Helper()
	n, err := strconv.Atoi(r[column])
	if err != nil {
		t.Fatalf("%s of %v: %v", column, r, err)
	}
	return n
}

func (r record) decimal(t *testing.T, column string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(r[column], 64)
	if err != nil {
		t.Fatalf("%s of %v: %v", column, r, err)
	}
	return x
}

// day reads a date; the zero time stands for an empty cell.
func (r record) day(t *testing.T, column string) time.Time {
	t.Helper()
	if r[column] == "" {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, r[column])
	if err != nil {
		t.Fatalf("%s of %v: %v", column, r, err)
	}
	return day
}

// set returns the different values of a column.
func set(rows []record, column string) map[string]bool {
	values := make(map[string]bool)
	for _, row := range rows {
		values[row[column]] = true
	}
	return values
}

// tally counts the rows by the value of a column.
func tally(rows []record, column string) map[string]int {
	counts := make(map[string]int)
	for _, row := range rows {
		counts[row[column]]++
	}
	return counts
}

// wantUnique reports values, joined from the columns, that occur twice, small and capital letters alike.
func wantUnique(t *testing.T, file string, rows []record, columns ...string) {
	t.Helper()
	seen := make(map[string]bool)
	for _, row := range rows {
		var cells []string
		for _, column := range columns {
			cells = append(cells, strings.ToLower(row[column]))
		}
		value := strings.Join(cells, " / ")
		if seen[value] {
			t.Errorf("%s: %s %q occurs twice", file, strings.Join(columns, ", "), value)
		}
		seen[value] = true
	}
}

// areasOfFramework returns the keys of the top areas of the seeded frameworks.
func areasOfFramework(t *testing.T) map[string]bool {
	t.Helper()
	names, err := fs.Glob(seed.Files(), "framework/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("framework files: %v, %v", names, err)
	}
	areas := make(map[string]bool)
	for _, name := range names {
		content, err := fs.ReadFile(seed.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Areas []struct{ Key string }
		}
		if err := yaml.Unmarshal(content, &file); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, area := range file.Areas {
			areas[area.Key] = true
		}
	}
	return areas
}
