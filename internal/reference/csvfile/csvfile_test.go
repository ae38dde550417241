package csvfile_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/reference/csvfile"
)

type row struct {
	Name string `csv:"name"`
	Size string `csv:"size"`
}

func read(content string) (lines []int, rows []row, problems fault.Problems) {
	csvfile.Each("things.csv", []byte(content), &problems, func(at csvfile.Row, r row) {
		lines, rows = append(lines, at.Line), append(rows, r)
	})
	return lines, rows, problems
}

func TestEachReadsRowsWithTheirLines(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"plain":           "name,size\nOdense,3\n\"Høje, nord\",4\n",
		"byte-order mark": "\ufeffname,size\nOdense,3\n\"Høje, nord\",4\n",
		"other order":     "size,name\n3,Odense\n4,\"Høje, nord\"\n",
		"semicolons":      "name;size\nOdense;3\nHøje, nord;4\n",
		"Windows lines":   "name,size\r\nOdense,3\r\n\"Høje, nord\",4\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines, rows, problems := read(content)
			if len(problems) > 0 {
				t.Fatalf("problems: %v", problems.Err())
			}
			if diff := cmp.Diff([]row{{"Odense", "3"}, {"Høje, nord", "4"}}, rows); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]int{2, 3}, lines); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEachCountsLinesOfTextWithLineBreaks(t *testing.T) {
	t.Parallel()
	lines, _, _ := read("name,size\n\"two\nlines\",1\nlast,2\n")
	if diff := cmp.Diff([]int{2, 4}, lines); diff != "" {
		t.Error(diff)
	}
}

func TestEachNotesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		content string
		want    []string
	}{
		"empty":           {"", []string{"things.csv 0 table.empty"}},
		"Latin-1":         {"name,size\nK\xf8ge,1\n", []string{"things.csv 2 table.not_utf8"}},
		"missing column":  {"name\nOdense\n", []string{"things.csv/size 1 reference.csv.column_missing"}},
		"unknown column":  {"name,size,colour\n", []string{"things.csv/colour 1 reference.csv.column_unknown"}},
		"repeated column": {"name,size,name\n", []string{"things.csv/name 1 table.repeated_column"}},
		"every bad row": {
			"name,size\nshort\ngood,1\na,b,c\n\"stray\"quote,2\n",
			[]string{
				"things.csv 2 table.too_few_cells",
				"things.csv 4 table.too_many_cells_comma",
				"things.csv 5 table.bad_quotes",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, problems := read(test.content)
			if diff := cmp.Diff(test.want, summaries(problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCellsAreReadWithinTheirBounds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		read func(csvfile.Row) any
		want any
		bad  bool
	}{
		"text":            {func(r csvfile.Row) any { return r.Text("c", " Fanø ") }, "Fanø", false},
		"no text":         {func(r csvfile.Row) any { return r.Text("c", "  ") }, "", true},
		"whole":           {func(r csvfile.Row) any { return r.Int("c", "12", 1, 20) }, 12, false},
		"too large":       {func(r csvfile.Row) any { return r.Int("c", "21", 1, 20) }, 1, true},
		"not whole":       {func(r csvfile.Row) any { return r.Int("c", "1.5", 1, 20) }, 1, true},
		"thousands point": {func(r csvfile.Row) any { return r.Int("c", "1.234", 1, 2000) }, 1, true},
		"optional":        {func(r csvfile.Row) any { return r.OptionalInt("c", "", 1, 20) }, 0, false},
		"decimal":         {func(r csvfile.Row) any { return r.Decimal("c", "55.4", 54, 58) }, 55.4, false},
		"decimal comma":   {func(r csvfile.Row) any { return r.Decimal("c", "55,4", 54, 58) }, 55.4, false},
		"no number":       {func(r csvfile.Row) any { return r.Decimal("c", "NaN", 54, 58) }, 54.0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var problems fault.Problems
			csvfile.Each("things.csv", []byte("name,size\na,b\n"), &problems, func(at csvfile.Row, _ row) {
				if got := test.read(at); got != test.want {
					t.Errorf("got %v, want %v", got, test.want)
				}
			})
			if bad := len(problems) > 0; bad != test.bad {
				t.Errorf("problems: %v", problems)
			}
		})
	}
}

func sprint(p fault.Problem) string {
	return fmt.Sprintf("%s %d %s", p.Field, p.Row, p.Message.Key)
}

func summaries(problems fault.Problems) []string {
	var out []string
	for _, p := range problems {
		out = append(out, sprint(p))
	}
	return out
}

func FuzzEach(f *testing.F) {
	for _, s := range []string{"", "name,size\nOdense,3\n", "name,size\n\"\n", "\ufeff", "name,size\r\n,\r\n\"a\nb\",1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		lines, rows, problems := read(content)
		if len(lines) != len(rows) {
			t.Fatalf("%d lines for %d rows", len(lines), len(rows))
		}
		for i, line := range lines {
			if line < 2 || i > 0 && line <= lines[i-1] {
				t.Fatalf("lines %v do not rise from 2", lines)
			}
		}
		for _, p := range problems {
			if p.Message.Key == "" {
				t.Fatal("problem without message")
			}
		}
	})
}
