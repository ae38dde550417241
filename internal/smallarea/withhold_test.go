package smallarea_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/smallarea"
)

// mark writes what is shown of a row: "+" shown, "." withheld.
func mark(shown ...bool) string {
	var b []byte
	for _, s := range shown {
		b = append(b, ".+"[map[bool]int{true: 1}[s]])
	}
	return string(b)
}

func TestRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		minimum int
		counts  []int
		alike   []bool
		want    string
	}{
		{"all large enough", 5, []int{5, 9, 12}, nil, "+++ +"},
		{"one hidden takes the smallest with it", 5, []int{3, 9, 7}, nil, ".+. +"},
		{"the first of equals", 5, []int{3, 7, 7}, nil, "..+ +"},
		{"two hidden are enough together", 5, []int{3, 4, 12}, nil, "..+ +"},
		{"two hidden are too few together", 5, []int{1, 2, 12, 11}, nil, "..+. +"},
		{"nobody gives nothing away", 5, []int{0, 9, 12}, nil, ".++ +"},
		{"two parts", 5, []int{4, 30}, nil, ".. +"},
		{"the total is too small", 5, []int{1, 3}, nil, ".. ."},
		{"nothing at all", 5, nil, nil, " ."},
		{"nobody at all", 5, []int{0, 0}, nil, ".. ."},
		{"a higher minimum", 8, []int{7, 9, 30, 8}, nil, ".++. +"},
		{"all alike", 5, []int{6, 9, 12}, []bool{true, false, false}, "..+ +"},
		{"all alike but many", 5, []int{10, 19, 12}, []bool{true, false, false}, "+++ +"},
		{"all alike and alone", 5, []int{6, 0}, []bool{true, false}, ".. ."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := atLeast(t, c.minimum).Row(c.counts, c.alike)
			if s := mark(got.Cells...) + " " + mark(got.Total); s != c.want {
				t.Errorf("%v: %q, want %q", c.counts, s, c.want)
			}
		})
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		counts [][]int
		want   []string
	}{
		{"all large enough", [][]int{{5, 6}, {7, 8}}, []string{"++ +", "++ +", "++ +"}},
		{"a hidden cell takes a rectangle", [][]int{{3, 6, 20}, {9, 7, 20}, {20, 20, 20}}, []string{"..+ +", "..+ +", "+++ +", "+++ +"}},
		{"two in a row need their columns closed", [][]int{{3, 4, 20}, {9, 7, 20}, {20, 20, 20}}, []string{"..+ +", "..+ +", "+++ +", "+++ +"}},
		{"a row that is too small goes with another", [][]int{{1, 2}, {9, 9}, {30, 30}}, []string{".. .", ".. .", "++ +", "++ +"}},
		{"nobody in a cell", [][]int{{0, 6}, {7, 8}}, []string{".+ +", "++ +", "++ +"}},
		{"all too small", [][]int{{1, 1}, {1, 1}}, []string{".. .", ".. .", ".. ."}},
		{"one column", [][]int{{3}, {9}, {12}}, []string{". .", ". .", "+ +", "+ +"}},
		{"empty", nil, []string{" ."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, marks(smallarea.Minimum{}.Table(c.counts, nil))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// marks writes a table row by row, the totals last.
func marks(table smallarea.Table) []string {
	var lines []string
	for i, cells := range table.Cells {
		lines = append(lines, mark(cells...)+" "+mark(table.Rows[i]))
	}
	return append(lines, mark(table.Columns...)+" "+mark(table.Total))
}

// TestBandsSurviveWhoKnowsTheRule takes every row of up to four parts of up to
// twelve respondents and puts together those that look the same when numbers
// are shown as bands: of a part that is withheld for its own sake, more than
// one number must be possible for somebody who knows how parts are chosen.
func TestBandsSurviveWhoKnowsTheRule(t *testing.T) {
	t.Parallel()
	var m smallarea.Minimum
	for parts := 1; parts <= 4; parts++ {
		alike := make(map[string][][]int)
		each(make([]int, parts), 0, 12, func(counts []int) {
			key := banded(m, m.Row(counts, nil), counts)
			alike[key] = append(alike[key], slices.Clone(counts))
		})
		for key, worlds := range alike {
			for i := range parts {
				numbers := make(map[int]bool)
				for _, counts := range worlds {
					numbers[counts[i]] = true
				}
				if n := worlds[0][i]; len(numbers) == 1 && n > 0 && !m.Allows(n) {
					t.Errorf("%s: part %d is %d", key, i, n)
				}
			}
		}
	}
}

// banded is what a reader sees of a row whose numbers are shown as bands.
func banded(m smallarea.Minimum, row smallarea.Row, counts []int) string {
	var b strings.Builder
	sum := 0
	for i, n := range counts {
		sum += n
		if !row.Cells[i] {
			n = 0
		}
		band, _ := m.Band(n)
		fmt.Fprint(&b, band, " ")
	}
	if !row.Total {
		sum = 0
	}
	band, _ := m.Band(sum)
	fmt.Fprint(&b, band)
	return b.String()
}

// each calls back for all rows of numbers from 0 to most.
func each(row []int, at, most int, do func([]int)) {
	if at == len(row) {
		do(row)
		return
	}
	for n := 0; n <= most; n++ {
		row[at] = n
		each(row, at+1, most, do)
	}
}

// TestTablesAreNotRecovered draws small tables and lists every table that fits
// what is shown of them. No cell that is withheld for its own sake may be known
// to be below the minimum, and no group of cells whose size is the same in all
// of them may be smaller than the minimum, unless it is nobody.
func TestTablesAreNotRecovered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, err := smallarea.Minimum{}.Raise(rapid.IntRange(5, 6).Draw(t, "minimum"))
		if err != nil {
			t.Fatal(err)
		}
		counts := drawTable(t)
		shown := m.Table(counts, nil)
		if !shown.Total {
			checkNothing(t, shown)
			return
		}
		worlds := possible(counts, shown)
		if len(worlds) == 0 {
			t.Fatalf("%v does not fit itself: %v", counts, marks(shown))
		}
		checkCells(t, m, counts, shown, worlds)
		checkGroups(t, m, counts, worlds)
	})
}

func drawTable(t *rapid.T) [][]int {
	rows, columns := rapid.IntRange(1, 3).Draw(t, "rows"), rapid.IntRange(1, 3).Draw(t, "columns")
	count := rapid.OneOf(rapid.IntRange(0, 7), rapid.IntRange(0, 4))
	counts := make([][]int, rows)
	for i := range counts {
		counts[i] = rapid.SliceOfN(count, columns, columns).Draw(t, fmt.Sprint("row ", i))
	}
	return counts
}

func checkNothing(t *rapid.T, shown smallarea.Table) {
	for _, line := range marks(shown) {
		if strings.Contains(line, "+") {
			t.Fatalf("shown without a total: %v", marks(shown))
		}
	}
}

func checkCells(t *rapid.T, m smallarea.Minimum, counts [][]int, shown smallarea.Table, worlds [][]int) {
	for i, row := range counts {
		for j, n := range row {
			if !m.Allows(n) && shown.Cells[i][j] {
				t.Fatalf("%v: cell %d,%d of %d is shown", counts, i, j, n)
			}
			most := 0
			for _, w := range worlds {
				most = max(most, w[i*len(row)+j])
			}
			if n > 0 && !m.Allows(most) {
				t.Fatalf("%v: cell %d,%d is at most %d: %v", counts, i, j, most, marks(shown))
			}
		}
	}
}

func checkGroups(t *rapid.T, m smallarea.Minimum, counts [][]int, worlds [][]int) {
	cells := len(counts) * len(counts[0])
	for group := 1; group < 1<<cells; group++ {
		size, known := -1, true
		for _, w := range worlds {
			sum := 0
			for k, n := range w {
				if group>>k&1 == 1 {
					sum += n
				}
			}
			if size >= 0 && sum != size {
				known = false
				break
			}
			size = sum
		}
		if known && size > 0 && !m.Allows(size) {
			t.Fatalf("%v: group %b is %d", counts, group, size)
		}
	}
}

// possible lists the tables, row after row, that fit what is shown.
func possible(counts [][]int, shown smallarea.Table) [][]int {
	columns := len(counts[0])
	total := 0
	var hidden []int
	table := make([]int, 0, len(counts)*columns)
	for i, row := range counts {
		for j, n := range row {
			total += n
			table = append(table, n)
			if !shown.Cells[i][j] {
				hidden = append(hidden, i*columns+j)
				table[i*columns+j] = 0
			}
		}
	}
	var worlds [][]int
	sums := lines(counts, shown)
	search(table, hidden, sums, &worlds)
	return worlds
}

// line is a set of cells with a known sum.
type line struct {
	cells []int
	sum   int
}

// lines lists what is shown as sums: totals of rows and columns, and the grand total.
func lines(counts [][]int, shown smallarea.Table) []line {
	columns := len(counts[0])
	var list []line
	add := func(keep func(i, j int) bool) {
		var l line
		for i, row := range counts {
			for j, n := range row {
				if keep(i, j) {
					l.cells = append(l.cells, i*columns+j)
					l.sum += n
				}
			}
		}
		list = append(list, l)
	}
	add(func(int, int) bool { return true })
	for i, s := range shown.Rows {
		if s {
			add(func(row, _ int) bool { return row == i })
		}
	}
	for j, s := range shown.Columns {
		if s {
			add(func(_, column int) bool { return column == j })
		}
	}
	return list
}

// search fills the hidden cells in every way that keeps the sums.
func search(table, hidden []int, sums []line, worlds *[][]int) {
	room := 1 << 30
	for _, l := range sums {
		left, open := l.sum, false
		for _, k := range l.cells {
			left -= table[k]
			open = open || slices.Contains(hidden, k)
		}
		if left < 0 || left > 0 && !open {
			return
		}
		if len(hidden) > 0 && slices.Contains(l.cells, hidden[0]) {
			room = min(room, left)
		}
	}
	if len(hidden) == 0 {
		*worlds = append(*worlds, slices.Clone(table))
		return
	}
	for n := 0; n <= room; n++ {
		table[hidden[0]] = n
		search(table, hidden[1:], sums, worlds)
	}
	table[hidden[0]] = 0
}
