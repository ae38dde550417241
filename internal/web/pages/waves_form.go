package pages

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/survey"
)

// fieldWaveFile is the field for a survey as a file.
const fieldWaveFile = "wave-file"

func questionField(i int, name string) string { return fmt.Sprintf("questions[%d]/%s", i+1, name) }

func optionField(i, k int, name string) string {
	return fmt.Sprintf("questions[%d]/options[%d]/%s", i+1, k+1, name)
}

// typedWave reads the form of a survey. Fields are named by the paths at which
// package survey tells problems.
func typedWave(form url.Values) survey.TypedWave {
	both := func(name string) survey.Text {
		return survey.Text{DA: form.Get(name + "/da"), EN: form.Get(name + "/en")}
	}
	t := survey.TypedWave{
		Key: form.Get("key"), Fieldwork: form.Get("fieldwork"), Title: both("title"), Population: both("population"), Mode: both("mode"),
		Purpose: form.Get("purpose"), Year: form.Get("source/year"),
		Source:  survey.Source{Title: form.Get("source/title"), Publisher: form.Get("source/publisher"), URL: form.Get("source/url")},
		Minimum: form.Get("design/minimum"), Election: form.Get("design/election"), People: form.Get("design/people"),
		KeepMonths: form.Get("design/keep_months"), Rake: form.Get("design/rake"), By: form.Get("design/by"), Merge: form.Get("design/merge"),
		TrimLow: form.Get("design/trim"), TrimHigh: form.Get("design/trim/high"), Comment: form.Get("comment"),
	}
	t.Seen, _ = strconv.ParseInt(form.Get("seen"), 10, 64)
	for i := 0; i < survey.MaxQuestions && form.Has(questionField(i, "key")); i++ {
		q := survey.TypedQuestion{Key: form.Get(questionField(i, "key")), Text: both(questionField(i, "text"))}
		for k := 0; k < survey.MaxOptions && form.Has(optionField(i, k, "key")); k++ {
			q.Options = append(q.Options, survey.TypedAnswer{
				Key: form.Get(optionField(i, k, "key")), Text: both(optionField(i, k, "text")),
				Reading: form.Get(optionField(i, k, "reading")), Score: form.Get(optionField(i, k, "score")),
			})
		}
		t.Questions = append(t.Questions, q)
	}
	return t
}

// changeQuestions adds or removes a question or an option as a button says;
// done is false for other buttons.
func changeQuestions(t *survey.TypedWave, do string) (done bool) {
	if do == doAddQuestion {
		if len(t.Questions) < survey.MaxQuestions {
			t.Questions = append(t.Questions, survey.TypedQuestion{Options: make([]survey.TypedAnswer, 2)})
		}
		return true
	}
	for _, button := range []string{doRemoveQuestion, doAddOption, doRemoveOption} {
		if places, ok := strings.CutPrefix(do, button); ok {
			changeAt(t, button, places)
			return true
		}
	}
	return false
}

// changeAt does so at places counted from 1, such as "2" or "2/3".
func changeAt(t *survey.TypedWave, button, places string) {
	first, second, _ := strings.Cut(places, "/")
	at, err := strconv.Atoi(first)
	if err != nil || at < 1 || at > len(t.Questions) {
		return
	}
	q := &t.Questions[at-1]
	switch button {
	case doRemoveQuestion:
		t.Questions = slices.Delete(t.Questions, at-1, at)
	case doAddOption:
		if len(q.Options) < survey.MaxOptions {
			q.Options = append(q.Options, survey.TypedAnswer{})
		}
	case doRemoveOption:
		if k, err := strconv.Atoi(second); err == nil && k >= 1 && k <= len(q.Options) {
			q.Options = slices.Delete(q.Options, k-1, k)
		}
	}
}
