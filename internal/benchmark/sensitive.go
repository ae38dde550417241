package benchmark

import (
	"fmt"

	"modenhed/internal/sensitivity"
)

// Sensitivity returns which choice of method moves the ranking most, and how
// the areas go together. It is computed when somebody asks first, which takes a
// good part of a second.
func (s *Snapshot) Sensitivity() (*sensitivity.Analysis, error) {
	made := s.asked.sensitivity.get(s.makeSensitivity)
	return made.analysis, made.err
}

// analysed is how far the ranking depends on each choice of method.
type analysed struct {
	analysis *sensitivity.Analysis
	err      error
}

func (s *Snapshot) makeSensitivity() analysed {
	ranked := make([]bool, len(s.Units))
	for i := range s.Units {
		ranked[i] = s.Units[i].Place.Rank > 0
	}
	analysis, err := sensitivity.Analyse(s.Framework, s.Cells(), ranked, sensitivity.DefaultSettings())
	if err != nil {
		return analysed{err: fmt.Errorf("analyse the method: %w", err)}
	}
	return analysed{analysis: analysis}
}
