package benchmark

import (
	"fmt"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"modenhed/internal/movement"
	"modenhed/internal/municipality"
	"modenhed/internal/scoring"
)

// Movements say why everybody moved between two snapshots.
type Movements = movement.Report[municipality.Code]

// movesKept is how many earlier snapshots a snapshot remembers its movements since.
const movesKept = 4

// movements are those since some earlier snapshots, each made when first asked for.
type movements = lru.Cache[*Snapshot, func() (*Movements, error)]

func noMovements() *movements {
	// The one error is a size that is not positive.
	made, _ := lru.New[*Snapshot, func() (*Movements, error)](movesKept)
	return made
}

// MovedSince splits every change of rank and score since an earlier snapshot
// into its causes.
func (s *Snapshot) MovedSince(earlier *Snapshot) (*Movements, error) {
	made := sync.OnceValues(func() (*Movements, error) { return s.movedSince(earlier) })
	if known, found, _ := s.asked.moved.get(noMovements).PeekOrAdd(earlier, made); found {
		made = known
	}
	return made()
}

func (s *Snapshot) movedSince(earlier *Snapshot) (*Movements, error) {
	before := earlier.standpoint()
	if earlier.facts.set != s.facts.set {
		before.Restated = s.restated(earlier)
	}
	report, err := movement.Between(before, s.standpoint())
	if err != nil {
		return nil, fmt.Errorf("compare %s with %s: %w", earlier.AsOf, s.AsOf, err)
	}
	return report, nil
}

func (s *Snapshot) standpoint() movement.Standpoint[municipality.Code] {
	units := make([]municipality.Code, len(s.Units))
	for i := range s.Units {
		units[i] = s.Units[i].Code
	}
	return movement.Standpoint[municipality.Code]{Model: s.facts.model, Units: units, Answers: s.Cells()}
}

// restated are the answers that would have counted at an earlier snapshot's
// time by this one's framework, for the units of the earlier: another age
// limit, for instance, lets other answers count.
func (s *Snapshot) restated(earlier *Snapshot) []scoring.Answer {
	rows := make([][]Answer, len(earlier.Units))
	for i := range earlier.Units {
		unit, known := s.facts.ordinal[earlier.Units[i].Code]
		if !known {
			rows[i] = make([]Answer, len(s.Places))
			continue
		}
		rows[i] = s.facts.row(s.facts.histories[unit], earlier.at)
	}
	return s.cells(rows...)
}
