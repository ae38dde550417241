package method_test

import (
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
