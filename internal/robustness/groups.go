package robustness

// apartPercent is the percentage of draws from which on a unit counts as ahead
// of another.
const apartPercent = 90

// Groups numbers rank groups: units of one group cannot be told apart from its
// first. sequence lists units from the best down, as [ranking.Sequence] does;
// going down, a new group starts at the first unit that the group's first is
// strictly ahead of in at least 90 % of the draws. The numbers are in the order
// of the sequence and start at 1; a unit that is not ranked has 0.
func (r *Result) Groups(sequence []int) []int {
	groups := make([]int, len(sequence))
	group, first := 0, 0
	for i, unit := range sequence {
		if _, ok := r.placeOf(unit); !ok {
			continue
		}
		if group == 0 || r.Apart(first, unit) {
			group, first = group+1, unit
		}
		groups[i] = group
	}
	return groups
}

// Apart reports whether unit a is strictly ahead of unit b in at least 90 % of
// the draws. It is false when one of them is not ranked.
func (r *Result) Apart(a, b int) bool {
	count, _ := r.ahead(a, b)
	return 100*count >= apartPercent*r.settings.Draws
}
