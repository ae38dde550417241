package pages

import (
	"math"
	"strings"
	"unicode/utf8"

	"modenhed/internal/benchmark"
	"modenhed/internal/estimation"
	"modenhed/internal/opinion"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// exampleDeff is a design effect of weighting by party of a sample like that of
// June 2017, for waves that do not state their own.
const exampleDeff = 1.018

// methodBox says how a wave was made, as a note does.
func methodBox(l view.Look, s *benchmark.Snapshot, b *benchmark.Beliefs) view.MethodBox {
	if b.Report == nil {
		return publishedMethod(l, s, b.Wave)
	}
	r := b.Report
	box := view.MethodBox{
		Paragraphs: []string{collectedWords(l, b), weightingWords(l, s, b)},
		Parties:    partyRows(l, s, b.Wave, r),
	}
	if words := largestCorrection(l, s, b.Wave, r); words != "" {
		box.Paragraphs = append(box.Paragraphs, words)
	}
	box.Paragraphs = append(box.Paragraphs,
		l.T("belief.method.kish", "Deff", l.Decimal(r.Kish.Deff, 2), "Effective", l.Decimal(r.Kish.Effective, 0), "N", l.Int(r.Respondents)),
		l.T("belief.method.margin", "Plain", l.Score(100*r.Margin.Plain), "Finite", l.Score(100*r.Margin.Finite), "Weighted", l.Score(100*r.Margin.Weighted)),
		l.T("belief.method.intervals"),
		l.T("belief.method.minimum", "Least", l.Int(r.Minimum)),
		l.T("belief.method.nonresponse", "Rate", l.Percent(100*r.ResponseRate())))
	box.MarginsTitle = l.T("belief.margins.title")
	box.MarginsText = l.T("belief.margins.text_responses", "N", l.Int(r.Respondents), "Of", l.Int(int(r.People)))
	box.Margins = marginRows(l, r.Respondents, r.People, r.Kish.Deff, false)
	return box
}

// publishedMethod is the method of a wave of which only shares are published.
func publishedMethod(l view.Look, s *benchmark.Snapshot, wave survey.Wave) view.MethodBox {
	var box view.MethodBox
	if wave.ResponseRate != nil {
		box.Paragraphs = append(box.Paragraphs, l.T("belief.method.nonresponse", "Rate", l.Percent(*wave.ResponseRate)))
	}
	people := s.SeatsBefore(wave)
	if wave.Respondents == 0 || people == 0 {
		return box
	}
	box.Margins = marginRows(l, wave.Respondents, float64(people), exampleDeff, true)
	args := []any{"N", l.Int(wave.Respondents), "Of", l.Int(people)}
	box.MarginsTitle, box.MarginsText = l.T("belief.margins.title"), l.T("belief.margins.text", args...)
	if stated := wave.MarginOfError; stated != nil {
		finite := 100 * estimation.MaxMarginOf(wave.Respondents, float64(people)).Finite.Value
		args = append(args, "Points", l.Short(*stated), "Next", l.Decimal(*stated+0.5, 1), "Deff", l.Decimal(deffUntil(finite, *stated+0.5), 2))
		box.MarginsTitle, box.MarginsText = l.T("belief.margins.title_stated", args...), l.T("belief.margins.text_stated", args...)
	}
	return box
}

// deffUntil is the design effect at which a margin reaches another.
func deffUntil(margin, other float64) float64 { return (other / margin) * (other / margin) }

// marginRows are the maximum margin of error by every convention in use.
func marginRows(l view.Look, n int, people, deff float64, example bool) []view.MarginRow {
	m := estimation.MaxMarginOf(n, people)
	weighted := "belief.margins.weighted"
	if example {
		weighted = "belief.margins.weighted_example"
	}
	var rows []view.MarginRow
	for _, c := range []struct {
		key, formula string
		figure       estimation.Figure
	}{
		{"belief.margins.plain", "1,96 · √(0,25/n)", m.Plain},
		{"belief.margins.finite", "1,96 · √(0,25/n) · √((N−n)/(N−1))", m.Finite},
		{"belief.margins.one_minus_f", "1,96 · √(0,25/n) · √(1−n/N)", m.OneMinusF},
		{"belief.margins.sample_variance", "1,96 · √(0,25/(n−1)) · √(1−n/N)", m.SampleVariance},
		{weighted, "1,96 · √(0,25/n) · √((N−n)/(N−1)) · √deff", m.Weighted(deff)},
	} {
		if !c.figure.OK {
			continue
		}
		formula := c.formula
		if l.Code() == "en" {
			formula = strings.NewReplacer("1,96", "1.96", "0,25", "0.25").Replace(formula)
		}
		rows = append(rows, view.MarginRow{
			Name: l.T(c.key, "Deff", l.Decimal(deff, 3)), Formula: formula,
			Points: l.T("belief.margins.points", "Points", l.Decimal(100*c.figure.Value, 2)),
		})
	}
	return rows
}

func collectedWords(l view.Look, b *benchmark.Beliefs) string {
	r, wave := b.Report, b.Wave
	key := "belief.method.collected"
	mode := wave.Mode.In(l.Code())
	if mode != "" {
		key = "belief.method.collected_mode"
	}
	return l.T(key, "When", l.YearMonth(wave.Fieldwork), "Population", wave.Population.In(l.Code()), "Mode", mode,
		"N", l.Int(r.Respondents), "Of", l.Int(int(math.Round(r.People))), "Rate", l.Percent(100*r.ResponseRate()))
}

// lowerFirst puts a text that begins a field inside a sentence.
func lowerFirst(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToLower(s[:size]) + s[size:]
}

func weightingWords(l view.Look, s *benchmark.Snapshot, b *benchmark.Beliefs) string {
	r := b.Report
	words := []string{l.T("belief.method.weighted_margins")}
	if r.Election != 0 {
		words[0] = l.T("belief.method.weighted_seats", "Year", l.T("belief.year", "Year", r.Election))
	}
	if len(r.Raked) > 0 {
		words = append(words, l.T("belief.method.raked", "Columns", columnsIn(l, r.Raked)))
	}
	if d := b.Wave.Design; d != nil {
		if d.Trim != nil {
			words = append(words, l.N("belief.method.trimmed", r.Trimmed, "Low", l.Exact(d.Trim.Low), "High", l.Exact(d.Trim.High)))
		}
		words = append(words, mergedWords(l, s, b)...)
	}
	return strings.Join(words, " ")
}

// mergedWords say which parties are weighted as one, a sentence for each.
func mergedWords(l view.Look, s *benchmark.Snapshot, b *benchmark.Beliefs) (words []string) {
	name := func(key string) string { return s.OpinionLabel(b.Wave, opinion.ByParty, key).In(l.Code()) }
	var order []string
	from := make(map[string][]string)
	for _, m := range b.Wave.Design.Merge {
		if from[m.Into] == nil {
			order = append(order, m.Into)
		}
		from[m.Into] = append(from[m.Into], name(m.From))
	}
	for _, into := range order {
		words = append(words, l.T("belief.method.merged", "From", strings.Join(from[into], ", "), "Into", name(into)))
	}
	return words
}

func columnsIn(l view.Look, columns []string) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = lowerFirst(columnName(l, c))
	}
	return strings.Join(names, ", ")
}

// largestCorrection names the party whose answers were changed the most, among
// those whose weight may be shown; empty when none may.
func largestCorrection(l view.Look, s *benchmark.Snapshot, wave survey.Wave, r *opinion.Report) string {
	best, hidden := -1, 0
	size := func(i int) float64 { return abs(math.Log(*r.Parties[i].Relative)) }
	for i, p := range r.Parties {
		switch {
		case p.Relative == nil || *p.Relative <= 0:
			hidden++
		case best < 0 || size(i) > size(best):
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	words := l.T("belief.method.largest", "Party", s.OpinionLabel(wave, opinion.ByParty, r.Parties[best].Key).In(l.Code()),
		"Weight", l.Decimal(*r.Parties[best].Relative, 2))
	if hidden > 0 {
		words += " " + l.N("belief.method.hidden_parties", hidden)
	}
	return words
}

func partyRows(l view.Look, s *benchmark.Snapshot, wave survey.Wave, r *opinion.Report) []view.PartyRow {
	name := func(key string) string { return s.OpinionLabel(wave, opinion.ByParty, key).In(l.Code()) }
	var rows []view.PartyRow
	for _, p := range r.Parties {
		row := view.PartyRow{
			Name: name(p.Key), Seats: l.Int(int(math.Round(p.People))),
			Respondents: l.T("belief.withheld.cell"), Weight: l.Missing(),
		}
		var merged []string
		for _, from := range p.From {
			merged = append(merged, name(from))
		}
		if len(merged) > 0 {
			row.Merged = l.T("belief.party.merged", "Parties", strings.Join(merged, ", "))
		}
		if p.Respondents != nil && p.Relative != nil {
			row.Respondents, row.Weight = l.Int(*p.Respondents), l.Decimal(*p.Relative, 2)
		}
		rows = append(rows, row)
	}
	return rows
}
