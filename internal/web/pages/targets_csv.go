package pages

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

func assessmentKey(code municipality.Code, place framework.Place) assessment.Key {
	return assessment.Key{Municipality: code, Indicator: place.Indicator.Key}
}

// targetColumns head the file. Figures have a decimal point; what is not known is empty.
func targetColumns() []string {
	return []string{
		"code", "municipality", "area", "indicator", "title", "unit", "today", "target", "distance", "points", "due", "days_left",
		"state", "state_name", "expected_today", "at_pace_of_two_years", "owner", "set_at",
	}
}

// csv answers with targets, one per row.
func (s *targetSet) csv(v *Visit, lines []targetLine) error {
	rows := [][]string{targetColumns()}
	for _, line := range lines {
		rows = append(rows, s.csvRow(line))
	}
	var content bytes.Buffer
	out := csv.NewWriter(&content)
	out.UseCRLF = true
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("write the targets: %w", err)
	}
	v.Response().Header().Set("Content-Disposition", `attachment; filename="targets.csv"`)
	return v.Blob(http.StatusOK, csvType, content.Bytes())
}

func (s *targetSet) csvRow(line targetLine) []string {
	number := func(x float64, known bool) string {
		if !known {
			return ""
		}
		return strconv.FormatFloat(round1(x), 'f', -1, 64)
	}
	exact := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	l, t, i := s.look, line.track, line.place.Indicator
	today, distance := "", ""
	if t.Known {
		today, distance = exact(t.Current), exact(roundedFigure(t.Distance))
	}
	points, gains := s.gain(line)
	unit := i.Unit.In(l.Code())
	if unit == "" {
		unit = string(i.Type)
	}
	return []string{
		line.unit.Code.String(), inert(line.unit.Name), inert(line.place.Top.Title.In(l.Code())), inert(string(i.Key)),
		inert(i.Title.In(l.Code())), inert(unit), today, exact(line.goal.Value), distance, number(points, gains),
		string(line.goal.Due), strconv.Itoa(t.DaysLeft), string(t.State), l.T("targets.state." + string(t.State)),
		number(t.Expected, t.HasLine), number(t.Pace.At, t.Pace.OK), inert(line.goal.Owner), l.Day(line.goal.RecordedAt),
	}
}
