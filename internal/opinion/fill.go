package opinion

import (
	"slices"

	"modenhed/internal/survey"
)

// Fill returns the wave with the figures of the report where an aggregate wave
// has its published ones: respondents, response rate and national shares.
func (r *Report) Fill(w survey.Wave) survey.Wave {
	rate := 100 * r.ResponseRate()
	w.Respondents, w.ResponseRate = r.Respondents, &rate
	w.Questions = slices.Clone(w.Questions)
	for i := range w.Questions {
		if figures, ok := r.Question(w.Questions[i].Key); ok {
			w.Questions[i].Options = fillOptions(w.Questions[i].Options, figures.Total)
		}
	}
	return w
}

func fillOptions(options []survey.Option, figures Group) []survey.Option {
	options = slices.Clone(options)
	for i := range options {
		for _, share := range figures.Options {
			if share.Key == options[i].Key {
				percent := 100 * share.Value
				options[i].Share = survey.Share{Basis: survey.Estimated, Percent: &percent}
			}
		}
	}
	return options
}
