package view

import "strconv"

// RankInterval is the 90 % rank interval of a municipality.
type RankInterval struct {
	// Low and High are ranks; 0 means that there is no interval.
	Low, High int
	// Rank is the declared rank, Of the number of ranked municipalities.
	Rank, Of int
}

// place is a rank's place along a line of 100, the first at the left end.
func (i RankInterval) place(rank int) string {
	if i.Of < 2 {
		return "50"
	}
	return strconv.FormatFloat(2+96*float64(rank-1)/float64(i.Of-1), 'f', 2, 64)
}
