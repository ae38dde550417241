package pages

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/perception"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// fineSince is the number of answers from which shares have a decimal; below it
// they are published in whole points or coarser.
const fineSince = 100

// beliefNumber writes a share as exactly as its number of answers allows.
func beliefNumber(l view.Look, answered int) func(float64) string {
	if answered > 0 && answered < fineSince {
		return func(x float64) string { return l.Decimal(x, 0) }
	}
	return l.Score
}

// beliefCell is a share over its interval at 95 %.
func beliefCell(l view.Look, b *perception.Belief) view.BeliefCell {
	if b == nil {
		return view.BeliefCell{Value: l.Missing()}
	}
	number := beliefNumber(l, b.Answered)
	cell := view.BeliefCell{Value: percentRange(l, b.Share.Low, b.Share.High, l.Percent)}
	if b.Share.Exact() {
		cell.Value = percentWith(l, number(b.Share.Low))
	}
	if c := b.Confidence; c != nil {
		cell.Range = l.Range(number(c.Low), percentWith(l, number(c.High)))
	}
	return cell
}

// percentWith puts the sign of per cent behind a number that is written already.
func percentWith(l view.Look, number string) string { return l.T("belief.percent", "Number", number) }

// maturityCell is a mean over what unanswered indicators could make of it.
func maturityCell(l view.Look, m perception.Maturity) view.BeliefCell {
	if !m.Mean.OK {
		return view.BeliefCell{Value: l.Missing()}
	}
	cell := view.BeliefCell{Value: l.Score(m.Mean.Points)}
	if m.Bounds.High-m.Bounds.Low > 0.05 {
		cell.Range = l.Range(l.Score(m.Bounds.Low), l.Score(m.Bounds.High))
	}
	return cell
}

// distanceOf is a distance with its outer interval, nil where there is none.
func distanceOf(l view.Look, d perception.Distance, answered int) *view.BeliefDistance {
	if !d.Comparable() {
		return nil
	}
	decimals := 1
	if answered > 0 && answered < fineSince {
		decimals = 0
	}
	signed := func(x float64) string { return signedWith(l, x, decimals) }
	cell := view.BeliefCell{Value: signed(d.Points.Low)}
	if !d.Points.Exact() {
		cell.Value = l.T("belief.between", "Low", signed(d.Points.Low), "High", signed(d.Points.High))
	}
	if o := d.Outer; o != nil {
		cell.Range = l.T("belief.between", "Low", signed(o.Low), "High", signed(o.High))
	}
	return view.NewBeliefDistance((d.Points.Low+d.Points.High)/2, cell)
}

func signedWith(l view.Look, x float64, decimals int) string {
	if decimals == 1 {
		return l.Signed(x)
	}
	text := l.Decimal(x, decimals)
	if x > 0 && text != "0" {
		return "+" + text
	}
	return text
}

// probability writes p: two decimals, three below 0.01, never 0.
func probability(l view.Look, p float64) string {
	switch {
	case p < 0.001:
		return l.T("belief.p.below", "P", l.Decimal(0.001, 3))
	case p < 0.01:
		return l.T("belief.p.is", "P", l.Decimal(p, 3))
	case p > 0.99:
		return l.T("belief.p.above", "P", l.Decimal(0.99, 2))
	}
	return l.T("belief.p.is", "P", l.Decimal(p, 2))
}

// firstSentence says what was believed and what was measured.
func firstSentence(l view.Look, b *benchmark.Beliefs) string {
	if b.Harvested == nil {
		return l.T("belief.message.no_share", "When", l.YearMonth(b.Wave.Fieldwork))
	}
	belief := beliefClause(l, b)
	switch b.National.Why {
	case perception.NotMeasured:
		return l.T("belief.message.not_measured", "Belief", belief)
	case perception.TooFarApart:
		return l.T("belief.message.too_far_apart", "Belief", belief, "Months", perception.MaxMonthsApart)
	}
	return l.T("belief.message.both", "Belief", belief, "Measured", l.Score(b.Country.Mean.Points))
}

// beliefClause says who thinks the gains are harvested: with the interval, or in
// the source's own words.
func beliefClause(l view.Look, b *benchmark.Beliefs) string {
	when := l.YearMonth(b.Wave.Fieldwork)
	share := b.Harvested.Share
	options, _ := b.Question.With(survey.Harvested)
	if words := options[0].Share.Words.In(l.Code()); len(options) == 1 && words != "" {
		return l.T("belief.message.believed_words", "When", when, "Words", words, "Range", percentRange(l, share.Low, share.High, l.Percent))
	}
	if b.Report == nil {
		return l.T("belief.message.believed", "When", when, "Share", percentRange(l, share.Low, share.High, percentOf(l, b.Question)))
	}
	cell := beliefCell(l, b.Harvested)
	if cell.Range != "" {
		cell.Value = l.T("belief.message.share", "Share", cell.Value, "Range", cell.Range)
	}
	return l.T("belief.message.believed", "When", when, "Share", cell.Value)
}

// contrastSentence says how far places differ beside the noise.
func contrastSentence(l view.Look, set *benchmark.PlaceSet) string {
	name := func(i int) string {
		return beliefPlaceName(l, set.Column, set.Places[i].Key, set.Places[i].Name.In(l.Code()))
	}
	c := set.Contrast
	if c == nil {
		return l.T("belief.contrast.untested", "Least", perception.LeastTested)
	}
	pairs := []any{
		"High", name(c.High), "HighShare", beliefCell(l, set.Places[c.High].Harvested).Value,
		"Low", name(c.Low), "LowShare", beliefCell(l, set.Places[c.Low].Harvested).Value, "P", probability(l, c.P),
		"Tested", l.Int(c.Tested), "Least", l.Int(perception.LeastTested),
	}
	pair := c.Difference.Test
	if pair != nil {
		pairs = append(pairs, "PairP", probability(l, pair.P))
	}
	switch all := perception.VerdictOf(c.P).Clear(); {
	case all && pair.Verdict().Clear():
		return l.T("belief.contrast.clear", pairs...)
	case all:
		return l.T("belief.contrast.some", pairs...)
	}
	return l.T("belief.contrast.noise", pairs...)
}

// withheldSentence says how many places have no figures, and why; empty when all have.
func withheldSentence(l view.Look, set *benchmark.PlaceSet, least int) string {
	words := ""
	if set.Few > 0 {
		words = l.N("belief.withheld.small", set.Few, "Least", l.Int(least))
	}
	if set.Others > 0 {
		if words != "" {
			words += " "
		}
		words += l.N("belief.withheld.complement", set.Others)
	}
	return words
}

// changeSentence says how far belief moved since the wave before; empty when
// there is none or nothing to say.
func changeSentence(l view.Look, c *benchmark.WaveChange) string {
	if c == nil || c.Harvested == nil || c.Harvested.Test == nil {
		return ""
	}
	d := c.Harvested
	direction := "up"
	if d.Points.Low < 0 {
		direction = "down"
	}
	return l.T("belief.change."+string(d.Test.Verdict())+"."+direction, "Before", l.YearMonth(c.Before.Fieldwork),
		"From", beliefCell(l, c.From).Value, "To", beliefCell(l, c.To).Value,
		"Points", l.Score(abs(d.Points.Low)), "P", probability(l, d.Test.P))
}

func abs(x float64) float64 { return max(x, -x) }

// beliefPlaceName names a place; respondents of whom the column is not known have none.
func beliefPlaceName(l view.Look, column, key, name string) string {
	if key == "" {
		return l.T("belief.unknown_place")
	}
	if known := "belief.value." + column + "." + key; l.Has(known) {
		return l.T(known)
	}
	return name
}

// columnName names a column of groups.
func columnName(l view.Look, column string) string {
	if known := "belief.column." + column; l.Has(known) {
		return l.T(known)
	}
	return column
}

// readingName names a share.
func readingName(l view.Look, reading survey.Reading) string {
	return l.T("perceived.share." + string(reading))
}
