// Package batch scores a file of people's own figures by a framework, without a
// database: a values file in, scores and ranks out as JSON or CSV (package
// workbook writes the same result as Excel), and, where asked for, an interval
// for each rank over drawn methods (package robustness). It checks values by the types of
// the framework and asks for no evidence; a percentage may have any number of
// decimals. There are no dates in a values file, so max_age_months has no effect.
package batch

import (
	"errors"
	"io"
	"slices"
	"strings"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/scoring"
	"modenhed/internal/table"
)

// The columns of a values file that are not indicators.
const (
	unitColumn = "unit"
	nameColumn = "name"
)

// Values are the answers of some units on every indicator of a framework.
type Values struct {
	// Indicators are the columns of Answers: all of the framework's, in file order.
	Indicators []framework.IndicatorKey
	// Units are the rows of Answers, in the order of the values file.
	Units []Unit
	// Answers is a matrix, row by row.
	Answers []scoring.Answer
}

// Unit is one row of a values file.
type Unit struct {
	// Key is the text in the column "unit", different for every unit.
	Key string
	// Name is the text in the column "name", empty when there is none.
	Name string
	// Line is where the row begins in the file, counted from 1.
	Line int
}

// limits lets in 5,000 units with 200 figures of full precision and more: the
// file is read on its owner's machine, not on a server.
func limits() table.Limits {
	l := table.DefaultLimits()
	l.Bytes = 100 << 20
	return l
}

// ReadValues reads a values file (CSV) of at most 100 MB for a framework. The error is a
// *fault.Error with every problem of the file by row and column.
func ReadValues(r io.Reader, f *framework.Framework) (Values, error) {
	t, err := table.Read(r, limits())
	if t == nil {
		return Values{}, err
	}
	return parseValues(t, problemsOf(err), f)
}

func problemsOf(err error) fault.Problems {
	var e *fault.Error
	if errors.As(err, &e) {
		return e.Problems
	}
	return nil
}

// ParseValues reads a table whose first column is "unit", with one column per
// indicator key and perhaps a column "name". An indicator without a column is
// not answered by anyone. Cells are empty (not answered), ? (don't know), n/a
// (not applicable) or a value of the indicator's type. The error is a
// *fault.Error with every problem by row and column.
func ParseValues(t *table.Table, f *framework.Framework) (Values, error) {
	return parseValues(t, nil, f)
}

// parseValues reports leftOut, the problems of rows that are not in the table,
// together with its own.
func parseValues(t *table.Table, leftOut fault.Problems, f *framework.Framework) (Values, error) {
	problems := slices.Clone(leftOut)
	if len(t.Header) == 0 {
		problems.Add("", "table.empty")
		return Values{}, problems.Err()
	}
	columns := parseHeader(t, f, &problems)
	if len(t.Rows) == 0 && len(leftOut) == 0 {
		problems.Add("", "batch.no_units")
	}
	places := f.Places()
	values := Values{
		Indicators: make([]framework.IndicatorKey, len(places)),
		Units:      make([]Unit, len(t.Rows)),
		Answers:    make([]scoring.Answer, len(t.Rows)*len(places)),
	}
	for i, place := range places {
		values.Indicators[i] = place.Indicator.Key
	}
	parseUnits(t, columns, &values, &problems)
	for i, place := range places {
		if column, ok := columns.indicators[place.Indicator.Key]; ok {
			parseColumn(t, column, i, place.Indicator, &values, &problems)
		}
	}
	// Columns are read one after the other; people read rows.
	slices.SortStableFunc(problems, func(a, b fault.Problem) int { return a.Row - b.Row })
	if err := problems.Err(); err != nil {
		return Values{}, err
	}
	return values, nil
}

// columns says where in a table everything stands.
type columns struct {
	// name is -1 without such a column.
	name       int
	indicators map[framework.IndicatorKey]int
}

func parseHeader(t *table.Table, f *framework.Framework, problems *fault.Problems) columns {
	known := make(map[framework.IndicatorKey]bool)
	for _, place := range f.Places() {
		known[place.Indicator.Key] = true
	}
	out := columns{name: -1, indicators: make(map[framework.IndicatorKey]int)}
	if t.Header[0] != unitColumn {
		problems.AddRow(t.HeaderLine, t.Header[0], "batch.first_column", "Name", table.Excerpt(t.Header[0]), "Wanted", unitColumn)
	}
	for i, name := range t.Header[1:] {
		switch {
		case known[framework.IndicatorKey(name)]:
			out.indicators[framework.IndicatorKey(name)] = i + 1
		case name == nameColumn:
			out.name = i + 1
		default:
			problems.AddRow(t.HeaderLine, name, "batch.unknown_column", "Name", table.Excerpt(name), "Framework", f.Key)
		}
	}
	return out
}

func parseUnits(t *table.Table, columns columns, values *Values, problems *fault.Problems) {
	first := make(map[string]int, len(t.Rows))
	for u, row := range t.Rows {
		unit := Unit{Key: row.Cells[0], Line: row.Line}
		if columns.name >= 0 {
			unit.Name = row.Cells[columns.name]
		}
		values.Units[u] = unit
		line, repeated := first[unit.Key]
		switch {
		case unit.Key == "":
			problems.AddRow(row.Line, unitColumn, "batch.unit_missing")
		case repeated:
			problems.AddRow(row.Line, unitColumn, "batch.repeated_unit", "Value", table.Excerpt(unit.Key), "Line", line)
		default:
			first[unit.Key] = row.Line
		}
	}
}

// parseColumn reads the answers on indicator i.
func parseColumn(t *table.Table, column, i int, indicator *framework.Indicator, values *Values, problems *fault.Problems) {
	for u, row := range t.Rows {
		answer, message := parseCell(row.Cells[column], indicator)
		if message != nil {
			*problems = append(*problems, fault.Problem{Field: string(indicator.Key), Row: row.Line, Message: *message})
			continue
		}
		values.Answers[u*len(values.Indicators)+i] = answer
	}
}

// parseCell reads one answer; the message says what is wrong with it.
func parseCell(cell string, indicator *framework.Indicator) (scoring.Answer, *fault.Message) {
	switch {
	case cell == "":
		return scoring.Answer{State: scoring.Missing}, nil
	case cell == "?":
		return scoring.Answer{State: scoring.Unknown}, nil
	case strings.EqualFold(cell, "n/a"):
		if !indicator.NotApplicable {
			return scoring.Answer{}, wrong("batch.must_apply", "Name", string(indicator.Key))
		}
		return scoring.Answer{State: scoring.NotApplicable}, nil
	}
	x, message := parseValue(cell, indicator)
	if message != nil {
		return scoring.Answer{}, message
	}
	return scoring.Answer{State: scoring.Present, Value: x}, nil
}
