package method_test

import (
	"net/url"
	"strings"
	"testing"
	_ "time/tzdata"

	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/method"
)

const file = `
key: test
version: 1
areas:
  - key: a
    indicators:
      - {key: a.one, type: level}
`

// TestTheWordsFollowTheDeclaredMethod changes one rule at a time and looks for
// the words that say so.
func TestTheWordsFollowTheDeclaredMethod(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct{ rules, want, not string }{
		"default":       {"", "never count as 0 points", "geometric"},
		"geometric":     {"aggregation: geometric", "weighted geometric mean", "weighted mean of the areas that"},
		"harmonic":      {"aggregation: harmonic", "weighted harmonic mean", "geometric"},
		"zero":          {"missing: zero", "count as 0 points here", "never count as 0"},
		"area coverage": {"min_area_coverage: 0.6", "at least 60% of its questions", ""},
		"index weight":  {"min_index_weight: 0.75", "at least 75% of the weight", ""},
		"age":           {"max_age_months: 18", "more than 18 months old", ""},
		"no age":        {"max_age_months: 0", "", "months old do not count"},
		"rank":          {"min_coverage: 0.5", "coverage is at least 50%", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text := file
			if row.rules != "" {
				text += "method:\n  " + row.rules + "\n"
			}
			f, err := framework.Parse("test.yaml", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			var all strings.Builder
			for _, step := range method.Calculation(catalogue.Printer(locale.English), f) {
				all.WriteString(step.Title + " " + strings.Join(step.Text, " ") + " " + step.Formula + "\n")
			}
			if !strings.Contains(all.String(), row.want) {
				t.Errorf("no %q in:\n%s", row.want, all.String())
			}
			if row.not != "" && strings.Contains(all.String(), row.not) {
				t.Errorf("%q in:\n%s", row.not, all.String())
			}
		})
	}
}

func printer(t *testing.T, lang locale.Lang) *locale.Printer {
	t.Helper()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.Printer(lang)
}

func parsed(t *testing.T) *framework.Framework {
	t.Helper()
	f, err := framework.Parse("test.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestEveryPartAndStepIsExplained looks for anchors that are used once and for
// words that are there.
func TestEveryPartAndStepIsExplained(t *testing.T) {
	t.Parallel()
	for _, lang := range []locale.Lang{locale.Danish, locale.English} {
		seen := make(map[string]bool)
		check := func(key, title string, texts ...string) {
			if key == "" || seen[key] || title == "" {
				t.Errorf("%s: key %q is used twice or has no title (%q)", lang, key, title)
			}
			seen[key] = true
			for _, text := range texts {
				if text == "" || strings.Contains(text, "{{") || strings.Contains(text, "<no value>") {
					t.Errorf("%s: %s says %q", lang, key, text)
				}
			}
		}
		for _, part := range method.Parts(printer(t, lang), parsed(t)) {
			check(part.Key, part.Title)
			for _, s := range part.Steps {
				check(s.Key, s.Title, s.Text...)
				if len(s.Text) == 0 {
					t.Errorf("%s: %s says nothing", lang, s.Key)
				}
			}
		}
		for _, want := range []string{"intervals", "rank_groups", "headlines", "sensitivity", "what_if", "peers", "next_step", "goal", "movement", "as_of", "rounds"} {
			if !seen[want] {
				t.Errorf("%s: nothing is said of %s", lang, want)
			}
		}
	}
}

// TestTheFiguresOfUncertaintyAreThoseInUse compares with the settings that draw.
func TestTheFiguresOfUncertaintyAreThoseInUse(t *testing.T) {
	t.Parallel()
	said := make(map[string]string)
	for _, part := range method.Parts(printer(t, locale.English), parsed(t)) {
		for _, s := range part.Steps {
			said[s.Key] = strings.Join(s.Text, " ") + " " + s.Formula
		}
	}
	for key, want := range map[string][]string{
		// √(0.14 · 0.86 / 61) is 0.044.
		"intervals":   {"10,000 times", "concentration 60", "A weight of 14% then typically varies by about 4 percentage points", "seed 2017", "of type 1", "not of the measurement", "Dirichlet(60 · w)"},
		"rank_groups": {"at least 90% of the draws"},
		"headlines":   {"at least 95% of them", "fragile from 75%"},
		"sensitivity": {"up to 25% up or down", "16,384 base draws"},
		"peers":       {"is added 1 when", "and 0.5 when", "+ 1 · [different group] + 0.5 · [different region]"},
		"movement":    {"1. Method and questions", "2. The other municipalities", "3. The municipality’s own answers", "4. Answers that are missing", "5. Shared ranks"},
		"rounds":      {"SHA-256", "nine decimals", "modenhed verify"},
	} {
		for _, text := range want {
			if !strings.Contains(said[key], text) {
				t.Errorf("%s does not say %q but %q", key, text, said[key])
			}
		}
	}
}

func TestLiteratureCanBeFound(t *testing.T) {
	t.Parallel()
	works := method.Literature(printer(t, locale.English))
	seen := make(map[string]bool)
	for _, w := range works {
		address, err := url.Parse(w.Address)
		if err != nil || address.Scheme != "https" || address.Host == "" || seen[w.Address] || w.Title == "" || w.Use == "" {
			t.Errorf("%q, %q is at %q (%v)", w.Title, w.Use, w.Address, err)
		}
		seen[w.Address] = true
	}
	for _, author := range []string{"OECD and JRC (2008)", "Saisana", "Saltelli, Annoni", "Marsaglia and Tsang"} {
		found := false
		for _, w := range works {
			found = found || strings.HasPrefix(w.Title, author)
		}
		if !found {
			t.Errorf("%s is missing", author)
		}
	}
}
