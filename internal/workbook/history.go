package workbook

import (
	"context"
	"fmt"
	"io"
	"time"

	"modenhed/internal/locale"
)

// MaxHistory is the most entries that a workbook of the history holds; Excel
// has 1,048,576 rows.
const MaxHistory = 1_000_000

// HistoryRow is one entry of the history in words.
type HistoryRow struct {
	// At is in the zone that it is shown in.
	At                  time.Time
	Kind, Step          string
	Code, Municipality  string
	Indicator, Question string
	Subject, Who, Role  string
	Before, After       string
}

// WriteHistory writes entries of the history in the printer's language, one per
// row, as each hands them over, newest first. count is how many there are at
// most; those beyond it, and beyond [MaxHistory], are left out. Rows wait on
// disk when they are many. Text stays text, whatever it begins with.
func WriteHistory(
	ctx context.Context, w io.Writer, p *locale.Printer, count int, each func(take func(HistoryRow) error) error, opts Options,
) error {
	b, err := newBook(p, about{title: p.T("history.file.title"), description: p.T("history.lead"), version: opts.Version})
	if err != nil {
		return err
	}
	defer b.close()
	s := historySheet(p)
	f := frameOf(s)
	f.rows = min(count, MaxHistory)
	if err := b.addSheet(f.name); err != nil {
		return fmt.Errorf("add sheet %s: %w", f.name, err)
	}
	if err := writeHistoryRows(ctx, b, s, f, each); err != nil {
		return fmt.Errorf("write sheet %s: %w", f.name, err)
	}
	return b.writeTo(w)
}

func writeHistoryRows(
	ctx context.Context, b *book, s sheet[HistoryRow], f frame, each func(take func(HistoryRow) error) error,
) error {
	if err := f.set(b); err != nil {
		return err
	}
	w, err := f.begin(b)
	if err != nil {
		return err
	}
	written := 0
	err = each(func(row HistoryRow) error {
		if written == f.rows {
			return nil
		}
		written++
		for i := range s.columns {
			w.set(i, s.columns[i].look, s.columns[i].value(row))
		}
		if err := w.next(); err != nil {
			return err
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	f.rows = written
	return f.end(w)
}

func historySheet(p *locale.Printer) sheet[HistoryRow] {
	text := func(key string, width float64, l look, value func(HistoryRow) string) column[HistoryRow] {
		return column[HistoryRow]{heading: p.T("history.column." + key), look: l, width: width, value: func(r HistoryRow) any { return value(r) }}
	}
	return sheet[HistoryRow]{
		name: p.T("history.file.sheet"), table: "History", frozen: 1,
		columns: []column[HistoryRow]{
			{heading: p.T("history.column.when"), look: moment, width: 18, value: func(r HistoryRow) any { return serial(r.At) }},
			text("kind", 24, plain, func(r HistoryRow) string { return r.Kind }),
			text("step", 36, plain, func(r HistoryRow) string { return r.Step }),
			text("code", 14, code, func(r HistoryRow) string { return r.Code }),
			text("municipality", 20, plain, func(r HistoryRow) string { return r.Municipality }),
			text("indicator", 24, plain, func(r HistoryRow) string { return r.Indicator }),
			text("question", 44, plain, func(r HistoryRow) string { return r.Question }),
			text("subject", 24, plain, func(r HistoryRow) string { return r.Subject }),
			text("before", 44, lines, func(r HistoryRow) string { return r.Before }),
			text("after", 44, lines, func(r HistoryRow) string { return r.After }),
			text("who", 28, plain, func(r HistoryRow) string { return r.Who }),
			text("role", 16, plain, func(r HistoryRow) string { return r.Role }),
		},
	}
}
