// Package benchmark gives readers finished answers: who stands where, how the
// country looks, what lies behind a score, and how it compares with what the
// politicians believe. It is the one room that loads and computes together.
//
// An answer comes about in these steps:
//
//  1. The [Keeper] loads reference data and statuses from its [Source], once,
//     and afterwards only what is new.
//  2. For each municipality the statuses that count as of now become one row of
//     answers (package assessment says which count).
//  3. Package scoring turns the rows into score cards, package ranking the
//     cards into places.
//  4. The result is one immutable [Snapshot], swapped in atomically. Readers
//     take a snapshot once and never see half an update.
//
// Pages, workbook and API all take their figures and their order from the
// same snapshot. The package only reads; nothing in it writes to a store.
package benchmark
