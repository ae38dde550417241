// Package robustness says how far a ranking depends on choices of method that
// could as well have been made otherwise: it varies them at random, within
// stated limits and from a stated seed, and counts the places that follow.
// This is uncertainty of the method, not of what was measured.
//
// [Prepare] takes a scored set of units, [Experiment.Run] draws methods and
// returns a [Result] with an interval for each rank, [Experiment.Each] and
// [Fold] go over the same draws one by one. Who is ranked is settled by the
// declared method; the units ranked are the same in every draw. A draw is
// made of
//
//   - weights: within every parent the shares w, which sum to 1, are replaced
//     by a draw from Dirichlet(concentration · w): areas and sub-areas under
//     [Sources].Areas, the indicators of an area under Sources.Indicators. A
//     weight of zero stays zero. The thresholds on weight that say who has a
//     score are not asked again;
//   - aggregation (Sources.Aggregation): arithmetic or geometric, each with
//     probability ½. The draw's method is [framework.Framework.WithAggregation]
//     of the declared one: it holds for the overall score and every area,
//     except that an area with an aggregation of its own keeps it, and
//     geometric means are over scores mapped to [1, 100];
//   - missing values (Sources.Missing): every applicable indicator without a
//     value gets a score between 0 and 100, each as likely, independent of all
//     others. Switched off, the declared missing rule holds. What is not
//     applicable leaves the denominator in either case.
//
// Ranks are competition ranks over scores rounded to 9 decimals, as in package
// ranking. Where no source leaves anything to vary, every draw is the declared
// ranking.
//
// The same input, settings and seed give the same result on every machine.
// Draws come in blocks of fixed size and each block has its own two streams
// (one for weights and aggregation, one for missing values) from the generator
// PCG of math/rand/v2, so that it does not matter how many processors share
// the work. Logarithms and exponentials are the package's own, and products
// are converted to float64 before they are added, which keeps a compiler from
// fusing the two. Units are worked on in the order of the declared ranking:
// the order in which they are given matters only among units that tie there
// and lack values.
//
// The innermost loops are marked go:norace and go:nocheckptr, which keeps the
// checks of the race detector out: they touch nothing but what belongs to one
// kernel or never changes, and would make tests of whole pages twice as long.
// Two goroutines with one kernel are seen all the same, by everything else that
// a draw changes.
//
// Sources: OECD/JRC Handbook on Constructing Composite Indicators (2008), step
// 7; Saisana, Saltelli and Tarantola, JRSS A 168 (2005) 307-323; for gamma and
// normal variates Marsaglia and Tsang, ACM TOMS 26 (2000) 363-372 and
// J. Stat. Softw. 5 (2000) issue 8.
package robustness
