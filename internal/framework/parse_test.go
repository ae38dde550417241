package framework_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
)

const minimal = `
key: tiny
version: 1
areas:
  - key: a
    indicators:
      - {key: a.x, type: level}
`

func mustParse(t *testing.T, text string) *framework.Framework {
	t.Helper()
	f, err := framework.Parse("test.yaml", []byte(text))
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	return f
}

func TestParseGivesEveryAbsentEntryItsDefault(t *testing.T) {
	t.Parallel()
	got := mustParse(t, minimal)
	want := &framework.Framework{
		Key:     "tiny",
		Version: 1,
		Method: framework.Method{
			Aggregation:      framework.Arithmetic,
			Missing:          framework.Renormalise,
			MinCoverage:      0.666,
			MaxNotApplicable: 1,
		},
		Areas: []framework.Area{{
			Key:    "a",
			Weight: 1,
			Indicators: []framework.Indicator{{
				Key:           "a.x",
				Weight:        1,
				Type:          framework.Level,
				Scale:         framework.Scale{Kind: framework.Goalposts, High: 5},
				NotApplicable: true,
			}},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("framework (-want +got):\n%s", diff)
	}
}

func TestParseReadsEveryEntry(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, err := framework.Parse("full.yaml", data)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	low, high := 0.0, 500.0
	want := &framework.Framework{
		Key:     "Full-1",
		Version: 3,
		Title:   framework.Text{DA: "Fuld: æøå", EN: "Full"},
		Source:  framework.Source{Title: "A note", Publisher: "A house", Year: 2017},
		Method: framework.Method{
			Aggregation: framework.Geometric, Missing: framework.Zero,
			MinAreaCoverage: 0.5, MinIndexWeight: 0.75, MinCoverage: 0.25, MaxNotApplicable: 0.2, MaxAgeMonths: 24,
		},
		Areas: []framework.Area{
			{
				Key: "top", Weight: 2.5, Title: framework.Text{DA: "Øverst", EN: "Top"}, Why: framework.Text{DA: "Fordi", EN: "Because it folds"},
				Aggregation: framework.Harmonic,
				Areas: []framework.Area{
					{Key: "sub", Weight: 1, Indicators: []framework.Indicator{
						{
							Key: "sub.n", Weight: 0.5, Type: framework.Number, Unit: framework.Text{DA: "stk.", EN: "items"},
							Min: &low, Max: &high, Scale: framework.Scale{Kind: framework.Goalposts, Low: 0, High: 40},
							Title: framework.Text{DA: "T", EN: "T"}, Question: framework.Text{DA: "S", EN: "Q"}, Help: framework.Text{DA: "H", EN: "H"},
						},
						{Key: "sub.d", Weight: 1, Type: framework.Days, NotApplicable: true, Scale: framework.Scale{Kind: framework.Goalposts, Low: 60, High: 10, Down: true}},
						{Key: "sub.p", Weight: 1, Type: framework.Percent, NotApplicable: true, Scale: framework.Scale{Kind: framework.MinMax, Down: true}},
					}},
				},
			},
			{
				Key: "Other", Weight: 0, Indicators: []framework.Indicator{
					{
						Key: "o.level", Weight: 1, Type: framework.Level, NotApplicable: true, Scale: framework.Scale{Kind: framework.Goalposts, High: 5},
						Levels: []framework.Text{{DA: "n0", EN: "l0"}, {DA: "n1", EN: "l1"}, {DA: "n2", EN: "l2"}, {DA: "n3", EN: "l3"}, {DA: "n4", EN: "l4"}, {DA: "n5", EN: "l5"}},
					},
					{Key: "o.yes", Weight: 1, Type: framework.YesNo, NotApplicable: true, Scale: framework.Scale{Kind: framework.Goalposts, High: 1}},
				},
			},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("framework (-want +got):\n%s", diff)
	}
}

func TestParseReadsTheSameFromJSON(t *testing.T) {
	t.Parallel()
	const json = "{\n\t\"key\": \"tiny\",\r\n\t\"version\": 1,\n\t\"areas\": [{\"key\":\"a\",\"indicators\":[{\"key\":\"a.x\",\"type\":\"level\"}]}]\n}\n"
	if diff := cmp.Diff(mustParse(t, minimal), mustParse(t, json)); diff != "" {
		t.Errorf("YAML and JSON differ:\n%s", diff)
	}
	if diff := cmp.Diff(mustParse(t, minimal), mustParse(t, "\ufeff"+strings.ReplaceAll(minimal, "\n", "\r\n"))); diff != "" {
		t.Errorf("a byte-order mark or CRLF changes the result:\n%s", diff)
	}
}

func TestParseResolvesAliases(t *testing.T) {
	t.Parallel()
	f := mustParse(t, `
key: k
version: 1
areas:
  - key: a
    indicators:
      - key: x
        type: level
        levels: {da: &steps [a, b, c, d, e, f], en: *steps}
`)
	if got := f.Areas[0].Indicators[0].Levels[2]; got != (framework.Text{DA: "c", EN: "c"}) {
		t.Errorf("level 2 = %v", got)
	}
}

// problem is a fault.Problem without its arguments.
type problem struct {
	Row   int
	Field string
	Key   string
}

func problemsOf(t *testing.T, err error) []problem {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Invalid {
		t.Fatalf("error is %v, want an invalid *fault.Error", err)
	}
	var out []problem
	for _, p := range e.Problems {
		out = append(out, problem{p.Row, p.Field, strings.TrimPrefix(p.Message.Key, "framework.")})
	}
	return out
}

// in puts an indicator, written as a flow mapping on line 6, into an otherwise valid file.
func in(indicator string) string {
	return "key: k\nversion: 1\nareas:\n  - key: a\n    indicators:\n      - " + indicator + "\n"
}

func TestParseNamesEveryProblemWithItsLine(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []problem
	}{
		"empty file":           {"", []problem{{0, "", "empty_file"}}},
		"comments only":        {"# nothing\n", []problem{{0, "", "empty_file"}}},
		"not a mapping":        {"- 1\n", []problem{{1, "", "not_framework"}}},
		"not YAML":             {"key: [1\n", []problem{{1, "", "not_yaml"}}},
		"two documents":        {minimal + "---\nkey: b\n", []problem{{9, "", "several_documents"}}},
		"not UTF-8":            {"key: \xe6\n", []problem{{0, "", "not_utf8"}}},
		"nothing required":     {"title: {da: x}\n", []problem{{1, "version", "missing"}, {1, "key", "missing"}, {1, "areas", "no_areas"}}},
		"null is absent":       {"key: ~\nversion:\nareas: null\n", []problem{{2, "version", "missing"}, {1, "key", "missing"}, {3, "areas", "no_areas"}}},
		"empty areas":          {"key: k\nversion: 1\nareas: []\n", []problem{{3, "areas", "no_areas"}}},
		"areas not a list":     {"key: k\nversion: 1\nareas: {a: 1}\n", []problem{{3, "areas", "not_list"}}},
		"unknown at the top":   {minimal + "wieght: 1\n", []problem{{8, "wieght", "unknown_key"}}},
		"repeated entry":       {minimal + "key: other\n", []problem{{8, "key", "repeated_entry"}}},
		"unknown in method":    {minimal + "method: {min_area: 1}\n", []problem{{8, "method/min_area", "unknown_key"}}},
		"unknown in title":     {minimal + "title:\n  da: x\n  de: y\n", []problem{{10, "title/de", "unknown_key"}}},
		"title is text":        {minimal + "title: hello\n", []problem{{8, "title", "not_mapping"}}},
		"text is a list":       {minimal + "title: {da: [a]}\n", []problem{{8, "title/da", "not_text"}}},
		"version not whole":    {strings.Replace(minimal, "version: 1", "version: 1.5", 1), []problem{{3, "version", "not_integer"}}},
		"version text":         {strings.Replace(minimal, "version: 1", "version: \"1\"", 1), []problem{{3, "version", "not_number"}}},
		"version zero":         {strings.Replace(minimal, "version: 1", "version: 0", 1), []problem{{3, "version", "out_of_range"}}},
		"key with comma":       {strings.Replace(minimal, "a.x", "\"a,x\"", 1), []problem{{7, "a,x/key", "bad_key"}}},
		"key with semicolon":   {strings.Replace(minimal, "a.x", "\"a;x\"", 1), []problem{{7, "a;x/key", "bad_key"}}},
		"key with space":       {strings.Replace(minimal, "a.x", "a x", 1), []problem{{7, "a x/key", "bad_key"}}},
		"framework key":        {strings.Replace(minimal, "tiny", "ti ny", 1), []problem{{2, "key", "bad_key"}}},
		"empty key":            {in(`{key: "", type: level}`), []problem{{6, "a/indicators[1]/key", "missing"}}},
		"no key":               {in(`{type: level}`), []problem{{6, "a/indicators[1]/key", "missing"}}},
		"area key reused":      {in(`{key: a, type: level}`), []problem{{6, "a/key", "repeated_key"}}},
		"no type":              {in(`{key: x}`), []problem{{6, "x/type", "missing"}}},
		"unknown type":         {in(`{key: x, type: Level}`), []problem{{6, "x/type", "bad_word"}}},
		"unknown scale":        {in(`{key: x, type: percent, scale: zscore}`), []problem{{6, "x/scale", "bad_word"}, {6, "x/low", "goalpost_missing"}, {6, "x/high", "goalpost_missing"}}},
		"unknown direction":    {in(`{key: x, type: percent, scale: minmax, direction: left}`), []problem{{6, "x/direction", "bad_word"}}},
		"negative weight":      {in(`{key: x, type: level, weight: -1}`), []problem{{6, "x/weight", "too_small"}}},
		"infinite weight":      {in(`{key: x, type: level, weight: .inf}`), []problem{{6, "x/weight", "not_number"}}},
		"weight not a number":  {in(`{key: x, type: level, weight: .nan}`), []problem{{6, "x/weight", "not_number"}}},
		"weight too large":     {in(`{key: x, type: level, weight: 1e999}`), []problem{{6, "x/weight", "not_number"}}},
		"weights overflow":     {in("{key: x, type: level, weight: 1.7e308}\n      - {key: y, type: level, weight: 1.7e308}"), []problem{{6, "a/indicators", "weights"}}},
		"octal":                {in(`{key: x, type: level, weight: 010}`), []problem{{6, "x/weight", "not_number"}}},
		"hexadecimal":          {in(`{key: x, type: level, weight: 0x10}`), []problem{{6, "x/weight", "not_number"}}},
		"underscore":           {in(`{key: x, type: level, weight: 1_0}`), []problem{{6, "x/weight", "not_number"}}},
		"decimal comma":        {in("key: x\n        type: level\n        weight: 1,5"), []problem{{8, "x/weight", "not_number"}}},
		"all weights zero":     {in(`{key: x, type: level, weight: 0}`), []problem{{6, "a/indicators", "weights"}}},
		"area weights zero":    {strings.Replace(minimal, "- key: a", "- weight: 0\n    key: a", 1), []problem{{5, "areas", "weights"}}},
		"no goalposts":         {in(`{key: x, type: percent}`), []problem{{6, "x/low", "goalpost_missing"}, {6, "x/high", "goalpost_missing"}}},
		"one goalpost":         {in(`{key: x, type: days, low: 3}`), []problem{{6, "x/high", "goalpost_missing"}}},
		"equal goalposts":      {in(`{key: x, type: number, low: 3, high: 3.0}`), []problem{{6, "x/high", "goalposts_equal"}}},
		"down against low":     {in(`{key: x, type: number, low: 0, high: 3, direction: down}`), []problem{{6, "x/direction", "direction_contradicts"}}},
		"up against high":      {in(`{key: x, type: number, scale: minmax, low: 3, high: 0, direction: up}`), []problem{{6, "x/direction", "direction_contradicts"}}},
		"minmax, one goalpost": {in(`{key: x, type: number, scale: minmax, high: 3}`), []problem{{6, "x/low", "goalpost_missing"}}},
		"level with goalposts": {in(`{key: x, type: level, low: 0, high: 5}`), []problem{{6, "x/low", "fixed_scale"}, {6, "x/high", "fixed_scale"}}},
		"yesno with minmax":    {in(`{key: x, type: yesno, scale: minmax, direction: down}`), []problem{{6, "x/scale", "fixed_scale"}, {6, "x/direction", "fixed_scale"}}},
		"min above max":        {in(`{key: x, type: number, low: 0, high: 1, min: 2, max: 1}`), []problem{{6, "x/max", "min_above_max"}}},
		"min on percent":       {in(`{key: x, type: percent, low: 0, high: 1, min: 2}`), []problem{{6, "x/min", "number_only"}}},
		"five levels":          {in(`{key: x, type: level, levels: {da: [a, b, c, d, e], en: [a, b, c, d, e, f]}}`), []problem{{6, "x/levels/da", "level_count"}}},
		"seven levels":         {in(`{key: x, type: level, levels: {en: [a, b, c, d, e, f, g]}}`), []problem{{6, "x/levels/en", "level_count"}}},
		"levels not a list":    {in(`{key: x, type: level, levels: {en: abc}}`), []problem{{6, "x/levels/en", "not_list"}}},
		"levels on yesno":      {in(`{key: x, type: yesno, levels: {en: [a, b, c, d, e, f]}}`), []problem{{6, "x/levels", "level_only"}}},
		"not applicable":       {in(`{key: x, type: yesno, not_applicable: maybe}`), []problem{{6, "x/not_applicable", "not_flag"}}},
		"quoted flag":          {in(`{key: x, type: yesno, not_applicable: "false"}`), []problem{{6, "x/not_applicable", "not_flag"}}},
		"neither group":        {"key: k\nversion: 1\nareas:\n  - key: a\n", []problem{{4, "a", "areas_or_indicators"}}},
		"both groups":          {in("{key: x, type: level}\n    areas:\n      - {key: b, indicators: [{key: y, type: level}]}"), []problem{{4, "a", "areas_or_indicators"}}},
		"empty group":          {"key: k\nversion: 1\nareas:\n  - key: a\n    indicators: []\n", []problem{{4, "a", "areas_or_indicators"}}},
		"area aggregation":     {"key: k\nversion: 1\nareas:\n  - {key: a, aggregation: median, indicators: [{key: x, type: level}]}\n", []problem{{4, "a/aggregation", "bad_word"}}},
		"unknown alias":        {in(`{key: x, type: *t}`), []problem{{6, "", "unknown_alias"}, {6, "x/type", "missing"}}},
		"alias of itself":      {"key: k\nversion: 1\nareas: &a\n  - key: b\n    areas: *a\n", []problem{{5, "", "unknown_alias"}, {4, "b", "areas_or_indicators"}}},
		"merge key":            {in("key: x\n        type: level\n        <<: {weight: 2}"), []problem{{8, "", "unsupported_yaml"}}},
		"tag":                  {in(`{key: x, type: !!str level}`), []problem{{6, "", "unsupported_yaml"}, {6, "x/type", "missing"}}},
		"thresholds": {
			minimal + "method:\n  min_area_coverage: 1.01\n  min_index_weight: -0.1\n  min_coverage: 66\n  max_not_applicable: 2\n  max_age_months: -1\n  missing: drop\n  aggregation: mean\n",
			[]problem{
				{15, "method/aggregation", "bad_word"},
				{14, "method/missing", "bad_word"},
				{9, "method/min_area_coverage", "out_of_range"},
				{10, "method/min_index_weight", "out_of_range"},
				{11, "method/min_coverage", "out_of_range"},
				{12, "method/max_not_applicable", "out_of_range"},
				{13, "method/max_age_months", "out_of_range"},
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := framework.Parse("test.yaml", []byte(tt.text))
			if diff := cmp.Diff(tt.want, problemsOf(t, err)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseErrorNamesTheFile(t *testing.T) {
	t.Parallel()
	_, err := framework.Parse("mine.yaml", []byte("key: [\n"))
	if err == nil || !strings.Contains(err.Error(), "mine.yaml") {
		t.Errorf("error = %v", err)
	}
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("kind = %v", fault.KindOf(err))
	}
}
