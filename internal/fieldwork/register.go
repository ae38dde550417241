package fieldwork

import (
	"slices"

	"modenhed/internal/municipality"
	"modenhed/internal/survey"
	"modenhed/internal/table"
)

// Register is what is known of councils: who sits there, and where they are.
type Register struct {
	Directory *municipality.Directory
	Seats     municipality.Seats
}

// Election returns the year of the election that a wave's population comes from,
// 0 when none is known: the one that its design names, else the latest before
// the year of the fieldwork, because councils sit from 1 January after an
// election in November.
func (r Register) Election(w survey.Wave) int {
	if w.Design != nil && w.Design.Election != 0 {
		return w.Design.Election
	}
	first, _, ok := w.Months()
	if !ok {
		return 0
	}
	for _, year := range r.Seats.Years() {
		if year < first.Year {
			return year
		}
	}
	return 0
}

// Parties returns the seats of each party in the population of a wave.
func (r Register) Parties(w survey.Wave) []municipality.PartySeats {
	return r.Seats.Election(r.Election(w))
}

// day returns a day in the last month of a wave's fieldwork, by which its figures
// are placed in regions too.
func day(w survey.Wave) municipality.Date {
	_, last, _ := w.Months()
	return municipality.Date{Year: last.Year, Month: last.Month, Day: 1}
}

// Region returns the key of the region of a municipality at the time of a wave,
// empty when it has none.
func (r Register) Region(w survey.Wave, code int) string {
	region, ok := r.Directory.Region(municipality.Code(code), day(w))
	if !ok {
		return ""
	}
	return region.Key
}

// party finds a party with seats in a wave's population by list letter or name.
func (r Register) party(cell string, w survey.Wave) (letter string, ok bool) {
	wanted := table.Fold(cell)
	for _, p := range r.Parties(w) {
		if wanted != "" && slices.Contains(r.namesOf(p.Letter), wanted) {
			return p.Letter, true
		}
	}
	return "", false
}

// namesOf returns everything a party may be called, folded.
func (r Register) namesOf(letter string) []string {
	names := []string{letter}
	for _, p := range r.Seats.AllParties() {
		if p.Letter == letter {
			names = append(append(names, p.Name.DA, p.Name.EN), p.Others...)
		}
	}
	for i := range names {
		names[i] = table.Fold(names[i])
	}
	return names
}
