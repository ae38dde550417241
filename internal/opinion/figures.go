package opinion

import (
	"maps"
	"slices"

	"modenhed/internal/estimation"
	"modenhed/internal/poll"
	"modenhed/internal/survey"
	"modenhed/internal/weighting"
)

// describe fills in what does not depend on the question.
func (e *estimate) describe(r *Report, of *poll.Result) {
	r.People = of.People
	margin := estimation.MaxMarginOf(of.Respondents, of.People)
	kish := of.Weights.Kish()
	r.Kish = Kish{Deff: kish.Deff, Effective: kish.Effective}
	r.Margin = Margin{Plain: margin.Plain.Value, Finite: margin.Finite.Value, Weighted: margin.Weighted(kish.Deff).Value}
	r.Parties = e.strata(of.Weights.Margins()[0].List)
	if trimmed, ok := of.Weights.Trimmed(); ok {
		r.Trimmed = trimmed.Lowered + trimmed.Raised
	}
}

// strata are the parties with their weights. Small ones, and those that would
// give them away, have neither weight nor number.
func (e *estimate) strata(list []weighting.Stratum) []Stratum {
	counts := make([]int, len(list))
	for i, s := range list {
		counts[i] = s.Respondents
	}
	shown := e.minimum.Row(counts, nil).Cells
	from := make(map[string][]string)
	for _, m := range e.design.Merge {
		from[m.Into] = append(from[m.Into], m.From)
	}
	strata := make([]Stratum, len(list))
	for i, s := range list {
		strata[i] = Stratum{Key: s.Label, People: s.Population, From: from[s.Label]}
		if shown[i] {
			strata[i].Respondents, strata[i].Relative = &list[i].Respondents, &list[i].Relative
		}
	}
	return strata
}

// question makes the figures of one question.
func (e *estimate) question(q survey.Question, of *poll.Result) (Question, error) {
	out := Question{Key: q.Key}
	f := figures{question: q, scale: scaleOf(q), of: of}
	var err error
	if out.Total, err = f.group(of.Total); err != nil {
		return Question{}, err
	}
	for _, b := range of.By {
		made := Breakdown{Column: b.Column}
		withheld, others := b.Withheld(e.minimum.N())
		made.Few, made.Others = withheld-others, others
		for _, g := range b.Groups {
			group, err := f.group(g)
			if err != nil {
				return Question{}, err
			}
			made.Groups = append(made.Groups, group)
		}
		out.By = append(out.By, made)
	}
	return out, nil
}

// scaleOf returns the scores of an ordinal question; none when it has fewer than two.
func scaleOf(q survey.Question) map[string]float64 {
	scores := make(map[string]float64)
	for _, option := range q.Options {
		if option.Score != nil {
			scores[option.Key] = *option.Score
		}
	}
	if len(scores) < 2 {
		return nil
	}
	return scores
}

// figures turns groups of one question into what is shown.
type figures struct {
	question survey.Question
	scale    map[string]float64
	of       *poll.Result
}

func (f figures) group(g estimation.Group) (Group, error) {
	out := Group{Key: g.Label, Shown: g.Published}
	if !g.Published {
		return out, nil
	}
	out.Answered = g.Answered
	for _, s := range g.Shares {
		out.Options = append(out.Options, shareOf(s))
	}
	for _, reading := range []survey.Reading{survey.Harvested, survey.Potential, survey.DontKnow} {
		options, ok := f.question.With(reading)
		if !ok {
			continue
		}
		keys := make([]string, len(options))
		for i, o := range options {
			keys[i] = o.Key
		}
		share, _, err := g.Union(string(reading), keys...)
		if err != nil {
			return Group{}, err
		}
		if out.Readings == nil {
			out.Readings = make(map[survey.Reading]Share)
		}
		out.Readings[reading] = shareOf(share)
	}
	return out, f.mean(g, &out)
}

// mean fills in the mean of an ordinal question.
func (f figures) mean(g estimation.Group, out *Group) error {
	if f.scale == nil {
		return nil
	}
	scale, err := f.of.Table.Scale(f.scale)
	if err != nil {
		return err
	}
	mean, ok := g.Mean(scale)
	if !ok {
		return nil
	}
	out.Mean = &Mean{Answered: mean.Answered, Value: mean.Value, SE: valueOf(mean.SE)}
	if mean.Interval.OK {
		out.Mean.Low, out.Mean.High = &mean.Interval.Low, &mean.Interval.High
	}
	return nil
}

func shareOf(s estimation.Share) Share {
	out := Share{
		Key: s.Option, Value: s.Value, SE: valueOf(s.SE), Unweighted: s.Unweighted,
		Margin: valueOf(s.Margin), Deff: valueOf(s.Deff), Effective: valueOf(s.Effective),
	}
	if s.Interval.OK {
		out.Low, out.High, out.Method = &s.Interval.Low, &s.Interval.High, s.Interval.Method.String()
	}
	return out
}

func valueOf(f estimation.Figure) *float64 {
	if !f.OK {
		return nil
	}
	return &f.Value
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
