package pages

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"

	"modenhed/internal/answersheet"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/workbook"
)

// paramCode names a municipality of a template; without it all are in it.
const paramCode = "code"

// chosenUnits are the municipalities that the address names, all where it names none.
func chosenUnits(v *Visit) ([]*benchmark.Unit, error) {
	codes := v.QueryParams()[paramCode]
	var units []*benchmark.Unit
	for _, one := range v.Snapshot.Directory.All() {
		if len(codes) > 0 && !slices.Contains(codes, one.Code.String()) {
			continue
		}
		if unit, found := v.Snapshot.Unit(one.Code); found {
			units = append(units, unit)
		}
	}
	if len(units) == 0 {
		return nil, fault.New(fault.NotFound, "municipalities.unknown")
	}
	return units, nil
}

// StatusTemplate answers with an Excel list in which analysts gather answers.
func (h *Handlers) StatusTemplate(v *Visit) error {
	units, err := chosenUnits(v)
	if err != nil {
		return err
	}
	s := v.Snapshot
	list := workbook.Checklist{Framework: s.Framework, At: s.AsOf, Version: h.Version}
	for _, unit := range units {
		one := workbook.ChecklistMunicipality{Code: unit.Code.String(), Name: unit.Name, Answers: make(map[framework.IndicatorKey]assessment.Status)}
		for i, place := range s.Places {
			if status := unit.Answers[i].Status; status != nil {
				one.Answers[place.Indicator.Key] = *status
			}
		}
		list.Municipalities = append(list.Municipalities, one)
	}
	var content bytes.Buffer
	if err := workbook.WriteChecklist(v.Request().Context(), &content, v.Look.Printer, list); err != nil {
		return fmt.Errorf("write the list of answers: %w", err)
	}
	v.Response().Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", v.Look.T("sheetimport.many.name", "Day", v.Look.Day(s.AsOf))+".xlsx"))
	return v.Blob(http.StatusOK, workbookType, content.Bytes())
}

// StatusTemplateCSV answers with the same list as CSV: the columns by their
// machine names, a row for each question of each municipality.
func (h *Handlers) StatusTemplateCSV(v *Visit) error {
	units, err := chosenUnits(v)
	if err != nil {
		return err
	}
	// Excel takes a file for UTF-8 by its first three bytes.
	content := bytes.NewBufferString("\ufeff")
	out := csv.NewWriter(content)
	out.Comma, out.UseCRLF = ';', true
	columns := answersheet.Columns()
	columns = columns[:len(columns)-1] // without the revision
	rows := [][]string{columns}
	for _, unit := range units {
		for _, place := range v.Snapshot.Places {
			row := make([]string, len(columns))
			row[0], row[1] = unit.Code.String(), string(place.Indicator.Key)
			rows = append(rows, row)
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("write the list of answers: %w", err)
	}
	v.Response().Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", v.Look.T("sheetimport.many.name", "Day", v.Look.Day(v.Snapshot.AsOf))+".csv"))
	return v.Blob(http.StatusOK, csvType, content.Bytes())
}
