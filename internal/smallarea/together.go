package smallarea

import (
	"errors"
	"fmt"
	"slices"
)

// ErrReadings means that results are not readings of one question.
var ErrReadings = errors.New("not readings of one question")

// PublishTogether returns what may be shown of several readings of one question
// beside each other, in their order. Every reading that is shown must be in one
// call: publications of separate calls tell more together than either may.
//
// The results must have the same respondents, blanks, councils, seats, withheld
// parties and minimum, and each option belongs to one reading at most: of no
// party in a council may more be in favour than answered, all readings taken
// together. Anything else is an [ErrReadings]. No results give no publications.
//
// The rules are those of [Result.Publish], applied to all readings as one:
//
//   - Alike are respondents, of a council or of a party, when nobody or
//     everybody is in favour of some reading, or everybody of one or another.
//     The rest, those in favour of none, counts as a reading, too, unless it has
//     nobody in any council: a question may have no further option.
//   - A council's own answers count in all readings or in none, so that what a
//     figure rests on tells nothing. Fewer than twice the minimum who show their
//     answers therefore have somebody in every reading and in the rest.
//   - A party is pooled in all readings or in none.
//   - Where one reading has no figures because all answer it alike, none has.
//
// Whoever knows how many of each party answered in a council can at most conclude
// how many are in favour of each reading, never who: the figures depend on the
// council's answers only through these numbers. The shares of readings are made
// one by one and rounded; what is missing to 1 is no estimate of the rest.
func PublishTogether(results ...*Result) ([]*Publication, error) {
	if len(results) == 0 {
		return nil, nil
	}
	for _, r := range results {
		if err := r.matches(results[0]); err != nil {
			return nil, err
		}
	}
	rest, ok := together(results)
	if !ok {
		return nil, fmt.Errorf("%w: an option is in several of them", ErrReadings)
	}
	return readings{results, rest > 0}.publish(), nil
}

// matches compares respondents and councils with those of another result.
func (r *Result) matches(other *Result) error {
	sameTotal := func(a, b total) bool { return a.key == b.key && a.seats == b.seats && a.answered == b.answered }
	switch {
	case r.Minimum != other.Minimum:
		return fmt.Errorf("%w: minimum %d and %d", ErrReadings, r.Minimum.N(), other.Minimum.N())
	case r.Blank != other.Blank:
		return fmt.Errorf("%w: %d and %d blanks", ErrReadings, r.Blank, other.Blank)
	case !slices.EqualFunc(r.roll.parties, other.roll.parties, sameTotal):
		return fmt.Errorf("%w: their parties differ", ErrReadings)
	case !slices.Equal(r.withheld, other.withheld):
		return fmt.Errorf("%w: their withheld parties differ", ErrReadings)
	case len(r.roll.chambers) != len(other.roll.chambers):
		return fmt.Errorf("%w: %d and %d councils", ErrReadings, len(r.roll.chambers), len(other.roll.chambers))
	}
	for i, c := range r.roll.chambers {
		if d := other.roll.chambers[i]; !c.matches(d) {
			return fmt.Errorf("%w: council %s differs from %s", ErrReadings, c.code, d.code)
		}
	}
	return nil
}

// matches tells whether two chambers have the same members and respondents.
func (c *chamber) matches(other chamber) bool {
	same := func(a, b member) bool { return a.party == b.party && a.seats == b.seats && a.answered == b.answered }
	return c.code == other.code && c.known == other.known && slices.EqualFunc(c.members, other.members, same)
}

// together returns how many respondents are in favour of no reading; ok is false
// when somebody must be in favour of two.
func together(results []*Result) (rest int, ok bool) {
	for i, c := range results[0].roll.chambers {
		for k, own := range c.members {
			left := own.answered
			for _, r := range results {
				left -= r.roll.chambers[i].members[k].favour
			}
			if left < 0 {
				return 0, false
			}
			rest += left
		}
	}
	return rest, true
}

// readings are results of one question that are published as one.
type readings struct {
	results []*Result
	// rest tells that somebody is in favour of none.
	rest bool
}

func (rs readings) publish() []*Publication {
	out := make([]*Publication, len(rs.results))
	models := make([]*Model, len(rs.results))
	unrated := rs.unrated()
	var reason Reason
	for i, r := range rs.results {
		m, why := r.publicModel(unrated)
		if reason == "" {
			reason = why
		}
		models[i] = m
	}
	shown := rs.answersShown()
	for i, r := range rs.results {
		if reason != "" {
			out[i] = r.nothing(reason)
			continue
		}
		out[i] = r.published(models[i], unrated, shown)
	}
	return out
}

// alike tells whether respondents give the same answer to some reading.
func (rs readings) alike(answered int, favour func(*Result) int) bool {
	rest := answered
	for _, r := range rs.results {
		n := favour(r)
		if n == 0 || n == answered {
			return true
		}
		rest -= n
	}
	return rs.rest && rest == 0
}

// unrated marks the parties whose rate may not be in any figure.
func (rs readings) unrated() []bool {
	first := rs.results[0]
	counts, alike := make([]int, len(first.Rates)), make([]bool, len(first.Rates))
	for i, rate := range first.Rates {
		counts[i] = rate.Answered
		alike[i] = rs.alike(rate.Answered, func(r *Result) int { return r.Rates[i].Favour })
	}
	row := first.Minimum.Row(counts, alike)
	unrated := make([]bool, len(counts))
	for i, rate := range first.Rates {
		_, withheld := slices.BinarySearch(first.withheld, rate.Party)
		unrated[i] = counts[i] > 0 && (withheld || !row.Cells[i])
	}
	return unrated
}

// answersShown marks the councils, in order of code, whose own answers may move
// their figures.
func (rs readings) answersShown() []bool {
	first := rs.results[0]
	shown := make([]bool, len(first.roll.chambers))
	for i, c := range first.roll.chambers {
		alike := rs.alike(c.answered, func(r *Result) int { return r.roll.chambers[i].favour })
		shown[i] = c.known && first.Minimum.Allows(c.answered) && first.Minimum.Allows(c.seats-c.answered) &&
			(!alike || first.Minimum.AllowsAlike(c.answered))
	}
	return shown
}
