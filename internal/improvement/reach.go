package improvement

import (
	"fmt"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// Goal is a rank or a band to reach; exactly one is set.
type Goal struct {
	// Rank is reached by this rank, shared or not, or a better one; from 1.
	Rank int
	// Band is reached by a score of its lower end, 20 points for each band below it.
	Band scoring.Band
}

func (g Goal) check() error {
	rank, band := g.Rank > 0, g.Band > scoring.NoBand && g.Band <= scoring.Leading
	if g.Rank < 0 || g.Band > scoring.Leading || rank == band {
		return fmt.Errorf("goal of rank %d and band %d: want either a rank from 1 or a band", g.Rank, g.Band)
	}
	return nil
}

func (g Goal) reached(o Outcome) bool {
	if g.Rank > 0 {
		return o.Rank > 0 && o.Rank <= g.Rank
	}
	return o.Band >= g.Band
}

// Prospect says whether a goal can be reached.
type Prospect uint8

// The prospects.
const (
	// There means that the goal is reached already.
	There Prospect = iota
	// Within means that the path's moves reach it.
	Within
	// Beyond means that it cannot be reached with everything the unit reports at full points.
	Beyond
	// Unranked means that the unit needs more answers before it has a place.
	Unranked
)

// String returns the prospect's key: there, within, beyond or unranked.
func (p Prospect) String() string {
	return [...]string{"there", "within", "beyond", "unranked"}[min(p, Unranked)]
}

// Path is what it takes to reach a goal.
type Path struct {
	Goal     Goal
	Prospect Prospect
	// Start is where the unit stands now.
	Start Outcome
	// Moves are steps to be taken one after the other, each with the outcome of
	// those before it; empty unless the prospect is Within. The last reaches the goal.
	Moves []Step
	// Fewest means that no path of such steps is shorter; where it is false a
	// shorter one may exist.
	Fewest bool
	// Best is the outcome with everything the unit reports at full points, and
	// Ceiling that with everything it has not answered at full points as well.
	// Both are as Start for a unit that is not ranked.
	Best, Ceiling Outcome
	// Lacking are the indicators, by column, that a unit that is not ranked has
	// to answer to be ranked: those that add most to coverage first. It is empty
	// when no answers would do, as when too much is not applicable. Where
	// only overall coverage is lacking there is no smaller number of answers
	// that would do; otherwise every one of these is needed as long as no other is given.
	Lacking []int
}

// Reach returns the path from where a unit stands to a goal, while all others
// keep their answers. Arguments are those of [Steps]. Each move takes the time
// of a call of Steps, and there are at most ten per indicator.
func Reach(model *scoring.Model, answers []scoring.Answer, unit int, goal Goal) (Path, error) {
	if err := goal.check(); err != nil {
		return Path{}, fmt.Errorf("reach: %w", err)
	}
	f, err := newField(model, answers, unit)
	if err != nil {
		return Path{}, fmt.Errorf("reach: %w", err)
	}
	path, err := f.reach(goal)
	if err != nil {
		return Path{}, fmt.Errorf("reach for unit %d: %w", unit, err)
	}
	return path, nil
}

func (f *field) reach(goal Goal) (Path, error) {
	path := Path{Goal: goal, Start: f.now, Best: f.now, Ceiling: f.now}
	var err error
	if f.now.Standing != scoring.Ranked {
		path.Prospect = Unranked
		path.Lacking, err = f.lacking()
		return path, err
	}
	if path.Best, path.Ceiling, err = f.limits(); err != nil {
		return Path{}, err
	}
	switch {
	case goal.reached(f.now):
		path.Prospect = There
	case !goal.reached(path.Best):
		path.Prospect = Beyond
	default:
		path.Prospect = Within
		path.Fewest = uniform(f.model.Framework()) && (goal.Rank == 0 || f.model.Independent())
		path.Moves, err = f.climb(goal)
	}
	return path, err
}

// limits returns the outcomes with everything reported, and with everything
// that could be, at full points.
func (f *field) limits() (best, ceiling Outcome, err error) {
	width := len(f.places)
	rows := append(append(make([]scoring.Answer, 0, 2*width), f.row()...), f.row()...)
	for i, a := range f.row() {
		if !f.climbable[i] || a.State == scoring.NotApplicable {
			continue
		}
		full := scoring.Answer{State: scoring.Present, Value: f.ladders[i].best()}
		if open(a) {
			rows[width+i] = full
		} else if _, ok := f.ladders[i].next(a.Value); ok {
			rows[i], rows[width+i] = full, full
		}
	}
	outcomes, err := f.try(rows)
	if err != nil {
		return Outcome{}, Outcome{}, err
	}
	return outcomes[0], outcomes[1], nil
}

// climb takes the best step until the goal is reached. Steps end where
// everything is at full points, where the goal is known to be reached.
func (f *field) climb(goal Goal) ([]Step, error) {
	var moves []Step
	for !goal.reached(f.now) {
		steps, err := f.steps()
		if err != nil {
			return nil, err
		}
		if len(steps) == 0 {
			return nil, fmt.Errorf("steps end at rank %d, score %v before the goal", f.now.Rank, f.now.Score.Value)
		}
		step := steps[0]
		moves = append(moves, step)
		if err := f.move(step.Indicator, scoring.Answer{State: scoring.Present, Value: step.To}, step.After); err != nil {
			return nil, err
		}
	}
	return moves, nil
}

// uniform reports whether the overall score and all areas are means of one kind.
func uniform(f *framework.Framework) bool {
	return only(f.Areas, f.Method.Aggregation)
}

func only(areas []framework.Area, a framework.Aggregation) bool {
	for i := range areas {
		if own := areas[i].Aggregation; own != "" && own != a || !only(areas[i].Areas, a) {
			return false
		}
	}
	return true
}
