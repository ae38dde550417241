package pages

import (
	"bytes"
	"fmt"
	"net/http"

	"modenhed/internal/benchmark"
	"modenhed/internal/round"
	"modenhed/internal/workbook"
)

// workbookType is the media type of a workbook.
const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// BenchmarkWorkbook answers with the benchmark as an Excel workbook, on the
// terms of the address. While there are no figures to show in place of those
// under review, there is none.
func (h *Handlers) BenchmarkWorkbook(v *Visit) error {
	if v.Look.Withheld {
		return withheld(v)
	}
	ctx := v.Request().Context()
	s, _, err := under(v.Snapshot, v.QueryParams())
	if err != nil {
		return err
	}
	options, err := h.workbookOptions(v, s)
	if err != nil {
		return err
	}
	var content bytes.Buffer
	if err := workbook.WriteBenchmark(ctx, &content, s, v.Look.Printer, options); err != nil {
		return fmt.Errorf("write the benchmark workbook: %w", err)
	}
	v.Response().Header().Set("Content-Disposition",
		fmt.Sprintf("attachment; filename=%q", workbook.FileName(s, v.Look.Printer, options)))
	return v.Blob(http.StatusOK, workbookType, content.Bytes())
}

// workbookOptions say which round the visit sees, if any, and find what
// movements are counted from.
func (h *Handlers) workbookOptions(v *Visit, s *benchmark.Snapshot) (workbook.Options, error) {
	options := workbook.Options{Version: h.Version, Round: v.Round}
	if s.Declared != nil {
		return options, nil
	}
	ctx := v.Request().Context()
	list, err := h.Rounds.Rounds(ctx)
	if err != nil {
		return workbook.Options{}, fmt.Errorf("find the round before: %w", err)
	}
	options.Since, err = round.BaselineOf(ctx, h.Snapshots, list, s, v.Round)
	return options, err
}
