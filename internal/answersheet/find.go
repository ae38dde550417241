package answersheet

import (
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/fault"
	"modenhed/internal/sheet"
	"modenhed/internal/table"
)

// UploadLimits bound what pages take: 4 MB that unpack to at most 24 MB, 20,000
// rows and 60 columns.
func UploadLimits() sheet.Limits {
	return sheet.Limits{Limits: table.Limits{Bytes: 4 << 20, Rows: 20_000, Columns: 60}, Unpacked: 24 << 20}
}

// ownLimits bound the workbook of one municipality.
func ownLimits() sheet.Limits {
	return sheet.Limits{Limits: table.Limits{Bytes: 4 << 20, Rows: 2000, Columns: 60}, Unpacked: 12 << 20}
}

// ReadWorkbook reads the workbook that a municipality filled in. One that is not
// ours, belongs to another municipality or another framework, or lacks what is
// needed is refused; rows and columns may stand in any order.
func ReadWorkbook(data []byte, words *Words, owner Owner) (*Sheet, error) {
	var problems fault.Problems
	if !sheet.IsWorkbook(data) {
		problems.Add("", "answersheet.no_workbook")
		return nil, problems.Err()
	}
	book, err := sheet.Open(data, ownLimits())
	if err != nil {
		return nil, err
	}
	names := book.Names()
	chosen := max(0, slices.IndexFunc(names, func(n string) bool { return words.sheets[table.Fold(n)] }))
	rows, err := book.Rows(names[chosen])
	if err != nil {
		return nil, err
	}
	if checkOwner(&problems, rows, owner); len(problems) > 0 {
		return nil, problems.Err()
	}
	head := headRow(rows, words)
	if head < 0 {
		problems.Add("", "answersheet.no_headings", "Sheet", names[chosen])
		return nil, problems.Err()
	}
	return readRows(rows[head:], words, true, []string{
		ColumnIndicator, ColumnValue, ColumnReason, ColumnText, ColumnLink, ColumnPublic, ColumnComment, ColumnRevision,
	})
}

// ReadList reads answers of many municipalities, from CSV or from a workbook;
// the first row with text has the headings.
func ReadList(data []byte, words *Words, limits sheet.Limits) (*Sheet, error) {
	needed := []string{ColumnMunicipality, ColumnIndicator, ColumnValue}
	if !sheet.IsWorkbook(data) {
		t, err := sheet.Read(data, limits)
		if err != nil {
			return nil, err
		}
		rows := []sheet.Row{textRow(t.HeaderLine, t.Header)}
		for _, row := range t.Rows {
			rows = append(rows, textRow(row.Line, row.Cells))
		}
		return readRows(rows, words, false, needed)
	}
	book, err := sheet.Open(data, limits)
	if err != nil {
		return nil, err
	}
	rows, err := book.Rows(book.Names()[0])
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		var problems fault.Problems
		problems.Add("", "table.empty")
		return nil, problems.Err()
	}
	return readRows(rows[max(0, headRow(rows, words)):], words, true, needed)
}

func textRow(line int, texts []string) sheet.Row {
	row := sheet.Row{Line: line, Cells: make([]sheet.Cell, len(texts))}
	for i, text := range texts {
		row.Cells[i].Text = text
	}
	return row
}

// mostHeadRows is how far down the marker and the headings may stand.
const mostHeadRows = 60

// checkOwner finds the marker and holds it against whose workbook is expected.
func checkOwner(p *fault.Problems, rows []sheet.Row, owner Owner) {
	for _, row := range rows[:min(len(rows), mostHeadRows)] {
		for _, cell := range row.Cells {
			fields := strings.Fields(cell.Text)
			if len(fields) != 5 || fields[0] != marker {
				continue
			}
			switch {
			case fields[1] != strconv.Itoa(formatVersion):
				p.Add("", "answersheet.other_layout", "Cell", cellName(row, cell))
			case fields[2] != owner.Municipality.String():
				p.Add("", "answersheet.other_municipality", "Cell", cellName(row, cell), "Code", fields[2], "Own", owner.Municipality.String())
			case fields[3] != owner.Framework || fields[4] != strconv.Itoa(owner.Version):
				p.Add("", "answersheet.other_framework", "Cell", cellName(row, cell), "Theirs", fields[3]+" "+fields[4],
					"Ours", owner.Framework+" "+strconv.Itoa(owner.Version))
			}
			return
		}
	}
	p.Add("", "answersheet.not_ours")
}

// cellName names a cell as a spreadsheet does, for example B7.
func cellName(row sheet.Row, cell sheet.Cell) string {
	return letters(slices.Index(row.Cells, cell)) + strconv.Itoa(row.Line)
}

// letters names a column, counted from 0, as a spreadsheet does.
func letters(column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// headRow returns which row has the headings, -1 when none has.
func headRow(rows []sheet.Row, words *Words) int {
	return slices.IndexFunc(rows[:min(len(rows), mostHeadRows)], func(row sheet.Row) bool {
		found := make(map[string]bool)
		for _, cell := range row.Cells {
			if key, ok := words.column(cell.Text); ok {
				found[key] = true
			}
		}
		return found[ColumnIndicator] && found[ColumnValue]
	})
}

// readRows reads the headings and the rows below them. Columns that nobody
// knows are passed over.
func readRows(rows []sheet.Row, words *Words, lettered bool, needed []string) (*Sheet, error) {
	var problems fault.Problems
	s := &Sheet{Names: make(map[string]string)}
	at := make(map[string]int)
	for i, cell := range rows[0].Cells {
		heading := strings.Join(strings.Fields(cell.Text), " ")
		key, ok := words.column(heading)
		if !ok {
			continue
		}
		name := heading
		if lettered {
			name = letters(i) + " (" + heading + ")"
		}
		if s.has(key) {
			problems.AddRow(rows[0].Line, name, "table.repeated_column", "Name", table.Excerpt(heading))
			continue
		}
		s.Names[key], at[key] = name, i
	}
	for _, key := range needed {
		if !s.has(key) {
			problems.AddRow(rows[0].Line, "", "answersheet.column_missing", "Column", words.headings[key])
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	for _, row := range rows[1:] {
		if r := readRow(row, at); len(r.Cells) > 0 {
			s.Rows = append(s.Rows, r)
		}
	}
	if len(s.Rows) == 0 {
		problems.Add("", "answersheet.no_rows")
	}
	return s, problems.Err()
}

// readRow reads the known columns of a row; one without any text has no cells.
func readRow(row sheet.Row, at map[string]int) Row {
	r := Row{Line: row.Line, Cells: make(map[string]Cell, len(at))}
	blank := true
	for key, i := range at {
		var c Cell
		if i < len(row.Cells) {
			c = Cell{Text: strings.TrimSpace(row.Cells[i].Text), Number: row.Cells[i].Number}
		}
		blank = blank && c.Text == ""
		r.Cells[key] = c
	}
	if blank {
		return Row{}
	}
	return r
}
