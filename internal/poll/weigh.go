package poll

import (
	"errors"
	"fmt"

	"modenhed/internal/fault"
	"modenhed/internal/table"
	"modenhed/internal/weighting"
)

// weigh returns the weights of a plan, trimmed if it says so, and, with a stratum, what to merge so that
// no stratum is small. The error is a *fault.Error where the input is at fault.
func weigh(r *Responses, of *Population, p Plan) (w *weighting.Weights, suggested []weighting.Merge, err error) {
	margins := make([]weighting.Margin, len(r.Margins))
	for i, column := range r.Margins {
		margins[i] = weighting.Margin{Column: column, Population: of.Margins[i]}
	}
	if p.Stratum != "" {
		if margins[0], err = p.Collapse.Apply(margins[0]); err != nil {
			return nil, nil, refusal(err, p)
		}
	}
	switch len(margins) {
	case 0:
		w, err = weighting.Uniform(r.Respondents(), of.People)
	case 1:
		w, err = weighting.PostStratify(margins[0])
	default:
		w, err = weighting.Rake(margins, weighting.DefaultLimits())
	}
	if err != nil {
		return nil, nil, refusal(err, p)
	}
	if p.Trim != (weighting.Bounds{}) {
		if w, err = w.Trim(p.Trim); err != nil {
			return nil, nil, refusal(err, p)
		}
	}
	if p.Stratum != "" {
		suggested = weighting.Suggest(margins[0], weighting.SmallStratum)
	}
	return w, suggested, nil
}

// refusal returns an error of weighting as one that people can read, with it as
// the cause.
func refusal(err error, p Plan) error {
	problems := problemsOf(err, p.Collapse)
	switch bounds := []any{"Lower", p.Trim.Lower, "Upper", p.Trim.Upper}; {
	case errors.Is(err, weighting.ErrBounds):
		problems.Add("", "poll.bounds", bounds...)
	case errors.Is(err, weighting.ErrOutside):
		problems.Add("", "poll.outside_bounds", bounds...)
	}
	if len(problems) > 0 {
		return &fault.Error{Kind: fault.Invalid, Problems: problems, Err: err}
	}
	return fmt.Errorf("weight respondents: %w", err)
}

// wording returns the key and the arguments of a refusal.
func wording(r weighting.Refusal, collapse weighting.Merging) (key string, pairs []any) {
	label := table.Excerpt(r.Label)
	pairs = []any{"Column", r.Column, "Label", label}
	switch r.Reason {
	case weighting.NoRespondents:
		return "poll.nobody_answered", append(pairs, "People", r.Population)
	case weighting.NoPopulation:
		return "poll.no_seats", append(pairs, "Respondents", r.Respondents)
	case weighting.UnknownStratum:
		return "poll.unknown_merge", pairs
	case weighting.ChainedMerge:
		return "poll.chained_merge", append(pairs, "Into", table.Excerpt(collapse[r.Label]))
	case weighting.TooManyLabels:
		return "poll.too_many_values", append(pairs, "Most", weighting.MaxLabels)
	}
	return "poll.refused", append(pairs, "Detail", r.String())
}
