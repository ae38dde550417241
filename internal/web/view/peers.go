package view

// Peers are the municipalities most like one, and where it lies among them.
type Peers struct {
	Name string
	// Rows are the peers, nearest first; empty when there are none.
	Rows []NearestRow
	// Method says how they are found.
	Method string
	// Compare sets the municipality beside the nearest of them.
	Compare Link
	Spread  PeerSpread
}

// NearestRow is a peer with the reason why.
type NearestRow struct {
	Code, Name string
	// Reason says in words in what it is like the municipality.
	Reason     string
	Population string
	Rank       Rank
	Score      Points
	// Link leads on from the row, for example to a comparison with it too.
	Link Link
}

// PeerSpread is where a municipality's scores lie among its peers'.
type PeerSpread struct {
	Name string
	// Basis says how many peers the figures rest on.
	Basis string
	// Rows are the overall score and the areas; empty when no peer is ranked.
	Rows []SpreadRow
}

// SpreadRow is one score within a spread.
type SpreadRow struct {
	Title string
	Own   Points
	Quartiles
	// Words say where the own score lies; empty when there is none.
	Words string
}

// strip shows the row's own score within the spread.
func (r SpreadRow) strip() Strip { return Strip{Quartiles: r.Quartiles, Marks: []Points{r.Own}} }
