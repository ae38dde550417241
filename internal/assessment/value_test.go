package assessment_test

import (
	"math"
	"strings"
	"testing"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/sample"
)

func TestParseValue(t *testing.T) {
	t.Parallel()
	const level, percent, number, days, yesno = sample.Level, sample.Percent, sample.Number, sample.Days, sample.YesNo
	for _, c := range []struct {
		indicator framework.IndicatorKey
		typed     string
		da, en    string // the value, or the problem
	}{
		{level, "3", "3", "3"},
		{level, " 3 ", "3", "3"},
		{number, "12,5", "12.5", "12.5"},
		{number, "12.5", "12.5", "12.5"},
		{number, ",5", "0.5", "0.5"},
		{number, "5,", "5", "5"},
		{number, "-3", "-3", "-3"},
		{number, "−3", "-3", "-3"},
		{number, "+3", "3", "3"},
		{number, "-0", "0", "0"},
		{number, "1234", "1234", "1234"},
		{number, "1.234", "thousands", "1.234"},
		{number, "1,234", "1.234", "thousands"},
		{number, "-1.234", "thousands", "-1.234"},
		{number, "0.125", "0.125", "0.125"},
		{number, "0,125", "0.125", "0.125"},
		{number, "1234.567", "1234.567", "1234.567"},
		{number, "1.234,5", "thousands", "thousands"},
		{number, "1,234.5", "thousands", "thousands"},
		{number, "1.234.567", "thousands", "thousands"},
		{number, "1 234", "thousands", "thousands"},
		{number, "1\u00a0234", "thousands", "thousands"},
		{number, "1'234", "thousands", "thousands"},
		{percent, "33,3 %", "33.3", "33.3"},
		{percent, "33%", "33", "33"},
		{number, "33%", "not_a_number", "not_a_number"},
		{number, "tolv", "not_a_number", "not_a_number"},
		{number, "1e3", "not_a_number", "not_a_number"},
		{number, "0x10", "not_a_number", "not_a_number"},
		{number, "1_000", "not_a_number", "not_a_number"},
		{number, "NaN", "not_a_number", "not_a_number"},
		{number, "Inf", "not_a_number", "not_a_number"},
		{number, "1..5", "not_a_number", "not_a_number"},
		{number, "--1", "not_a_number", "not_a_number"},
		{number, "ca. 10", "not_a_number", "not_a_number"},
		{number, ".", "not_a_number", "not_a_number"},
		{number, "٣", "not_a_number", "not_a_number"},
		{days, "", "missing", "missing"},
		{days, " \t", "missing", "missing"},
		{yesno, "ja", "1", "1"},
		{yesno, "Nej", "0", "0"},
		{yesno, "YES", "1", "1"},
		{yesno, "no", "0", "0"},
		{yesno, "1", "1", "1"},
		{yesno, "0", "0", "0"},
		{yesno, "måske", "yesno_range", "yesno_range"},
		{yesno, "", "missing", "missing"},
	} {
		for lang, want := range map[string]string{"da": c.da, "en": c.en} {
			if got := parsed(c.indicator, c.typed, lang); got != want {
				t.Errorf("%q in %s = %s, want %s", c.typed, lang, got, want)
			}
		}
	}
}

// parsed is the value or the problem of what was typed.
func parsed(indicator framework.IndicatorKey, typed, lang string) string {
	value, problems := assessment.ParseValue(sample.Place(indicator).Indicator, typed, lang)
	if len(problems) > 0 {
		return strings.TrimPrefix(strings.TrimPrefix(problems[0].Message.Key, "assessment."), "value_")
	}
	return formatted(value)
}

func FuzzParseValue(f *testing.F) {
	for _, seed := range []string{"1.234,5", "−3", "33,3 %", "ja", "", "1e999", "9999999999999999999999"} {
		f.Add(seed, "da")
	}
	indicator := sample.Place(sample.Number).Indicator
	f.Fuzz(func(t *testing.T, typed, lang string) {
		value, problems := assessment.ParseValue(indicator, typed, lang)
		if len(problems) == 0 && (math.IsNaN(value) || math.IsInf(value, 0)) {
			t.Errorf("%q was read as %v", typed, value)
		}
	})
}
