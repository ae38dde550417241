package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// format is how the cells of a style show their number.
type format uint8

const (
	plainFormat format = iota
	percentFormat
	dateFormat
)

// readFormats reads what the styles of cells make of numbers; there need be none.
func (w *Workbook) readFormats() error {
	if _, ok := w.files[partStyles]; !ok {
		return nil
	}
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format string `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decode(partStyles, &styles); err != nil {
		return err
	}
	codes := make(map[int]format, len(styles.Formats))
	for _, f := range styles.Formats {
		codes[f.ID] = formatOf(f.Code)
	}
	for _, cell := range styles.Cells {
		id, err := strconv.Atoi(cell.Format)
		if err != nil {
			id = 0
		}
		known, own := codes[id]
		if !own {
			known = builtIn(id)
		}
		w.formats = append(w.formats, known)
	}
	return nil
}

// builtIn returns the format of a number below 164, which files do not spell out
// (ECMA-376, part 1, 18.8.30).
func builtIn(id int) format {
	switch {
	case id == 9 || id == 10:
		return percentFormat
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return dateFormat
	}
	return plainFormat
}

// formatOf reads a format as it is spelled out: texts in quotes, after a
// backslash or in brackets are no part of it.
func formatOf(code string) format {
	code, _, _ = strings.Cut(code, ";")
	quoted, bracket, skip := false, false, false
	for _, r := range strings.ToLower(code) {
		switch {
		case skip:
			skip = false
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '\\' || r == '_' || r == '*':
			skip = true
		case r == '[':
			bracket = true
		case r == ']':
			bracket = false
		case bracket:
		case r == '%':
			return percentFormat
		case strings.ContainsRune("ymdhs", r):
			return dateFormat
		}
	}
	return plainFormat
}

// number writes a number with as few digits as it has, as its format shows it:
// Excel keeps 1.1 as 1.1000000000000001 and 45 % as 0.45.
func number(raw string, f format) Cell {
	x, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return Cell{Text: raw}
	}
	switch f {
	case percentFormat:
		// Excel counts with 15 digits.
		return Cell{Text: trimmed(strconv.FormatFloat(100*x, 'g', 15, 64)) + "%", Number: true}
	case dateFormat:
		return Cell{Text: dateText(x)}
	}
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return Cell{Text: strconv.FormatFloat(x, 'f', -1, 64), Number: true}
	}
	return Cell{Text: strconv.FormatFloat(x, 'g', -1, 64), Number: true}
}

// trimmed is the shortest text of a number with 15 digits.
func trimmed(text string) string {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(x) >= 1e15 {
		return text
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// dateText writes the day that Excel counts as x: 1 is the first of 1900, a year
// that Excel holds to have had a 29 February. What is no day stays a number.
func dateText(x float64) string {
	const lastDay = 2958465 // 31 December 9999
	if x < 61 || x > lastDay+1 {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	seconds := time.Duration(math.Round((x-math.Floor(x))*24*60*60)) * time.Second
	day := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(x)).Add(seconds)
	if seconds == 0 {
		return day.Format(time.DateOnly)
	}
	return day.Format("2006-01-02 15:04")
}
