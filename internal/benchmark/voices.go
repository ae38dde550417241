package benchmark

import (
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Voices are the latest statuses of both sources for one indicator, withdrawn
// ones too; nil where a source has none.
type Voices struct{ Own, Desk *assessment.Status }

// Voices returns what both sources said last of each indicator of a
// municipality, nothing for a code outside the directory.
func (s *Snapshot) Voices(code municipality.Code) map[framework.IndicatorKey]Voices {
	unit, ok := s.facts.ordinal[code]
	if !ok {
		return nil
	}
	latest := make(map[framework.IndicatorKey]Voices, len(s.Places))
	history := s.facts.histories[unit]
	for i := range history {
		status := &history[i]
		v := latest[status.Indicator]
		switch status.Source {
		case assessment.Self:
			v.Own = status
		case assessment.Desk:
			v.Desk = status
		}
		latest[status.Indicator] = v
	}
	return latest
}
