package view

// AheadTable says how often one municipality is ahead of another over the
// methods tried.
type AheadTable struct {
	// Words say it in one sentence, for two municipalities; empty for more.
	Words string
	// Names are of the ranked municipalities, in the order of the comparison.
	Names []string
	// Rows hold, per municipality, in how large a part of the methods it is
	// ahead of each of Names; empty beside itself.
	Rows [][]string
}
