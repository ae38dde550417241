package smallarea

import "slices"

// Result is all that was computed. It holds figures that rest on single
// persons; what may be shown is its [Publication].
type Result struct {
	Model
	// Minimum is the number of respondents that a figure must rest on.
	Minimum Minimum
	// Respondents answered the question; Favour of them are in favour; Blank
	// responded without an answer.
	Respondents, Favour, Blank int
	// Figures are by council, in the order of the input.
	Figures []Figure
	// Warnings say what limits the figures.
	Warnings []Warning

	roll *roll
	// withheld are the input's withheld parties in order, without repetition.
	withheld []string
}

// WarningKind is what limits the figures.
type WarningKind string

// The kinds of warnings.
const (
	// NoLocalEffect means τ = 0: figures differ by party seats and own answers only.
	NoLocalEffect WarningKind = "no_local_effect"
	// EffectAtLimit means that τ is as large as is looked for.
	EffectAtLimit WarningKind = "effect_at_limit"
	// PartyWithoutAnswers is a party with seats and no respondent; it gets the overall rate.
	PartyWithoutAnswers WarningKind = "party_without_answers"
	// PartyBelowMinimum is a party with fewer respondents than the minimum.
	PartyBelowMinimum WarningKind = "party_below_minimum"
	// AllAlike means that all who answered gave the same answer.
	AllAlike WarningKind = "all_alike"
	// SeatsMissing counts the councils whose party seats are unknown.
	SeatsMissing WarningKind = "seats_missing"
)

// Warning is one limit of the figures.
type Warning struct {
	Kind WarningKind
	// Party is who it concerns, where it concerns a party.
	Party string
	// Count is the party's respondents, or the councils it concerns.
	Count int
}

// Estimate computes the figures of all councils. The error is an [InputError].
func Estimate(in Input, minimum Minimum) (*Result, error) {
	r, err := enrol(in)
	if err != nil {
		return nil, err
	}
	m, ok := fit(r, nil)
	if !ok {
		return nil, InputError{{Fault: NoPopulation}}
	}
	result := &Result{Model: *m, Minimum: minimum, Figures: m.figures(r, minimum), roll: r}
	result.withheld = slices.Compact(slices.Sorted(slices.Values(in.Withheld)))
	for _, p := range r.parties {
		result.Respondents += p.answered
		result.Favour += p.favour
	}
	for _, c := range in.Councils {
		for _, p := range c.Parties {
			result.Blank += p.Blank
		}
	}
	result.warn()
	return result, nil
}

// figures returns the figures of all chambers in the order of the input.
func (m *Model) figures(r *roll, minimum Minimum) []Figure {
	figures := make([]Figure, len(r.chambers))
	for place, i := range r.order {
		figures[i] = m.figure(&r.chambers[place], minimum)
	}
	return figures
}

// Figure computes the figure of one council from what was learnt from all. A
// party that the model does not know gets the overall rate. The error is an
// [InputError].
func (m *Model) Figure(c Council, minimum Minimum) (Figure, error) {
	if problems := (Input{Councils: []Council{c}}).check(); len(problems) > 0 {
		return Figure{}, problems
	}
	index := make(map[string]int, len(m.Rates))
	for i, r := range m.Rates {
		index[r.Party] = i
	}
	own := newChamber(c, index)
	return m.figure(&own, minimum), nil
}

// warn lists what limits the figures.
func (r *Result) warn() {
	add := func(holds bool, w Warning) {
		if holds {
			r.Warnings = append(r.Warnings, w)
		}
	}
	unknown := 0
	for _, c := range r.roll.chambers {
		if !c.known {
			unknown++
		}
	}
	add(!r.LocalEffect(), Warning{Kind: NoLocalEffect})
	add(r.Tau >= TauLimit, Warning{Kind: EffectAtLimit})
	add(r.Favour == 0 || r.Favour == r.Respondents, Warning{Kind: AllAlike, Count: r.Respondents})
	add(unknown > 0, Warning{Kind: SeatsMissing, Count: unknown})
	for _, p := range r.roll.parties {
		add(p.seats > 0 && p.answered == 0, Warning{Kind: PartyWithoutAnswers, Party: p.key})
		add(p.answered > 0 && !r.Minimum.Allows(p.answered), Warning{PartyBelowMinimum, p.key, p.answered})
	}
}
