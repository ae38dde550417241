package survey

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"modenhed/internal/fault"
)

// MaxResponses is the largest number of respondents of a wave that is kept.
const MaxResponses = 200_000

// Responses are what the respondents of one wave answered. They say nothing of
// when and in which order: they are kept sorted by their content.
type Responses struct {
	// Columns are what is known of respondents beside municipality and party, by
	// the names of [Design.Columns].
	Columns []string
	// Questions are the keys of the wave's questions.
	Questions []string
	Rows      []Response
}

// Response is one respondent.
type Response struct {
	// Municipality is the official code; 0 means not known.
	Municipality int
	// Party is the list letter, or the key of another list.
	Party string
	// Values are in the order of Columns; empty means not known.
	Values []string
	// Answers are option keys in the order of Questions; empty means no answer.
	Answers []string
}

// ErrResponses is a file of responses that this program did not write.
var ErrResponses = errors.New("not a file of responses")

// Check reports, as an Invalid error with every problem by row, where responses
// do not fit their wave: the first respondent has row 1.
func (r *Responses) Check(w Wave) error {
	var problems fault.Problems
	if want := w.Design.Columns(); !slices.Equal(r.Columns, want) {
		problems.Add("", "survey.responses_columns", "Columns", excerpt(fmt.Sprint(want)))
	}
	if len(r.Questions) != len(w.Questions) || slices.ContainsFunc(w.Questions, func(q Question) bool { return !slices.Contains(r.Questions, q.Key) }) {
		problems.Add("", "survey.responses_questions")
	}
	if len(r.Rows) > MaxResponses {
		problems.Add("", "survey.responses_too_many", "Most", MaxResponses)
	}
	if len(problems) > 0 {
		return problems.Err()
	}
	for i, row := range r.Rows {
		row.check(r, w, i+1, &problems)
	}
	return problems.Err()
}

func (row Response) check(r *Responses, w Wave, number int, problems *fault.Problems) {
	if row.Municipality < 0 {
		problems.AddRow(number, ColumnMunicipality, "survey.municipality_form", "Value", row.Municipality)
	}
	if row.Party == "" {
		problems.AddRow(number, ColumnParty, "survey.party_missing")
	}
	if len(row.Values) != len(r.Columns) || len(row.Answers) != len(r.Questions) {
		problems.AddRow(number, "", "survey.responses_width")
		return
	}
	for i, key := range r.Questions {
		at := slices.IndexFunc(w.Questions, func(q Question) bool { return q.Key == key })
		known := func(o Option) bool { return o.Key == row.Answers[i] }
		if row.Answers[i] != "" && !slices.ContainsFunc(w.Questions[at].Options, known) {
			problems.AddRow(number, key, "survey.option_unknown", "Value", excerpt(row.Answers[i]))
		}
	}
	for i, name := range w.Design.Columns() {
		if row.Values[i] == "" && slices.Contains(w.Design.Rake, name) {
			problems.AddRow(number, name, "survey.value_missing")
		}
	}
}

// sorted returns the rows in an order that says nothing beyond their content.
func (r *Responses) sorted() []Response {
	rows := slices.Clone(r.Rows)
	slices.SortFunc(rows, compareResponses)
	return rows
}

func compareResponses(a, b Response) int {
	return cmp.Or(cmp.Compare(a.Municipality, b.Municipality), cmp.Compare(a.Party, b.Party),
		slices.Compare(a.Values, b.Values), slices.Compare(a.Answers, b.Answers))
}

// Changed returns how many respondents are in one of two collections only, those
// who answer alike counted each: the larger of those left out and those that came.
// Somebody whose answer is another counts once. Columns and questions of one only
// are not looked at.
func (r *Responses) Changed(from *Responses) int {
	a, b := r.beside(from).sorted(), from.beside(r).sorted()
	came, left := 0, 0
	for len(a) > 0 && len(b) > 0 {
		switch c := compareResponses(a[0], b[0]); {
		case c < 0:
			a, came = a[1:], came+1
		case c > 0:
			b, left = b[1:], left+1
		default:
			a, b = a[1:], b[1:]
		}
	}
	return max(came+len(a), left+len(b))
}

// beside returns the responses with the columns and questions that others have
// too, in order of their names.
func (r *Responses) beside(others *Responses) *Responses {
	both := func(own, other []string) (names []string, at []int) {
		for _, name := range slices.Sorted(slices.Values(own)) {
			if slices.Contains(other, name) {
				names, at = append(names, name), append(at, slices.Index(own, name))
			}
		}
		return names, at
	}
	picked := func(from []string, at []int) []string {
		values := make([]string, len(at))
		for i, k := range at {
			values[i] = from[k]
		}
		return values
	}
	columns, columnAt := both(r.Columns, others.Columns)
	questions, questionAt := both(r.Questions, others.Questions)
	out := &Responses{Columns: columns, Questions: questions, Rows: make([]Response, len(r.Rows))}
	for i, row := range r.Rows {
		row.Values, row.Answers = picked(row.Values, columnAt), picked(row.Answers, questionAt)
		out.Rows[i] = row
	}
	return out
}

// MarshalResponses writes responses as a file (CSV) that [ParseResponses] reads
// back, with the rows sorted.
func MarshalResponses(r *Responses) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	header := slices.Concat([]string{strconv.Itoa(len(r.Columns)), ColumnMunicipality, ColumnParty}, r.Columns, r.Questions)
	if err := w.Write(header); err != nil {
		return nil, fmt.Errorf("write responses: %w", err)
	}
	for _, row := range r.sorted() {
		record := slices.Concat([]string{"", strconv.Itoa(row.Municipality), row.Party}, row.Values, row.Answers)
		if len(record) != len(header) {
			return nil, fmt.Errorf("write responses: %w: %d cells, want %d", ErrResponses, len(record), len(header))
		}
		if err := w.Write(record); err != nil {
			return nil, fmt.Errorf("write responses: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("write responses: %w", err)
	}
	return out.Bytes(), nil
}

// ParseResponses reads a file that [MarshalResponses] wrote.
func ParseResponses(data []byte) (*Responses, error) {
	in := csv.NewReader(bytes.NewReader(data))
	in.ReuseRecord = false
	header, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrResponses, err)
	}
	columns, err := strconv.Atoi(header[0])
	if err != nil || columns < 0 || len(header) < 3+columns || header[1] != ColumnMunicipality || header[2] != ColumnParty {
		return nil, fmt.Errorf("%w: header %q", ErrResponses, header)
	}
	r := &Responses{Columns: slices.Clip(header[3 : 3+columns]), Questions: slices.Clip(header[3+columns:])}
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return r, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrResponses, err)
		}
		code, err := strconv.Atoi(record[1])
		if err != nil {
			return nil, fmt.Errorf("%w: municipality %q", ErrResponses, record[1])
		}
		r.Rows = append(r.Rows, Response{
			Municipality: code, Party: record[2],
			Values: slices.Clip(record[3 : 3+columns]), Answers: slices.Clip(record[3+columns:]),
		})
	}
}
