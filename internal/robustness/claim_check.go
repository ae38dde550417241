package robustness

import (
	"fmt"
	"math"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// Checker checks claims about one ranking. It is immutable and safe for
// concurrent use.
type Checker struct {
	*Experiment
	others []otherMethod
}

// otherMethod is the ranked units' scores by the declared method with one
// discrete choice made otherwise.
type otherMethod struct {
	Alternative
	// scores are by place, NaN for none.
	scores []float64
}

// NewChecker makes a checker of what [Prepare] makes an experiment of.
func NewChecker(model *scoring.Model, answers []scoring.Answer, ranked []bool) (*Checker, error) {
	e, err := Prepare(model, answers, ranked)
	if err != nil {
		return nil, err
	}
	c := &Checker{Experiment: e}
	for _, a := range alternatives(e.framework.Method) {
		scores, err := e.scoredBy(a, answers)
		if err != nil {
			return nil, fmt.Errorf("prepare claims: %w", err)
		}
		c.others = append(c.others, otherMethod{a, scores})
	}
	return c, nil
}

// alternatives lists the discrete choices other than those of a method.
func alternatives(m framework.Method) []Alternative {
	var list []Alternative
	for _, a := range aggregationOrder() {
		if a != m.Aggregation {
			list = append(list, Alternative{Aggregation: a})
		}
	}
	for _, rule := range []framework.MissingRule{framework.Renormalise, framework.Zero} {
		if rule != m.Missing {
			list = append(list, Alternative{Missing: rule})
		}
	}
	return list
}

func aggregationOrder() [3]framework.Aggregation {
	return [3]framework.Aggregation{framework.Arithmetic, framework.Geometric, framework.Harmonic}
}

// scoredBy returns the scores by place under an alternative.
func (e *Experiment) scoredBy(a Alternative, answers []scoring.Answer) ([]float64, error) {
	f := e.framework
	if a.Aggregation != "" {
		f = f.WithAggregation(a.Aggregation)
	} else {
		f = f.WithMissing(a.Missing)
	}
	model, err := scoring.Compile(f)
	if err != nil {
		return nil, err
	}
	cards, err := model.Score(answers)
	if err != nil {
		return nil, err
	}
	scores := make([]float64, len(e.units))
	for place, unit := range e.units {
		scores[place] = math.NaN()
		if score := cards[unit].Score; score.OK {
			scores[place] = score.Value
		}
	}
	return scores, nil
}

// Check says what a claim is worth: how often it holds among methods drawn as
// by [Experiment.Run], whether it holds by the declared method, and which
// choices would turn that. Who is ranked does not change with the choices.
func (c *Checker) Check(claim Claim, s Settings) (*Verdict, error) {
	t, err := c.newContest(claim)
	if err != nil {
		return nil, fmt.Errorf("check a claim: %w", err)
	}
	counts, err := t.count(c.Experiment, s)
	if err != nil {
		return nil, fmt.Errorf("check a claim: %w", err)
	}
	v := &Verdict{Settings: s, Declared: t.outcome(c.scores) == Holds}
	v.All = counts.sum()
	for i, a := range aggregationOrder() {
		if counts[i].Draws > 0 {
			v.ByAggregation = append(v.ByAggregation, AggregationProportion{a, counts[i]})
		}
	}
	if v.Declared {
		v.Call = v.All.call()
	}
	if v.BySource, err = t.countEach(c.Experiment, s); err != nil {
		return nil, fmt.Errorf("check a claim: %w", err)
	}
	for _, other := range c.others {
		other.Outcome = t.outcome(other.scores)
		v.Alternatives = append(v.Alternatives, other.Alternative)
	}
	v.Weights = t.turns(c.Experiment)
	return v, nil
}

// outcome tells whether the claim holds under scores by place.
func (t *contest) outcome(scores []float64) Outcome {
	leads := make([]lead, len(t.rivals))
	switch {
	case !t.compare(scores, leads):
		return Undefined
	case t.left(leads) >= 0:
		return Holds
	}
	return Fails
}

// counts3 are proportions in the order of aggregationOrder.
type counts3 [3]Proportion

func (c counts3) sum() Proportion {
	var all Proportion
	for _, p := range c {
		all.Holds += p.Holds
		all.Draws += p.Draws
	}
	return all
}

// countEach counts with each source that is on varied alone.
func (t *contest) countEach(e *Experiment, s Settings) ([]SourceProportion, error) {
	var list []SourceProportion
	for i, source := range s.named() {
		if !*source.on {
			continue
		}
		one := s
		one.Sources = Sources{}
		*one.named()[i].on = true
		counts, err := t.count(e, one)
		if err != nil {
			return nil, err
		}
		list = append(list, SourceProportion{one.Sources, counts.sum()})
	}
	return list, nil
}

// count asks in every draw whether the claim holds.
func (t *contest) count(e *Experiment, s Settings) (counts3, error) {
	type state struct {
		counts3
		leads []lead
	}
	order := aggregationOrder()
	total, err := Fold(e, s,
		func() state { return state{leads: make([]lead, len(t.rivals))} },
		func(s state, d *Draw) state {
			t.compare(d.scores, s.leads)
			for i, a := range order {
				if a == d.Aggregation() {
					s.counts3[i].Draws++
					if t.left(s.leads) >= 0 {
						s.counts3[i].Holds++
					}
				}
			}
			return s
		},
		func(a, b state) state {
			for i := range a.counts3 {
				a.counts3[i].Draws += b.counts3[i].Draws
				a.counts3[i].Holds += b.counts3[i].Holds
			}
			return a
		})
	return total.counts3, err
}
