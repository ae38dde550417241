package smallarea

import (
	"cmp"
	"maps"
	"slices"
)

// roll is a checked input in order of code and key, so that every sum is made
// in one order whatever the order of the input.
type roll struct {
	parties  []total
	chambers []chamber
	// order has for each chamber its index in the input.
	order []int
}

// total is one party over all councils.
type total struct {
	key                     string
	seats, answered, favour int
}

// chamber is one council.
type chamber struct {
	code    string
	known   bool
	members []member
	// seats, answered and favour sum the members.
	seats, answered, favour int
}

// member is one party in one council; party is an index into roll.parties.
type member struct {
	party                   int
	seats, answered, favour int
}

// enrol checks an input and brings it into order. The error is an [InputError].
func enrol(in Input) (*roll, error) {
	if problems := in.check(); len(problems) > 0 {
		return nil, problems
	}
	r := &roll{order: make([]int, len(in.Councils))}
	index := r.enrolParties(in)
	for i := range r.order {
		r.order[i] = i
	}
	slices.SortFunc(r.order, func(a, b int) int { return cmp.Compare(in.Councils[a].Code, in.Councils[b].Code) })
	for _, i := range r.order {
		r.chambers = append(r.chambers, newChamber(in.Councils[i], index))
	}
	answered, backed := 0, 0
	for _, p := range r.parties {
		answered += p.answered
		if p.answered > 0 {
			backed += p.seats
		}
	}
	switch {
	case answered == 0:
		return nil, InputError{{Fault: NoAnswers}}
	case backed == 0:
		return nil, InputError{{Fault: NoPopulation}}
	}
	return r, nil
}

// enrolParties sums the parties over the councils and returns their indices by key.
func (r *roll) enrolParties(in Input) map[string]int {
	sums := make(map[string]total)
	for key := range in.Seats {
		sums[key] = total{}
	}
	for _, c := range in.Councils {
		for _, p := range c.Parties {
			t := sums[p.Key]
			sums[p.Key] = total{seats: t.seats + p.Seats, answered: t.answered + p.Answered, favour: t.favour + p.Favour}
		}
	}
	index := make(map[string]int, len(sums))
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		t := sums[key]
		t.key = key
		if in.Seats != nil {
			t.seats = in.Seats[key]
		}
		index[key] = len(r.parties)
		r.parties = append(r.parties, t)
	}
	return index
}

// newChamber brings one council into order; a party without an index is one
// that the rates do not know and gets -1.
func newChamber(c Council, index map[string]int) chamber {
	m := chamber{code: c.Code, known: !c.SeatsUnknown}
	parties := slices.SortedFunc(slices.Values(c.Parties), func(a, b Party) int { return cmp.Compare(a.Key, b.Key) })
	for _, p := range parties {
		party, ok := index[p.Key]
		if !ok {
			party = -1
		}
		m.members = append(m.members, member{party, p.Seats, p.Answered, p.Favour})
		m.seats += p.Seats
		m.answered += p.Answered
		m.favour += p.Favour
	}
	return m
}
