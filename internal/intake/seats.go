package intake

import (
	"fmt"
	"strconv"

	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/table"
)

// The years that an election may be of, and the most seats that a council has.
const (
	firstElection = 1970
	lastElection  = 2100
	mostSeats     = 99
)

// ReadSeats reads council seats by party: a column each for the year of the
// election, the municipality, the party and the seats; other columns are
// ignored. Several local lists of one council are added up. The error is a
// *fault.Error with every problem.
func ReadSeats(t *table.Table, d *municipality.Directory, parties []municipality.Party) ([]municipality.CouncilSeats, error) {
	var problems fault.Problems
	positions := marginColumns(t, []string{"election year", "municipality", "party", countColumn}, &problems)
	if len(t.Rows) == 0 {
		problems.Add("", "intake.no_rows")
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	r := seatsReader{t: t, positions: positions, directory: d, parties: partyWords(parties, nil), problems: &problems, at: make(map[string]int)}
	for _, row := range t.Rows {
		r.row(row)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return r.seats, nil
}

type seatsReader struct {
	t         *table.Table
	positions []int
	directory *municipality.Directory
	parties   Words
	problems  *fault.Problems
	seats     []municipality.CouncilSeats
	// at finds a party of a council among the seats.
	at map[string]int
}

func (r *seatsReader) row(row table.Row) {
	before := len(*r.problems)
	cell := func(i int) string { return row.Cells[r.positions[i]] }
	note := func(i int, key string, pairs ...any) {
		r.problems.AddRow(row.Line, r.t.Header[r.positions[i]], key, append(pairs, "Value", table.Excerpt(cell(i)))...)
	}
	year, err := strconv.Atoi(cell(0))
	if err != nil || year < firstElection || year > lastElection {
		note(0, "intake.not_year")
	}
	place, ok := r.directory.Find(cell(1))
	if !ok {
		note(1, "intake.unknown_municipality")
	}
	letter, ok := r.parties.find(cell(2))
	if !ok {
		note(2, "intake.unknown_party")
	}
	seats, err := strconv.Atoi(cell(3))
	if err != nil || seats < 0 || seats > mostSeats {
		note(3, "intake.not_seats", "Most", mostSeats)
	}
	if len(*r.problems) > before || seats == 0 {
		return
	}
	key := fmt.Sprint(year, place.Code, letter)
	at, repeated := r.at[key]
	switch {
	case repeated && letter == municipality.OtherLists:
		r.seats[at].Seats += seats
	case repeated:
		note(2, "intake.party_twice")
	default:
		r.at[key] = len(r.seats)
		r.seats = append(r.seats, municipality.CouncilSeats{Year: year, Municipality: place.Code, Letter: letter, Seats: seats})
	}
}
