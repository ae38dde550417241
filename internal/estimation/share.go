package estimation

import "math"

// Share is how many chose an option, or one of several.
type Share struct {
	// Option is the option's label.
	Option string
	// Count is how many respondents chose it, Unweighted their share of those who answered.
	Count      int
	Unweighted float64
	Estimate
	// People is how many people of the population would choose it, Σw over Count:
	// the options sum to the people that those who answered stand for.
	People float64
	// Interval is by the design's method; for Auto, XLogit and Beta by the
	// [ZeroRule] where nobody or everybody chose the option.
	Interval Interval
	// Margin is z·SE: plus or minus so much, at the design's level.
	Margin Figure
	// Deff is the variance over that of as many answers with equal weights drawn
	// without replacement, p(1−p)/(m−1) · (Σw−m)/Σw with m and Σw of those who
	// answered; DeffReplace the same drawn with replacement, without the last
	// factor. Not defined where the variance or that of the comparison is 0.
	Deff, DeffReplace Figure
	// Effective is p(1−p)/SE²: the number of answers drawn at random that would say as much. Not defined where SE is 0.
	Effective Figure

	basis basis
}

// basis is what intervals need beyond the estimate.
type basis struct {
	level float64
	// student and studentAll are quantiles for those who answered and for all respondents.
	student, studentAll float64
	// kish is Kish's effective number of those who answered.
	kish float64
	// edge is true where nobody or everybody chose the option.
	edge bool
}

// basis prepares a set for intervals.
func (t *Table) basis(s *set) basis {
	b := basis{level: t.design.Level, kish: s.weight * s.weight / s.squares}
	if s.answered > 1 {
		b.student = studentQuantile((1+b.level)/2, s.answered-1)
		b.studentAll = b.student
	}
	if all := t.Respondents(); all != s.answered {
		b.studentAll = studentQuantile((1+b.level)/2, all-1)
	}
	return b
}

// share estimates one option, or several as one.
func (t *Table) share(s *set, b basis, name string, options ...int) Share {
	v := indicator(len(t.options), options...)
	out := Share{Option: name}
	for _, e := range s.entries {
		if v.value[e.option] == 1 {
			out.Count += e.respondents
			out.People += t.cells[e.cell].Final * float64(e.respondents)
		}
	}
	out.Estimate = t.estimate(s, v)
	out.Unweighted = float64(out.Count) / float64(out.Answered)
	out.basis = b
	out.basis.edge = out.Count == 0 || out.Count == out.Answered
	out.Interval = out.choose(t.design.Interval)
	if out.SE.OK {
		out.Margin = figure(normalQuantile((1+t.design.Level)/2) * out.SE.Value)
	}
	out.effects(s.weight)
	return out
}

// effects fills in the design effects and the effective number.
func (s *Share) effects(weight float64) {
	if s.basis.edge || !s.SE.OK || s.SE.Value == 0 {
		return
	}
	variance, spread, m := s.SE.Value*s.SE.Value, s.Value*(1-s.Value), float64(s.Answered)
	s.Effective = figure(spread / variance)
	s.DeffReplace = figure(variance / (spread / (m - 1)))
	if weight > m*(1+1e-12) {
		s.Deff = figure(s.DeffReplace.Value * weight / (weight - m))
	}
}

// choose returns the interval that a design's method stands for.
func (s Share) choose(m Method) Interval {
	switch {
	case m == Wald || m == Student:
		return s.IntervalBy(m)
	case s.basis.edge:
		return s.IntervalBy(ZeroRule)
	case m == Auto:
		return s.IntervalBy(s.auto())
	}
	return s.IntervalBy(m)
}

// few is the number of answers for and against an option below which a share is rare.
const few = 5

func (s Share) auto() Method {
	m := float64(s.Answered)
	if math.Min(m*s.Value, m*(1-s.Value)) < few {
		return Beta
	}
	return XLogit
}

// IntervalBy returns the share's interval by one method, at the design's
// level. It is not defined for a single answer; [ZeroRule] only where nobody
// or everybody chose the option; [XLogit], [Beta] and [Student] only elsewhere
// and where SE is above 0. [Auto] is the choice it stands for.
func (s Share) IntervalBy(m Method) Interval {
	if m == Auto {
		return s.choose(m)
	}
	if !s.SE.OK || m > ZeroRule || s.basis.edge != (m == ZeroRule) && m != Wald || s.SE.Value == 0 && m != Wald && m != ZeroRule {
		return Interval{}
	}
	out := Interval{Method: m, OK: true}
	switch b := s.basis; m {
	case XLogit:
		out.Low, out.High = xlogit(s.Value, s.SE.Value, b.student)
	case Beta:
		out.Low, out.High = kornGraubard(s.Value, s.SE.Value, b.studentAll/b.student, b.level)
	case ZeroRule:
		out.Low, out.High = zeroRule(s.Count > 0, b.kish, b.level)
	case Wald:
		out.Low, out.High = around(s.Estimate, normalQuantile((1+b.level)/2))
	case Student:
		out.Low, out.High = around(s.Estimate, b.student)
	}
	return out
}
