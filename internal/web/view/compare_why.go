package view

// Why says why one municipality is ahead of another.
type Why struct {
	// Title names the two, Verdict says in a sentence which areas decide.
	Title, Verdict string
	Ahead, Behind  string
	// Additive means that the areas' points add up to the difference.
	Additive bool
	Rows     []WhyRow
	// Total are the overall scores.
	Total WhyRow
	// Note says how to read the points.
	Note string
}

// WhyRow is one area of a lead, or the whole.
type WhyRow struct {
	Title string
	Share float64
	// Ahead and Behind are the scores, Points what the area contributes.
	Ahead, Behind, Points Points
}

// whyColumn heads the points.
func whyColumn(l Look, w Why) string {
	if w.Additive {
		return l.T("compare_why.contributes")
	}
	return l.T("compare_why.carries")
}
