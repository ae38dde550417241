package workbook

import (
	"context"
	"io"
	"strconv"

	"modenhed/internal/benchmark"
	"modenhed/internal/locale"
)

// Options are what a workbook says about where it comes from. Both may be empty.
type Options struct {
	// Version is the version of the program.
	Version string
	// Address is where the same figures can be read on the web.
	Address string
}

// WriteBenchmark writes the benchmark of a snapshot in the printer's language:
// the sheets ranking, areas, indicators, answers, perception gap, questions and
// method. Nothing is written to w when ctx ends before the workbook is done.
func WriteBenchmark(ctx context.Context, w io.Writer, s *benchmark.Snapshot, p *locale.Printer, opts Options) error {
	c := newContent(s, p)
	b, err := newBook(p, c.about(opts))
	if err != nil {
		return err
	}
	defer b.close()
	sheets := []func() error{
		func() error { return addSheet(ctx, b, c.ranking()) },
		func() error { return addSheet(ctx, b, c.areas()) },
		func() error { return addSheet(ctx, b, c.indicators()) },
		func() error { return addSheet(ctx, b, c.answers()) },
		func() error { return addSheet(ctx, b, c.perception()) },
		func() error { return addSheet(ctx, b, questionSheet(p, s.Framework, s.Shares())) },
		func() error { return addSheet(ctx, b, methodSheet(p, c.method(opts))) },
	}
	for _, add := range sheets {
		if err := add(); err != nil {
			return err
		}
	}
	return b.writeTo(w)
}

// content is a snapshot in a language.
type content struct {
	s        *benchmark.Snapshot
	p        *locale.Printer
	invented bool
}

func newContent(s *benchmark.Snapshot, p *locale.Printer) content {
	return content{s: s, p: p, invented: s.Invented()}
}

// column is the heading of a column.
func (c content) column(key string) string { return c.p.T("workbook.column." + key) }

func (c content) about(opts Options) about {
	f := c.s.Framework
	a := about{
		title:   c.p.T("workbook.title"),
		subject: f.Title.In(c.p.Code()),
		footer: c.p.T("workbook.footer", "Time", c.p.DateTime(c.s.AsOf),
			"Framework", f.Key, "Version", strconv.Itoa(f.Version)),
		description: c.p.T("workbook.provisional"),
		at:          c.s.AsOf,
		version:     opts.Version,
	}
	if c.invented {
		a.notice = c.p.T("workbook.invented.notice")
		a.description = a.notice + ". " + a.description
	}
	return a
}

// placeColumns say which municipality a row is about. In a demo a column next
// to the name says that the row is invented.
func placeColumns[T any](c content, unit func(T) *benchmark.Unit) []column[T] {
	columns := []column[T]{
		{heading: c.column("code"), look: code, width: 17, value: func(row T) any { return unit(row).Code.String() }},
		{heading: c.column("name"), width: 20, value: func(row T) any { return unit(row).Name }},
	}
	if c.invented {
		word := c.p.T("workbook.invented.all")
		columns = append(columns, column[T]{heading: c.column("data"), width: 11, value: func(T) any { return word }})
	}
	return columns
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
