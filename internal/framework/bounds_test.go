package framework_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
)

func TestParseAcceptsWhatLiesOnTheBounds(t *testing.T) {
	t.Parallel()
	largest := minimal + "# "
	largest += strings.Repeat("x", framework.MaxFileSize-len(largest))
	for name, text := range map[string]string{
		"the largest file":     largest,
		"thresholds of 1":      minimal + "method: {min_area_coverage: 1, min_index_weight: 1, min_coverage: 1, max_not_applicable: 1}\n",
		"thresholds of 0":      minimal + "method: {min_area_coverage: 0, min_index_weight: 0, min_coverage: 0, max_not_applicable: 0, max_age_months: 0}\n",
		"min equals max":       in(`{key: x, type: number, low: 0, high: 1, min: 2, max: 2}`),
		"an agreeing down":     in(`{key: x, type: number, low: 3, high: 0, direction: down}`),
		"up where less counts": in(`{key: x, type: number, low: 3, high: 0, direction: up}`),
		"a fixed scale named":  in(`{key: x, type: level, scale: goalposts, direction: up}`),
		"one weight of two":    in("{key: x, type: level, weight: 0}\n      - {key: y, type: level, weight: 0.001}"),
		"exponents":            in(`{key: x, type: number, low: 1e1, high: -2.5E+2, weight: 2e-1}`),
		"a document mark":      "---" + minimal + "...\n",
		"one language":         in(`{key: x, type: level, title: {en: T}, levels: {en: [a, b, c, d, e, f]}}`),
	} {
		if _, err := framework.Parse(name, []byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := framework.Parse("a byte more", []byte(largest+"x")); err == nil {
		t.Error("a file beyond the limit is accepted")
	}
}

func TestParseRefusesWhatLiesBeyondTheBounds(t *testing.T) {
	t.Parallel()
	for _, entry := range []string{"min_area_coverage", "min_index_weight", "min_coverage", "max_not_applicable"} {
		for _, value := range []string{"1.001", "-0.001"} {
			_, err := framework.Parse("test", []byte(minimal+"method: {"+entry+": "+value+"}\n"))
			if diff := cmp.Diff([]problem{{8, "method/" + entry, "out_of_range"}}, problemsOf(t, err)); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%s", entry, value, diff)
			}
		}
	}
}

func TestParseReadsFlagsAsYAMLWritesThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"true": true, "True": true, "TRUE": true, "false": false, "False": false, "FALSE": false} {
		f := mustParse(t, in(`{key: x, type: level, not_applicable: `+text+`}`))
		if got := f.Places()[0].Indicator.NotApplicable; got != want {
			t.Errorf("not_applicable: %s is %v", text, got)
		}
	}
}

func TestParseReportsEveryFaultOfAList(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []problem
	}{
		"levels that are not text": {
			in("key: x\n        type: level\n        levels:\n          da:\n          - a\n          - [b]\n          - c\n          - {d: e}\n          - e\n          - f"),
			[]problem{{11, "x/levels/da", "not_text"}, {13, "x/levels/da", "not_text"}},
		},
		"areas without key": {
			"key: k\nversion: 1\nareas:\n  - {indicators: [{key: x, type: level}]}\n  - {indicators: [{key: y, type: level}]}\n",
			[]problem{{4, "areas[1]/key", "missing"}, {5, "areas[2]/key", "missing"}},
		},
		"a key that is a list": {in(`{key: [x], type: level}`), []problem{{6, "a/indicators[1]/key", "not_text"}}},
		"a number in a block":  {in("key: x\n        type: level\n        weight: |\n          1"), []problem{{8, "x/weight", "not_number"}}},
	}
	for name, tt := range tests {
		_, err := framework.Parse("test", []byte(tt.text))
		if diff := cmp.Diff(tt.want, problemsOf(t, err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestProblemsCarryWhatTheMessageNeeds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]map[string]any{
		in(`{key: x, type: level, levels: {da: [a, b]}}`): {"Count": 2, "Wanted": 6},
		in(`{key: a, type: level}`):                       {"Key": "a", "Line": 4},
		in(`{key: x, type: level, weight: -1}`):           {"Value": "-1", "Low": "0"},
		minimal + "method: {min_coverage: 2}\n":           {"Value": "2", "Low": "0", "High": "1"},
		minimal + "method: {missing: drop}\n":             {"Value": "drop", "Allowed": "renormalise, zero"},
		minimal + "title: {de: x}\n":                      {"Key": "de", "Allowed": "da, en"},
		in(`{key: x, type: level, low: 0}`):               {"Key": "low"},
	} {
		_, err := framework.Parse("test", []byte(text))
		var e *fault.Error
		if !errors.As(err, &e) || len(e.Problems) != 1 {
			t.Errorf("%q: error %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, e.Problems[0].Message.Args); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestSourceMayLackItsYear(t *testing.T) {
	t.Parallel()
	f := mustParse(t, minimal+"source: {title: A note}\n")
	if diff := cmp.Diff(framework.Source{Title: "A note"}, f.Source); diff != "" {
		t.Errorf("source (-want +got):\n%s", diff)
	}
}
