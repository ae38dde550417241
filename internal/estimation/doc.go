// Package estimation says what a population thinks from what a weighted sample
// of it answered, and how far that may be from the truth: shares and means
// with standard errors, intervals, design effects and margins of error, as a
// whole and by group, and the difference between two waves.
//
// A [Design] states the assumptions. [Tabulate] counts one question's answers
// once; [Table.Total] and [Table.By] estimate from the counts.
//
// With w_i the weight of respondent i of all n, a_i = 1 if the respondent
// belongs to the set asked about and answered, and y_i = 1 if with the option
// (or y_i the score of the option chosen), the share or mean is
//
//	p = Σ w a y / Σ w a
//
// and its variance, by Taylor linearisation,
//
//	Var = (1 − f) · n/(n−1) · Σ (u_i − ū)²,  u_i = w_i e_i,  z_i = a_i (y_i − p) / Σ w a
//
// where e_i is what is left of z_i after the margins that the weights meet:
// z_i less its mean over all respondents of the stratum after
// post-stratification, its least-squares residual on the strata of all margins
// after raking (Deville, Särndal and Sautory, JASA 88, 1993), z_i itself after
// trimming. f = n/N is the share of the population that answered, 0 without the
// finite population correction. A blank is no answer and leaves the set; "don't
// know" is an answer. This is what svymean of R's package survey computes
// (Lumley, Complex Surveys, Wiley 2010).
//
// All of it is error of sampling: as if those who answered had been drawn at
// random. It says nothing of how those who did not answer differ, which
// [NonResponse] warns of.
//
// Shares run from 0 to 1. What is not defined is marked so, never a zero or
// NaN, and a group with fewer answers than the design's minimum has no figures.
package estimation
