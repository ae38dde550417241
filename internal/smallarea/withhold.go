package smallarea

// Row says which parts of a total, and whether the total itself, may be shown.
type Row struct {
	Total bool
	Cells []bool
}

// Row decides for the parts of one total that is shown with them. counts are
// the respondents behind each part. alike marks parts where all answer alike,
// that have no figure unless [Minimum.AllowsAlike] holds; nil means none.
//
// A part below the minimum is withheld. So that the total does not give it
// away, the smallest of the others are withheld with it until what is withheld
// is at least the minimum together: its figure is a difference anybody can
// take. Where even that does not help, nothing is shown. Show bands, not
// numbers of respondents: who knows how the others are chosen can sometimes
// conclude a withheld number from exact ones, though never an answer.
func (m Minimum) Row(counts []int, alike []bool) Row {
	row := Row{Total: true, Cells: make([]bool, len(counts))}
	sum, withheld, need := 0, 0, 0
	for i, n := range counts {
		sum += n
		row.Cells[i] = !m.hides(n, alike, i)
		if !row.Cells[i] && n > 0 {
			withheld += n
			need = max(need, m.need(n))
		}
	}
	for withheld < need {
		next := smallest(counts, row.Cells)
		if next < 0 {
			break
		}
		row.Cells[next] = false
		withheld += counts[next]
	}
	if withheld < need || !m.Allows(sum) {
		return Row{Cells: make([]bool, len(counts))}
	}
	return row
}

// hides tells whether a part has no figure of its own.
func (m Minimum) hides(n int, alike []bool, i int) bool {
	return !m.Allows(n) || alike != nil && alike[i] && !m.AllowsAlike(n)
}

// need is how many respondents a withheld part must be mixed up with, its own
// included: at least the minimum, and not its own alone.
func (m Minimum) need(n int) int { return max(m.N(), n+1) }

// smallest returns the first of the smallest parts that are still shown, -1
// when there is none.
func smallest(counts []int, shown []bool) int {
	at := -1
	for i, n := range counts {
		if shown[i] && (at < 0 || n < counts[at]) {
			at = i
		}
	}
	return at
}
