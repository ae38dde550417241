package sensitivity

import (
	"fmt"
	"slices"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// declared is an index by its declared method.
type declared struct {
	framework *framework.Framework
	answers   []scoring.Answer
	// units are the rows of the ranked units, cards their score cards.
	units []int
	cards []scoring.Card
	// tops are the positions of the top areas among the areas of a card.
	tops []int
	// indicators is the number of indicators of each top area, in file order.
	indicators []int
}

func declare(f *framework.Framework, answers []scoring.Answer, ranked []bool) (*declared, error) {
	d := &declared{framework: f, answers: answers}
	model, err := scoring.Compile(f)
	if err != nil {
		return nil, err
	}
	if width := len(model.Indicators()); len(answers) != width*len(ranked) {
		return nil, fmt.Errorf("%d answers are not %d units of %d indicators", len(answers), len(ranked), width)
	}
	for u, r := range ranked {
		if r {
			d.units = append(d.units, u)
		}
	}
	if d.cards, err = d.score(model); err != nil {
		return nil, err
	}
	for i, card := range d.cards {
		if !card.Score.OK {
			return nil, fmt.Errorf("unit %d is ranked and has no score", d.units[i])
		}
	}
	d.place(model.Areas())
	return d, nil
}

// score returns the cards of the ranked units.
func (d *declared) score(model *scoring.Model) ([]scoring.Card, error) {
	all, err := model.Score(d.answers)
	if err != nil {
		return nil, err
	}
	cards := make([]scoring.Card, len(d.units))
	for i, u := range d.units {
		cards[i] = all[u]
	}
	return cards, nil
}

// place notes where the top areas are among all areas, and how many indicators they hold.
func (d *declared) place(areas []framework.AreaKey) {
	for i := range d.framework.Areas {
		d.tops = append(d.tops, slices.Index(areas, d.framework.Areas[i].Key))
	}
	d.indicators = make([]int, len(d.tops))
	for _, place := range d.framework.Places() {
		for i := range d.framework.Areas {
			if place.Top == &d.framework.Areas[i] {
				d.indicators[i]++
			}
		}
	}
}

// areas returns how the areas go together.
func (d *declared) areas() Areas {
	var a Areas
	var scores [][]Figure
	first := 0
	for i, top := range d.tops {
		a.Keys = append(a.Keys, d.framework.Areas[i].Key)
		scores = append(scores, d.column(func(c *scoring.Card) scoring.Points { return c.Areas[top].Score }))
		var points [][]Figure
		for column := first; column < first+d.indicators[i]; column++ {
			points = append(points, d.column(func(c *scoring.Card) scoring.Points { return c.Indicators[column].Score }))
		}
		first += d.indicators[i]
		a.Within = append(a.Within, Alpha(points))
	}
	a.Pearson, a.Spearman = Matrix(scores, Pearson), Matrix(scores, Spearman)
	a.Consistency = Alpha(scores)
	return a
}

// column returns one figure of every ranked unit.
func (d *declared) column(of func(*scoring.Card) scoring.Points) []Figure {
	out := make([]Figure, len(d.cards))
	for u := range d.cards {
		out[u] = Figure(of(&d.cards[u]))
	}
	return out
}
