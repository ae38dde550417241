// Package weighting says how much each respondent of a survey counts, so that
// the respondents together look like the population in what is known of it.
//
// A [Margin] holds one column of the sample against the population:
// [PostStratify] makes the weights meet one margin, [Rake] several at once,
// [Weights.Trim] keeps them within bounds. [Weights] carry their diagnostics:
// strata, Kish's design effect, the largest correction, and warnings.
//
// Whoever cannot be weighted is refused by name and never left out in silence:
// a stratum with seats and nobody who answered, a respondent whose stratum has
// no seats, a respondent without a stratum. Strata are merged only as
// [Merging] says; [Suggest] proposes which.
//
// Everybody in the population is taken to have been asked with the same
// chance, so a respondent's weight depends only on the values of the columns:
// weights are held per cell, a combination of values that occurs, and a
// million respondents cost no more than one number each.
//
// The figures agree with postStratify, rake and trimWeights of R's package
// survey (Lumley, J. Stat. Softw. 9(8), 2004).
package weighting
