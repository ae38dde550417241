package smallarea

import (
	"fmt"
	"slices"
	"strings"
)

// Fault is what can be wrong with one thing in an input.
type Fault string

// The faults.
const (
	// NoCode is a council without a code.
	NoCode Fault = "no_code"
	// RepeatedCouncil is a code that occurs twice.
	RepeatedCouncil Fault = "repeated_council"
	// NoKey is a party without a key.
	NoKey Fault = "no_key"
	// RepeatedParty is a party that occurs twice in a council.
	RepeatedParty Fault = "repeated_party"
	// NegativeCount is a count below 0.
	NegativeCount Fault = "negative_count"
	// FavourAboveAnswered is more in favour than answered.
	FavourAboveAnswered Fault = "favour_above_answered"
	// RespondentsAboveSeats is more respondents than members.
	RespondentsAboveSeats Fault = "respondents_above_seats"
	// SeatsThoughUnknown is a council with unknown seats that states seats.
	SeatsThoughUnknown Fault = "seats_though_unknown"
	// NoSeats is a council with known seats and not one of them.
	NoSeats Fault = "no_seats"
	// TooManySeats is a council with more than [MaxSeats] seats.
	TooManySeats Fault = "too_many_seats"
	// SeatsBelowCouncils is a party with more seats in the councils than in all.
	SeatsBelowCouncils Fault = "seats_below_councils"
	// NoAnswers is an input in which nobody answered.
	NoAnswers Fault = "no_answers"
	// NoPopulation is an input in which no party that answered has a seat.
	NoPopulation Fault = "no_population"
)

// MaxSeats is the largest council that figures are made for.
const MaxSeats = 1000

// Problem is one fault and where it stands; Council and Party are empty where
// it concerns the whole input or the whole council.
type Problem struct {
	Council, Party string
	Fault          Fault
}

// InputError lists all that is wrong with an input.
type InputError []Problem

// Error implements error.
func (e InputError) Error() string {
	list := make([]string, len(e))
	for i, p := range e {
		list[i] = strings.Trim(fmt.Sprintf("%s/%s %s", p.Council, p.Party, p.Fault), "/ ")
	}
	return "small areas: " + strings.Join(list, "; ")
}

// check returns all faults of single entries; totals are looked at when there are none.
func (in Input) check() InputError {
	var problems InputError
	seen := make(map[string]bool, len(in.Councils))
	sums := make(map[string]int)
	for _, c := range in.Councils {
		if c.Code == "" {
			problems = append(problems, Problem{Fault: NoCode})
		} else if seen[c.Code] {
			problems = append(problems, Problem{Council: c.Code, Fault: RepeatedCouncil})
		}
		seen[c.Code] = true
		problems = append(problems, c.check()...)
		for _, p := range c.Parties {
			sums[p.Key] += p.Seats
		}
	}
	return append(problems, in.checkSeats(sums)...)
}

// check returns the faults within one council.
func (c Council) check() InputError {
	var problems InputError
	seen := make(map[string]bool, len(c.Parties))
	seats := 0
	for _, p := range c.Parties {
		for _, fault := range p.faults(c.SeatsUnknown) {
			problems = append(problems, Problem{c.Code, p.Key, fault})
		}
		if p.Key != "" && seen[p.Key] {
			problems = append(problems, Problem{c.Code, p.Key, RepeatedParty})
		}
		seen[p.Key] = true
		seats += min(max(p.Seats, 0), MaxSeats+1)
	}
	switch {
	case seats > MaxSeats:
		problems = append(problems, Problem{Council: c.Code, Fault: TooManySeats})
	case seats == 0 && !c.SeatsUnknown:
		problems = append(problems, Problem{Council: c.Code, Fault: NoSeats})
	}
	return problems
}

func (p Party) faults(seatsUnknown bool) []Fault {
	var faults []Fault
	if p.Key == "" {
		faults = append(faults, NoKey)
	}
	if min(p.Seats, p.Answered, p.Favour, p.Blank) < 0 {
		return append(faults, NegativeCount)
	}
	if p.Favour > p.Answered {
		faults = append(faults, FavourAboveAnswered)
	}
	switch {
	case seatsUnknown && p.Seats > 0:
		faults = append(faults, SeatsThoughUnknown)
	case !seatsUnknown && p.Answered+p.Blank > p.Seats:
		faults = append(faults, RespondentsAboveSeats)
	}
	return faults
}

// checkSeats holds the stated seats of the population against their sums.
func (in Input) checkSeats(sums map[string]int) InputError {
	if in.Seats == nil {
		return nil
	}
	var problems InputError
	for key, sum := range sums {
		if in.Seats[key] < sum {
			problems = append(problems, Problem{Party: key, Fault: SeatsBelowCouncils})
		}
	}
	for key, seats := range in.Seats {
		if _, listed := sums[key]; !listed && seats < 0 {
			problems = append(problems, Problem{Party: key, Fault: NegativeCount})
		}
	}
	slices.SortFunc(problems, func(a, b Problem) int { return strings.Compare(a.Party, b.Party) })
	return problems
}
