package workbook

import (
	"strconv"
	"strings"

	"modenhed/internal/benchmark"
	"modenhed/internal/locale"
)

// FileName is what the workbook of a snapshot is called when it is saved: it
// tells a published round, an earlier time, the verified score and a reader's
// own terms apart.
func FileName(s *benchmark.Snapshot, p *locale.Printer, opts Options) string {
	when := p.T("workbook.file.newest", "Date", s.AsOf.Format("2006-01-02"))
	switch {
	case opts.Round != nil:
		when = p.T("workbook.file.round", "Key", string(opts.Round.Key))
	case s.Earlier:
		when = p.T("workbook.file.earlier", "Date", s.AsOf.Format("2006-01-02"))
	}
	if s.Basis == benchmark.Verified {
		when = p.T("workbook.file.verified", "When", when)
	}
	if s.Declared != nil {
		return p.T("workbook.file.own", "When", when)
	}
	return p.T("workbook.file.declared", "When", when)
}

// about says what the workbook is, and above all what it is not.
func (c content) about() about {
	f := c.s.Framework
	a := about{
		title:   c.p.T("workbook.title"),
		subject: f.Title.In(c.p.Code()),
		footer: c.p.T("workbook.footer", "Time", c.p.DateTime(c.s.AsOf),
			"Framework", f.Key, "Version", strconv.Itoa(f.Version)),
		notices: c.notices(),
		at:      c.s.AsOf,
		version: c.opts.Version,
	}
	if c.ownTerms() {
		a.title = c.p.T("workbook.own.title")
	}
	if c.byVerified() {
		a.title = c.p.T("workbook.basis.title", "Title", a.title)
	}
	if r := c.opts.Round; r != nil {
		a.footer = r.Title.In(c.p.Code()) + " · " + a.footer
	}
	a.description = strings.Join(append(a.notices[:len(a.notices):len(a.notices)], c.finality()), ". ")
	return a
}

// notices are the warnings that stand on every page.
func (c content) notices() []string {
	var list []string
	if c.ownTerms() {
		list = append(list, c.p.T("workbook.own.notice"))
	}
	if c.byVerified() {
		list = append(list, c.p.T("workbook.basis.notice"))
	}
	if c.invented {
		list = append(list, c.p.T("workbook.invented.notice"))
	}
	return list
}

// finality says whether the figures can still change.
func (c content) finality() string {
	switch r := c.opts.Round; {
	case r != nil:
		return c.p.T("workbook.round.of", "Title", r.Title.In(c.p.Code()), "Date", c.p.Date(r.PublishedAt))
	case c.s.Earlier:
		return c.p.T("workbook.earlier.text")
	}
	return c.p.T("workbook.provisional")
}
