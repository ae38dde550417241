package demo

import (
	"cmp"
	"slices"
	"strconv"

	"modenhed/internal/municipality"
)

// member is one seat of a council; number tells those of one party apart.
type member struct {
	council municipality.Code
	party   string
	number  int
}

// name is what a member's draws belong to.
func (m member) name() []string { return []string{m.council.String(), m.party, strconv.Itoa(m.number)} }

// typicalCouncil is the size of a council whose own is not documented.
const typicalCouncil = 25

// members returns every council seat after an election, by council and party.
// Where a council is documented its seats are those; what is left of the
// national seats is dealt out to the others by lot, and so is invented.
func members(d *municipality.Directory, seats municipality.Seats, election int) []member {
	var list []member
	left := make(map[string]int)
	for _, own := range seats.Election(election) {
		left[own.Letter] = own.Seats
	}
	documented := make(map[municipality.Code]bool)
	add := func(council municipality.Code, party string, n int) {
		for i := range n {
			list = append(list, member{council, party, i})
		}
		if _, national := left[party]; !national {
			party = others
		}
		left[party] -= n
	}
	for _, own := range seats.Councils {
		if own.Year == election {
			documented[own.Municipality] = true
			add(own.Municipality, own.Letter, own.Seats)
		}
	}
	dealt := deal(chairs(d, documented, election), seats.Election(election), left)
	for _, own := range dealt {
		add(own.council, own.party, own.number)
	}
	slices.SortFunc(list, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.council, b.council), cmp.Compare(a.party, b.party), cmp.Compare(a.number, b.number))
	})
	return list
}

// chairs returns the seats of the councils that are not documented, as often as
// they have seats, in the order of a lottery.
func chairs(d *municipality.Directory, documented map[municipality.Code]bool, election int) []municipality.Code {
	type chair struct {
		council municipality.Code
		lot     float64
	}
	var list []chair
	for _, m := range d.All() {
		if documented[m.Code] {
			continue
		}
		size := m.CouncilSeats
		if size == 0 {
			size = typicalCouncil
		}
		lots := draws("chairs", strconv.Itoa(election), m.Code.String())
		for range size {
			list = append(list, chair{m.Code, lots.Float64()})
		}
	}
	slices.SortStableFunc(list, func(a, b chair) int { return cmp.Compare(a.lot, b.lot) })
	codes := make([]municipality.Code, len(list))
	for i, c := range list {
		codes[i] = c.council
	}
	return codes
}

// deal gives the seats that parties have left to the chairs. The number of a
// returned member is how many seats of the council the party got.
func deal(chairs []municipality.Code, parties []municipality.PartySeats, left map[string]int) []member {
	at := make(map[member]int)
	var dealt []member
	for _, party := range parties {
		n := min(max(left[party.Letter], 0), len(chairs))
		for _, council := range chairs[:n] {
			key := member{council: council, party: party.Letter}
			i, ok := at[key]
			if !ok {
				i, at[key] = len(dealt), len(dealt)
				dealt = append(dealt, key)
			}
			dealt[i].number++
		}
		chairs = chairs[n:]
	}
	return dealt
}
