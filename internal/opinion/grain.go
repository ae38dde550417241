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

// grid rounds to multiples of a step, of which 1 is one.
type grid struct{ step float64 }

func (g grid) parts(x float64, round func(float64) float64) float64 {
	const slack = 1e-9 // what binary fractions leave
	n := x / g.step
	if near := math.Round(n); math.Abs(n-near) < slack {
		return near * g.step
	}
	return round(n) * g.step
}

func (g grid) near(x float64) float64 { return g.parts(x, math.Round) }
func (g grid) down(x float64) float64 { return g.parts(x, math.Floor) }
func (g grid) up(x float64) float64   { return g.parts(x, math.Ceil) }

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
	x := clean(g.up(f.Value))
	return &x
}

// mean returns the mean of a scale of some width as exactly as it is shown.
func (g grid) mean(m estimation.Mean, width float64) *Mean {
	on := grid{g.step * width}
	out := &Mean{Answered: m.Answered, Value: clean(on.near(m.Value)), SE: on.upward(m.SE)}
	if m.Interval.OK {
		low, high := clean(on.down(m.Interval.Low)), clean(on.up(m.Interval.High))
		out.Low, out.High = &low, &high
	}
	return out
}
