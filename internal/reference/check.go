package reference

import (
	"modenhed/internal/evidence"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Check reports where documents do not fit together, as an Invalid error:
// evidence and seats of municipalities that the directory does not have, and
// areas that the framework does not have. Such a set can be read; whoever
// records a document asks first.
func (s *Set) Check() error {
	var problems fault.Problems
	for i, item := range s.Evidence {
		row := i + firstDataRow
		s.checkCode(&problems, row, evidence.File+"/code", item.Municipality)
		s.checkArea(&problems, row, evidence.File+"/area", item.Area)
	}
	for i, seats := range s.Seats.Councils {
		s.checkCode(&problems, i+firstDataRow, municipality.FileCouncilSeats+"/code", seats.Municipality)
	}
	for _, wave := range s.Waves {
		for _, q := range wave.Questions {
			if q.Area != "" {
				s.checkArea(&problems, 0, wave.Key+"/"+q.Key+"/area", framework.AreaKey(q.Area))
			}
		}
	}
	return problems.Err()
}

// firstDataRow is the row of the first entry below the header.
const firstDataRow = 2

func (s *Set) checkCode(problems *fault.Problems, row int, field string, code municipality.Code) {
	if _, ok := s.Directory.Lookup(code); !ok {
		problems.AddRow(row, field, "municipality.unknown", "Value", code.String())
	}
}

func (s *Set) checkArea(problems *fault.Problems, row int, field string, area framework.AreaKey) {
	if _, ok := s.Framework.Area(area); !ok {
		problems.AddRow(row, field, "reference.area_unknown", "Value", string(area))
	}
}
