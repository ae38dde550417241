package survey

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"modenhed/internal/fault"
)

// ExactShares are the exact shares of one question, found after the wave was
// first recorded.
type ExactShares struct {
	Question string
	// Percent maps every option key of the question to its share, 0 to 100.
	Percent map[string]float64
	// Source is where the shares stand; its title is required.
	Source Source
}

// EnterShares returns the wave with the exact shares of one question in place
// of what was known before, or every problem at once. Problems stand at
// "question", "shares/" and an option key, "source/title" and "source/url".
// The wave given is not changed.
func EnterShares(w Wave, exact ExactShares) (Wave, error) {
	at := slices.IndexFunc(w.Questions, func(q Question) bool { return q.Key == exact.Question })
	if at < 0 {
		var problems fault.Problems
		problems.Add("question", "survey.question_unknown", "Value", excerpt(exact.Question))
		return Wave{}, problems.Err()
	}
	question := w.Questions[at]
	if err := exact.check(question); err != nil {
		return Wave{}, err
	}
	w.Questions = slices.Clone(w.Questions)
	w.Questions[at] = exact.enter(question)
	return w, nil
}

func (e ExactShares) check(q Question) error {
	var problems fault.Problems
	sum, complete := 0.0, true
	for _, o := range q.Options {
		percent, ok := e.Percent[o.Key]
		switch {
		case !ok:
			problems.Add("shares/"+o.Key, "survey.share_missing", "Option", o.Text.DA)
			complete = false
		case !(percent >= 0 && percent <= 100):
			problems.Add("shares/"+o.Key, "survey.percent_range", "Value", fmt.Sprint(percent))
			complete = false
		}
		sum += percent
	}
	for _, key := range e.unknownOptions(q) {
		problems.Add("shares/"+key, "survey.option_unknown", "Value", excerpt(key))
		complete = false
	}
	if complete && !q.Multiple && math.Abs(sum-100) > SumSlack {
		problems.Add("shares", "survey.sum_not_100", "Sum", fmt.Sprintf("%.1f", sum))
	}
	checkSource(problems.Add, "source", e.Source)
	return problems.Err()
}

// unknownOptions returns the keys with a share that are no options of the question, sorted.
func (e ExactShares) unknownOptions(q Question) []string {
	var unknown []string
	for key := range e.Percent {
		if !slices.ContainsFunc(q.Options, func(o Option) bool { return o.Key == key }) {
			unknown = append(unknown, key)
		}
	}
	slices.SortFunc(unknown, strings.Compare)
	return unknown
}

func (e ExactShares) enter(q Question) Question {
	source := e.Source
	q.Source = &source
	q.Options = slices.Clone(q.Options)
	for i := range q.Options {
		percent := e.Percent[q.Options[i].Key]
		q.Options[i].Share = Share{Basis: Stated, Percent: &percent}
	}
	return q
}
