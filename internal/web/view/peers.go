package view

// Peers are the municipalities most like one, and where it lies among them.
type Peers struct {
	Name string
	// Title and Text say who they are.
	Title, Text string
	// Rows are the peers, nearest first; empty when there are none.
	Rows []NearestRow
	// Method says how they are found.
	Method string
	// Links set the municipality beside the nearest of them, or lead to all.
	Links  []Link
	Spread PeerSpread
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
	Name, Caption string
	// Of names the peers within a sentence.
	Of string
	// Basis says how many peers the figures rest on, Percentile where the overall
	// score lies among them; empty without any.
	Basis, Percentile string
	// Rows are the overall score and the areas; empty when no peer is ranked.
	Rows []SpreadRow
}

// SpreadRow is one score within a spread.
type SpreadRow struct {
	Title string
	// Href leads to more and Place says the rank; both may be empty.
	Href, Place string
	Own         Points
	Quartiles
	// Words say where the own score lies; empty when there is none.
	Words string
}

// strip shows the row's own score within the spread.
func (r SpreadRow) strip() Strip { return Strip{Quartiles: r.Quartiles, Marks: []Points{r.Own}} }

// PeerChoice lets the reader choose whom a municipality is compared with.
type PeerChoice struct {
	// Sets are those that have a name; without any there is nothing to choose.
	Sets []SetLink
	// Action, Hidden and Chosen are the form for a set of one's own, which
	// is unfolded when Open.
	Action string
	Hidden []Hidden
	Chosen Field
	Open   bool
}

// SetLink is a set of municipalities to be compared with.
type SetLink struct {
	Link
	Current bool
}
