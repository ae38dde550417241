package benchmark

import "modenhed/internal/municipality"

// Seats returns the council seats by party on record. They are shared and must
// not be changed.
func (s *Snapshot) Seats() municipality.Seats { return s.facts.set.Seats }
