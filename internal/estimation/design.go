package estimation

import (
	"errors"
	"fmt"

	"modenhed/internal/weighting"
)

// Correction is what is made of the population being finite.
type Correction uint8

// The corrections.
const (
	// Finite multiplies variances by 1 − n/N: the more of the population answered, the less is unknown.
	Finite Correction = iota
	// Infinite leaves variances as they are.
	Infinite
)

// Design is what a caller assumes about a sample.
type Design struct {
	Weights *weighting.Weights
	// Population is N, how many could have answered; 0 takes the number of people of the weights' margins.
	Population float64
	Correction Correction
	// Level is the confidence of intervals, between 0 and 1.
	Level float64
	// Interval is the method of intervals of shares: any but [ZeroRule].
	Interval Method
	// Minimum is the number of answers below which a group has no figures, 1 or
	// more. What is shown to people takes [LeastShown] or more.
	Minimum int
}

// LeastShown is the smallest number of answers that published figures rest on.
const LeastShown = 5

// Default returns the design of published estimates: finite population
// correction, confidence 0.95, [Auto] intervals, [LeastShown] as minimum.
func Default(w *weighting.Weights) Design {
	return Design{Weights: w, Level: 0.95, Minimum: LeastShown}
}

// What can be wrong with a design.
var (
	ErrWeights    = errors.New("no weights")
	ErrPopulation = errors.New("more respondents than population")
	ErrLevel      = errors.New("confidence level out of range")
	ErrMethod     = errors.New("not a method for the intervals of a design")
	ErrMinimum    = errors.New("minimum number of answers out of range")
)

// Check returns everything that is wrong with the design, each as one of the
// errors of this package, joined.
func (d Design) Check() error {
	if d.Weights == nil {
		return ErrWeights
	}
	var problems []error
	if n := float64(d.Weights.Respondents()); d.Population < 0 || d.Correction == Finite && !(n <= d.population()) {
		problems = append(problems, fmt.Errorf("%w: %v of %v", ErrPopulation, n, d.population()))
	}
	if !(d.Level > 0 && d.Level < 1) {
		problems = append(problems, fmt.Errorf("%w: %v, want between 0 and 1", ErrLevel, d.Level))
	}
	if d.Interval >= ZeroRule {
		problems = append(problems, fmt.Errorf("%w: %s", ErrMethod, d.Interval))
	}
	if d.Minimum < 1 {
		problems = append(problems, fmt.Errorf("%w: %d, want 1 or more", ErrMinimum, d.Minimum))
	}
	return errors.Join(problems...)
}

func (d Design) population() float64 {
	if d.Population == 0 {
		return d.Weights.Population()
	}
	return d.Population
}

// unknown is 1 − f, the share of a variance that the correction leaves.
func (d Design) unknown() float64 {
	if d.Correction == Infinite {
		return 1
	}
	return 1 - float64(d.Weights.Respondents())/d.population()
}
