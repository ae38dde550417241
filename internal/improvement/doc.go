// Package improvement answers three questions of one unit: which single
// reported change would help most ([Steps], and [Gaps] for what is not
// reported), who is already there ([Teachers]), and what it takes to reach a
// rank or a band ([Reach]).
//
// All others keep their answers. What a change gives is what scoring gives with
// that one answer changed: same thresholds, same missing rule, same rounding.
// Under minmax the scores of others may move with it, and do so here.
//
// # Steps
//
// A step is the next value that can be reported, and always an upward one:
//
//   - A level goes up by one. No becomes yes.
//   - A number goes a tenth of the span between its goalposts in the good
//     direction: a tenth rounded up to the step's unit, and the value reached
//     rounded to the same unit, in the good direction. The unit is one decimal for
//     percent and whole figures for days and number; where a tenth of the span of
//     a number is below 1, the largest power of ten that is not above it.
//   - It is counted from the goalpost of 0 points where the value lies beyond it,
//     so that every step earns at least ten points of the indicator.
//   - It never passes the value that first gives 100 points, nor the range of what
//     may be reported; what is left of the way is then a shorter, last step.
//     Percent and days round that value so that it can be reported.
//   - Under minmax the worst and the best value among the others take the place
//     of the goalposts. Where these do not differ there is no step.
//
// A unit that has all the points it can have on an indicator has no step there,
// and so has one that reports nothing or "not applicable".
//
// # Paths
//
// A path is greedy: it takes the step with the largest gain in score, then the
// one after it. Where every mean of the framework is of one kind, this needs the
// fewest steps of any path. The score is then an increasing function of a sum
// over indicators (of s, ln s or −1/s), to which each indicator adds on its
// own. No step earns more points than the one before it on the same indicator,
// and the three functions are concave, so what the steps of one indicator add never
// grows; the n steps that add most are then the best n there are, and can be
// taken in order. For a rank under minmax, and where means are mixed, a shorter
// path may exist. A test compares with all paths of small frameworks.
package improvement
