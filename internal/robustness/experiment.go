package robustness

import (
	"errors"
	"fmt"

	"modenhed/internal/framework"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

// MaxUnits is the largest number of ranked units: what is counted grows with
// its square.
const MaxUnits = 1 << placeBits

// Experiment is a set of scored units made ready for drawing methods. It is
// immutable and safe for concurrent use.
type Experiment struct {
	framework *framework.Framework
	// groups[0] is the overall score, groups[i+1] area i of the model.
	groups []group
	// areaShares and indicatorShares are the declared weights within their
	// parent, in the model's order.
	areaShares, indicatorShares []float64

	// units lists the ranked units in the order of the declared ranking, ties
	// in the order given. A place is an index into it; place is -1 for a unit
	// that is not ranked.
	units []int
	place []int
	// ranks and scores are the declared ones, by place.
	ranks  []int
	scores []float64

	// answers holds, by indicator and then place, what there is to count.
	answers []answer
	// areas holds, by area and then place, which areas count.
	areas []standing
}

// group is the overall score or an area: a mean over parts.
type group struct {
	parent int
	// own is the aggregation that the group declares for itself, if any.
	own framework.Aggregation
	// leaf tells that the parts are indicators; otherwise they are groups.
	leaf bool
	// parts are those that carry weight.
	parts  []int
	shares []float64
}

// answer is a unit's on one indicator, as the draws need it.
type answer struct {
	state  state
	points float64
}

type state uint8

const (
	// out leaves the denominator: not applicable, or without a scale.
	out state = iota
	gap
	present
)

// standing is whether a unit has an area: whether something in it applies, and
// whether it has a score by the declared method.
type standing struct{ applicable, scored bool }

// Prepare makes an experiment of the answers of all units, in the matrix that
// [scoring.Model.Score] takes. ranked tells for each unit whether it takes
// part; it must have a score then.
func Prepare(model *scoring.Model, answers []scoring.Answer, ranked []bool) (*Experiment, error) {
	cards, err := model.Score(answers)
	if err != nil {
		return nil, fmt.Errorf("prepare rank intervals: %w", err)
	}
	points, err := model.Normalise(answers)
	if err != nil {
		return nil, fmt.Errorf("prepare rank intervals: %w", err)
	}
	if len(ranked) != len(cards) {
		return nil, fmt.Errorf("prepare rank intervals: %d units, and %d told ranked or not", len(cards), len(ranked))
	}
	e := &Experiment{framework: model.Framework()}
	if err := e.order(cards, ranked); err != nil {
		return nil, fmt.Errorf("prepare rank intervals: %w", err)
	}
	e.addGroups()
	e.addAnswers(answers, points)
	e.addStandings(cards)
	return e, nil
}

// order settles the declared ranking.
func (e *Experiment) order(cards []scoring.Card, ranked []bool) error {
	entries := make([]ranking.Entry, len(cards))
	n := 0
	for u, card := range cards {
		if ranked[u] && !card.Score.OK {
			return fmt.Errorf("unit %d is to be ranked and has no score", u)
		}
		if ranked[u] {
			n++
		}
		entries[u] = ranking.Entry{Score: card.Score.Value, Ranked: ranked[u]}
	}
	if n == 0 {
		return errors.New("no unit is ranked")
	}
	if n > MaxUnits {
		return fmt.Errorf("%d ranked units, at most %d are possible", n, MaxUnits)
	}
	places := ranking.Order(entries)
	e.units = ranking.Sequence(entries)[:n]
	e.place = make([]int, len(cards))
	for u := range e.place {
		e.place[u] = -1
	}
	e.ranks, e.scores = make([]int, n), make([]float64, n)
	for p, u := range e.units {
		e.place[u] = p
		e.ranks[p], e.scores[p] = places[u].Rank, entries[u].Score
	}
	return nil
}

// addGroups reads the hierarchy in the order in which the model lists it.
func (e *Experiment) addGroups() {
	e.groups = []group{{parent: -1}}
	e.addAreas(e.framework.Areas, 0)
}

func (e *Experiment) addAreas(areas []framework.Area, parent int) {
	shares := sharesOf(areas, func(a *framework.Area) float64 { return a.Weight })
	for i := range areas {
		area, g := &areas[i], len(e.groups)
		e.addPart(parent, g, shares[i])
		e.areaShares = append(e.areaShares, shares[i])
		e.groups = append(e.groups, group{parent: parent, own: area.Aggregation, leaf: len(area.Areas) == 0})
		e.addAreas(area.Areas, g)
		e.addIndicators(area.Indicators, g)
	}
}

func (e *Experiment) addIndicators(indicators []framework.Indicator, g int) {
	for _, share := range sharesOf(indicators, func(i *framework.Indicator) float64 { return i.Weight }) {
		e.addPart(g, len(e.indicatorShares), share)
		e.indicatorShares = append(e.indicatorShares, share)
	}
}

func (e *Experiment) addPart(g, part int, share float64) {
	if share > 0 {
		e.groups[g].parts = append(e.groups[g].parts, part)
		e.groups[g].shares = append(e.groups[g].shares, share)
	}
}

// sharesOf returns weights divided by their sum. The largest comes first out
// of the way, so that the sum stays finite.
func sharesOf[T any](parts []T, weight func(*T) float64) []float64 {
	shares := make([]float64, len(parts))
	largest, sum := 0.0, 0.0
	for i := range parts {
		largest = max(largest, weight(&parts[i]))
	}
	for i := range parts {
		shares[i] = weight(&parts[i]) / largest
		sum += shares[i]
	}
	for i := range shares {
		shares[i] /= sum
	}
	return shares
}

func (e *Experiment) addAnswers(answers []scoring.Answer, points []scoring.Points) {
	width, n := len(e.indicatorShares), len(e.units)
	e.answers = make([]answer, width*n)
	live := e.live(points)
	for i := range width {
		for p, u := range e.units {
			e.answers[i*n+p] = answerOf(answers[u*width+i], points[u*width+i], live[i])
		}
	}
}

func answerOf(a scoring.Answer, points scoring.Points, live bool) answer {
	switch {
	case !live || a.State == scoring.NotApplicable:
		return answer{}
	case points.OK:
		return answer{present, points.Value}
	}
	return answer{state: gap}
}

// live tells which indicators can have a score: those with goalposts, and
// those whose values differ.
func (e *Experiment) live(points []scoring.Points) []bool {
	var live []bool
	for _, place := range e.framework.Places() {
		live = append(live, place.Indicator.Scale.Kind != framework.MinMax)
	}
	for i, p := range points {
		if p.OK {
			live[i%len(live)] = true
		}
	}
	return live
}

func (e *Experiment) addStandings(cards []scoring.Card) {
	n := len(e.units)
	e.areas = make([]standing, len(e.areaShares)*n)
	for a := range e.areaShares {
		for p, u := range e.units {
			area := cards[u].Areas[a]
			e.areas[a*n+p] = standing{area.Applicable, area.Score.OK}
		}
	}
}
