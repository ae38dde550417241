package table_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/table"
)

func read(text string) (*table.Table, error) {
	return table.Read(strings.NewReader(text), table.DefaultLimits())
}

func TestReadTakesTablesAsPeopleMakeThem(t *testing.T) {
	t.Parallel()
	want := [][]string{{"unit", "a.x", "b"}, {"Ærø", "3,5", ""}, {"Odense; C", "?", "n/a"}}
	tests := map[string]struct {
		text  string
		lines []int
	}{
		"semicolon":           {"unit;a.x;b\nÆrø;3,5;\n\"Odense; C\";?;n/a\n", []int{1, 2, 3}},
		"comma":               {"unit,a.x,b\nÆrø,\"3,5\",\nOdense; C,?,n/a\n", []int{1, 2, 3}},
		"tab":                 {"unit\ta.x\tb\nÆrø\t3,5\t\nOdense; C\t?\tn/a", []int{1, 2, 3}},
		"byte-order mark":     {"\ufeffunit;a.x;b\nÆrø;3,5;\n\"Odense; C\";?;n/a\n", []int{1, 2, 3}},
		"CRLF":                {"unit;a.x;b\r\nÆrø;3,5;\r\n\"Odense; C\";?;n/a\r\n", []int{1, 2, 3}},
		"old Mac line ends":   {"unit;a.x;b\rÆrø;3,5;\r\"Odense; C\";?;n/a\r", []int{1, 2, 3}},
		"no line end":         {"unit;a.x;b\nÆrø;3,5;\n\"Odense; C\";?;n/a", []int{1, 2, 3}},
		"spaces":              {" unit ;a.x; b\n  Ærø;3,5 ; \n\"Odense; C\";\u00a0?;n/a\n", []int{1, 2, 3}},
		"blank lines":         {"\n\r\nunit;a.x;b\n\nÆrø;3,5;\n;;\n\"Odense; C\";?;n/a\n\n;;;;\n  \n", []int{3, 5, 7}},
		"empty columns after": {"unit;a.x;b;;\nÆrø;3,5;;;\n\"Odense; C\";?;n/a;;\n", []int{1, 2, 3}},
		"separator named":     {"sep=;\r\nunit;a.x;b\r\nÆrø;3,5;\r\n\"Odense; C\";?;n/a\r\n", []int{2, 3, 4}},
		"quoted header":       {"\"unit\";\"a.x\";\"b\"\n\"Ærø\";\"3,5\";\"\"\n\"Odense; C\";\"?\";\"n/a\"\n", []int{1, 2, 3}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := read(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			cells, lines := [][]string{got.Header}, []int{got.HeaderLine}
			for _, row := range got.Rows {
				cells, lines = append(cells, row.Cells), append(lines, row.Line)
			}
			if diff := cmp.Diff(want, cells); diff != "" {
				t.Errorf("cells (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.lines, lines); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadKeepsQuotesAndLineBreaksWithinCells(t *testing.T) {
	t.Parallel()
	got, err := read("unit,\"a, b; c\"\n\"two\nlines\",\"say \"\"hi\"\"\"\nx,y\n")
	if err != nil {
		t.Fatal(err)
	}
	want := &table.Table{
		Header: []string{"unit", "a, b; c"}, HeaderLine: 1,
		Rows: []table.Row{{2, []string{"two\nlines", `say "hi"`}}, {4, []string{"x", "y"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
	if i, ok := got.Column("a, b; c"); i != 1 || !ok {
		t.Errorf("Column = %d, %v", i, ok)
	}
	if i, ok := got.Column("unit"); i != 0 || !ok {
		t.Errorf("Column = %d, %v", i, ok)
	}
	if _, ok := got.Column("A, b; c"); ok {
		t.Error("a column is found under another spelling")
	}
}

// Only a first line of exactly "sep=" and a separator names one.
func TestReadTakesAnEqualsSignInAHeading(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"q=;\n1;\n":        {"q="},
		"sep=;x\n1;2\n":    {"sep=", "x"},
		"sep=a,x\n1,2\n":   {"sep=a", "x"},
		"sep=a\n1\n":       {"sep=a"},
		"SEP=,\nx;y,z\n":   {"x;y", "z"},
		"sep=\t\na,b\tc\n": {"a,b", "c"},
	} {
		got, err := read(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got.Header); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestProblemsCarryTheirFigures(t *testing.T) {
	t.Parallel()
	limits := table.Limits{Bytes: 3 << 20, Rows: 3, Columns: 3}
	for text, want := range map[string]map[string]any{
		"a;;b\nx;1;2\n":            {"Column": 2},
		"a;a\n":                    {"Name": "a"},
		"a;b;c;d\n":                {"Columns": 3},
		"a;b\n1\n":                 {"Cells": 1, "Columns": 2},
		"a;b\n1;2;3\n":             {"Cells": 3, "Columns": 2},
		"a\n1\n2\n3\n4\n":          {"Rows": 3},
		strings.Repeat(" ", 4<<20): {"Megabytes": int64(3)},
	} {
		_, err := table.Read(strings.NewReader(text), limits)
		var e *fault.Error
		if !errors.As(err, &e) || len(e.Problems) != 1 {
			t.Errorf("%.20q: error %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, e.Problems[0].Message.Args); diff != "" {
			t.Errorf("%.20q (-want +got):\n%s", text, diff)
		}
	}
}

func TestReadTakesOneColumn(t *testing.T) {
	t.Parallel()
	got, err := read("unit\na\n")
	if err != nil || len(got.Header) != 1 || len(got.Rows) != 1 {
		t.Errorf("table %+v, error %v", got, err)
	}
}

type problem struct {
	Row   int
	Field string
	Key   string
}

func problemsOf(t *testing.T, err error) []problem {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Invalid {
		t.Fatalf("error is %v, want an invalid *fault.Error", err)
	}
	var out []problem
	for _, p := range e.Problems {
		out = append(out, problem{p.Row, p.Field, strings.TrimPrefix(p.Message.Key, "table.")})
	}
	return out
}

func utf16Text(s, mark string, low int) string {
	out := []byte(mark)
	for _, u := range utf16.Encode([]rune(s)) {
		pair := [2]byte{byte(u >> 8), byte(u)}
		out = append(out, pair[1-low], pair[low])
	}
	return string(out)
}

func TestReadNamesEveryProblem(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []problem
		rows int
	}{
		"nothing":               {"", []problem{{0, "", "empty"}}, 0},
		"only blank lines":      {"\n;;\n \n", []problem{{0, "", "empty"}}, 0},
		"only a mark":           {"\ufeff", []problem{{0, "", "empty"}}, 0},
		"UTF-16 little end":     {utf16Text("unit;a\n", "\xff\xfe", 0), []problem{{0, "", "not_utf8"}}, 0},
		"UTF-16 big end":        {utf16Text("unit;a\n", "\xfe\xff", 1), []problem{{0, "", "not_utf8"}}, 0},
		"UTF-16 without mark":   {utf16Text("unit;a\n", "", 0), []problem{{0, "", "not_utf8"}}, 0},
		"Windows-1252":          {"unit;a\nOdense;1\n\xc6r\xf8;2\n", []problem{{3, "", "not_utf8"}}, 0},
		"NUL first":             {"\x00unit;a\n", []problem{{0, "", "not_utf8"}}, 0},
		"Windows-1252 header":   {"\xc6ble;a\n", []problem{{1, "", "not_utf8"}}, 0},
		"an Excel workbook":     {"PK\x03\x04\x14\x00", []problem{{0, "", "workbook"}}, 0},
		"an old Excel workbook": {"\xd0\xcf\x11\xe0\xa1\xb1", []problem{{0, "", "workbook"}}, 0},
		"repeated columns":      {"\nunit;a;a;a\nx;1;2;3\n", []problem{{2, "a", "repeated_column"}, {2, "a", "repeated_column"}}, 0},
		"a column without name": {"unit;;b\nx;1;2\n", []problem{{1, "", "column_without_name"}}, 0},
		"rows of other lengths": {"unit;a;b\nx;1\ny;1;2\nz;1;2;3\nw\n", []problem{{2, "", "too_few_cells"}, {4, "", "too_many_cells"}, {5, "", "too_few_cells"}}, 1},
		"decimal comma in a comma file": {
			"unit,a,b\nx,3,5,1\ny,1,2\n", []problem{{2, "", "too_many_cells_comma"}}, 1,
		},
		"a quote inside a cell":    {"unit;a\nx;5\" tube\ny;1\n", []problem{{2, "", "bad_quotes"}}, 1},
		"text after a quoted cell": {"unit;a\nx;\"5\"tube\ny;1\n", []problem{{2, "", "bad_quotes"}}, 1},
		"a quote never closed":     {"unit;a\ny;1\nx;\"5\nz;1\n", []problem{{3, "", "bad_quotes"}}, 1},
		"header quote":             {"sep=;\n\"unit;a\ny;1\n", []problem{{2, "", "bad_quotes"}}, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := read(tt.text)
			if diff := cmp.Diff(tt.want, problemsOf(t, err)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if tt.rows == 0 {
				if got != nil {
					t.Errorf("table %+v beside the error", got)
				}
				return
			}
			if len(got.Rows) != tt.rows {
				t.Errorf("%d good rows beside the error, want %d", len(got.Rows), tt.rows)
			}
		})
	}
}

func TestReadKeepsItsLimits(t *testing.T) {
	t.Parallel()
	limits := table.Limits{Bytes: 40, Rows: 2, Columns: 3}
	tests := map[string]struct {
		text string
		want []problem
	}{
		"at every limit":    {"u;a;b\n1;2;3\n4;5;6\n" + strings.Repeat(" ", 22), nil},
		"a byte too many":   {"u;a;b\n1;2;3\n4;5;6\n" + strings.Repeat(" ", 23), []problem{{0, "", "too_large"}}},
		"a row too many":    {"u\n1\n2\n3\n4\n", []problem{{4, "", "too_many_rows"}}},
		"a column too many": {"u;a;b;c\n1;2;3;4\n", []problem{{1, "", "too_many_columns"}}},
	}
	for name, tt := range tests {
		got, err := table.Read(strings.NewReader(tt.text), limits)
		if name == "a column too many" && got != nil {
			t.Errorf("%s: table %+v beside the error", name, got)
		}
		if tt.want == nil {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if diff := cmp.Diff(tt.want, problemsOf(t, err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestReadPassesOnAReadersError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	_, err := table.Read(io.MultiReader(strings.NewReader("unit\n"), iotest.ErrReader(broken)), table.DefaultLimits())
	if !errors.Is(err, broken) || fault.KindOf(err) != fault.Internal {
		t.Errorf("error = %v", err)
	}
}

// FuzzRead holds that any file gives either rows that fit their header or a problem.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"unit;a\nx;1\n", "unit,a\n\"x\",\"1,5\"\n", "\ufeffunit\ta\r\nx\t1\r\n", "sep=;\nunit;a\n", "\"", "a\rb\r", "\xff\xfe", "PK\x03\x04",
		"unit;a;a\n;;;\nx;\"y\n", "sep=,", "\n\n;;\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := table.Read(strings.NewReader(string(data)), table.Limits{Bytes: 1 << 16, Rows: 50, Columns: 20})
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatalf("error %v", err)
		}
		if got == nil {
			if err == nil {
				t.Fatal("neither table nor error")
			}
			return
		}
		for _, name := range got.Header {
			if name == "" {
				t.Fatalf("header %q", got.Header)
			}
		}
		line := got.HeaderLine
		for _, row := range got.Rows {
			if len(row.Cells) != len(got.Header) || row.Line <= line || strings.Join(row.Cells, "") == "" {
				t.Fatalf("row %+v after line %d under %q", row, line, got.Header)
			}
			line = row.Line
		}
	})
}
