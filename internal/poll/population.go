package poll

import (
	"io"

	"modenhed/internal/fault"
	"modenhed/internal/table"
	"modenhed/internal/weighting"
)

// The columns that may hold how many people a row of the population stands for.
const (
	seatsColumn = "seats"
	countColumn = "count"
)

// Population is how many people could have answered, as a whole and by the
// columns of the weights. It is read from a file by [ReadPopulation] or made by a
// caller for a [Plan].
type Population struct {
	// People is how many people there are, the sum of the file or of each margin,
	// above 0.
	People float64
	// Margins are in the order of [Responses.Margins], each with every value once, in
	// the order of results, byte order when read from a file. Each sums to People. A
	// value with people and no respondents cannot be weighted, unless it is of the
	// stratum and merged.
	Margins [][]weighting.Count
}

// ReadPopulation reads a file (CSV) with the columns of the weights and a column
// seats, or count, of how many people each row stands for; they are summed.
// The error is a *fault.Error with every problem of the file.
func ReadPopulation(r io.Reader, p Plan) (*Population, error) {
	f, err := open(r)
	if err != nil {
		return nil, err
	}
	people := f.people()
	out := &Population{}
	for _, n := range people {
		out.People += n
	}
	for _, name := range p.margins() {
		f.complete(name)
		out.Margins = append(out.Margins, sums(f.encode(name), people))
	}
	if out.People == 0 && len(f.problems) == 0 {
		f.problems.Add("", "poll.no_population")
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	return out, nil
}

// people reads how many people each row stands for.
func (f *file) people() []float64 {
	name := seatsColumn
	position, ok := f.Column(name)
	if !ok {
		name = countColumn
		position, ok = f.Column(name)
	}
	if !ok {
		f.problems.Add("", "poll.no_count_column", "Columns", f.columns())
		return nil
	}
	people := make([]float64, len(f.Rows))
	for i, row := range f.Rows {
		n, message := parsePeople(row.Cells[position])
		if message != nil {
			f.problems = append(f.problems, fault.Problem{Field: name, Row: row.Line, Message: *message})
		}
		people[i] = n
	}
	return people
}

// mostPeople is more than live anywhere; sums stay exact below it.
const mostPeople = 1e12

func parsePeople(cell string) (n float64, wrong *fault.Message) {
	n, err := table.ParseNumber(cell)
	if err != nil || n < 0 || n > mostPeople {
		message := fault.Text("poll.not_count", "Value", table.Excerpt(cell))
		return 0, &message
	}
	return n, nil
}

// sums adds up people by the values of a column.
func sums(c weighting.Column, people []float64) []weighting.Count {
	counts := make([]weighting.Count, len(c.Labels))
	for i, label := range c.Labels {
		counts[i].Label = label
	}
	for i, n := range people {
		if i < len(c.Codes) && c.Codes[i] != weighting.Blank {
			counts[c.Codes[i]].People += n
		}
	}
	return counts
}
