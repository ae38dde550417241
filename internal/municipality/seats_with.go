package municipality

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"

	"modenhed/internal/fault"
)

// council is one council after one election.
type council struct {
	year int
	code Code
}

func (c CouncilSeats) council() council { return council{c.Year, c.Municipality} }

// With returns the seats with councils that were found later: a council named
// there is as told there, whole, and the others stay. The seats given are not changed.
func (s Seats) With(later []CouncilSeats) Seats {
	told := make(map[council]bool)
	for _, c := range later {
		told[c.council()] = true
	}
	kept := slices.DeleteFunc(slices.Clone(s.Councils), func(c CouncilSeats) bool { return told[c.council()] })
	s.Councils = append(kept, later...)
	return s
}

// Completed returns the seats with national figures for every year in which all
// councils of the directory are known and the country is not.
func (s Seats) Completed(d *Directory) Seats {
	known := make(map[int]map[Code]bool)
	for _, c := range s.Councils {
		if known[c.Year] == nil {
			known[c.Year] = make(map[Code]bool)
		}
		if _, ok := d.Lookup(c.Municipality); ok {
			known[c.Year][c.Municipality] = true
		}
	}
	national := slices.Clone(s.National)
	for year, councils := range known {
		if len(councils) == len(d.All()) && s.Total(year) == 0 {
			national = append(national, s.sums(year)...)
		}
	}
	slices.SortStableFunc(national[len(s.National):], func(a, b PartySeats) int { return cmp.Compare(a.Year, b.Year) })
	s.National = national
	return s
}

// sums adds up the councils of a year by party, most seats first.
func (s Seats) sums(year int) []PartySeats {
	seats := make(map[string]int)
	for _, c := range s.Councils {
		if c.Year == year {
			seats[c.Letter] += c.Seats
		}
	}
	var parties []PartySeats
	for letter, n := range seats {
		parties = append(parties, PartySeats{Year: year, Letter: letter, Party: s.PartyName(letter, "da"), Seats: n})
	}
	slices.SortFunc(parties, func(a, b PartySeats) int {
		return cmp.Or(cmp.Compare(b.Seats, a.Seats), cmp.Compare(a.Letter, b.Letter))
	})
	return parties
}

// Coverage returns the codes of the councils whose seats by party are known
// after the election of a year, rising.
func (s Seats) Coverage(year int) []Code {
	var codes []Code
	for _, c := range s.Councils {
		if c.Year == year {
			codes = append(codes, c.Municipality)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// MarshalCouncils writes councils as the file [FileCouncilSeats] has them, in
// order of year, code and letter.
func MarshalCouncils(councils []CouncilSeats) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	records := [][]string{{"election_year", "code", "party_letter", "seats"}}
	councils = slices.Clone(councils)
	slices.SortFunc(councils, func(a, b CouncilSeats) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Municipality, b.Municipality), cmp.Compare(a.Letter, b.Letter))
	})
	for _, c := range councils {
		records = append(records, []string{strconv.Itoa(c.Year), c.Municipality.String(), c.Letter, strconv.Itoa(c.Seats)})
	}
	if err := w.WriteAll(records); err != nil {
		return nil, fmt.Errorf("write council seats: %w", err)
	}
	return out.Bytes(), nil
}

// ParseCouncils reads a file [FileCouncilSeats] and reports every faulty row at
// once as an Invalid error.
func ParseCouncils(content []byte) ([]CouncilSeats, error) {
	var problems fault.Problems
	councils := readCouncils(content, &problems)
	return councils, problems.Err()
}
