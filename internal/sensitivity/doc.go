// Package sensitivity says which choice of method moves a ranking most, and
// how the parts of an index hang together: variance-based effects, rank
// correlations, Cronbach's alpha. It refuses to name a figure that its data do
// not define.
//
// What moves the ranking goes in four steps:
//
//  1. Declare (declared.go). The ranked units are scored by the declared method.
//  2. Vary (variation.go). They are scored again under both means and both
//     rules for missing; of each, the scores of the top areas are kept.
//  3. Shift (shift.go). For weights of the areas and one of these methods the
//     units are ranked anew: the result is the mean number of places between
//     the new and the declared ranks.
//  4. Split (effects.go). The variance of that result, with all choices drawn
//     at random, is split by choice. Every share has its standard error.
//
// Draws come from a PCG generator and a seed. Figures are the same to 9
// decimals on every machine and for any number of processors. The innermost
// loops, over what belongs to one goroutine, are marked go:norace, as in
// package robustness.
//
// Sources: OECD/JRC Handbook on Constructing Composite Indicators (2008), steps
// 4 and 7; Saisana, Saltelli and Tarantola, JRSS A 168 (2005) 307-323; Saltelli
// et al., Comput. Phys. Commun. 181 (2010) 259-270.
package sensitivity
