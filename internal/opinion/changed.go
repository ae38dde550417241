package opinion

import (
	"slices"
	"strconv"

	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
)

// FewestChanged returns how many respondents differ between answers and their
// correction in the group where the fewest do, of everybody and the groups and
// councils that both show; 0 when none differ. Whoever has seen the figures before and after
// takes the difference for what so many answered. What cannot be shown at all has
// no groups.
func FewestChanged(before, after Input) int {
	fewest := after.Responses.Changed(before.Responses)
	old, err := Estimate(before)
	if err != nil {
		return fewest
	}
	corrected, err := Estimate(after)
	if err != nil {
		return fewest
	}
	for _, part := range shownIn(corrected) {
		if !slices.Contains(shownIn(old), part) {
			continue
		}
		n := after.members(part).Changed(before.members(part))
		if n > 0 && (fewest == 0 || n < fewest) {
			fewest = n
		}
	}
	return fewest
}

// part is one group of a column.
type part struct{ column, key string }

// shownIn returns the groups with figures for any question, and the councils whose
// own answers count.
func shownIn(r *Report) (list []part) {
	if r.Councils != nil {
		// A council's own answers count for all readings or for none.
		for _, council := range r.Councils.Readings[survey.Harvested].Councils {
			if council.Basis == smallarea.FromAnswers {
				list = append(list, part{survey.ColumnMunicipality, council.Code})
			}
		}
	}
	for _, q := range r.Questions {
		for _, b := range q.By {
			for _, g := range b.Groups {
				if p := (part{b.Column, g.Key}); g.Shown && !slices.Contains(list, p) {
					list = append(list, p)
				}
			}
		}
	}
	return list
}

// members returns the responses of a group.
func (in Input) members(p part) *survey.Responses {
	own := *in.Responses
	own.Rows = nil
	at := slices.Index(in.Responses.Columns, p.column)
	for _, row := range in.Responses.Rows {
		place := in.Places[row.Municipality]
		var value string
		switch p.column {
		case ByRegion:
			value = place.Region
		case ByGroup:
			value = place.Group
		case BySize:
			value = place.Size
		case survey.ColumnMunicipality:
			value = strconv.Itoa(row.Municipality)
		case ByParty:
			value = row.Party
		default:
			value = row.Values[at]
		}
		if value == p.key {
			own.Rows = append(own.Rows, row)
		}
	}
	return &own
}
