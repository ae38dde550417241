package sensitivity

import "math"

// Consistency is how well items measure one thing.
type Consistency struct {
	// Raw is Cronbach's alpha k/(k−1)·(1 − Σ var_j / var of the sum), variances
	// with n−1, at most 1 and without a lower end. It is undefined with fewer
	// than 2 items or 3 complete rows, and when the sum does not vary.
	Raw Figure
	// Standardised is the alpha of the items each divided by its standard
	// deviation; it is undefined also when an item does not vary.
	Standardised Figure
	// Items is the number of items, Rows the number of rows with every item,
	// Incomplete the number of rows left out.
	Items, Rows, Incomplete int
	// Parts are in the order of the items.
	Parts []Part
}

// Part is what one item does to the consistency, over the same rows.
type Part struct {
	// Without is the raw alpha of the other items; undefined with fewer than 3 items.
	Without Figure
	// Rest is the correlation of the item with the sum of the others: below 0
	// when it points the other way. It is undefined when either does not vary.
	Rest Figure
}

// Alpha returns the internal consistency of items, each a column with one
// figure per row. Rows that lack an item are left out, and so is what an item
// has beyond the shortest.
//
// Source: Cronbach, Psychometrika 16 (1951) 297-334.
func Alpha(items [][]Figure) Consistency {
	columns, incomplete := complete(items)
	c := Consistency{Items: len(items), Incomplete: incomplete, Parts: make([]Part, len(items))}
	if len(items) == 0 {
		return c
	}
	c.Rows = len(columns[0])
	if c.Rows < leastPairs {
		return c
	}
	covariance := covariances(columns)
	c.Raw = alpha(covariance, -1)
	c.Standardised = alpha(correlations(covariance), -1)
	for i := range c.Parts {
		c.Parts[i] = Part{Without: alpha(covariance, i), Rest: rest(covariance, i)}
	}
	return c
}

// complete returns the columns over the rows where every item is defined, and
// the number of other rows.
func complete(items [][]Figure) (columns [][]float64, incomplete int) {
	if len(items) == 0 {
		return nil, 0
	}
	rows := len(items[0])
	for _, item := range items {
		rows = min(rows, len(item))
	}
	columns = make([][]float64, len(items))
	for row := range rows {
		if !fills(items, row) {
			incomplete++
			continue
		}
		for i, item := range items {
			columns[i] = append(columns[i], item[row].Value)
		}
	}
	return columns, incomplete
}

func fills(items [][]Figure, row int) bool {
	for _, item := range items {
		if !item[row].defined() {
			return false
		}
	}
	return true
}

// covariances returns the covariance matrix, with n−1. A column that does not
// vary has exactly 0 with all.
func covariances(columns [][]float64) [][]float64 {
	centred := make([][]float64, len(columns))
	for i, column := range columns {
		centred[i] = make([]float64, len(column))
		if varies(column) {
			centred[i] = deviations(column)
		}
	}
	matrix := make([][]float64, len(columns))
	for i := range matrix {
		matrix[i] = make([]float64, len(columns))
		for j := range i + 1 {
			matrix[i][j] = dot(centred[i], centred[j]) / float64(len(columns[i])-1)
			matrix[j][i] = matrix[i][j]
		}
	}
	return matrix
}

// correlations returns a covariance matrix scaled to a diagonal of 1, nil when
// an item does not vary.
func correlations(covariance [][]float64) [][]float64 {
	matrix := make([][]float64, len(covariance))
	for i, row := range covariance {
		matrix[i] = make([]float64, len(row))
		for j, c := range row {
			scale := math.Sqrt(float64(covariance[i][i] * covariance[j][j]))
			if scale == 0 {
				return nil
			}
			matrix[i][j] = c / scale
		}
	}
	return matrix
}

// alpha returns the alpha of the items of a covariance matrix, leaving out item
// without; -1 leaves out none.
func alpha(covariance [][]float64, without int) Figure {
	own, total := variances(covariance, without)
	items := len(covariance)
	if without >= 0 {
		items--
	}
	if items < 2 || !outweighs(total, own) {
		return Figure{}
	}
	k := float64(items)
	return figure(k / (k - 1) * (1 - own/total))
}

// rest returns the correlation of item i with the sum of the others.
func rest(covariance [][]float64, i int) Figure {
	own, total := variances(covariance, i)
	variance := covariance[i][i]
	if variance == 0 || !outweighs(total, own) {
		return Figure{}
	}
	with := 0.0
	for j, c := range covariance[i] {
		if j != i {
			with += c
		}
	}
	return figure(held(with/math.Sqrt(float64(variance*total)), -1, 1))
}

// variances returns the sum of the items' own variances and the variance of
// their sum, leaving out item without.
func variances(covariance [][]float64, without int) (own, total float64) {
	for i, row := range covariance {
		if i == without {
			continue
		}
		own += row[i]
		for j, c := range row {
			if j != without {
				total += c
			}
		}
	}
	return own, total
}

// outweighs tells whether the variance of a sum is more than what rounding
// leaves of the variances of its parts when these cancel out.
func outweighs(variance, parts float64) bool {
	const noise = 1e-12
	return variance > noise*parts
}
