package opinion

import (
	"math"

	"modenhed/internal/estimation"
)

// grain is how exact figures of n answers are, as a part of the whole. Weights
// tell a party, so an exact share of few answers tells how many of each party
// chose the option, and who knows the party's respondents knows their answers.
// On this grid several ways to answer give the same figure.
func grain(n int) float64 {
	switch {
	case n < 10:
		return 0.2
	case n < 20:
		return 0.05
	case n < 100:
		return 0.01
	}
	return 0.001
}

// gridOf returns the grid of a group of n answers.
func gridOf(n int) grid { return grid{grain(n), grain(n)} }

// gridOfAll returns the grid of n answers in all: a step is no less than one of
// them. The share of all is the sum of those of the parties, so an exact one less
// what is shown of parties tells, since parties weigh unlike, how many of each
// withheld party chose the option. In trials with two to four withheld parties of
// one to four respondents this told that all of one had answered alike in about
// half when shares were exact, in one of twenty at tenths of a point, in one of a
// hundred on this grid. Errors say hardly anything of small parties.
func gridOfAll(n int) grid {
	for _, step := range []float64{0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1} {
		if step*float64(n) >= 1 {
			return grid{step, step / 5}
		}
	}
	return grid{0.2, 0.04}
}

// grid rounds to multiples of a step, and errors to multiples of a finer one, of
// which 1 is one.
type grid struct{ step, fine float64 }

func parts(x, step float64, round func(float64) float64) float64 {
	const slack = 1e-9 // what binary fractions leave
	n := x / step
	if near := math.Round(n); math.Abs(n-near) < slack {
		return near * step
	}
	return round(n) * step
}

func (g grid) near(x float64) float64 { return parts(x, g.step, math.Round) }
func (g grid) down(x float64) float64 { return parts(x, g.step, math.Floor) }
func (g grid) up(x float64) float64   { return parts(x, g.step, math.Ceil) }

// clean returns a multiple of a step without what the multiplication left.
func clean(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// share returns an estimate as exactly as it is shown: the share rounded, its
// error and its interval rounded outward.
func (g grid) share(s estimation.Share) Share {
	out := Share{Key: s.Option, Value: clean(g.near(s.Value)), SE: g.upward(s.SE), Margin: g.upward(s.Margin)}
	if s.Interval.OK {
		low, high := clean(max(0, g.down(s.Interval.Low))), clean(min(1, g.up(s.Interval.High)))
		out.Low, out.High, out.Method = &low, &high, s.Interval.Method.String()
	}
	return out
}

func (g grid) upward(f estimation.Figure) *float64 {
	if !f.OK {
		return nil
	}
	x := clean(parts(f.Value, g.fine, math.Ceil))
	return &x
}

// mean returns the mean of a scale of some width as exactly as it is shown.
func (g grid) mean(m estimation.Mean, width float64) *Mean {
	on := grid{g.step * width, g.fine * width}
	out := &Mean{Answered: m.Answered, Value: clean(on.near(m.Value)), SE: on.upward(m.SE)}
	if m.Interval.OK {
		low, high := clean(on.down(m.Interval.Low)), clean(on.up(m.Interval.High))
		out.Low, out.High = &low, &high
	}
	return out
}
