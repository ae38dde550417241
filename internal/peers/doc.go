// Package peers finds the municipalities that are most like a municipality, by
// a documented distance, and says why.
//
// The distance between two municipalities a and b is
//
//	|z(a) − z(b)| + OtherGroup·[not the same group] + OtherRegion·[not the same region]
//
// where z is the base-10 logarithm of the population, standardised over all
// municipalities with a population (mean 0, standard deviation 1, the divisor
// being their number). The logarithm makes 10,000 and 20,000 residents as
// different as 100,000 and 200,000. Another group therefore counts as much as a
// population one standard deviation away, another region as much as half of
// one. Whose group or region is not documented shares it with nobody.
//
// Parts add up (the city-block distance) so that a reader can recompute a
// distance from its parts. The distance is symmetric and obeys the triangle
// inequality; the same factor on all populations changes nothing.
//
// Nothing that is measured enters it: peers are alike in what they are, never
// in how they score.
package peers
