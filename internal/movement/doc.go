// Package movement says why a rank, and the score behind it, changed between
// two times, in parts that sum to the change. It is pure: it knows no units but
// by the key they are given, no database and no clock; which answers counted
// when is the caller's to find.
//
// One unit at a time is led from where it stood to where it stands through five
// states. Each differs from the one before by one cause only, and what changes
// from state to state is that cause's part:
//
//	S0           the earlier framework, the earlier units, their earlier answers
//	S1 Method    the later framework instead; the earlier answers restated by it
//	S2 Others    the later units instead; the others' later answers
//	S3 Reported  those of its own later answers that are a value or "not applicable"
//	S4 Missing   its other later answers: not answered, "don't know", too old
//
// The order is a choice, and the parts depend on it: what two causes do only
// together falls to the later of them.
//
// Restated. An indicator keeps its answer while key and type are the same;
// the caller may say otherwise, for instance where the later method lets
// answers grow older ([Standpoint].Restated). An indicator that is new, or now
// has another type, has no earlier answer to compare with: it has the later one
// from S1 on, so that what a new question does is the framework's doing, and
// neither the unit's nor the others'. It is not answered by a unit that is gone.
//
// Own answers. An answer that was missing and is now reported belongs to
// Reported, one that was reported and is now withdrawn, too old or "don't know"
// to Missing.
//
// Level. In a state S the unit has the level n = 1 + the number of other units
// that are ranked in S with at least its score; equal means equal after
// rounding to 9 decimals. The unit itself has a level also in a state in which
// it would not be ranked. In a state in which it has no score it keeps the score
// of the state before. The part of a cause is the fall of n, so that it counts
// those whom the unit passed, less those who passed it.
//
// Ties. The published rank is the competition rank r, 1 + the number of ranked
// units with a higher score. A unit that shares its rank with t others has
// n = r + t at either end. The part Ties is the later t less the earlier t,
// and
//
//	r0 − r4 = (n0 − n1) + (n1 − n2) + (n2 − n3) + (n3 − n4) + (t4 − t0)
//
// holds exactly, in whole places. Breaking ties by the order of a list would
// also give such parts, but they would depend on the name of the unit; these do
// not. A unit that draws level with one ahead gains a place by Ties; one that
// falls behind a unit it was level with loses one by Ties.
//
// Score. The same states split the change of the score, except that ties move
// no score and that others move it only under minmax scales. Scores have 9
// decimals, and so have the parts: their sum, rounded to 9 decimals, is the
// change.
//
// A change of rank is split for a unit that is ranked at both times, a change
// of score for one that has a score at both. Otherwise [End] says what is wanting.
//
// Replacing one factor at a time in a declared order is a sequential
// decomposition; that its parts depend on the order is its path dependence
// (Fortin, Lemieux and Firpo, Decomposition Methods in Economics, Handbook of
// Labor Economics 4A, 2011).
package movement
