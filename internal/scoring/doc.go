// Package scoring turns answers into points: indicator, area and overall score,
// coverage, bounds and band, by the method a framework declares. It is pure:
// the same framework and answers give the same cards, on every machine. It
// knows no units by name, no database and no clock; a status that is too old
// reaches it as [Missing].
//
// The pipeline, for each unit and with all weights rescaled within their group:
//
//  1. Normalise (scale.go). A value x becomes s = 100·(x − low)/(high − low),
//     clamped to 0..100; low > high means that less is better. A level has the
//     goalposts 0 and 5, yes/no 0 and 1. Under minmax the smallest and largest
//     value among the units at hand take the place of low and high; without
//     spread the indicator leaves every denominator, for every unit.
//     An answer may carry a cap: s is then at most so many points. The scales
//     themselves are those of the answers without caps.
//  2. Map. If the overall score or any area is a geometric or harmonic mean,
//     every s becomes 1 + 0.99·s once, so that one zero does not make a whole
//     score zero. Area and overall scores stay on that scale, 1..100.
//  3. Aggregate (mean.go) an area's indicators, or its sub-areas, with weights w:
//     arithmetic Σ w s / Σ w, geometric exp(Σ w ln s / Σ w), harmonic
//     Σ w / Σ (w/s). Not applicable parts are always left out. Renormalise:
//     over the parts with a score; the area has a score when there is weight
//     behind it and at least min_area_coverage of its applicable parts, by
//     count, have one. Zero: missing indicators count s = 0, and every area
//     with an applicable indicator has a score.
//  4. Aggregate the top areas in the same way into the overall score. Under
//     renormalise there is one only when the areas with a score carry at least
//     min_index_weight of the weight of the applicable areas.
//  5. Cover. c = Σ w(reported)/Σ w(applicable) in an area of indicators,
//     Σ W c / Σ W over the applicable parts above that.
//  6. Bound: steps 3 and 4 without thresholds, with every missing indicator at
//     s = 0 and at s = 100.
//  7. Round scores and bounds to 9 decimals, half to even, so that what is
//     equal on paper is equal here. Bands and standings rest on rounded scores.
//  8. Stand: ranked when there is a score, c is at least min_coverage and the
//     weight share answered not applicable is at most max_not_applicable.
//     Thresholds have a slack of [framework.Slack].
//
// Sources: OECD/JRC, Handbook on Constructing Composite Indicators (2008),
// sections 5 (normalisation) and 6 (weighting and aggregation).
package scoring
