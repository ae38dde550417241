package view

// Choice is one option of a select.
type Choice struct {
	Value, Text string
	Selected    bool
}

// SortHead is a column heading that sorts.
type SortHead struct {
	// Title is the whole heading, Short what fits above a narrow column.
	Title, Short string
	// Tiny is what fits above the cell on a phone.
	Tiny string
	// Order is "ascending", "descending" or "none".
	Order string
	// Href sorts by this column.
	Href string
}

// icon returns the sprite's name for the order.
func (h SortHead) icon() string { return "sort-table-" + h.Order }

// RankingFilter is the form above the ranking.
type RankingFilter struct {
	Name                                  string
	Regions, Groups, Sizes, Areas, Orders []Choice
	// Bases are the scores to rank by.
	Bases []Choice
	// Reset is the address without any filter.
	Reset string
	// Defaults are the values, as JSON by name, that an address leaves out.
	Defaults string
	// Exact keeps the list without groups.
	Exact bool
}

// Rank is a place as shown.
type Rank struct {
	// Number is the rank, 0 when there is none.
	Number int
	Tied   bool
}

// RankingRow is one municipality.
type RankingRow struct {
	Code, Name, Region string
	Rank               Rank
	Score              Points
	// Beside and BesideRank are by the score that does not rank.
	Beside     Points
	BesideRank Rank
	Areas      []Points
	// Coverage is a share from 0 to 1.
	Coverage float64
	Change   Points
	// Interval is zero where places are not drawn.
	Interval RankInterval
	// Moved is the number of places gained against the declared method, on a
	// reader's own terms; nil when it is not known.
	Moved *int
	// Reason says why the municipality is not ranked, empty when it is.
	Reason string
}

// class marks a row without a rank, and one without anything to rank.
func (r RankingRow) class() string {
	switch {
	case !r.Score.OK:
		return "mh-unranked mh-unanswered"
	case r.Rank.Number == 0:
		return "mh-unranked"
	}
	return ""
}

// RankingBlock are rows below each other, with a heading when they are a group.
type RankingBlock struct {
	Heading string
	Rows    []RankingRow
}

// count returns the number of rows.
func (t RankingTable) count() int {
	n := 0
	for _, b := range t.Blocks {
		n += len(b.Rows)
	}
	return n
}

// columns is the number of columns.
func (t RankingTable) columns() int { return 6 + len(t.Areas) }

// RankingTable is the part of the page that a change of filter replaces.
type RankingTable struct {
	// Count says how many rows there are; Live is the same for screen readers.
	Count, Live string
	// Caption describes the table.
	Caption string
	// Note says what the places rest on when not the whole.
	Note              string
	Name, Score, Move SortHead
	Areas             []SortHead
	// Basis says which score ranks; Beside heads the column of the other, and
	// BesideShort its cells on a phone.
	Basis               Basis
	Beside, BesideShort string
	// Blocks are the rows, in groups where Grouped.
	Blocks  []RankingBlock
	Grouped bool
	// Other leads to the same list in groups, or without.
	Other Link
	// OtherNote explains the groups.
	OtherNote string
	// Terms says that the figures are on a reader's own terms, nil when not.
	Terms *TermsNotice
	// Unknown names a filter's value that does not exist, empty when all do.
	Unknown string
	// Unsorted names an order that does not exist, empty when there is no such wish.
	Unsorted string
	// Workbook is the address of the same municipalities in Excel.
	Workbook string
}

// Ranking is the model of the ranking page.
type Ranking struct {
	Figures []Figure
	Filter  RankingFilter
	Terms   Terms
	Table   RankingTable
	// Empty means that no municipality has reported yet.
	Empty bool
	// EmptyText says what has to happen then.
	EmptyText string
}
