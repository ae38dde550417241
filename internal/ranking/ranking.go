// Package ranking puts units in order by points. It takes codes and points and
// knows nothing of where the points come from.
package ranking

// Entry is one unit to be placed. Entries are given in the order in which ties
// are to be listed.
type Entry struct {
	// Score is rounded to 9 decimals before it is compared.
	Score float64
	// Ranked is false for a unit that has no place.
	Ranked bool
}

// Place is where an entry stands.
type Place struct {
	// Rank is the competition rank from 1 ("1224"), 0 for a unit that is not ranked.
	Rank int
	// Tied means that another entry has the same rank.
	Tied bool
}
