package opinion

import (
	"maps"
	"math"
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
	r.Kish = Kish{Deff: math.Round(kish.Deff*1000) / 1000, Effective: math.Round(kish.Effective)}
	r.Margin = Margin{Plain: margin.Plain.Value, Finite: margin.Finite.Value, Weighted: margin.Weighted(r.Kish.Deff).Value}
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
	if out.Total, err = f.total(of.Total); err != nil {
		return Question{}, err
	}
	for _, b := range of.By {
		made := Breakdown{Column: b.Column}
		withheld, others := b.Withheld(e.minimum.N())
		made.Few, made.Others = withheld-others, others // why the others are, would tell
		for _, g := range b.Groups {
			group, err := f.group(g, gridOf)
			if err != nil {
				return Question{}, err
			}
			if group.Shown || e.named(b.Column) {
				made.Groups = append(made.Groups, group)
			}
		}
		out.By = append(out.By, made)
	}
	return out, nil
}

// named tells whether everybody knows the values of a column. Those of others are
// words of respondents, and few have a withheld one.
func (e *estimate) named(column string) bool {
	return slices.Contains([]string{ByRegion, ByGroup, BySize, ByParty}, column) || slices.Contains(e.design.Rake, column)
}

// scaleOf returns the scores of an ordinal question; nil when they do not differ.
func scaleOf(q survey.Question) map[string]float64 {
	scores := make(map[string]float64)
	for _, option := range q.Options {
		if option.Score != nil {
			scores[option.Key] = *option.Score
		}
	}
	if low, high := widthOf(scores); low == high {
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

// group makes the figures of one group, on a grid for its number of answers.
func (f figures) group(g estimation.Group, of func(n int) grid) (Group, error) {
	out := Group{Key: g.Label, Shown: g.Published}
	if !g.Published {
		return out, nil
	}
	out.Answered = g.Answered
	on := of(g.Answered)
	for _, s := range g.Shares {
		out.Options = append(out.Options, on.share(s))
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
		out.Readings[reading] = on.share(share)
	}
	return out, f.mean(g, of, &out)
}

// mean fills in the mean of an ordinal question.
func (f figures) mean(g estimation.Group, of func(n int) grid, out *Group) error {
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
	low, high := widthOf(f.scale)
	out.Mean = of(mean.Answered).mean(mean, high-low)
	return nil
}

// widthOf returns the smallest and the largest score, 0 and 0 without any.
func widthOf(scale map[string]float64) (low, high float64) {
	if len(scale) == 0 {
		return 0, 0
	}
	scores := slices.Sorted(maps.Values(scale))
	return scores[0], scores[len(scores)-1]
}

// total is the group of all, for which design effects are shown beside. The
// unweighted share is not: with the weighted one it would tell withheld parties
// with large weights from those with small ones.
func (f figures) total(g estimation.Group) (Group, error) {
	out, err := f.group(g, gridOfAll)
	if err != nil || !out.Shown {
		return out, err
	}
	for i, s := range g.Shares {
		option := &out.Options[i]
		option.Deff, option.Effective = rounded(s.Deff, 100), rounded(s.Effective, 1)
	}
	return out, nil
}

// rounded returns a figure in whole numbers of one part of so many, nil where it
// is not defined.
func rounded(f estimation.Figure, parts float64) *float64 {
	if !f.OK {
		return nil
	}
	x := math.Round(f.Value*parts) / parts
	return &x
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
