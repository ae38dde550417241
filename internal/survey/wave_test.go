package survey_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/survey"
)

const waveFile = `key: de-2017
title: {da: Kommunalpolitikere 2017, en: Councillors 2017}
fieldwork: 2017-06
fieldwork_note: {da: i juni, en: in June}
population: {da: Alle kommunalpolitikere, en: All municipal councillors}
respondents: 326
response_rate_percent: 13
weighting: {da: Efter parti, en: By party}
purpose: gap
margin_of_error_points: 5
source:
  title: Analysenotat nr. 46
  publisher: Dansk Erhverv
  year: 2017
  url: https://www.danskerhverv.dk/
questions:
  - key: gains
    text: {da: "Hvilket udsagn passer bedst?", en: "Which statement fits best?"}
    options:
      - key: all
        text: {da: Alle gevinster, en: All gains}
        reading: harvested
        share:
          basis: words
          low: 50
          high: 70
          words: {da: de fleste, en: most}
          note: {da: ingen tal, en: no figure}
      - key: more
        text: {da: Potentiale, en: Potential}
        reading: potential
        share: {basis: rounded, percent: 33.3}
`

func parseWave(t *testing.T) survey.Wave {
	t.Helper()
	w, err := survey.ParseWave([]byte(waveFile))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func pointer(x float64) *float64 { return &x }

func TestParseWaveKeepsEveryEntry(t *testing.T) {
	t.Parallel()
	want := survey.Wave{
		Key:           "de-2017",
		Title:         survey.Text{DA: "Kommunalpolitikere 2017", EN: "Councillors 2017"},
		Fieldwork:     "2017-06",
		FieldworkNote: survey.Text{DA: "i juni", EN: "in June"},
		Population:    survey.Text{DA: "Alle kommunalpolitikere", EN: "All municipal councillors"},
		Respondents:   326,
		ResponseRate:  pointer(13),
		Weighting:     survey.Text{DA: "Efter parti", EN: "By party"},
		Purpose:       survey.Gap,
		MarginOfError: pointer(5),
		Source: survey.Source{
			Title: "Analysenotat nr. 46", Publisher: "Dansk Erhverv", Year: 2017, URL: "https://www.danskerhverv.dk/",
		},
		Questions: []survey.Question{{
			Key:  "gains",
			Text: survey.Text{DA: "Hvilket udsagn passer bedst?", EN: "Which statement fits best?"},
			Options: []survey.Option{
				{
					Key: "all", Text: survey.Text{DA: "Alle gevinster", EN: "All gains"}, Reading: survey.Harvested,
					Share: survey.Share{
						Basis: survey.Words, Low: pointer(50), High: pointer(70),
						Words: survey.Text{DA: "de fleste", EN: "most"},
						Note:  survey.Text{DA: "ingen tal", EN: "no figure"},
					},
				},
				{
					Key: "more", Text: survey.Text{DA: "Potentiale", EN: "Potential"}, Reading: survey.Potential,
					Share: survey.Share{Basis: survey.Rounded, Percent: pointer(33.3)},
				},
			},
		}},
	}
	if diff := cmp.Diff(want, parseWave(t)); diff != "" {
		t.Error(diff)
	}
}

func TestMarshalWaveIsReadBackEqual(t *testing.T) {
	t.Parallel()
	wave := parseWave(t)
	wave.Invented = true
	wave.Title.DA = "Med : kolon, # tegn og »citat«\nog linje"
	wave.Questions[0].Key = "2017"
	wave.Questions[0].Multiple = true
	wave.Questions[0].Area = "rpa"
	wave.Questions[0].Source = &survey.Source{Title: "Yes", URL: "https://example.org/?a=1&b=2"}
	data, err := survey.MarshalWave(wave)
	if err != nil {
		t.Fatal(err)
	}
	got, err := survey.ParseWave(data)
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	if diff := cmp.Diff(wave, got); diff != "" {
		t.Errorf("%s\nfile:\n%s", diff, data)
	}
}

func TestParseWaveReportsEveryProblemWithItsLine(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		changes []string
		want    []string
	}{
		"unknown entries": {
			[]string{"respondents: 326", "respondent: 326", "        reading: harvested", "        meaning: harvested"},
			[]string{"6 respondent survey.unknown_key", "22 questions[1]/options[1]/meaning survey.unknown_key", "16 questions survey.gap_question"},
		},
		"wrong types": {
			[]string{"respondents: 326", "respondents: 3.5", "response_rate_percent: 13", "response_rate_percent: '13'",
				"{da: Alle gevinster, en: All gains}", "Alle", "low: 50", "low: .nan"},
			[]string{
				"6 respondents survey.not_whole",
				"7 response_rate_percent survey.not_number",
				"21 questions[1]/options[1]/text survey.not_mapping",
				"25 questions[1]/options[1]/share/low survey.not_number",
			},
		},
		"values": {
			[]string{"fieldwork: 2017-06", "fieldwork: sommer", "purpose: gap", "purpose: fun", "basis: rounded, percent: 33.3", "basis: rounded, percent: 133",
				"low: 50", "low: 80", "https://www.danskerhverv.dk/", "www.danskerhverv.dk"},
			[]string{
				"3 fieldwork survey.fieldwork_form",
				"9 purpose survey.purpose_unknown",
				"15 source/url survey.source_address",
				"25 questions[1]/options[1]/share/low survey.words_range",
				"32 questions[1]/options[2]/share/percent survey.percent_range",
				"19 questions[1]/options survey.sum_over",
			},
		},
		"shares": {
			[]string{"basis: words", "basis: stated", "basis: rounded, percent: 33.3", "basis: words, percent: 33.3"},
			[]string{
				"23 questions[1]/options[1]/share/percent survey.percent_missing",
				"25 questions[1]/options[1]/share/low survey.range_not_words",
				"32 questions[1]/options[2]/share/percent survey.percent_for_words",
				"32 questions[1]/options[2]/share/words/da survey.text_missing",
				"32 questions[1]/options[2]/share/words/en survey.text_missing",
				"32 questions[1]/options[2]/share/low survey.words_range",
			},
		},
		"keys": {
			[]string{"key: de-2017", "key: de 2017", "- key: more", "- key: all", "title: {da: Kommunalpolitikere 2017, en: Councillors 2017}", "title: {da: Kommunalpolitikere 2017}"},
			[]string{
				"1 key survey.key_form",
				"2 title/en survey.text_missing",
				"29 questions[1]/options[2]/key survey.repeated_key",
			},
		},
		"no gap question": {
			[]string{"        reading: harvested\n", ""},
			[]string{"16 questions survey.gap_question"},
		},
		"no questions": {
			[]string{waveFile[strings.Index(waveFile, "questions:"):], "questions: []\n"},
			[]string{"16 questions survey.no_questions"},
		},
		"no list": {
			[]string{waveFile[strings.Index(waveFile, "questions:"):], "questions: many\n"},
			[]string{"16 questions survey.not_list"},
		},
		"repeated entry":    {[]string{"respondents: 326", "key: again"}, []string{"6  survey.file_syntax"}},
		"not YAML":          {[]string{"key: de-2017", "key: [de-2017"}, []string{"2  survey.file_syntax"}},
		"alias":             {[]string{"key: de-2017", "key: *other"}, []string{"1 key survey.not_text"}},
		"a list at the top": {[]string{waveFile, "- 1\n- 2\n"}, []string{"1  survey.file_not_wave"}},
		"two documents":     {[]string{"purpose: gap", "---\npurpose: gap"}, []string{"0  survey.file_not_wave"}},
		"empty":             {[]string{waveFile, ""}, []string{"0  survey.file_not_wave"}},
		"not UTF-8":         {[]string{"Dansk", "D\xe6nsk"}, []string{"0  survey.file_encoding"}},
		"too deep":          {[]string{waveFile, strings.Repeat("[", 50000)}, []string{"0  survey.file_too_large"}},
		"too long":          {[]string{waveFile, strings.Repeat("# x\n", 100_000)}, []string{"0  survey.file_too_large"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := waveFile
			for i := 0; i < len(test.changes); i += 2 {
				changed := strings.Replace(text, test.changes[i], test.changes[i+1], 1)
				if changed == text {
					t.Fatalf("%q is not in the file", test.changes[i])
				}
				text = changed
			}
			_, err := survey.ParseWave([]byte(text))
			got := problemsOf(t, err)
			for _, want := range test.want {
				if !got[want] {
					t.Errorf("no problem %q among %v", want, got)
				}
			}
			if len(got) != len(test.want) {
				t.Errorf("%d problems, want %d: %v", len(got), len(test.want), got)
			}
		})
	}
}

// problemsOf returns the problems of an Invalid error as "row field key".
func problemsOf(t *testing.T, err error) map[string]bool {
	t.Helper()
	var invalid *fault.Error
	if !errors.As(err, &invalid) || invalid.Kind != fault.Invalid {
		t.Fatalf("got %v, want an Invalid error", err)
	}
	found := make(map[string]bool)
	for _, p := range invalid.Problems {
		found[fmt.Sprintf("%d %s %s", p.Row, p.Field, p.Message.Key)] = true
	}
	return found
}

func TestCheckNamesThePath(t *testing.T) {
	t.Parallel()
	wave := parseWave(t)
	wave.Respondents = -1
	wave.Questions[0].Options[1].Share.Percent = pointer(math.NaN())
	got := problemsOf(t, wave.Check())
	for _, want := range []string{"0 respondents survey.negative", "0 questions[1]/options[2]/share/percent survey.percent_range"} {
		if !got[want] {
			t.Errorf("no problem %q among %v", want, got)
		}
	}
	if err := parseWave(t).Check(); err != nil {
		t.Errorf("a good wave: %v", err)
	}
}

func TestMonths(t *testing.T) {
	t.Parallel()
	for fieldwork, want := range map[string][]survey.Month{
		"2017-06": {{2017, time.June}, {2017, time.June}},
		"2022":    {{2022, time.January}, {2022, time.December}},
		"2017-13": nil,
		"summer":  nil,
		"":        nil,
	} {
		first, last, ok := survey.Wave{Fieldwork: fieldwork}.Months()
		if ok != (want != nil) {
			t.Errorf("%q: ok is %t", fieldwork, ok)
		}
		if ok && (first != want[0] || last != want[1]) {
			t.Errorf("%q: %v to %v, want %v", fieldwork, first, last, want)
		}
	}
}

func TestSortOrdersByFieldwork(t *testing.T) {
	t.Parallel()
	waves := []survey.Wave{
		{Key: "c", Fieldwork: "2022"}, {Key: "b", Fieldwork: "2017-06"}, {Key: "d", Fieldwork: "2017"},
		{Key: "a", Fieldwork: "2017-06"}, {Key: "e", Fieldwork: "2022-01"},
	}
	survey.Sort(waves)
	var keys []string
	for _, w := range waves {
		keys = append(keys, w.Key)
	}
	if diff := cmp.Diff([]string{"d", "a", "b", "e", "c"}, keys); diff != "" {
		t.Error(diff)
	}
}

func FuzzParseWave(f *testing.F) {
	f.Add([]byte(waveFile))
	f.Add([]byte("{}"))
	f.Add([]byte("key: &a {b: *a}\n"))
	f.Add([]byte("? [a]\n: b\n"))
	f.Add([]byte("questions: [{options: [{share: {percent: 1e999}}]}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		wave, err := survey.ParseWave(data)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("want an Invalid error: %v", err)
			}
			return
		}
		if err := wave.Check(); err != nil {
			t.Fatalf("parsed, but %v", err)
		}
		again, err := survey.MarshalWave(wave)
		if err != nil {
			t.Fatal(err)
		}
		read, err := survey.ParseWave(again)
		if err != nil {
			t.Fatalf("own file not read back: %v\n%s", err, again)
		}
		if diff := cmp.Diff(wave, read); diff != "" {
			t.Fatalf("%s\n%s", diff, again)
		}
	})
}
