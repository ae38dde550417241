package pages

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"modenhed/internal/fault"
	"modenhed/internal/history"
	"modenhed/internal/workbook"
)

// HistoryCSV answers with the entries that the address asks for.
func (h *Handlers) HistoryCSV(v *Visit) error {
	return h.historyFile(v, "csv", csvType, h.writeHistoryCSV)
}

// HistoryWorkbook does the same in Excel.
func (h *Handlers) HistoryWorkbook(v *Visit) error {
	return h.historyFile(v, "xlsx", workbookType, h.writeHistoryWorkbook)
}

// historyFile writes a file to disk and sends it from there, so that a long
// history takes no memory and one that fails half-way is not sent at all.
func (h *Handlers) historyFile(v *Visit, kind, media string, write func(v *Visit, f history.Filter, w io.Writer) error) (err error) {
	asked := readHistory(v)
	if err := asked.faults.Err(); err != nil {
		return err
	}
	if err := h.untilNewest(v, &asked.filter); err != nil {
		return err
	}
	file, err := os.CreateTemp("", "modenhed-history-*."+kind)
	if err != nil {
		return fmt.Errorf("make a file for the history: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	if err := write(v, asked.filter, file); err != nil {
		return fmt.Errorf("write the history: %w", err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read the history: %w", err)
	}
	v.Response().Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "history-"+v.Look.Day(v.Snapshot.AsOf)+"."+kind))
	return v.Stream(http.StatusOK, media, file)
}

// untilNewest bounds a filter by the newest entry there is: what happens from
// now on would change the number of rows on the way.
func (h *Handlers) untilNewest(v *Visit, f *history.Filter) error {
	page, err := h.Histories.Page(v.Request().Context(), v.Actor, *f, nil, 1)
	if err == nil && len(page.Entries) > 0 {
		f.Until = page.Entries[0].At.Add(time.Microsecond)
	}
	return err
}

// row tells an entry for a file.
func (w historyWords) row(e history.Entry) workbook.HistoryRow {
	m := w.entry(e)
	r := workbook.HistoryRow{
		At: e.At.In(w.snapshot.AsOf.Location()), Kind: m.Kind, Step: m.Step, Municipality: m.Municipality,
		Indicator: string(e.Indicator), Question: m.Title, Subject: e.Subject, Who: e.Who.Email,
	}
	if e.Municipality != 0 {
		r.Code = e.Municipality.String()
	}
	if e.Who.Role != "" {
		r.Role = w.look.T("history.role." + string(e.Who.Role))
	}
	r.Before, r.After = sides(m.Changes)
	return r
}

// historyColumns head the file.
func historyColumns() []string {
	return []string{"at", "kind", "kind_name", "step", "code", "municipality", "indicator", "question", "subject", "before", "after", "who", "role"}
}

func (h *Handlers) writeHistoryCSV(v *Visit, f history.Filter, w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(historyColumns()); err != nil {
		return err
	}
	words := historyWords{look: v.Look, snapshot: v.Snapshot, actor: v.Actor}
	err := h.Histories.Each(v.Request().Context(), v.Actor, f, func(e history.Entry) error {
		r := words.row(e)
		cells := []string{
			r.At.Format(time.RFC3339Nano), string(e.Kind), r.Kind, r.Step, r.Code, r.Municipality, r.Indicator, r.Question, r.Subject,
			r.Before, r.After, r.Who, r.Role,
		}
		for i := range cells {
			cells[i] = inert(cells[i])
		}
		return out.Write(cells)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func (h *Handlers) writeHistoryWorkbook(v *Visit, f history.Filter, w io.Writer) error {
	ctx := v.Request().Context()
	count := 0
	if err := h.Histories.Each(ctx, v.Actor, f, func(history.Entry) error { count++; return nil }); err != nil {
		return err
	}
	if count > workbook.MaxHistory {
		return fault.New(fault.Invalid, "history.too_long", "Max", workbook.MaxHistory)
	}
	words := historyWords{look: v.Look, snapshot: v.Snapshot, actor: v.Actor}
	each := func(take func(workbook.HistoryRow) error) error {
		return h.Histories.Each(ctx, v.Actor, f, func(e history.Entry) error { return take(words.row(e)) })
	}
	return workbook.WriteHistory(ctx, w, v.Look.Printer, count, each, workbook.Options{Version: h.Version})
}
