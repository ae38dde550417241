package survey

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"modenhed/internal/fault"
)

// CheckCorrection reports, as an Invalid error with every problem at its path,
// what a wave may not become: of another kind, or with a smaller minimum than
// respondents were told. Once it is answered, nobody's answers are kept longer,
// and what was asked, and how answers are read, stays: councils' figures of two
// readings of the same answers would together tell of few. The wording may change.
func (w Wave) CheckCorrection(before Wave, answered bool) error {
	var problems fault.Problems
	if w.Kind != before.Kind {
		problems.Add("kind", "survey.kind_changed")
		return problems.Err()
	}
	if w.Kind != FromResponses {
		return nil
	}
	if least := before.Design.Least(); w.Design.Least() < least {
		problems.Add("design/minimum", "survey.minimum_lowered", "Least", least)
	}
	if answered {
		w.checkAnswered(before, problems.Add)
	}
	return problems.Err()
}

// weighsLike reports whether answers have the same weights under two designs.
// The same answers with other weights would show how the few of one party
// answered: all others are known from the figures before.
func (d *Design) weighsLike(other *Design) bool {
	var a, b Design
	if d != nil {
		a = *d
	}
	if other != nil {
		b = *other
	}
	sameTrim := a.Trim == b.Trim || a.Trim != nil && b.Trim != nil && *a.Trim == *b.Trim
	return a.Election == b.Election && a.People == b.People && slices.Equal(a.Rake, b.Rake) && slices.Equal(a.Merge, b.Merge) && sameTrim
}

// sameWeights reports whether a correction of answers leaves their weights.
func sameWeights(before Wave, old Kept, b Batch) bool {
	return b.Version.Wave.Design.weighsLike(before.Design) && bytes.Equal(old.Margins, b.Margins)
}

func (w Wave) checkAnswered(before Wave, note noter) {
	until, known := w.KeptUntil(time.UTC)
	if promised, ok := before.KeptUntil(time.UTC); ok && (!known || until.After(promised)) {
		note("design/keep_months", "survey.kept_longer", "Date", promised.AddDate(0, 0, -1).Format(time.DateOnly))
	}
	if !slices.Equal(w.Design.Columns(), before.Design.Columns()) {
		note("design/by", "survey.columns_answered", "Columns", fmt.Sprint(before.Design.Columns()))
	}
	for i, q := range w.Questions {
		if !slices.ContainsFunc(before.Questions, func(old Question) bool { return old.Key == q.Key }) {
			note(fmt.Sprintf("questions[%d]/key", i+1), "survey.question_answered_new")
		}
	}
	for _, old := range before.Questions {
		at := slices.IndexFunc(w.Questions, func(q Question) bool { return q.Key == old.Key })
		if at < 0 {
			note("questions", "survey.question_answered", "Value", excerpt(old.Key))
			continue
		}
		checkOptions(note, fmt.Sprintf("questions[%d]/options", at+1), w.Questions[at].Options, old.Options)
	}
}

// checkOptions notes which options that could be chosen are gone or read anew.
func checkOptions(note noter, path string, options, before []Option) {
	for _, old := range before {
		at := slices.IndexFunc(options, func(o Option) bool { return o.Key == old.Key })
		if at < 0 {
			note(path, "survey.option_answered", "Value", excerpt(old.Key))
		} else if options[at].Reading != old.Reading {
			note(fmt.Sprintf("%s[%d]/reading", path, at+1), "survey.reading_answered")
		}
	}
}
