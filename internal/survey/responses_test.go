package survey_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/survey"
)

const responsesWave = `key: belief-2026
title: {da: Kommunalpolitikere 2026, en: Councillors 2026}
kind: responses
fieldwork: 2026-09
population: {da: Alle kommunalpolitikere, en: All municipal councillors}
purpose: gap
source: {title: Egen undersøgelse}
design:
  minimum: 8
  election: 2025
  people: 2432
  rake: [sex]
  by: [age]
  merge: [{from: S, into: OTH}]
  trim: {low: 0.3, high: 3}
  keep_months: 12
questions:
  - key: gains
    text: {da: Hvad passer bedst?, en: Which fits best?}
    options:
      - {key: all, text: {da: Alle, en: All}, reading: harvested, score: 1}
      - {key: more, text: {da: Flere, en: More}, reading: potential, score: -1.5}
      - {key: dk, text: {da: Ved ikke, en: Don't know}, reading: dontknow}
`

func parsedResponsesWave(t *testing.T) survey.Wave {
	t.Helper()
	w, err := survey.ParseWave([]byte(responsesWave))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func problemsIn(err error) fault.Problems {
	var known *fault.Error
	if !errors.As(err, &known) {
		return nil
	}
	return known.Problems
}

func TestAWaveOfResponsesKeepsItsDesign(t *testing.T) {
	t.Parallel()
	w := parsedResponsesWave(t)
	want := &survey.Design{
		Minimum: 8, Election: 2025, People: 2432, Rake: []string{"sex"}, By: []string{"age"},
		Merge: []survey.Merge{{From: "S", Into: "OTH"}}, Trim: &survey.Bounds{Low: 0.3, High: 3}, KeepMonths: 12,
	}
	if diff := cmp.Diff(want, w.Design); diff != "" {
		t.Error(diff)
	}
	if w.Kind != survey.FromResponses || *w.Questions[0].Options[1].Score != -1.5 || w.Questions[0].Options[2].Score != nil {
		t.Errorf("kind %q, options %+v", w.Kind, w.Questions[0].Options)
	}
	again, err := survey.MarshalWave(w)
	if err != nil {
		t.Fatal(err)
	}
	back, err := survey.ParseWave(again)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w, back); diff != "" {
		t.Error(diff)
	}
}

func TestAWaveOfResponsesRefusesWhatItComputes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, new, at, key string }{
		"respondents":         {"fieldwork: 2026-09", "fieldwork: 2026-09\nrespondents: 5", "respondents", "survey.figures_of_responses"},
		"a share":             {"score: 1}", "share: {basis: stated, percent: 4}}", "questions[1]/options[1]/share", "survey.share_of_responses"},
		"several answers":     {"text: {da: Hvad passer bedst?, en: Which fits best?}", "text: {da: a, en: b}\n    multiple: true", "questions[1]/multiple", "survey.multiple_of_responses"},
		"a low minimum":       {"minimum: 8", "minimum: 4", "design/minimum", "survey.minimum_low"},
		"kept for ever":       {"keep_months: 12", "keep_months: 121", "design/keep_months", "survey.keep_months"},
		"bounds of weights":   {"low: 0.3", "low: 1.3", "design/trim", "survey.trim_bounds"},
		"a merge into itself": {"into: OTH", "into: S", "design/merge[1]", "survey.merge_incomplete"},
		"a column twice":      {"rake: [sex]", "rake: [sex, sex]", "design/rake[2]", "survey.column_taken"},
		"a question's column": {"by: [age]", "by: [gains]", "design/by[1]", "survey.column_taken"},
		"an endless score":    {"score: 1}", "score: 1001}", "questions[1]/options[1]/score", "survey.score_range"},
		"an unknown kind":     {"kind: responses", "kind: census", "kind", "survey.kind_unknown"},
		"a design of shares":  {"kind: responses", "kind: aggregate", "design", "survey.design_of_aggregate"},
		"a question party":    {"key: gains", "key: party", "questions[1]/key", "survey.repeated_key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := survey.ParseWave([]byte(strings.Replace(responsesWave, c.old, c.new, 1)))
			if !slices.ContainsFunc(problemsIn(err), func(p fault.Problem) bool { return p.Field == c.at && p.Message.Key == c.key }) {
				t.Errorf("%v, want %s at %s", err, c.key, c.at)
			}
		})
	}
}

func TestSingleAnswersAreKeptAsLongAsStated(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 3600)
	at, ok := parsedResponsesWave(t).KeptUntil(zone)
	if want := time.Date(2027, 10, 1, 0, 0, 0, 0, zone); !ok || !at.Equal(want) {
		t.Errorf("kept until %v %v, want %v", at, ok, want)
	}
}

func responses() *survey.Responses {
	return &survey.Responses{
		Columns: []string{"sex", "age"}, Questions: []string{"gains"},
		Rows: []survey.Response{
			{Municipality: 461, Party: "V", Values: []string{"f", ""}, Answers: []string{"more"}},
			{Municipality: 101, Party: "A", Values: []string{"m", "30, eller \"ca.\""}, Answers: []string{""}},
			{Municipality: 0, Party: "Ø", Values: []string{"m", "60+"}, Answers: []string{"dk"}},
		},
	}
}

func TestResponsesComeBackWithoutTheirOrder(t *testing.T) {
	t.Parallel()
	given := responses()
	file, err := survey.MarshalResponses(given)
	if err != nil {
		t.Fatal(err)
	}
	back, err := survey.ParseResponses(file)
	if err != nil {
		t.Fatal(err)
	}
	want := responses()
	want.Rows = []survey.Response{given.Rows[2], given.Rows[1], given.Rows[0]}
	if diff := cmp.Diff(want, back); diff != "" {
		t.Error(diff)
	}
	slices.Reverse(given.Rows)
	turned, err := survey.MarshalResponses(given)
	if err != nil || string(turned) != string(file) {
		t.Errorf("another order gives another file: %v", err)
	}
	if err := back.Check(parsedResponsesWave(t)); err != nil {
		t.Error(err)
	}
}

func TestResponsesThatDoNotFitAreToldByRow(t *testing.T) {
	t.Parallel()
	r := responses()
	r.Rows[0].Party, r.Rows[1].Answers, r.Rows[2].Values = "", []string{"maybe"}, []string{"", ""}
	problems := problemsIn(r.Check(parsedResponsesWave(t)))
	var got []string
	for _, p := range problems {
		got = append(got, p.Field+" "+p.Message.Key)
	}
	want := []string{"party survey.party_missing", "gains survey.option_unknown", "sex survey.value_missing"}
	if diff := cmp.Diff(want, got); diff != "" || problems[1].Row != 2 {
		t.Error(diff, problems)
	}
}

func TestChangedCountsRespondents(t *testing.T) {
	t.Parallel()
	a, b := responses(), responses()
	slices.Reverse(b.Rows)
	if n := a.Changed(b); n != 0 {
		t.Errorf("the same respondents: %d changed", n)
	}
	b.Rows[0].Answers = []string{"all"}
	if n := a.Changed(b); n != 1 {
		t.Errorf("one other answer: %d changed, want 1", n)
	}
	b.Rows = b.Rows[1:]
	if n := a.Changed(b); n != 1 {
		t.Errorf("one fewer: %d changed, want 1", n)
	}
}

func FuzzParseResponses(f *testing.F) {
	file, err := survey.MarshalResponses(responses())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add([]byte("0,municipality,party\n,1,A\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := survey.ParseResponses(data)
		if err != nil {
			return
		}
		again, err := survey.MarshalResponses(r)
		if err != nil {
			t.Fatal(err)
		}
		back, err := survey.ParseResponses(again)
		if err != nil || back.Changed(r) != 0 {
			t.Fatalf("%v: %q", err, again)
		}
	})
}
