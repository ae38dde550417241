package answersheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/answersheet"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/workbook"
	"modenhed/seed"
)

const odense = 461

var (
	readWording   = sync.OnceValues(locale.Load)
	readFramework = sync.OnceValues(func() (*framework.Framework, error) {
		data, err := fs.ReadFile(seed.Files(), "framework/dansk-erhverv-2017.yaml")
		if err != nil {
			return nil, err
		}
		return framework.Parse("dansk-erhverv-2017.yaml", data)
	})
)

func printer(t testing.TB, lang locale.Lang) *locale.Printer {
	t.Helper()
	catalogue, err := readWording()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.Printer(lang)
}

func seeded(t testing.TB) *framework.Framework {
	t.Helper()
	f, err := readFramework()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func owner(f *framework.Framework) answersheet.Owner {
	return answersheet.Owner{Municipality: odense, Framework: f.Key, Version: f.Version}
}

// answered are statuses of every kind, with texts that try to break a workbook.
func answered(f *framework.Framework) []assessment.Status {
	texts := []string{"Målt i maj", "=1+1", "'citat", "snake_case_x", "linje 1\nlinje 2", "<&>\"", "+45 12", "2025"}
	var list []assessment.Status
	for i, place := range f.Places() {
		s := assessment.Status{
			ID: assessment.StatusID(i + 1), Municipality: odense, Indicator: place.Indicator.Key, Revision: 1 + i%3,
			Framework: f.Key, FrameworkVersion: f.Version, Source: assessment.Self, Channel: assessment.ChannelForm,
			RecordedAt: time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC), AuthorName: "kollega@example.test",
			Answer: assessment.Answer{State: assessment.Reported, Value: 1},
		}
		switch i % 5 {
		case 0:
			s.Evidence = assessment.Evidence{Text: texts[i%len(texts)], Link: "https://example.test/?a=1&b=2", Public: i%2 == 0}
			s.Comment = texts[(i+3)%len(texts)]
		case 1:
			s.Answer = assessment.Answer{State: assessment.DontKnow}
		case 2:
			if place.Indicator.NotApplicable {
				s.Answer, s.Reason = assessment.Answer{State: assessment.NotApplicable}, "Opgaven løses af regionen"
			}
		case 3:
			if place.Indicator.Type == framework.Percent {
				s.Answer.Value = 45.5
			}
			s.Evidence.Files = []assessment.File{{Hash: "abc", Name: "plan.pdf", Type: "application/pdf", Size: 3}}
		case 4:
			s.Answer = assessment.Answer{State: assessment.NotAnswered}
		}
		if i >= 30 {
			break
		}
		for r := 1; r < s.Revision; r++ {
			earlier := s
			earlier.Revision, earlier.Comment = r, fmt.Sprint("tidligere ", r)
			list = append(list, earlier)
		}
		list = append(list, s)
	}
	return list
}

// written is the workbook of some statuses.
func written(t testing.TB, f *framework.Framework, lang locale.Lang, statuses []assessment.Status) []byte {
	t.Helper()
	own := make(map[framework.IndicatorKey]assessment.Status)
	for _, s := range statuses {
		own[s.Indicator] = s
	}
	var out bytes.Buffer
	err := workbook.WriteQuestionnaire(t.Context(), &out, printer(t, lang), workbook.Questionnaire{
		Name: "Odense", Owner: owner(f), Framework: f, Own: own, At: time.Date(2026, time.November, 23, 3, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// edited changes cells of the first sheet by heading and indicator, as
// "value/rpa.processes".
func edited(t testing.TB, data []byte, lang locale.Lang, changes map[string]any) []byte {
	t.Helper()
	p := printer(t, lang)
	file, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	name := file.GetSheetName(0)
	rows, err := file.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	columns, lines := make(map[string]int), make(map[string]int)
	for y, row := range rows {
		for x, cell := range row {
			for _, column := range answersheet.Columns() {
				if cell == p.T("answersheet.column."+column) {
					columns[column] = x + 1
				}
			}
		}
		if at := columns[answersheet.ColumnIndicator]; at > 0 && len(row) >= at {
			lines[row[at-1]] = y + 1
		}
	}
	for where, value := range changes {
		column, indicator, _ := strings.Cut(where, "/")
		cell, err := excelize.CoordinatesToCellName(columns[column], lines[indicator])
		if err != nil {
			t.Fatalf("%s: %v", where, err)
		}
		if err := file.SetCellValue(name, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	out, err := file.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func guide(t testing.TB, f *framework.Framework, lang locale.Lang) answersheet.Guide {
	t.Helper()
	return answersheet.Guide{
		Words: answersheet.NewWords(printer(t, lang)), Framework: f, Lang: string(lang),
		Channel: assessment.ChannelWorkbook, Municipality: odense, Source: assessment.Self,
	}
}

// compared reads a workbook and holds it against statuses.
func compared(t testing.TB, f *framework.Framework, data []byte, statuses []assessment.Status) ([]answersheet.Line, fault.Problems) {
	t.Helper()
	g := guide(t, f, locale.Danish)
	s, err := answersheet.ReadWorkbook(data, g.Words, owner(f))
	if err != nil {
		t.Fatal(err)
	}
	entries, problems := g.Read(s)
	lines, more := s.Compare(entries, answersheet.NewHistories(statuses))
	return lines, append(problems, more...)
}

// outcomes counts the lines that do not merely repeat what is recorded.
func outcomes(lines []answersheet.Line) map[answersheet.Outcome]int {
	count := make(map[answersheet.Outcome]int)
	for _, l := range lines {
		count[l.Outcome]++
	}
	return count
}

func keys(err error) []string {
	var known *fault.Error
	if !errors.As(err, &known) {
		return []string{fmt.Sprint(err)}
	}
	return problemKeys(known.Problems)
}

func problemKeys(problems fault.Problems) []string {
	var list []string
	for _, p := range problems {
		list = append(list, fmt.Sprintf("%d %s %s", p.Row, p.Field, p.Message.Key))
	}
	return list
}

// packed writes parts as an archive.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range parts {
		part, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(part, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
