package municipality

import (
	"cmp"
	"slices"

	"modenhed/internal/fault"
	"modenhed/internal/reference/csvfile"
)

// The files of the council seats.
const (
	FileSeats        = "council_seats_by_party.csv"
	FileCouncilSeats = "council_seats_by_party_municipality.csv"
)

// SeatFiles lists the files of the council seats, all of them required but [FileParties].
func SeatFiles() []string { return []string{FileSeats, FileCouncilSeats, FileParties} }

// PartySeats is how many seats a party won over the whole country at one election.
type PartySeats struct {
	Year int
	// Letter is the party's list letter, or [OtherLists].
	Letter string
	Party  string
	Seats  int
}

// CouncilSeats is how many seats a party won in one council at one election.
type CouncilSeats struct {
	Year         int
	Municipality Code
	Letter       string
	Seats        int
}

// Seats are council seats by party. National figures are complete; councils
// are not, and a council without a row is not documented, never empty.
type Seats struct {
	National []PartySeats
	Councils []CouncilSeats
	// Parties are the names of parties, empty in databases from before them.
	Parties []Party
}

type partySeatsRow struct {
	Year   string `csv:"election_year"`
	Letter string `csv:"party_letter"`
	Party  string `csv:"party_name"`
	Seats  string `csv:"seats"`
}

type councilSeatsRow struct {
	Year   string `csv:"election_year"`
	Code   string `csv:"code"`
	Letter string `csv:"party_letter"`
	Seats  string `csv:"seats"`
}

const maxNationalSeats = 9999

// ParseSeats reads the files of [SeatFiles], by name, and reports every faulty
// row at once as an Invalid error.
func ParseSeats(files map[string][]byte) (Seats, error) {
	var problems fault.Problems
	for _, name := range SeatFiles() {
		if _, ok := files[name]; !ok && name != FileParties {
			problems.Add(name, "reference.file_missing", "File", name)
		}
	}
	if err := problems.Err(); err != nil {
		return Seats{}, err
	}
	seats := Seats{
		National: readNational(files[FileSeats], &problems),
		Councils: readCouncils(files[FileCouncilSeats], &problems),
	}
	if content, ok := files[FileParties]; ok {
		seats.Parties = readParties(content, &problems)
	}
	if err := problems.Err(); err != nil {
		return Seats{}, err
	}
	return seats, nil
}

func readNational(content []byte, problems *fault.Problems) []PartySeats {
	var seats []PartySeats
	once := newUniqueness()
	csvfile.Each(FileSeats, content, problems, func(row csvfile.Row, r partySeatsRow) {
		once.check(row, "party_letter", r.Year+" / "+r.Letter)
		seats = append(seats, PartySeats{
			Year:   row.Int("election_year", r.Year, firstYear, lastYear),
			Letter: row.Text("party_letter", r.Letter),
			Party:  row.Text("party_name", r.Party),
			Seats:  row.Int("seats", r.Seats, 0, maxNationalSeats),
		})
	})
	return seats
}

func readCouncils(content []byte, problems *fault.Problems) []CouncilSeats {
	var seats []CouncilSeats
	once := newUniqueness()
	csvfile.Each(FileCouncilSeats, content, problems, func(row csvfile.Row, r councilSeatsRow) {
		once.check(row, "party_letter", r.Year+" / "+r.Code+" / "+r.Letter)
		seats = append(seats, CouncilSeats{
			Year:         row.Int("election_year", r.Year, firstYear, lastYear),
			Municipality: ReadCode(row, "code", r.Code),
			Letter:       row.Text("party_letter", r.Letter),
			Seats:        row.Int("seats", r.Seats, 0, maxSeats),
		})
	})
	return seats
}

// Years returns the election years of the national figures, latest first.
func (s Seats) Years() []int {
	var years []int
	for _, p := range s.National {
		if !slices.Contains(years, p.Year) {
			years = append(years, p.Year)
		}
	}
	slices.Sort(years)
	slices.Reverse(years)
	return years
}

// Total returns all seats in the country after the election of a year, 0 when it is not documented.
func (s Seats) Total(year int) int {
	total := 0
	for _, p := range s.National {
		if p.Year == year {
			total += p.Seats
		}
	}
	return total
}

// Election returns the national figures of a year, most seats first and in
// file order where equal, with the other lists ("OTH") last.
func (s Seats) Election(year int) []PartySeats {
	var parties []PartySeats
	for _, p := range s.National {
		if p.Year == year {
			parties = append(parties, p)
		}
	}
	slices.SortStableFunc(parties, func(a, b PartySeats) int {
		return cmp.Or(cmp.Compare(a.others(), b.others()), cmp.Compare(b.Seats, a.Seats))
	})
	return parties
}

// others is 1 for the row of all lists without an own row, else 0.
func (p PartySeats) others() int {
	if p.Letter == OtherLists {
		return 1
	}
	return 0
}

// Council returns the documented seats of one council after its latest
// documented election, in file order; empty when none is documented.
func (s Seats) Council(code Code) []CouncilSeats {
	var latest []CouncilSeats
	for _, c := range s.Councils {
		switch {
		case c.Municipality != code || len(latest) > 0 && c.Year < latest[0].Year:
		case len(latest) > 0 && c.Year > latest[0].Year:
			latest = append(latest[:0], c)
		default:
			latest = append(latest, c)
		}
	}
	return latest
}
