package poll

import (
	"modenhed/internal/smallarea"
	"modenhed/internal/weighting"
)

// disclosure decides which groups' figures may be shown.
//
// A group below the minimum may not, and no other whose figures would give away
// fewer than the minimum as a sum and difference of figures: of the total and
// groups of one column, or of those and groups of a second column. What is
// withheld in one column is known as a whole, being the difference to the total.
// Combinations of three and more columns are not looked at.
//
// With the stricter rule (see [Plan.WithholdAlike]), nobody's answer may be
// certain, either, unless it is that of twice the minimum: see certainty.
type disclosure struct {
	minimum smallarea.Minimum
	parts   []part
	pairs   []crossed
	// certainty is nil without the stricter rule.
	certainty *certainty
}

// disclose tells, for each column and label, whether the group's figures may be
// shown.
func disclose(answers weighting.Column, by []weighting.Column, p Plan) [][]bool {
	d := disclosure{parts: make([]part, len(by))}
	for i, column := range by {
		d.parts[i] = partOf(answers, column)
	}
	if p.WithholdAlike && len(by) > 0 {
		d.certainty = newCertainty(answers, d.parts, p.sameAnswer(answers.Labels))
	}
	d.cross()
	d.raise(p.Minimum)
	shown := make([][]bool, len(d.parts))
	for i, p := range d.parts {
		shown[i] = p.shown
	}
	return shown
}

// raise settles for every minimum up to one, each time among what the one before
// left: so a higher minimum never shows a group that a lower one withholds, and
// who sees figures of both learns nothing from their difference.
func (d *disclosure) raise(to smallarea.Minimum) {
	for i := range d.parts {
		for group := range d.parts[i].shown {
			d.parts[i].shown[group] = true
		}
	}
	for d.minimum = (smallarea.Minimum{}); ; {
		for i := range d.parts {
			d.start(&d.parts[i])
		}
		d.settle()
		if d.minimum.N() >= to.N() {
			return
		}
		d.minimum = d.minimum.Next()
	}
}

// start decides for the groups of one column beside their total. The last, who
// have no value, is never shown; when they are enough, what is withheld cannot be
// told from them.
func (d *disclosure) start(p *part) {
	last := len(p.counts) - 1
	alike := d.certainty.alike(p)
	row := d.minimum.Row(p.counts, alike)
	for i, n := range p.counts {
		allowed := row.Cells[i]
		if d.minimum.Allows(p.counts[last]) {
			allowed = d.minimum.Allows(n) && (alike == nil || !alike[i] || d.minimum.AllowsAlike(n))
		}
		p.shown[i] = p.shown[i] && allowed
	}
	p.shown[last] = false
}

// cross makes the pairs of columns; with the stricter rule also each column with
// everybody, since what keeps its groups from being told by their size may not
// keep their answers.
func (d *disclosure) cross() {
	var chose []int16
	options := 0
	if d.certainty != nil {
		chose, options = d.certainty.chose, d.certainty.options
		one := everybody(len(chose))
		for i := range d.parts {
			d.pairs = append(d.pairs, cross(&one, &d.parts[i], chose, options))
		}
	}
	for i := range d.parts {
		for k := range i {
			d.pairs = append(d.pairs, cross(&d.parts[k], &d.parts[i], chose, options))
		}
	}
}

// settle hides groups until no pair gives anything away.
func (d *disclosure) settle() {
	for again := true; again; {
		again = false
		for _, pair := range d.pairs {
			for pair.hideOne(d.minimum) {
				again = true
			}
		}
		if d.certainty != nil && d.certainty.hideOne(d) {
			again = true
		}
	}
}
