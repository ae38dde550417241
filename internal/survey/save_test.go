package survey_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/sample"
	"modenhed/internal/survey"
)

// figuresOf shows what it is given, or refuses.
type figuresOf struct{ err error }

func (e *figuresOf) Figures(context.Context, survey.Wave, *survey.Responses, []byte) (survey.Figures, error) {
	return survey.Figures(`{"wave":"x"}`), e.err
}

// asked is a desk with a wave of responses that has been answered.
func asked(t *testing.T) (*desk, survey.Version, *figuresOf) {
	t.Helper()
	d, e := newDesk(t), &figuresOf{}
	d.Estimator = e
	wave, answers := sample.AskedWave()
	wave.Design.KeepMonths, wave.Design.Minimum = 12, 8
	v, err := d.Record(t.Context(), d.anna, survey.Batch{Version: survey.Version{Wave: wave, Origin: survey.FromImport}, Responses: answers}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return d, v, e
}

func toldAt(err error) (list []string) {
	for _, p := range problemsIn(err) {
		list = append(list, p.Field+" "+p.Message.Key)
	}
	return list
}

// with returns a copy of a wave that can be changed.
func with(w survey.Wave, change func(*survey.Wave)) survey.Wave {
	design := *w.Design
	w.Design, w.Questions = &design, slices.Clone(w.Questions)
	for i := range w.Questions {
		w.Questions[i].Options = slices.Clone(w.Questions[i].Options)
	}
	change(&w)
	return w
}

func TestANewWaveIsRecordedAndListed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	wave, _ := sample.AskedWave()
	saved, err := d.Save(t.Context(), d.anna, survey.Saved{Wave: wave, Origin: survey.FromForm, Comment: "ny"})
	if err != nil {
		t.Fatal(err)
	}
	if saved.Number == 0 || saved.Author != d.anna.ID || saved.Comment != "ny" || d.readers.refreshed != 1 {
		t.Errorf("%+v, refreshed %d times", saved, d.readers.refreshed)
	}
	waves, err := d.Waves(t.Context(), d.bo)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, w := range waves {
		keys = append(keys, w.Wave.Key)
		if w.Answers != nil {
			t.Errorf("%s is answered: %+v", w.Wave.Key, w.Answers)
		}
	}
	if diff := cmp.Diff([]string{"context", "wave-2025", "asked-2026"}, keys); diff != "" {
		t.Error(diff)
	}
	again, err := d.Save(t.Context(), d.anna, survey.Saved{Wave: wave, Origin: survey.FromForm, Comment: "ny"})
	if err != nil || again.Number != saved.Number {
		t.Errorf("sent twice: %+v, %v", again, err)
	}
	_, err = d.Save(t.Context(), d.bo, survey.Saved{Wave: wave, Origin: survey.FromForm})
	if diff := cmp.Diff([]string{"key survey.key_taken"}, toldAt(err)); diff != "" {
		t.Error(diff)
	}
	if _, err := d.Waves(t.Context(), sample.Editor()); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("an editor lists: %v", err)
	}
	if _, err := d.Save(t.Context(), sample.Editor(), survey.Saved{Wave: wave}); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("an editor saves: %v", err)
	}
}

func TestKeysFitIntoAddresses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for key, want := range map[string]string{"new": "survey.key_reserved", "seats": "survey.key_reserved", "a/b": "survey.key_address", "": "survey.key_form"} {
		wave, _ := sample.AskedWave()
		wave.Key = key
		_, err := d.Save(t.Context(), d.anna, survey.Saved{Wave: wave})
		if diff := cmp.Diff([]string{"key " + want}, toldAt(err)); diff != "" {
			t.Errorf("%q: %s", key, diff)
		}
	}
}

func TestWhatWasAskedStaysOnceAnswered(t *testing.T) {
	t.Parallel()
	d, v, _ := asked(t)
	for name, c := range map[string]struct {
		change func(*survey.Wave)
		want   string
	}{
		"another kind": {func(w *survey.Wave) {
			w.Kind, w.Design, w.Questions[0].Options = "", nil, sample.Wave().Questions[0].Options
		}, "kind survey.kind_changed"},
		"a lower minimum":     {func(w *survey.Wave) { w.Design.Minimum = 7 }, "design/minimum survey.minimum_lowered"},
		"kept longer":         {func(w *survey.Wave) { w.Design.KeepMonths = 13 }, "design/keep_months survey.kept_longer"},
		"kept as by default":  {func(w *survey.Wave) { w.Design.KeepMonths = 0 }, "design/keep_months survey.kept_longer"},
		"a later fieldwork":   {func(w *survey.Wave) { w.Fieldwork = "2026-04" }, "design/keep_months survey.kept_longer"},
		"another column":      {func(w *survey.Wave) { w.Design.By = []string{"sex"} }, "design/by survey.columns_answered"},
		"an option less":      {func(w *survey.Wave) { w.Questions[0].Options = w.Questions[0].Options[:1] }, "questions[1]/options survey.option_answered"},
		"another election":    {func(w *survey.Wave) { w.Design.Election = 2021 }, "design/merge survey.weights_answered"},
		"another population":  {func(w *survey.Wave) { w.Design.People = 99_999 }, "design/merge survey.weights_answered"},
		"another merge":       {func(w *survey.Wave) { w.Design.Merge = []survey.Merge{{From: "V", Into: "A"}} }, "design/merge survey.weights_answered"},
		"other bounds":        {func(w *survey.Wave) { w.Design.Trim = &survey.Bounds{Low: 0.5, High: 2} }, "design/merge survey.weights_answered"},
		"another reading":     {func(w *survey.Wave) { w.Questions[0].Options[1].Reading = survey.DontKnow }, "questions[1]/options[2]/reading survey.reading_answered"},
		"another question":    {func(w *survey.Wave) { w.Questions[0].Key = "other" }, "questions[1]/key survey.question_answered_new"},
		"no weights any more": {func(w *survey.Wave) { w.Design.Minimum = 9 }, " opinion.too_few"},
	} {
		if name == "no weights any more" {
			d.Estimator = &figuresOf{err: func() error { var p fault.Problems; p.Add("", "opinion.too_few"); return p.Err() }()}
		}
		_, err := d.Save(t.Context(), d.anna, survey.Saved{Wave: with(v.Wave, c.change), Seen: v.Number})
		if got := toldAt(err); !slices.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		d.Estimator = &figuresOf{}
	}
	if versions, _ := d.store.WaveVersions(t.Context(), v.Wave.Key); len(versions) != 1 {
		t.Errorf("%d versions after refusals", len(versions))
	}
}

func TestWordsMayChange(t *testing.T) {
	t.Parallel()
	d, v, _ := asked(t)
	wave := with(v.Wave, func(w *survey.Wave) {
		w.Title.DA, w.Questions[0].Options[0].Text.DA = "Rettet", "Ja, alle"
		w.Design.Minimum, w.Design.KeepMonths = 9, 6
	})
	second, err := d.Save(t.Context(), d.bo, survey.Saved{Wave: wave, Origin: survey.FromForm, Seen: v.Number})
	if err != nil {
		t.Fatal(err)
	}
	wave.Title.EN = "Corrected"
	if _, err := d.Save(t.Context(), d.anna, survey.Saved{Wave: wave, Origin: survey.FromForm, Seen: v.Number}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the second writer: %v", err)
	}
	again, err := d.Save(t.Context(), d.anna, survey.Saved{Wave: second.Wave, Seen: second.Number})
	if err != nil || again.Number != second.Number {
		t.Errorf("the same again: %+v, %v", again, err)
	}
	waves, err := d.Waves(t.Context(), d.anna)
	at := slices.IndexFunc(waves, func(w survey.Latest) bool { return w.Wave.Key == wave.Key })
	if err != nil || at < 0 || waves[at].Answers == nil || waves[at].Answers.Erased || waves[at].AuthorName != "bo@example.test" {
		t.Errorf("%+v, %v", waves, err)
	}
}

// The same answers with other weights would show how the few of one party answered.
func TestTheSameAnswersKeepTheirWeights(t *testing.T) {
	t.Parallel()
	d, v, _ := asked(t)
	_, answers := sample.AskedWave()
	batch := func(change func(*survey.Batch)) survey.Batch {
		b := survey.Batch{Version: survey.Version{Wave: with(v.Wave, func(*survey.Wave) {})}, Responses: answers}
		change(&b)
		return b
	}
	merge := func(b *survey.Batch) { b.Version.Wave.Design.Merge = []survey.Merge{{From: "V", Into: "A"}} }
	for name, change := range map[string]func(*survey.Batch){
		"a merge": merge, "another population": func(b *survey.Batch) { b.Margins = []byte("party,seats\nA,1\nV,99\n") },
	} {
		err := d.CheckRecord(t.Context(), batch(change))
		var known *fault.Error
		if !errors.As(err, &known) || known.Message.Key != "survey.weights_answered" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := d.CheckRecord(t.Context(), batch(func(*survey.Batch) {})); err != nil {
		t.Errorf("the same again: %v", err)
	}
	err := d.CheckRecord(t.Context(), batch(func(b *survey.Batch) {
		merge(b)
		b.Responses = &survey.Responses{Questions: answers.Questions, Rows: answers.Rows[8:]}
	}))
	if err != nil {
		t.Errorf("with eight other respondents: %v", err)
	}
}

func TestAnImportMayNotLowerWhatWasPromised(t *testing.T) {
	t.Parallel()
	d, v, _ := asked(t)
	_, answers := sample.AskedWave()
	lower := survey.Batch{Version: survey.Version{Wave: with(v.Wave, func(w *survey.Wave) { w.Design.Minimum = 5 })}, Responses: answers}
	_, err := d.Record(t.Context(), d.anna, lower, v.Number)
	if diff := cmp.Diff([]string{"design/minimum survey.minimum_lowered"}, toldAt(err)); diff != "" {
		t.Error(diff)
	}
	few := survey.Batch{Version: v, Responses: &survey.Responses{Columns: answers.Columns, Questions: answers.Questions, Rows: answers.Rows[1:]}}
	err = d.CheckRecord(t.Context(), few)
	var known *fault.Error
	if !errors.As(err, &known) || !strings.HasSuffix(known.Message.Key, "too_few_changed") {
		t.Errorf("one respondent less: %v", err)
	}
}
