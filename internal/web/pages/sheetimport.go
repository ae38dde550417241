package pages

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/answersheet"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

// MaxAnswers is the largest form with answers in bytes: a file, or what was
// read from one.
const MaxAnswers = 12 << 20

// The fields of the forms. What was read from a file is carried in a hidden
// field from the preview to the confirmation, and read again from the beginning.
const (
	fieldFile    = "file"
	fieldSheet   = "sheet"
	fieldConfirm = "unchanged"
	fieldReplace = "replace"
	fieldSource  = "source"
	fieldChoice  = "choose-"
	chooseMine   = "mine"
	chooseTheirs = "theirs"
	ticked       = "yes"
	// recordedMany says, after a confirmation, how many answers were recorded.
	recordedMany = "recorded"
	// mostUnpacked is how many bytes a carried sheet may unpack to.
	mostUnpacked = 48 << 20
	// mostChangesListed is how many changes of an import are shown.
	mostChangesListed = 300
)

// sheetForm is a form with answers as it was sent.
type sheetForm struct {
	do     string
	file   importFile
	values url.Values
}

func readSheetForm(v *Visit) (sheetForm, error) {
	values, err := v.FormParams()
	if err != nil {
		return sheetForm{}, fmt.Errorf("read the form: %w", err)
	}
	form := sheetForm{do: values.Get(fieldDo), values: values}
	if form.do != doConfirm {
		form.file, err = sentFile(v.Request(), values, fieldFile)
	}
	return form, err
}

// read reads the sheet: from the file, or as it was carried on.
func (f sheetForm) read(fromFile func([]byte) (*answersheet.Sheet, error)) (*answersheet.Sheet, error) {
	if f.do == doConfirm {
		return carriedSheet(f.values.Get(fieldSheet))
	}
	if len(f.file.data) == 0 {
		var problems fault.Problems
		problems.Add(fieldFile, "imports.file_missing")
		return nil, problems.Err()
	}
	return fromFile(f.file.data)
}

// carrySheet writes a sheet into a hidden field: the names of the columns, and
// then row after row.
func carrySheet(s *answersheet.Sheet) (string, error) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	out := json.NewEncoder(w)
	err := out.Encode(s.Names)
	for i := 0; i < len(s.Rows) && err == nil; i++ {
		err = out.Encode(s.Rows[i])
	}
	if err := errors.Join(err, w.Close()); err != nil {
		return "", fmt.Errorf("carry the sheet on: %w", err)
	}
	return base64.StdEncoding.EncodeToString(packed.Bytes()), nil
}

// carriedSheet reads what [carrySheet] wrote. Anything else is a fault of the sender's.
func carriedSheet(text string) (*answersheet.Sheet, error) {
	s := new(answersheet.Sheet)
	r, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(text)))
	if err == nil {
		unpacked := &io.LimitedReader{R: r, N: mostUnpacked}
		err = decodeSheet(json.NewDecoder(unpacked), s)
		if err == nil && unpacked.N == 0 {
			err = errTooLong // the bound may have cut off whole rows
		}
	}
	if err != nil {
		var problems fault.Problems
		problems.Add(fieldFile, "sheetimport.lost")
		return nil, problems.Err()
	}
	return s, nil
}

var (
	errTooManyRows = errors.New("more rows than a file may have")
	errTooLong     = errors.New("more text than a preview carries")
)

// decodeSheet keeps no more of a sheet than could have been read from a file: a
// sender may make little text of very many rows and columns.
func decodeSheet(from *json.Decoder, s *answersheet.Sheet) error {
	if err := from.Decode(&s.Names); err != nil {
		return err
	}
	columns := answersheet.Columns()
	maps.DeleteFunc(s.Names, func(key, _ string) bool { return !slices.Contains(columns, key) })
	for {
		var row answersheet.Row
		err := from.Decode(&row)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case len(s.Rows) == answersheet.UploadLimits().Rows:
			return errTooManyRows
		}
		maps.DeleteFunc(row.Cells, func(key string, _ answersheet.Cell) bool { return !slices.Contains(columns, key) })
		s.Rows = append(s.Rows, row)
	}
}

// preview is what a file would change, as far as it is known.
type preview struct {
	look  view.Look
	sheet *answersheet.Sheet
	lines []answersheet.Line
	// problems are what is wrong in rows.
	problems fault.Problems
	// values are what was chosen on the page, empty for the first time.
	values url.Values
	// refused are the choices that were not made, by field.
	refused map[string]string
	// name says whose a row is; nil where all are the visitor's own.
	name func(municipality.Code) string
}

// take reads the rows and holds them against what is recorded. The first time
// it notes what is shown as the latest.
func (p *preview) take(g answersheet.Guide, history func(municipality.Code) ([]assessment.Status, error)) error {
	entries, problems := g.Read(p.sheet)
	var statuses []assessment.Status
	for _, code := range answersheet.Municipalities(entries) {
		recorded, err := history(code)
		if err != nil {
			return err
		}
		statuses = append(statuses, recorded...)
	}
	lines, more := p.sheet.Compare(entries, answersheet.NewHistories(statuses))
	p.lines, p.problems = lines, append(problems, more...)
	p.sheet.Show(lines)
	return nil
}

// again forgets what was shown as the latest, so that people see what is new.
func (p *preview) again(g answersheet.Guide, history func(municipality.Code) ([]assessment.Status, error)) error {
	for i := range p.sheet.Rows {
		p.sheet.Rows[i].Latest = nil
	}
	return p.take(g, history)
}

// historyFor reads all statuses of a municipality for the visitor.
func (h *Handlers) historyFor(v *Visit) func(municipality.Code) ([]assessment.Status, error) {
	return func(code municipality.Code) ([]assessment.Status, error) {
		return h.Reports.History(v.Request().Context(), v.Actor, code)
	}
}

func choiceField(l answersheet.Line) string { return fieldChoice + strconv.Itoa(l.Row.Line) }

// chosen returns the lines to record, by what was chosen on the page, and notes
// the choices that are missing.
func (p *preview) chosen() []answersheet.Line {
	var list []answersheet.Line
	p.refused = make(map[string]string)
	for _, l := range p.lines {
		switch l.Outcome {
		case answersheet.Changes:
			list = append(list, l)
		case answersheet.Unchanged:
			if p.values.Get(fieldConfirm) == ticked && confirmable(l) {
				list = append(list, l)
			}
		case answersheet.Clash:
			switch p.values.Get(choiceField(l)) {
			case chooseMine:
				list = append(list, l)
			case chooseTheirs:
			default:
				p.refused[choiceField(l)] = p.look.T("sheetimport.clashes.missing", "Title", l.Place.Indicator.Title.In(p.look.Code()))
			}
		}
	}
	return list
}

// confirmable reports whether an unchanged answer can be confirmed.
func confirmable(l answersheet.Line) bool { return l.Report.Answer.State != assessment.NotAnswered }

func (p *preview) count(outcome answersheet.Outcome) int {
	n := 0
	for _, l := range p.lines {
		if l.Outcome == outcome {
			n++
		}
	}
	return n
}

func reportsOf(lines []answersheet.Line) []assessment.Report {
	reports := make([]assessment.Report, len(lines))
	for i, l := range lines {
		reports[i] = l.Report
	}
	return reports
}

// blame moves the problems of reports to the rows that they came from.
func (p *preview) blame(recorded []answersheet.Line, problems fault.Problems) {
	for _, problem := range problems {
		if problem.Row > 0 && problem.Row <= len(recorded) {
			problem.Row = recorded[problem.Row-1].Row.Line
		}
		problem.Field = p.sheet.Name(problem.Field)
		p.problems = append(p.problems, problem)
	}
}
