package scoring

import (
	"fmt"
	"slices"

	"modenhed/internal/framework"
)

// Score returns one card per unit. answers is a matrix with one row per unit
// and one column per indicator in the order of [Model.Indicators], row by row.
// A value outside its type's range is clamped by the goalposts; one that is not
// finite, a cap below 0, and a matrix with a row cut short are errors.
func (m *Model) Score(answers []Answer) ([]Card, error) {
	width := len(m.indicators)
	if err := m.check(answers); err != nil {
		return nil, err
	}
	units := len(answers) / width
	r := run{
		Model:   m,
		scales:  m.scalesFor(answers),
		tallies: make([]tally, len(m.groups)),
	}
	// One slab per kind of result keeps the number of allocations constant.
	cards := make([]Card, units)
	areas := make([]AreaScore, units*len(m.areas))
	indicators := make([]IndicatorScore, units*width)
	for u := range cards {
		card := &cards[u]
		card.Areas = cut(areas, u, len(m.areas))
		card.Indicators = cut(indicators, u, width)
		r.score(answers[u*width:(u+1)*width], card)
	}
	return cards, nil
}

// cut returns row i of a slab; appending to it cannot reach the next row.
func cut[T any](slab []T, i, width int) []T {
	return slab[i*width : (i+1)*width : (i+1)*width]
}

func (m *Model) check(answers []Answer) error {
	if width := len(m.indicators); len(answers)%width != 0 {
		return fmt.Errorf("score: %d answers do not fill rows of %d indicators", len(answers), width)
	}
	for i := range answers {
		a := &answers[i]
		// A number that is not finite differs from itself by more than 0.
		if a.State > Present || a.State == Present && (a.Value-a.Value != 0 || !(a.Cap >= 0)) {
			width := len(m.indicators)
			return fmt.Errorf("score: unit %d, indicator %s: state %d with value %v and cap %v", i/width, m.indicators[i%width], a.State, a.Value, a.Cap)
		}
	}
	return nil
}

func (m *Model) scalesFor(answers []Answer) []scale {
	if m.Independent() {
		return m.scales
	}
	scales := slices.Clone(m.scales)
	for _, s := range m.spans {
		scales[s.indicator] = minmax(answers, s.indicator, len(m.indicators), s.down)
	}
	return scales
}

// run holds what scoring one unit after the other needs.
type run struct {
	*Model
	scales  []scale
	tallies []tally
}

// tally sums up the parts of one group for one unit: indicators, or areas.
type tally struct {
	// value sums the parts with a score, low and high the applicable parts at
	// their bounds, each as the group's mean wants it.
	value, low, high float64
	// scored and applicable are the weights behind value and behind low and high.
	scored, applicable float64
	// covered is the applicable weight with a value.
	covered float64
	// live is the weight of all parts that can have a score for anyone,
	// excluded the part of it answered not applicable.
	live, excluded float64
	// parts counts applicable parts, withScore those with a score.
	parts, withScore int
	// reported and of count indicators at any depth.
	reported, of int
	// share is the part of the overall score that one unit of weight in this group makes up.
	share float64
}

func (r *run) score(answers []Answer, card *Card) {
	clear(r.tallies)
	for g := len(r.groups) - 1; g > 0; g-- {
		if own := r.groups[g]; own.first < own.end {
			r.indicators(g, answers, card.Indicators)
		}
		r.area(g, &card.Areas[g-1])
	}
	r.overall(card)
	if card.Score.OK {
		r.share(card)
	}
}

// indicators fills the tally of an area of indicators.
func (r *run) indicators(g int, answers []Answer, scores []IndicatorScore) {
	own := r.groups[g]
	var t tally
	missing := 0.0
	answers, scores = answers[own.first:own.end], scores[own.first:own.end]
	weights, scales := r.weights[own.first:own.end], r.scales[own.first:own.end]
	for i := range answers {
		a, w := &answers[i], weights[i]
		scores[i].State = a.State
		if !scales[i].live {
			continue
		}
		t.live += w
		switch a.State {
		case NotApplicable:
			t.excluded += w
			continue
		case Present:
			s := capped(scales[i].points(a.Value), a.Cap)
			scores[i].Score = Points{round9(s), true}
			t.value += own.mean.part(w, r.floor+float64(r.step*s))
			t.covered += w
			t.withScore++
		default:
			missing += w
		}
		t.applicable += w
		t.parts++
	}
	t.reported, t.of = t.withScore, t.parts
	t.low = t.value + own.mean.part(missing, r.floor)
	t.high = t.value + own.mean.part(missing, 100)
	t.scored = t.covered
	if r.framework.Method.Missing == framework.Zero {
		t.value, t.scored = t.low, t.applicable
	}
	r.tallies[g] = t
}

// area turns the tally of an area into its score and adds it to its parent's.
func (r *run) area(g int, out *AreaScore) {
	own, t := r.groups[g], &r.tallies[g]
	up := &r.tallies[own.parent]
	above := r.groups[own.parent].mean
	w := own.weight
	out.Reported, out.Of = t.reported, t.of
	up.reported += t.reported
	up.of += t.of
	if t.live > 0 {
		up.live += w
		up.excluded += float64(w * (t.excluded / t.live))
	}
	if t.applicable == 0 {
		return
	}
	out.Applicable, out.Coverage = true, t.covered/t.applicable
	up.parts++
	up.applicable += w
	up.covered += float64(w * out.Coverage)
	up.low += above.part(w, own.mean.of(t.low, t.applicable))
	up.high += above.part(w, own.mean.of(t.high, t.applicable))
	if !r.enough(t) {
		return
	}
	score := own.mean.of(t.value, t.scored)
	out.Score = Points{round9(score), true}
	up.withScore++
	up.scored += w
	up.value += above.part(w, score)
}

// enough tells whether an area with applicable parts has a score.
func (r *run) enough(t *tally) bool {
	method := &r.framework.Method
	if method.Missing == framework.Zero {
		return true
	}
	share := float64(t.withScore) / float64(t.parts)
	return t.scored > 0 && share >= method.MinAreaCoverage-framework.Slack
}

func (r *run) overall(card *Card) {
	t, top := &r.tallies[0], r.groups[0].mean
	method := &r.framework.Method
	if t.live > 0 {
		card.NotApplicable = t.excluded / t.live
	}
	if t.applicable > 0 {
		card.Coverage = t.covered / t.applicable
		card.Lower = Points{round9(top.of(t.low, t.applicable)), true}
		card.Upper = Points{round9(top.of(t.high, t.applicable)), true}
		weighty := method.Missing == framework.Zero || t.scored/t.applicable >= method.MinIndexWeight-framework.Slack
		if t.scored > 0 && weighty {
			card.Score = Points{round9(top.of(t.value, t.scored)), true}
			card.Band = BandOf(card.Score.Value)
		}
	}
	switch {
	case !card.Score.OK:
		card.Standing = NoScore
	case card.Coverage < method.MinCoverage-framework.Slack:
		card.Standing = LowCoverage
	case card.NotApplicable > method.MaxNotApplicable+framework.Slack:
		card.Standing = TooMuchNotApplicable
	}
}

// share hands the weight of the overall score down to the indicators behind it.
func (r *run) share(card *Card) {
	zero := r.framework.Method.Missing == framework.Zero
	r.tallies[0].share = 1 / r.tallies[0].scored
	for g := 1; g < len(r.groups); g++ {
		if !card.Areas[g-1].Score.OK {
			continue
		}
		own, t := r.groups[g], &r.tallies[g]
		t.share = float64(own.weight*r.tallies[own.parent].share) / t.scored
		for i := own.first; i < own.end; i++ {
			counts := card.Indicators[i].Score.OK || zero && r.scales[i].live && card.Indicators[i].State != NotApplicable
			if counts {
				card.Indicators[i].Share = float64(r.weights[i] * t.share)
			}
		}
	}
}
