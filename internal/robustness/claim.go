package robustness

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// ClaimKind is what a claim says about the ranking.
type ClaimKind uint8

// The kinds of claims. Scores are rounded to 9 decimals before they are
// compared; only ranked units count.
const (
	// IsFirst is that a unit has rank 1; a shared first rank counts.
	IsFirst ClaimKind = iota
	// IsWithin is that a unit's rank is at most N; a shared rank counts.
	IsWithin
	// IsAhead is that a unit's score is above another's; a tie does not count.
	IsAhead
	// IsGroupAhead is that the unweighted mean score of a group of units is
	// above that of another; a tie does not count.
	IsGroupAhead
)

// Claim is one statement about a ranking. Units are numbered as in the matrix
// that was scored.
type Claim struct {
	Kind ClaimKind
	// Unit is who the claim is about, for all kinds but IsGroupAhead.
	Unit int
	// N is the lowest rank that counts, for IsWithin.
	N int
	// Other is who the unit is ahead of, for IsAhead.
	Other int
	// Group and OtherGroup are the units of the groups, for IsGroupAhead. What
	// is not ranked is left out of a mean.
	Group, OtherGroup []int
}

// What can be wrong with a claim.
var (
	ErrClaim     = errors.New("unknown kind of claim")
	ErrNotRanked = errors.New("not ranked")
	ErrLowest    = errors.New("lowest rank out of range")
	ErrSame      = errors.New("compared with itself")
)

// contest is a claim made ready for asking whether it holds: a subject and its
// rivals, each a mean over places.
type contest struct {
	subject []int
	rivals  [][]int
	// tie tells that a rival with the subject's score is in the way.
	tie bool
	// spare is how many rivals may be in the way.
	spare int
	// needed tells that there is nothing to say without a score of every rival.
	needed bool
}

func (e *Experiment) newContest(c Claim) (*contest, error) {
	switch c.Kind {
	case IsFirst:
		return e.within(c.Unit, 1)
	case IsWithin:
		return e.within(c.Unit, c.N)
	case IsAhead:
		return e.ahead([]int{c.Unit}, []int{c.Other})
	case IsGroupAhead:
		return e.ahead(c.Group, c.OtherGroup)
	}
	return nil, fmt.Errorf("%w: %d", ErrClaim, c.Kind)
}

func (e *Experiment) within(unit, n int) (*contest, error) {
	subject, err := e.placesOf([]int{unit})
	if err != nil {
		return nil, err
	}
	if n < 1 || n > len(e.units) {
		return nil, fmt.Errorf("%w: %d, want 1 to %d", ErrLowest, n, len(e.units))
	}
	t := &contest{subject: subject, spare: n - 1}
	for place := range e.units {
		if place != subject[0] {
			t.rivals = append(t.rivals, []int{place})
		}
	}
	return t, nil
}

func (e *Experiment) ahead(group, other []int) (*contest, error) {
	subject, err := e.placesOf(group)
	if err != nil {
		return nil, err
	}
	rival, err := e.placesOf(other)
	if err != nil {
		return nil, err
	}
	if slices.Equal(subject, rival) {
		return nil, ErrSame
	}
	return &contest{subject: subject, rivals: [][]int{rival}, tie: true, needed: true}, nil
}

// placesOf returns the places of those units that are ranked, best first and
// each once. There must be one.
func (e *Experiment) placesOf(units []int) ([]int, error) {
	var places []int
	for _, unit := range units {
		if unit >= 0 && unit < len(e.place) && e.place[unit] >= 0 {
			places = append(places, e.place[unit])
		}
	}
	if len(places) == 0 {
		return nil, fmt.Errorf("units %v: %w", units, ErrNotRanked)
	}
	slices.Sort(places)
	return slices.Compact(places), nil
}

// lead is how a rival stands to the subject: −1 behind, 0 tied, 1 ahead.
type lead int8

// compare fills in how every rival stands under some scores by place, of which
// NaN is none. ok is false when the scores say nothing about the claim. A
// rival without a score is behind.
func (t *contest) compare(scores []float64, leads []lead) (ok bool) {
	own := meanOfPlaces(scores, t.subject)
	ok = !math.IsNaN(own)
	for i, rival := range t.rivals {
		score := meanOfPlaces(scores, rival)
		ok = ok && !(t.needed && math.IsNaN(score))
		switch {
		case score > own:
			leads[i] = 1
		case score == own:
			leads[i] = 0
		default:
			leads[i] = -1
		}
	}
	return ok
}

// meanOfPlaces returns the mean score of those places that have one, as a
// whole number of the ninth decimal; NaN when none has.
func meanOfPlaces(scores []float64, places []int) float64 {
	sum, n := 0.0, 0.0
	for _, place := range places {
		if score := scores[place]; !math.IsNaN(score) {
			sum += math.RoundToEven(float64(score * 1e9))
			n++
		}
	}
	return math.RoundToEven(sum / n)
}

// left returns how many more rivals may come to be in the way before the claim
// fails, at least 0 while it holds; below 0, how many too many are in the way.
func (t *contest) left(leads []lead) int {
	left := t.spare
	for _, l := range leads {
		if l > 0 || t.tie && l == 0 {
			left--
		}
	}
	return left
}
