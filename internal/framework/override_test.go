package framework_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
)

const mixed = `
key: k
version: 1
areas:
  - key: a
    aggregation: harmonic
    areas:
      - key: b
        indicators:
          - {key: up, type: number, low: 0, high: 40}
          - {key: less, type: days, low: 60, high: 10}
          - {key: both, type: percent, scale: minmax, low: 9, high: 1}
          - {key: level, type: level}
          - {key: yes, type: yesno}
`

func scales(f *framework.Framework) map[framework.IndicatorKey]framework.Scale {
	out := make(map[framework.IndicatorKey]framework.Scale)
	for _, p := range f.Places() {
		out[p.Indicator.Key] = p.Indicator.Scale
	}
	return out
}

func TestWithScaleReplacesNumericScalesAndKeepsTheDirection(t *testing.T) {
	t.Parallel()
	f := mustParse(t, mixed)
	original := mustParse(t, mixed)
	got, err := f.WithScale(framework.MinMax)
	if err != nil {
		t.Fatal(err)
	}
	want := map[framework.IndicatorKey]framework.Scale{
		"up":    {Kind: framework.MinMax, Low: 0, High: 40},
		"less":  {Kind: framework.MinMax, Low: 60, High: 10, Down: true},
		"both":  {Kind: framework.MinMax, Low: 9, High: 1, Down: true},
		"level": {Kind: framework.Goalposts, High: 5},
		"yes":   {Kind: framework.Goalposts, High: 1},
	}
	if diff := cmp.Diff(want, scales(got)); diff != "" {
		t.Errorf("minmax scales (-want +got):\n%s", diff)
	}
	back, err := got.WithScale(framework.Goalposts)
	if err != nil {
		t.Fatal(err)
	}
	if scale := scales(back)["both"]; scale.Kind != framework.Goalposts || !scale.LessIsBetter() {
		t.Errorf("goalposts of an indicator that has both = %+v", scale)
	}
	if diff := cmp.Diff(original, f); diff != "" {
		t.Errorf("the framework itself changed:\n%s", diff)
	}
}

func TestWithScaleNamesIndicatorsWithoutGoalposts(t *testing.T) {
	t.Parallel()
	f := mustParse(t, `
key: k
version: 1
areas: [{key: a, indicators: [
  {key: l, type: level}, {key: x, type: number, scale: minmax}, {key: y, type: number, low: 0, high: 1}, {key: z, type: percent, scale: minmax, direction: down}]}]
`)
	_, err := f.WithScale(framework.Goalposts)
	want := []problem{{0, "x", "no_goalposts"}, {0, "z", "no_goalposts"}}
	if diff := cmp.Diff(want, problemsOf(t, err)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestWithAggregationKeepsWhatAreasDeclare(t *testing.T) {
	t.Parallel()
	f := mustParse(t, mixed)
	got := f.WithAggregation(framework.Geometric)
	if got.Method.Aggregation != framework.Geometric || got.Areas[0].Aggregation != framework.Harmonic {
		t.Errorf("method %v, area %v", got.Method.Aggregation, got.Areas[0].Aggregation)
	}
	if f.Method.Aggregation != framework.Arithmetic {
		t.Errorf("the framework itself changed to %v", f.Method.Aggregation)
	}
}

func TestWithMissingChangesTheRuleOnly(t *testing.T) {
	t.Parallel()
	f := mustParse(t, mixed)
	got := f.WithMissing(framework.Zero)
	want := mustParse(t, mixed)
	if diff := cmp.Diff(want, f); diff != "" {
		t.Errorf("the framework itself changed:\n%s", diff)
	}
	want.Method.Missing = framework.Zero
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPlacesNameTheHoldingAndTheTopArea(t *testing.T) {
	t.Parallel()
	f := mustParse(t, mixed)
	place, ok := f.Indicator("less")
	if !ok || place.Area.Key != "b" || place.Top.Key != "a" {
		t.Errorf("place = %+v, %v", place, ok)
	}
	if _, ok := f.Indicator("none"); ok {
		t.Error("an indicator that does not exist is found")
	}
	if area, ok := f.Area("a"); !ok || area.Areas[0].Key != "b" {
		t.Errorf("area a = %+v, %v", area, ok)
	}
	if _, ok := f.Area("b"); ok {
		t.Error("a sub-area is found among the top areas")
	}
}

func TestTextFallsBackToTheOtherLanguage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text     framework.Text
		lang, is string
	}{
		{framework.Text{DA: "ja", EN: "yes"}, "da", "ja"},
		{framework.Text{DA: "ja", EN: "yes"}, "en", "yes"},
		{framework.Text{DA: "ja"}, "en", "ja"},
		{framework.Text{EN: "yes"}, "da", "yes"},
		{framework.Text{}, "da", ""},
	}
	for _, tt := range tests {
		if got := tt.text.In(tt.lang); got != tt.is {
			t.Errorf("%+v in %s = %q, want %q", tt.text, tt.lang, got, tt.is)
		}
	}
}
