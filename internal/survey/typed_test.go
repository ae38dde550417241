package survey_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/sample"
	"modenhed/internal/survey"
)

// typed is what an analyst types when the note's figure turns up.
func typed() survey.Typed {
	return survey.Typed{
		Question: "gains",
		Shares:   map[string]string{"harvested": "57", "potential": "43"},
		Title:    "Figur 1",
	}
}

// but changes what is typed.
func but(change func(*survey.Typed)) survey.Typed {
	t := typed()
	change(&t)
	return t
}

func TestEnterReadsWhatIsTyped(t *testing.T) {
	t.Parallel()
	got, err := survey.Enter(sample.Wave(), survey.Typed{
		Question: "gains",
		Shares:   map[string]string{"harvested": " 56,9 % ", "potential": "34.1%", "other": "12"},
		Added: []survey.TypedOption{
			{},
			{Text: survey.Text{DA: " Ved ikke", EN: "Don’t know, or: no answer"}, Reading: "dontknow", Share: "9"},
			{Text: survey.Text{DA: "Åh", EN: "Æ"}, Share: "0"},
		},
		Title: "Figur 1\r\n", Publisher: " Dansk Erhverv ", Year: "2017 ", Address: "https://example.org/figur ",
		Comment: "aflæst",
	})
	if err != nil {
		t.Fatal(err)
	}
	stated := func(percent float64) survey.Share { return survey.Share{Basis: survey.Stated, Percent: &percent} }
	want := sample.Wave()
	q := &want.Questions[0]
	q.Source = &survey.Source{Title: "Figur 1", Publisher: "Dansk Erhverv", Year: 2017, URL: "https://example.org/figur"}
	q.Options[0].Share, q.Options[1].Share = stated(56.9), stated(34.1)
	q.Options = append(q.Options,
		survey.Option{
			Key: "dont_know_or_no_answer", Reading: survey.DontKnow, Share: stated(9),
			Text: survey.Text{DA: "Ved ikke", EN: "Don’t know, or: no answer"},
		},
		survey.Option{Key: "option", Text: survey.Text{DA: "Åh", EN: "Æ"}, Share: stated(0)})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEnterGivesEveryAddedOptionItsOwnKey(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a very long answer ", 10)
	option := func(en string) survey.TypedOption {
		return survey.TypedOption{Text: survey.Text{DA: "x", EN: en}, Share: "0"}
	}
	got, err := survey.Enter(sample.Wave(), but(func(t *survey.Typed) {
		t.Added = []survey.TypedOption{option("Harvested"), option("harvested!"), option(long), option(long)}
	}))
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, o := range got.Questions[0].Options {
		keys = append(keys, o.Key)
	}
	cut := "a_very_long_answer_a_very_long_answer_a"
	want := []string{"harvested", "potential", "harvested_2", "harvested_3", cut, cut + "_2"}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Error(diff)
	}
}

func TestEnterTellsEveryProblemOnceAtItsField(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		typed survey.Typed
		want  []string
	}{
		"nothing typed": {
			survey.Typed{Question: "gains"},
			[]string{"shares/harvested survey.share_empty", "shares/potential survey.share_empty", "source/title survey.source_missing"},
		},
		"no numbers": {
			but(func(t *survey.Typed) {
				t.Shares = map[string]string{"harvested": "de fleste", "potential": "1.234,5"}
				t.Year = "i år"
			}),
			[]string{"shares/harvested table.not_number", "shares/potential table.thousands", "source/year survey.year_form"},
		},
		"out of range": {
			but(func(t *survey.Typed) {
				t.Shares = map[string]string{"harvested": "100,5", "potential": "-1"}
				t.Year = "217"
				t.Address = "www.example.org"
			}),
			[]string{
				"shares/harvested survey.percent_range", "shares/potential survey.percent_range",
				"source/year survey.year_form", "source/url survey.source_address",
			},
		},
		"sum": {
			but(func(t *survey.Typed) { t.Shares["potential"] = "42,4" }),
			[]string{"shares survey.sum_not_100"},
		},
		"half an option added": {
			but(func(t *survey.Typed) {
				t.Added = []survey.TypedOption{{}, {Text: survey.Text{DA: "Ved ikke"}, Reading: "perhaps"}}
			}),
			[]string{
				"added[1]/share/percent survey.share_empty", "added[1]/text/en survey.text_missing",
				"added[1]/reading survey.reading_unknown",
			},
		},
		"too long and unreadable": {
			but(func(t *survey.Typed) {
				t.Title = strings.Repeat("å", survey.MaxText+1)
				t.Publisher = "Dansk\x00Erhverv"
				t.Address = "https://example.org/" + strings.Repeat("a", survey.MaxAddress)
				t.Comment = "a\u202eb"
			}),
			[]string{
				"source/title survey.text_too_long", "source/publisher survey.text_unreadable",
				"source/url survey.text_too_long", "comment survey.text_unreadable",
			},
		},
		"a question of another wave": {
			but(func(t *survey.Typed) { t.Question = "other" }),
			[]string{"question survey.question_unknown"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := survey.Enter(sample.Wave(), test.typed)
			got := problemsOf(t, err)
			for _, want := range test.want {
				if !got["0 "+want] {
					t.Errorf("no problem %q", want)
				}
			}
			if len(got) != len(test.want) {
				t.Errorf("problems are %v", got)
			}
		})
	}
}

func TestEnterTakesLongestTexts(t *testing.T) {
	t.Parallel()
	_, err := survey.Enter(sample.Wave(), but(func(t *survey.Typed) {
		t.Title = strings.Repeat("å", survey.MaxText)
		t.Comment = strings.Repeat("å\r\n", survey.MaxComment/2)
	}))
	if err != nil {
		t.Error(err)
	}
}

// TestWhatIsEnteredCanBeReadBack guards the record: whatever is typed is either
// refused or makes a wave that its file gives back.
func TestWhatIsEnteredCanBeReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ -~æøå\n]{0,20}`))
		percent := rapid.OneOf(rapid.StringMatching(`[0-9]{1,2}([.,][0-9])?`), rapid.String(), rapid.Just("100"), rapid.Just("0"))
		wave, err := survey.Enter(sample.Wave(), survey.Typed{
			Question: "gains",
			Shares:   map[string]string{"harvested": percent.Draw(rt, "a"), "potential": percent.Draw(rt, "b")},
			Added: []survey.TypedOption{{
				Text:    survey.Text{DA: text.Draw(rt, "da"), EN: text.Draw(rt, "en")},
				Reading: rapid.SampledFrom([]string{"", "dontknow"}).Draw(rt, "reading"),
				Share:   percent.Draw(rt, "c"),
			}},
			Title: text.Draw(rt, "title"), Publisher: text.Draw(rt, "publisher"),
			Year: rapid.SampledFrom([]string{"", "2017"}).Draw(rt, "year"),
		})
		if err != nil {
			return
		}
		file, err := survey.MarshalWave(wave)
		if err != nil {
			rt.Fatal(err)
		}
		got, err := survey.ParseWave(file)
		if err != nil {
			rt.Fatalf("%v\n%s", err, file)
		}
		if diff := cmp.Diff(wave, got); diff != "" {
			rt.Fatalf("%s\n%s", diff, file)
		}
	})
}
