package survey_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/survey"
)

func TestEnterSharesReplacesWordsByFigures(t *testing.T) {
	t.Parallel()
	wave := parseWave(t)
	before := parseWave(t)
	source := survey.Source{Title: "Figur 1 i notatet", URL: "https://example.org/figur"}
	got, err := survey.EnterShares(wave, survey.ExactShares{
		Question: "gains",
		Percent:  map[string]float64{"all": 66.4, "more": 33.4},
		Source:   source,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := parseWave(t)
	want.Questions[0].Source = &source
	want.Questions[0].Options[0].Share = survey.Share{Basis: survey.Stated, Percent: pointer(66.4)}
	want.Questions[0].Options[1].Share = survey.Share{Basis: survey.Stated, Percent: pointer(33.4)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before, wave); diff != "" {
		t.Errorf("the wave given was changed:\n%s", diff)
	}
	if err := got.Check(); err != nil {
		t.Errorf("the corrected wave: %v", err)
	}
}

func TestEnterSharesTakesOptionsTheWaveDidNotHave(t *testing.T) {
	t.Parallel()
	added := survey.Option{
		Key: "dontknow", Text: survey.Text{DA: "Ved ikke", EN: "Don’t know"}, Reading: survey.DontKnow,
		Share: survey.Share{Basis: survey.Stated, Percent: pointer(9.1)},
	}
	exact := survey.ExactShares{
		Question: "gains",
		Percent:  map[string]float64{"all": 56.9, "more": 34},
		Added:    []survey.Option{added},
		Source:   survey.Source{Title: "Figur 1"},
	}
	got, err := survey.EnterShares(parseWave(t), exact)
	if err != nil {
		t.Fatal(err)
	}
	options := got.Questions[0].Options
	if len(options) != 3 {
		t.Fatalf("%d options, want 3", len(options))
	}
	if diff := cmp.Diff(added, options[2]); diff != "" {
		t.Error(diff)
	}
	exact.Added[0].Key = "all"
	exact.Added[0].Text.EN = ""
	_, err = survey.EnterShares(parseWave(t), exact)
	problems := problemsOf(t, err)
	for _, want := range []string{"0 added[1]/key survey.repeated_key", "0 added[1]/text/en survey.text_missing"} {
		if !problems[want] {
			t.Errorf("no problem %q among %v", want, problems)
		}
	}
}

func TestEnterSharesReportsEveryProblem(t *testing.T) {
	t.Parallel()
	source := survey.Source{Title: "Figur 1"}
	for name, test := range map[string]struct {
		exact survey.ExactShares
		want  []string
	}{
		"unknown question": {
			survey.ExactShares{Question: "other", Source: source},
			[]string{"0 question survey.question_unknown"},
		},
		"everything": {
			survey.ExactShares{
				Question: "gains",
				Percent:  map[string]float64{"all": 101, "none": 3},
				Source:   survey.Source{URL: "figure 1"},
			},
			[]string{
				"0 shares/all survey.percent_range", "0 shares/more survey.share_missing",
				"0 shares/none survey.option_unknown", "0 source/title survey.source_missing", "0 source/url survey.source_address",
			},
		},
		"sum too small": {
			survey.ExactShares{Question: "gains", Percent: map[string]float64{"all": 60, "more": 39.4}, Source: source},
			[]string{"0 shares survey.sum_not_100"},
		},
		"sum too large": {
			survey.ExactShares{Question: "gains", Percent: map[string]float64{"all": 60, "more": 40.6}, Source: source},
			[]string{"0 shares survey.sum_not_100"},
		},
		"not a number": {
			survey.ExactShares{Question: "gains", Percent: map[string]float64{"all": math.NaN(), "more": 40}, Source: source},
			[]string{"0 shares/all survey.percent_range"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := survey.EnterShares(parseWave(t), test.exact)
			got := problemsOf(t, err)
			if len(got) != len(test.want) {
				t.Errorf("got %v", got)
			}
			for _, want := range test.want {
				if !got[want] {
					t.Errorf("no problem %q among %v", want, got)
				}
			}
		})
	}
}

func TestEnterSharesTakesRoundingAndSeveralChoices(t *testing.T) {
	t.Parallel()
	source := survey.Source{Title: "Figur 1"}
	rounded := survey.ExactShares{Question: "gains", Percent: map[string]float64{"all": 66.4, "more": 34.1}, Source: source}
	if _, err := survey.EnterShares(parseWave(t), rounded); err != nil {
		t.Errorf("a sum of 100.5: %v", err)
	}
	wave := parseWave(t)
	wave.Questions[0].Multiple = true
	several := survey.ExactShares{Question: "gains", Percent: map[string]float64{"all": 80, "more": 70}, Source: source}
	if _, err := survey.EnterShares(wave, several); err != nil {
		t.Errorf("several choices: %v", err)
	}
}

// TestAnyTextSurvivesTheFile guards what an analyst types: it is written to a
// wave file and must come back as it was.
func TestAnyTextSurvivesTheFile(t *testing.T) {
	t.Parallel()
	text := rapid.Map(rapid.OneOf(
		rapid.StringMatching(`[ -~æøåÆØÅ’–„”\n\t]{0,40}`),
		rapid.SampledFrom([]string{"null", "true", "~", "12", "1e3", "- a", "a: b", "#x", "&a", "*a", "!t", "%", "@", "`", "'", `"`, "|", ">", "{}", "[]", "? x", "2017-06", "=", "<<", "\\", "a\nb", "a\n\nb", "  x", "\u2028"}),
	).Filter(func(s string) bool { return strings.TrimSpace(s) != "" }), strings.TrimSpace)
	rapid.Check(t, func(rt *rapid.T) {
		wave := parseWave(t)
		wave.Title = survey.Text{DA: text.Draw(rt, "da"), EN: text.Draw(rt, "en")}
		wave.Method = survey.Text{DA: text.Draw(rt, "method")}
		wave.Questions[0].Source = &survey.Source{Title: text.Draw(rt, "source"), Year: 2017}
		wave.Questions[0].Options[0].Share.Note.EN = text.Draw(rt, "note")
		wave.Questions[0].Options[1].Share.Percent = pointer(rapid.Float64Range(0, 30).Draw(rt, "percent"))
		data, err := survey.MarshalWave(wave)
		if err != nil {
			rt.Fatal(err)
		}
		got, err := survey.ParseWave(data)
		if err != nil {
			rt.Fatalf("%v\n%s", err, data)
		}
		if diff := cmp.Diff(wave, got); diff != "" {
			rt.Fatalf("%s\n%s", diff, data)
		}
	})
}
