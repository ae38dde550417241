package pages

import (
	"bytes"
	"fmt"
	"net/http"

	"modenhed/internal/workbook"
)

// workbookType is the media type of a workbook.
const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// BenchmarkWorkbook answers with the benchmark as an Excel workbook.
func (h *Handlers) BenchmarkWorkbook(v *Visit) error {
	s := v.Snapshot
	var content bytes.Buffer
	options := workbook.Options{Version: h.Version}
	if err := workbook.WriteBenchmark(v.Request().Context(), &content, s, v.Look.Printer, options); err != nil {
		return fmt.Errorf("write the benchmark workbook: %w", err)
	}
	v.Response().Header().Set("Content-Disposition",
		fmt.Sprintf(`attachment; filename="modenhed-benchmark-%s.xlsx"`, s.AsOf.Format("2006-01-02")))
	return v.Blob(http.StatusOK, workbookType, content.Bytes())
}
