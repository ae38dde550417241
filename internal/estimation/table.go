package estimation

import (
	"errors"
	"fmt"
	"slices"

	"modenhed/internal/weighting"
)

// Table is one question's answers, counted for estimation. It may be used by
// several goroutines at once.
type Table struct {
	design  Design
	options []string
	answers []int16
	cells   []weighting.Cell
	fit     projection
	total   set
}

// ErrLength means that a column has another number of respondents than the weights.
var ErrLength = errors.New("column has another number of respondents than the weights")

// ErrOption means that an option is not one of the question's.
var ErrOption = errors.New("unknown option")

// Tabulate counts the answers to a question: labels are its options, in order,
// chosen by somebody or not; [weighting.Blank] is no answer.
func Tabulate(d Design, answers weighting.Column) (*Table, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	t := &Table{design: d, options: answers.Labels, answers: answers.Codes, cells: d.Weights.Cells()}
	if err := t.check(answers); err != nil {
		return nil, err
	}
	t.fit = project(t.cells, d.Weights.Calibrated())
	width := len(t.options) + 1
	count := make([]int, len(t.cells)*width)
	for i, cell := range d.Weights.CellOf() {
		count[int(cell)*width+int(t.answers[i])+1]++
	}
	t.total = t.newSet(count, nil)
	return t, nil
}

func (t *Table) check(c weighting.Column) error {
	if n := t.design.Weights.Respondents(); len(c.Codes) != n {
		return fmt.Errorf("%s: %w: %d, want %d", c.Name, ErrLength, len(c.Codes), n)
	}
	return c.Check()
}

// Options returns the question's options in order.
func (t *Table) Options() []string { return slices.Clone(t.options) }

// Respondents returns how many respondents there are, whether they answered or not.
func (t *Table) Respondents() int { return len(t.answers) }

// entry is how many of a cell chose an option; option −1 is no answer.
type entry struct {
	cell, option, respondents int
}

// set is respondents to estimate for, counted by cell and option.
type set struct {
	// entries are in order of cells and options, blanks left out.
	entries []entry
	// rest is how many of each cell are outside the set or did not answer.
	rest []int
	// respondents are those in the set, answered those of them who answered.
	respondents, answered int
	// people is Σw over respondents; weight and squares are Σw and Σw² over those who answered.
	people, weight, squares float64
}

// newSet makes a set of counts by cell and option+1; touched are the indices of
// counts that may be above zero, in order, nil for all.
func (t *Table) newSet(count, touched []int) set {
	s := set{rest: make([]int, len(t.cells))}
	for c, cell := range t.cells {
		s.rest[c] = cell.Respondents
	}
	if touched == nil {
		for i := range count {
			t.addTo(&s, i, count[i])
		}
	}
	for _, i := range touched {
		t.addTo(&s, i, count[i])
	}
	return s
}

func (t *Table) addTo(s *set, index, respondents int) {
	if respondents == 0 {
		return
	}
	width := len(t.options) + 1
	e := entry{cell: index / width, option: index%width - 1, respondents: respondents}
	w, n := t.cells[e.cell].Final, float64(respondents)
	s.respondents += respondents
	s.people += w * n
	if e.option < 0 {
		return
	}
	s.answered += respondents
	s.weight += w * n
	s.squares += w * w * n
	s.rest[e.cell] -= respondents
	s.entries = append(s.entries, e)
}
