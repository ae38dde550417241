package poll

import (
	"errors"
	"fmt"

	"modenhed/internal/estimation"
	"modenhed/internal/fault"
	"modenhed/internal/weighting"
)

// Result is the outcome of one run. Groups that rest on too few answers, or whose
// figures would give those away, are in it without figures.
type Result struct {
	Plan    Plan
	Weights *weighting.Weights
	// Respondents is how many there are, People how many could have answered.
	Respondents int
	People      float64
	// Margin is the largest margin of error of any share.
	Margin estimation.MaxMargin
	// Table is the question's answers, counted.
	Table *estimation.Table
	Total estimation.Group
	// By are the groups of each column of the plan.
	By []Breakdown
	// Suggested are merges after which no stratum is small.
	Suggested []weighting.Merge
}

// Breakdown is the estimates by one column.
type Breakdown struct {
	Column string
	// Groups are in byte order of their labels.
	Groups []estimation.Group
}

// Run estimates. The error is a *fault.Error when the input cannot be weighted.
func Run(r *Responses, of *Population, p Plan) (*Result, error) {
	w, suggested, err := weigh(r, of, p)
	if err != nil {
		return nil, err
	}
	people := p.People
	if people == 0 {
		people = of.People
	}
	design := estimation.Default(w)
	design.Population, design.Correction, design.Interval, design.Minimum = people, p.Correction, p.Interval, p.Minimum.N()
	counted, err := estimation.Tabulate(design, r.Answers)
	if errors.Is(err, estimation.ErrPopulation) {
		var problems fault.Problems
		problems.Add("", "poll.more_than_population", "Respondents", r.Respondents(), "People", people)
		return nil, problems.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("count answers: %w", err)
	}
	out := &Result{
		Plan: p, Weights: w, Respondents: r.Respondents(), People: people, Suggested: suggested, Table: counted,
		Margin: estimation.MaxMarginOf(r.Respondents(), people), Total: counted.Total(),
	}
	out.By, err = breakdowns(counted, r, p)
	return out, err
}

func breakdowns(counted *estimation.Table, r *Responses, p Plan) ([]Breakdown, error) {
	shown := disclose(r.Answers, r.By, p.Minimum)
	list := make([]Breakdown, len(r.By))
	for i, column := range r.By {
		groups, err := counted.By(column)
		if err != nil {
			return nil, fmt.Errorf("estimate by %s: %w", column.Name, err)
		}
		for k := range groups {
			if !shown[i][k] {
				groups[k] = withheld(groups[k])
			}
		}
		list[i] = Breakdown{Column: column.Name, Groups: groups}
	}
	return list, nil
}

// withheld returns a group without its figures.
func withheld(g estimation.Group) estimation.Group {
	return estimation.Group{Label: g.Label, Respondents: g.Respondents, Answered: g.Answered}
}

// Withheld returns how many groups of a breakdown have no figures, and how many
// of these have enough answers but would give others away.
func (b Breakdown) Withheld(least int) (groups, others int) {
	for _, g := range b.Groups {
		if g.Published {
			continue
		}
		groups++
		if g.Answered >= least {
			others++
		}
	}
	return groups, others
}

// strata returns the strata of the plan's stratum, all respondents as one without it.
func (r *Result) strata() []weighting.Stratum {
	if r.Plan.Stratum != "" {
		return r.Weights.Margins()[0].List
	}
	n, people := r.Respondents, r.Weights.Population()
	return []weighting.Stratum{{Label: "all", Population: people, Respondents: n, Final: people / float64(n), Relative: 1}}
}

// raked returns the strata of the plan's raked columns.
func (r *Result) raked() []weighting.Strata {
	margins := r.Weights.Margins()
	return margins[len(margins)-len(r.Plan.Rake):]
}
