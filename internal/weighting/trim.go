package weighting

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

var (
	// ErrBounds means that bounds are not 0 ≤ Lower < 1 < Upper.
	ErrBounds = errors.New("want 0 <= lower < 1 < upper")
	// ErrOutside means that weights cannot be brought within bounds.
	ErrOutside = errors.New("cannot be met")
)

// Bounds are the smallest and the largest relative weight allowed: 0 ≤ Lower < 1 < Upper.
// Upper may be infinite.
type Bounds struct {
	Lower, Upper float64
	// Strict repeats until no weight is outside. Without it the bounds are
	// applied once, and what was cut off, shared among the others, may carry
	// some of them out.
	Strict bool
}

// Trimming says what was trimmed.
type Trimming struct {
	Bounds
	// Lowered and Raised are how many respondents had a weight above and below the bounds.
	Lowered, Raised int
	// Rounds is how often the bounds were applied, 0 when every weight was inside.
	Rounds int
}

const (
	// trimRounds is where strict trimming is given up.
	trimRounds = 1000
	// slack is how far outside, relative to the bound, is outside only by rounding.
	slack = 1e-12
)

// Trim returns the weights brought within bounds: those outside are set to the
// bound, and what that takes away in all is added in equal amounts to every
// weight that was inside, so the total stays. Unless none was outside, the
// weights no longer meet the margins. It is an error when the bounds leave no
// weight inside, drive one below zero or cannot be met ([ErrOutside]), or are
// none ([ErrBounds]).
func (w *Weights) Trim(b Bounds) (*Weights, error) {
	if !(b.Lower >= 0 && b.Lower < 1 && b.Upper > 1) {
		return nil, fmt.Errorf("trim: bounds %v to %v: %w", b.Lower, b.Upper, ErrBounds)
	}
	out := *w
	out.weight = slices.Clone(w.weight)
	out.trimming = &Trimming{Bounds: b}
	low, high := b.Lower*w.mean(), b.Upper*w.mean()
	for c, weight := range w.weight {
		switch side(weight, low, high) {
		case 1:
			out.trimming.Lowered += w.cells.respondents[c]
		case -1:
			out.trimming.Raised += w.cells.respondents[c]
		}
	}
	for range trimRounds {
		done, err := out.clip(low, high)
		if err != nil {
			return nil, err
		}
		if done {
			return &out, nil
		}
		if out.trimming.Rounds++; !b.Strict {
			return &out, nil
		}
	}
	return nil, fmt.Errorf("trim: bounds %v to %v %w: weights still outside after %d rounds", b.Lower, b.Upper, ErrOutside, trimRounds)
}

// clip applies bounds once; done is true when no weight was outside.
func (w *Weights) clip(low, high float64) (done bool, err error) {
	removed, inside := 0.0, 0
	for c, weight := range w.weight {
		n := w.cells.respondents[c]
		removed += float64(n) * (weight - math.Max(low, math.Min(weight, high)))
		if side(weight, low, high) == 0 {
			inside += n
		}
	}
	switch inside {
	case w.Respondents():
		return true, nil
	case 0:
		return false, fmt.Errorf("trim: bounds %v to %v %w: no weight lies within to take what is cut off", low/w.mean(), high/w.mean(), ErrOutside)
	}
	for c, weight := range w.weight {
		if side(weight, low, high) != 0 {
			w.weight[c] = math.Max(low, math.Min(weight, high))
		} else if w.weight[c] += removed / float64(inside); w.weight[c] < 0 {
			return false, fmt.Errorf("trim: lower bound %v %w: raising small weights drives others below zero", low/w.mean(), ErrOutside)
		}
	}
	return false, nil
}

// side returns −1, 0 or 1 as a weight lies below, within or above the bounds.
func side(weight, low, high float64) int {
	switch {
	case weight > high*(1+slack):
		return 1
	case weight < low*(1-slack):
		return -1
	}
	return 0
}

// Trimmed returns what was trimmed; ok is false when the weights are as fitted.
func (w *Weights) Trimmed() (t Trimming, ok bool) {
	if w.trimming == nil {
		return Trimming{}, false
	}
	return *w.trimming, true
}
