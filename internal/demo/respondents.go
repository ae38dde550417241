package demo

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"modenhed/internal/municipality"
	"modenhed/internal/survey"
)

// The further columns of an invented wave and their values.
const (
	columnSex = "sex"
	columnAge = "age"

	woman = "Kvinde"
	man   = "Mand"
)

// leaning is how a party's councillors answer, and how many of them.
type leaning struct {
	// turnout is the share that takes part, women the share of women.
	turnout, women float64
	// belief is added on the logit scale to the typical belief that the gains
	// are harvested, priority to the typical place on the scale from 1 to 5.
	belief, priority float64
}

// leanings are invented and say nothing about the parties. That parties differ
// in turnout and belief makes the weights matter.
var leanings = map[string]leaning{
	"A":    {turnout: 0.125, women: 0.38, belief: 0.20, priority: 0.1},
	"V":    {turnout: 0.145, women: 0.29, belief: 0.35, priority: 0.0},
	"C":    {turnout: 0.140, women: 0.30, belief: 0.15, priority: 0.1},
	"F":    {turnout: 0.150, women: 0.50, belief: -0.30, priority: 0.0},
	"O":    {turnout: 0.085, women: 0.27, belief: 0.30, priority: -0.3},
	"I":    {turnout: 0.130, women: 0.24, belief: -0.50, priority: 0.4},
	"Æ":    {turnout: 0.080, women: 0.25, belief: 0.30, priority: -0.2},
	"D":    {turnout: 0.090, women: 0.26, belief: 0.00, priority: 0.0},
	"Ø":    {turnout: 0.170, women: 0.52, belief: -0.60, priority: -0.1},
	"B":    {turnout: 0.170, women: 0.42, belief: -0.70, priority: 0.4},
	others: {turnout: 0.110, women: 0.28, belief: 0.10, priority: -0.2},
}

// leaningOf returns a party's leaning; of small parties more take part.
func leaningOf(party string) leaning {
	if l, ok := leanings[party]; ok {
		return l
	}
	return leaning{turnout: 0.27, women: 0.35}
}

// responses are what the respondents of the poll answered.
func (p poll) responses(d *municipality.Directory, seats municipality.Seats) *survey.Responses {
	w := p.wave(seats)
	out := &survey.Responses{Columns: w.Design.Columns()}
	for _, q := range w.Questions {
		out.Questions = append(out.Questions, q.Key)
	}
	for _, m := range p.respondents(members(d, seats, p.election)) {
		out.Rows = append(out.Rows, p.response(m, out.Columns))
	}
	return out
}

// respondents are those members who take part: of each party its turnout, by a
// lottery in which councils have unlike chances, so that some have enough for a
// figure of their own.
func (p poll) respondents(all []member) []member {
	type ticket struct {
		member
		lot float64
	}
	parties := make(map[string][]ticket)
	for _, m := range all {
		keen := math.Exp(spread(1.05, p.name, "keen", m.council.String()))
		lot := p.draw("takes part", m).ExpFloat64() / keen
		parties[m.party] = append(parties[m.party], ticket{m, lot})
	}
	var list []member
	for party, tickets := range parties {
		slices.SortStableFunc(tickets, func(a, b ticket) int { return cmp.Compare(a.lot, b.lot) })
		n := max(1, int(math.Round(leaningOf(party).turnout*float64(len(tickets)))))
		for _, t := range tickets[:min(n, len(tickets))] {
			list = append(list, t.member)
		}
	}
	slices.SortFunc(list, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.council, b.council), cmp.Compare(a.party, b.party), cmp.Compare(a.number, b.number))
	})
	return list
}

// response is what one member answers, with what is known of them by column.
func (p poll) response(m member, columns []string) survey.Response {
	lean := leaningOf(m.party)
	local := spread(1, p.name, "local", m.council.String())
	sex := man
	// Of women a few more take part than there are.
	if p.draw("sex", m).Float64() < lean.women*1.15 {
		sex = woman
	}
	values := map[string]string{columnSex: sex, columnAge: p.age(m)}
	row := survey.Response{Municipality: int(m.council), Party: m.party, Answers: []string{p.gains(m, sex, local), p.priority(m, local)}}
	for _, column := range columns {
		row.Values = append(row.Values, values[column])
	}
	return row
}

func (p poll) age(m member) string {
	switch lot := p.draw("age", m).Float64(); {
	case lot < 0.22:
		return "18–39"
	case lot < 0.64:
		return "40–59"
	case lot < 0.98:
		return "60+"
	}
	return "" // not known
}

// gains answers the question on the gains; some do not, and some do not know.
func (p poll) gains(m member, sex string, local float64) string {
	const blank, dontKnow = 0.015, 0.085
	lots := p.draw("gains", m)
	logit := p.believing + leaningOf(m.party).belief + p.local*local
	if sex == woman {
		logit -= 0.3
	}
	switch kind := lots.Float64(); {
	case kind < blank:
		return ""
	case kind < blank+dontKnow:
		return optionDontKnow
	case lots.Float64() < 1/(1+math.Exp(-logit)):
		return optionHarvested
	}
	return optionPotential
}

// priority answers the question on the scale.
func (p poll) priority(m member, local float64) string {
	const blank, dontKnow, typical = 0.03, 0.05, 3.1
	lots := p.draw("priority", m)
	switch kind := lots.Float64(); {
	case kind < blank:
		return ""
	case kind < blank+dontKnow:
		return optionDontKnow
	}
	place := typical + leaningOf(m.party).priority + 0.3*p.local*local + 0.95*lots.NormFloat64()
	return priorityKeys[min(max(int(math.Round(place)), 1), len(priorityKeys))-1]
}

// draw returns the random numbers of a member for a purpose.
func (p poll) draw(purpose string, m member) *rand.Rand {
	return draws(append([]string{p.name, strconv.Itoa(p.election), purpose}, m.name()...)...)
}

// margins are how many women and men each party has, as a file (CSV).
func (p poll) margins(seats municipality.Seats) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s,%s,seats\n", survey.ColumnParty, columnSex)
	for _, own := range seats.Election(p.election) {
		women := int(math.Round(leaningOf(own.Letter).women * float64(own.Seats)))
		fmt.Fprintf(&out, "%s,%s,%d\n", own.Letter, woman, women)
		fmt.Fprintf(&out, "%s,%s,%d\n", own.Letter, man, own.Seats-women)
	}
	return out.Bytes()
}
