package workbook

import (
	"context"
	"io"

	"modenhed/internal/benchmark"
	"modenhed/internal/locale"
	"modenhed/internal/municipality"
	"modenhed/internal/robustness"
	"modenhed/internal/round"
)

// Options are what a workbook says about where it comes from. All of it may be empty.
type Options struct {
	// Version is the version of the program.
	Version string
	// Address is where the same figures can be read on the web.
	Address string
	// Round is the published round whose figures the snapshot holds, nil otherwise.
	Round *round.Round
	// Since is what movements are counted from. A snapshot on a reader's own
	// terms needs none.
	Since round.Baseline
}

// WriteBenchmark writes the benchmark of a snapshot in the printer's language:
// the sheets ranking, movements, areas, indicators, answers, perception gap,
// those on surveys that are estimated from answers (if there are any), questions
// and method. A snapshot on a reader's own terms (its Declared is not
// nil) gives a workbook that says so wherever it is opened, and has the declared
// ranks in place of movements. Nothing is written to w when ctx ends before the
// workbook is done.
func WriteBenchmark(ctx context.Context, w io.Writer, s *benchmark.Snapshot, p *locale.Printer, opts Options) error {
	c, err := newContent(s, p, opts)
	if err != nil {
		return err
	}
	b, err := newBook(p, c.about())
	if err != nil {
		return err
	}
	defer b.close()
	for _, add := range c.sheets(ctx, b) {
		if err := add(); err != nil {
			return err
		}
	}
	return b.writeTo(w)
}

// sheets add the sheets in their order.
func (c content) sheets(ctx context.Context, b *book) []func() error {
	sheets := []func() error{func() error { return addSheet(ctx, b, c.ranking()) }}
	if !c.ownTerms() {
		sheets = append(sheets, func() error { return addSheet(ctx, b, c.movements()) })
	}
	sheets = append(sheets,
		func() error { return addSheet(ctx, b, c.areas()) },
		func() error { return addSheet(ctx, b, c.indicators()) },
		func() error { return addSheet(ctx, b, c.answers()) },
		func() error { return addSheet(ctx, b, c.perception()) },
	)
	sheets = append(sheets, c.pollSheets(ctx, b)...)
	return append(sheets,
		func() error { return addSheet(ctx, b, questionSheet(c.p, c.s.Framework, c.s.Shares())) },
		func() error { return addSheet(ctx, b, methodSheet(c.p, c.method())) },
	)
}

// content is a snapshot in a language.
type content struct {
	s        *benchmark.Snapshot
	p        *locale.Printer
	opts     Options
	invented bool
	// drawn and groups are of the snapshot's rank intervals; drawn is nil when
	// nobody is ranked.
	drawn  *robustness.Result
	groups []int
	// ordinal is where a municipality stands in the snapshot's Units.
	ordinal map[municipality.Code]int
	// moves are nil when there is nothing to count from.
	moves *benchmark.Movements
}

func newContent(s *benchmark.Snapshot, p *locale.Printer, opts Options) (content, error) {
	c := content{s: s, p: p, opts: opts, invented: s.Invented(), ordinal: make(map[municipality.Code]int, len(s.Units))}
	for i := range s.Units {
		c.ordinal[s.Units[i].Code] = i
	}
	var err error
	if c.drawn, err = s.Robustness(); err != nil {
		return content{}, err
	}
	if c.groups, err = s.RankGroups(); err != nil {
		return content{}, err
	}
	if since := opts.Since.Snapshot; since != nil && !c.ownTerms() {
		c.moves, err = s.MovedSince(since.On(s.Basis))
	}
	return c, err
}

// column is the heading of a column.
func (c content) column(key string) string { return c.p.T("workbook.column." + key) }

// sheetName is the name of a sheet; those whose figures a reader's own terms
// change have another name then.
func (c content) sheetName(key string) string {
	if own := "workbook.own.sheet." + key; c.ownTerms() && c.p.Has(own) {
		return c.p.T(own)
	}
	return c.p.T("workbook.sheet." + key)
}

// placeColumns say which municipality a row is about. In a demo a column next
// to the name says that the row is invented.
func placeColumns[T any](c content, unit func(T) *benchmark.Unit) []column[T] {
	columns := []column[T]{
		{heading: c.column("code"), look: code, width: 17, value: func(row T) any { return unit(row).Code.String() }},
		{heading: c.column("name"), width: 20, value: func(row T) any { return unit(row).Name }},
	}
	if c.invented {
		columns = append(columns, inventedColumn[T](c))
	}
	return columns
}

// inventedColumn says of every row that it is invented.
func inventedColumn[T any](c content) column[T] {
	word := c.p.T("workbook.invented.all")
	return column[T]{heading: c.column("data"), width: 11, value: func(T) any { return word }}
}

// groupColumns say where the municipality belongs on the day of the snapshot.
func groupColumns[T any](c content, unit func(T) *benchmark.Unit) []column[T] {
	return []column[T]{
		{heading: c.column("region"), width: 26, value: func(row T) any {
			return unit(row).Region.Name.In(c.p.Code())
		}},
		{heading: c.column("group"), width: 26, value: func(row T) any {
			group, _ := c.s.Directory.GroupOf(unit(row).Code, benchmark.PeerScheme)
			return group.Name.In(c.p.Code())
		}},
	}
}

// yesNo is a word for a fact.
func yesNo(p *locale.Printer, yes bool) string {
	if yes {
		return p.T("profile.value.yes")
	}
	return p.T("profile.value.no")
}
