package batch_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/batch"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/scoring"
	"modenhed/internal/table"
)

const everyType = `
key: types
version: 2
method: {min_coverage: 0.5, max_not_applicable: 0.5}
areas:
  - key: one
    indicators:
      - {key: L, type: level}
      - {key: P, type: percent, low: 0, high: 80}
      - {key: N, type: number, low: 0, high: 40, min: -1.5, max: 500}
  - key: two
    aggregation: arithmetic
    indicators:
      - {key: D, type: days, low: 60, high: 10}
      - {key: Y, type: yesno, not_applicable: false}
`

func parse(t testing.TB, text string) *framework.Framework {
	t.Helper()
	f, err := framework.Parse("test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func value(x float64) scoring.Answer { return scoring.Answer{State: scoring.Present, Value: x} }

var (
	missing = scoring.Answer{}
	unknown = scoring.Answer{State: scoring.Unknown}
	na      = scoring.Answer{State: scoring.NotApplicable}
)

func TestReadValues(t *testing.T) {
	t.Parallel()
	f := parse(t, everyType)
	got, err := batch.ReadValues(strings.NewReader("\ufeffunit;Y;name;N;L;P\r\n"+
		"461;ja;Odense;3,5;3;12,25\r\n"+
		"=x;0;;-1.5;5.0;100\r\n"+
		"751;?;Aarhus;N/A;n/a;\r\n"+
		"b;NO;;1e2;;0\r\n"+
		";;;;;\r\n"), f)
	if err != nil {
		t.Fatal(err)
	}
	want := batch.Values{
		Indicators: []framework.IndicatorKey{"L", "P", "N", "D", "Y"},
		Units:      []batch.Unit{{"461", "Odense", 2}, {"=x", "", 3}, {"751", "Aarhus", 4}, {"b", "", 5}},
		Answers: []scoring.Answer{
			value(3), value(12.25), value(3.5), missing, value(1),
			value(5), value(100), value(-1.5), missing, value(0),
			na, missing, na, missing, unknown,
			missing, value(0), value(100), missing, value(0),
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

func TestCells(t *testing.T) {
	t.Parallel()
	f := parse(t, everyType)
	good := map[string]map[string]scoring.Answer{
		"L": {"": missing, "?": unknown, "n/a": na, "N/a": na, "0": value(0), "5": value(5), "3.0": value(3), "3,0": value(3), "+2": value(2)},
		"P": {"0": value(0), "100": value(100), "33,3333": value(33.3333), "1e1": value(10)},
		"N": {"-1.5": value(-1.5), "500": value(500), "-0": value(0), ".5": value(0.5)},
		"D": {"0": value(0), "45": value(45), "45.0": value(45), "100000": value(100000)},
		"Y": {"yes": value(1), "Ja": value(1), "JA": value(1), "1": value(1), "1.0": value(1), "no": value(0), "nej": value(0), "0": value(0), "?": unknown, "": missing},
	}
	for key, cells := range good {
		for cell, want := range cells {
			values, err := batch.ReadValues(strings.NewReader("unit;"+key+"\nx;\""+cell+"\"\n"), f)
			if err != nil {
				t.Errorf("%s = %q: %v", key, cell, err)
				continue
			}
			for i, k := range values.Indicators {
				if string(k) == key && values.Answers[i] != want {
					t.Errorf("%s = %q is %+v, want %+v", key, cell, values.Answers[i], want)
				}
			}
		}
	}
	bad := map[string]map[string]string{
		"L": {"6": "batch.not_level", "-1": "batch.not_level", "2,5": "batch.not_level", "x": "table.not_number", "na": "table.not_number"},
		"P": {"-0.1": "batch.not_percent", "100.1": "batch.not_percent", "45%": "table.not_number", "NaN": "table.not_number"},
		"N": {"-1.6": "batch.below_min", "500,5": "batch.above_max", "1.234,5": "table.thousands", "1e999": "table.number_too_large", "??": "table.not_number"},
		"D": {"-1": "batch.not_days", "3.5": "batch.not_days", "three": "table.not_number"},
		"Y": {"true": "batch.not_yes_no", "2": "batch.not_yes_no", "y": "batch.not_yes_no", "n/a": "batch.must_apply"},
	}
	for key, cells := range bad {
		for cell, want := range cells {
			_, err := batch.ReadValues(strings.NewReader("unit;"+key+"\nx;\""+cell+"\"\n"), f)
			if diff := cmp.Diff([]problem{{2, key, want}}, problemsOf(t, err)); diff != "" {
				t.Errorf("%s = %q (-want +got):\n%s", key, cell, diff)
			}
		}
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
		out = append(out, problem{p.Row, p.Field, p.Message.Key})
	}
	return out
}

func TestReadValuesNamesEveryProblemInReadingOrder(t *testing.T) {
	t.Parallel()
	f := parse(t, everyType)
	tests := map[string]struct {
		text string
		want []problem
	}{
		"no unit column":     {"kommune;L\nx;1\n", []problem{{1, "kommune", "batch.first_column"}}},
		"unit not first":     {"L;unit\n1;x\n", []problem{{1, "L", "batch.first_column"}, {1, "unit", "batch.unknown_column"}}},
		"unknown columns":    {"unit;L;l;M\nx;1;1;1\n", []problem{{1, "l", "batch.unknown_column"}, {1, "M", "batch.unknown_column"}}},
		"name written large": {"unit;Name\nx;y\n", []problem{{1, "Name", "batch.unknown_column"}}},
		"no rows":            {"unit;L\n", []problem{{0, "", "batch.no_units"}}},
		"only faulty rows":   {"unit;L\nx\ny;1;2\n", []problem{{2, "", "table.too_few_cells"}, {3, "", "table.too_many_cells"}}},
		"empty":              {"", []problem{{0, "", "table.empty"}}},
		"repeated units":     {"unit;L\nx;1\ny;1\nx;2\nx;3\n", []problem{{4, "unit", "batch.repeated_unit"}, {5, "unit", "batch.repeated_unit"}}},
		"unit missing":       {"unit;L\n;1\n", []problem{{2, "unit", "batch.unit_missing"}}},
		"by row, then as the framework lists them": {
			"unit;Y;L\nx;maybe;9\ny;2;7\n",
			[]problem{{2, "L", "batch.not_level"}, {2, "Y", "batch.not_yes_no"}, {3, "L", "batch.not_level"}, {3, "Y", "batch.not_yes_no"}},
		},
		"everything at once": {
			"unit;Y;L;Q\nx;maybe;9;1\ny;1\nx;1;1;1\nz;2;;\n",
			[]problem{
				{1, "Q", "batch.unknown_column"},
				{2, "L", "batch.not_level"}, {2, "Y", "batch.not_yes_no"},
				{3, "", "table.too_few_cells"},
				{4, "unit", "batch.repeated_unit"},
				{5, "Y", "batch.not_yes_no"},
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := batch.ReadValues(strings.NewReader(tt.text), f)
			if diff := cmp.Diff(tt.want, problemsOf(t, err)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if got.Units != nil || got.Answers != nil {
				t.Errorf("values beside the error: %+v", got)
			}
		})
	}
}

func TestProblemsSayWhatStandsThere(t *testing.T) {
	t.Parallel()
	f := parse(t, everyType)
	for text, want := range map[string]map[string]any{
		"kommune;L\nx;1\n":    {"Name": "kommune", "Wanted": "unit"},
		"unit;Q\nx;1\n":       {"Name": "Q", "Framework": "types"},
		"unit\nx\ny\nx\n":     {"Value": "x", "Line": 2},
		"unit;N\nx;-2\n":      {"Value": "-2", "Low": "-1.5"},
		"unit;N\nx;501\n":     {"Value": "501", "High": "500"},
		"unit;L\nx;7\n":       {"Value": "7", "High": 5},
		"unit;Y\nx;perhaps\n": {"Value": "perhaps"},
		"unit;Y\nx;n/a\n":     {"Name": "Y"},
	} {
		_, err := batch.ReadValues(strings.NewReader(text), f)
		var e *fault.Error
		if !errors.As(err, &e) || len(e.Problems) != 1 {
			t.Errorf("%q: error %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, e.Problems[0].Message.Args); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestKeysKeepTheirCaseAndWinOverTheNameColumn(t *testing.T) {
	t.Parallel()
	f := parse(t, "key: k\nversion: 1\nareas: [{key: a, indicators: [{key: x, type: level}, {key: X, type: level}, {key: name, type: level}]}]\n")
	got, err := batch.ReadValues(strings.NewReader("unit,X,x,name\nu,1,2,3\n"), f)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]scoring.Answer{value(2), value(1), value(3)}, got.Answers); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	if got.Units[0].Name != "" {
		t.Errorf("name = %q", got.Units[0].Name)
	}
}

func TestReadValuesOfManyMegabytes(t *testing.T) {
	t.Parallel()
	f := parse(t, everyType)
	file := func(megabytes int) io.Reader {
		return io.MultiReader(strings.NewReader("unit,L\nx,3"), strings.NewReader(strings.Repeat(" ", megabytes<<20)))
	}
	values, err := batch.ReadValues(file(30), f)
	if err != nil || values.Answers[0] != value(3) {
		t.Errorf("30 MB: %v, %v", values.Answers, err)
	}
	_, err = batch.ReadValues(file(100), f)
	if diff := cmp.Diff([]problem{{0, "", "table.too_large"}}, problemsOf(t, err)); diff != "" {
		t.Errorf("over 100 MB (-want +got):\n%s", diff)
	}
}

func TestParseValuesOfATableWithoutHeader(t *testing.T) {
	t.Parallel()
	_, err := batch.ParseValues(&table.Table{}, parse(t, everyType))
	if diff := cmp.Diff([]problem{{0, "", "table.empty"}}, problemsOf(t, err)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// FuzzReadValues holds that any file gives either a full matrix or problems.
func FuzzReadValues(f *testing.F) {
	types := parse(f, everyType)
	for _, seed := range []string{
		"unit;Y;name;N;L;P\n461;ja;Odense;3,5;3;12,25\n", "unit,L\nx,?\n", "unit\tD\ny\tn/a\n", "unit;L\nx;9\nx;1\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		values, err := batch.ReadValues(strings.NewReader(string(data)), types)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("error %v", err)
			}
			return
		}
		result, err := batch.Run(values, types)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		if err := errors.Join(result.WriteJSON(&out), result.WriteCSV(&out)); err != nil {
			t.Fatal(err)
		}
	})
}
