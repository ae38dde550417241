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
	// Table is the question's answers, counted. It knows nothing of what is withheld:
	// what its Total and By return is not for showing. It is for the scales of means,
	// [estimation.Group.Mean], of groups in Total and By, and for
	// [estimation.CompareAnswers] of two results whose totals are published.
	Table *estimation.Table
	// Total has no figures when Why says so.
	Total estimation.Group
	Why   Withholding
	// By are the groups of each column of the plan, in its order.
	By []Breakdown
	// Suggested are merges after which no stratum is small.
	Suggested []weighting.Merge
}

// Breakdown is the estimates by one column.
type Breakdown struct {
	Column string
	// Groups are in the order of the column's labels, byte order when they were read
	// from a file. One without figures has its label and numbers of respondents only;
	// its [estimation.Group.Union] and [estimation.Group.Mean] are not defined, either.
	Groups []estimation.Group
	// Why tells of each group why it has no figures, [Shown] when it has.
	Why []Withholding
}

// Withholding is why a group has no figures.
type Withholding string

// The reasons. Readers may be told of [TooFew]. To tell of Alike is to tell that all
// of a group gave one answer, and the number of answers of a group that is withheld
// for another reason than TooFew can tell the same: say of both that their figures
// would give single answers away, and show no number.
const (
	// Shown is a group with figures.
	Shown Withholding = ""
	// TooFew answered.
	TooFew Withholding = "too_few"
	// Alike is what all answered, and they are too few for that to be shown.
	Alike Withholding = "alike"
	// GivesAway others: the difference to them would rest on too few answers, or make
	// the answers of too few people certain.
	GivesAway Withholding = "gives_away"
)

// Run estimates. The error is a *fault.Error when the input cannot be weighted,
// with the error of package weighting as its cause, and an [ErrUnmatched] when
// responses, population and plan do not belong together.
func Run(r *Responses, of *Population, p Plan) (*Result, error) {
	if err := unmatched(r, of, p); err != nil {
		return nil, err
	}
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
	if out.Why = p.why(out.Total, r.Answers.Labels, out.Total.Published); out.Why != Shown {
		out.Total = withheld(out.Total)
	}
	out.By, err = breakdowns(counted, r, p)
	return out, err
}

func breakdowns(counted *estimation.Table, r *Responses, p Plan) ([]Breakdown, error) {
	shown := disclose(r.Answers, r.By, p)
	list := make([]Breakdown, len(r.By))
	for i, column := range r.By {
		groups, err := counted.By(column)
		if err != nil {
			return nil, fmt.Errorf("estimate by %s: %w", column.Name, err)
		}
		list[i] = Breakdown{Column: column.Name, Groups: groups, Why: make([]Withholding, len(groups))}
		for k, g := range groups {
			if list[i].Why[k] = p.why(g, r.Answers.Labels, shown[i][k]); list[i].Why[k] != Shown {
				groups[k] = withheld(g)
			}
		}
	}
	return list, nil
}

// why returns why a group has no figures, from its own answers and whether it may
// be shown beside the others.
func (p Plan) why(g estimation.Group, options []string, shown bool) Withholding {
	switch {
	case !p.Minimum.Allows(g.Answered):
		return TooFew
	case p.WithholdAlike && !p.Minimum.AllowsAlike(g.Answered) && p.allAlike(g, options):
		return Alike
	case !shown:
		return GivesAway
	}
	return Shown
}

// allAlike tells whether all of a group with figures gave the same answer.
func (p Plan) allAlike(g estimation.Group, options []string) bool {
	for _, set := range p.sameAnswer(options) {
		chose := 0
		for k, inside := range set {
			if inside {
				chose += g.Shares[k].Count
			}
		}
		if chose == g.Answered {
			return true
		}
	}
	return false
}

// withheld returns a group without its figures. Warnings of its shares go with
// them; those of the sample stay.
func withheld(g estimation.Group) estimation.Group {
	out := estimation.Group{Label: g.Label, Respondents: g.Respondents, Answered: g.Answered}
	for _, w := range g.Warnings {
		if w.Option == "" {
			out.Warnings = append(out.Warnings, w)
		}
	}
	return out
}

// Withheld returns how many groups of a breakdown have no figures, and how many
// of these have enough answers but would give others, or single answers, away.
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
