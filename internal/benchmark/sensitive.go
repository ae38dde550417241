package benchmark

import (
	"fmt"

	"modenhed/internal/sensitivity"
)

// Sensitivity returns which choice of method moves the ranking most, and how
// the areas go together. It is computed when somebody asks first, which takes a
// good part of a second.
func (s *Snapshot) Sensitivity() (*sensitivity.Analysis, error) { return s.sensitivity() }

func (s *Snapshot) makeSensitivity() (*sensitivity.Analysis, error) {
	ranked := make([]bool, len(s.Units))
	for i := range s.Units {
		ranked[i] = s.Units[i].Place.Rank > 0
	}
	analysis, err := sensitivity.Analyse(s.Framework, s.Cells(), ranked, sensitivity.DefaultSettings())
	if err != nil {
		return nil, fmt.Errorf("analyse the method: %w", err)
	}
	return analysis, nil
}
