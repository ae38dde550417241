package survey_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/survey"
)

func danish(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', -1, 64), ".", ",", 1)
}

func TestATypedWaveIsTheWave(t *testing.T) {
	t.Parallel()
	want := parsedResponsesWave(t)
	want.Questions[0].Area = "rpa"
	typed := survey.TypeWave(want, danish)
	if typed.Rake != "sex" || typed.Merge != "S = OTH" || typed.TrimLow != "0,3" || typed.Questions[0].Options[1].Score != "-1,5" {
		t.Errorf("typed as %+v", typed)
	}
	got, err := typed.Wave(want)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestWhatIsNewGetsAKey(t *testing.T) {
	t.Parallel()
	typed := survey.TypeWave(parsedResponsesWave(t), danish)
	q := &typed.Questions[0]
	q.Options = append(q.Options,
		survey.TypedAnswer{Text: survey.Text{DA: " Slet ikke ", EN: "Not at all"}},
		survey.TypedAnswer{Text: survey.Text{DA: "?", EN: "?"}})
	typed.Questions = append(typed.Questions, survey.TypedQuestion{
		Text: survey.Text{DA: "Hvor enig?", EN: "How far do you agree?"}, Options: []survey.TypedAnswer{{Text: survey.Text{DA: "a", EN: "b"}}},
	})
	got, err := typed.Wave(survey.Wave{})
	if err != nil {
		t.Fatal(toldAt(err))
	}
	var keys []string
	for _, q := range got.Questions {
		keys = append(keys, q.Key)
		for _, o := range q.Options {
			keys = append(keys, o.Key)
		}
	}
	if diff := cmp.Diff([]string{"gains", "all", "more", "dk", "not_at_all", "option", "how_far_do_you_agree", "b"}, keys); diff != "" {
		t.Error(diff)
	}
	if got.Questions[0].Options[3].Text.DA != "Slet ikke" {
		t.Errorf("%+v", got.Questions[0].Options[3])
	}
}

func TestEveryFaultOfATypedWaveIsTold(t *testing.T) {
	t.Parallel()
	typed := survey.TypeWave(parsedResponsesWave(t), danish)
	typed.Title.DA, typed.Source.URL, typed.Year = strings.Repeat("x", 301), "her", "i år"
	typed.Minimum, typed.Election, typed.KeepMonths = "4", "sidste", "200"
	typed.Rake, typed.By, typed.Merge, typed.TrimLow = "sex, sex", "gains", "S\nA=A", "lav"
	typed.Questions[0].Options[0].Score, typed.Questions[0].Options[1].Text.EN = "x", "bi\u202edi"
	_, err := typed.Wave(survey.Wave{})
	got := toldAt(err)
	for _, want := range []string{
		"title/da survey.text_too_long", "source/url survey.source_address", "source/year survey.year_form",
		"design/minimum survey.minimum_low", "design/election survey.not_whole", "design/keep_months survey.keep_months",
		"design/rake survey.column_taken", "design/by survey.column_taken", "design/merge survey.merge_form",
		"design/trim survey.not_typed_number", "questions[1]/options[1]/score survey.not_typed_number",
		"questions[1]/options[2]/text/en survey.text_unreadable",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("not told: %s, but\n%s", want, strings.Join(got, "\n"))
		}
	}
	fields := make(map[string]bool)
	for _, p := range problemsIn(err) {
		if fields[p.Field] && p.Field != "design/rake" {
			t.Errorf("told twice at %s", p.Field)
		}
		fields[p.Field] = true
	}
	if fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
}

func TestQuestionsCanBeAskedAgain(t *testing.T) {
	t.Parallel()
	published := parsedResponsesWave(t)
	percent := 40.0
	published.Questions[0].Options[0].Share = survey.Share{Basis: survey.Stated, Percent: &percent}
	published.Questions[0].Source = &survey.Source{Title: "x"}
	if diff := cmp.Diff(parsedResponsesWave(t).Questions, survey.Asked(published)); diff != "" {
		t.Error(diff)
	}
}

func TestKeysAreSuggested(t *testing.T) {
	t.Parallel()
	for fieldwork, want := range map[string]string{"2026-09": "politicians-2026-09-2", "2027": "politicians-2027", "snart": "survey"} {
		if got := survey.SuggestKey(fieldwork, []string{"politicians-2026-09"}); got != want {
			t.Errorf("%s: %s, want %s", fieldwork, got, want)
		}
	}
}

func TestAWaveFileReadsBackAndIsForPeople(t *testing.T) {
	t.Parallel()
	want := parsedResponsesWave(t)
	for _, text := range []string{"plain", "two\nlines", "tab\tin it: yes", "  "} {
		want.Method.DA = text
		file, err := survey.WaveFile(want)
		if err != nil {
			t.Fatal(err)
		}
		back, err := survey.ParseWave(file)
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		a, _ := survey.MarshalWave(want)
		b, _ := survey.MarshalWave(back)
		if strings.TrimSpace(text) != "" && string(a) != string(b) {
			t.Errorf("%q comes back as\n%s", text, b)
		}
		if text == "plain" && !strings.Contains(string(file), "\nfieldwork: ") {
			t.Errorf("not for people:\n%s", file)
		}
	}
}
