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
	// Added are options that the wave did not have, with their exact shares;
	// they come after the others.
	Added []Option
	// Source is where the shares stand; its title is required.
	Source Source
}

// EnterShares returns the wave with the exact shares of one question in place
// of what was known before, or every problem at once. Problems stand at
// "question", "shares/" and an option key, "added[1]/" and what is wrong there,
// "source/title" and "source/url". The wave given is not changed.
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
	// What was added can break a rule of the whole wave, such as a second
	// question on the gains.
	if err := w.Check(); err != nil {
		return Wave{}, err
	}
	return w, nil
}

func (e ExactShares) check(q Question) error {
	var problems fault.Problems
	sum := e.checkShares(q, problems.Add) + e.checkAdded(q, problems.Add)
	if len(problems) == 0 && !q.Multiple && math.Abs(sum-100) > SumSlack {
		problems.Add("shares", "survey.sum_not_100", "Sum", math.Round(sum*10)/10)
	}
	checkSource(problems.Add, "source", e.Source)
	return problems.Err()
}

// checkShares notes what is wrong with the shares of the options known and returns their sum.
func (e ExactShares) checkShares(q Question, note noter) float64 {
	sum := 0.0
	for _, o := range q.Options {
		percent, ok := e.Percent[o.Key]
		if !ok {
			note("shares/"+o.Key, "survey.share_missing", "Option", o.Text.DA)
			continue
		}
		checkPercent(note, "shares/"+o.Key, &percent)
		sum += percent
	}
	for _, key := range e.unknownOptions(q) {
		note("shares/"+key, "survey.option_unknown", "Value", excerpt(key))
	}
	return sum
}

// checkAdded notes what is wrong with the options added and returns the sum of their shares.
func (e ExactShares) checkAdded(q Question, note noter) float64 {
	sum := 0.0
	known := slices.Clone(q.Options)
	for i, o := range e.Added {
		path := fmt.Sprintf("added[%d]", i+1)
		checkKey(note, path+"/key", o.Key)
		if slices.ContainsFunc(known, func(k Option) bool { return k.Key == o.Key }) {
			note(path+"/key", "survey.repeated_key", "Key", excerpt(o.Key))
		}
		known = append(known, o)
		o.check(note, path, Aggregate)
		if o.Share.Percent != nil {
			sum += *o.Share.Percent
		} else if o.Share.Basis == Words {
			note(path+"/share/percent", "survey.percent_missing", "Basis", string(o.Share.Basis))
		}
	}
	return sum
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
	q.Options = append(q.Options, e.Added...)
	return q
}
