package assessment_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/sample"
)

// found are the problems of a report as "field key", in order of fields.
func found(r assessment.Report) []string {
	var all []string
	for _, p := range assessment.Check(sample.Place(r.Indicator), r) {
		all = append(all, p.Field+" "+strings.TrimPrefix(p.Message.Key, "assessment."))
	}
	return all
}

func report(change func(*assessment.Report)) assessment.Report {
	r := sample.Report()
	change(&r)
	return r
}

func value(indicator framework.IndicatorKey, v float64) assessment.Report {
	return report(func(r *assessment.Report) { r.Indicator, r.Answer.Value = indicator, v })
}

func TestCheckValues(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		report assessment.Report
		want   []string
	}{
		"level 0":             {value(sample.Level, 0), nil},
		"level 4":             {value(sample.Level, 4), nil},
		"level between":       {value(sample.Level, 2.5), []string{"value level_range"}},
		"level 6":             {value(sample.Level, 6), []string{"value level_range"}},
		"level below 0":       {value(sample.Level, -1), []string{"value level_range"}},
		"percent 0":           {value(sample.Percent, 0), nil},
		"percent 100":         {value(sample.Percent, 100), nil},
		"percent one decimal": {value(sample.Percent, 33.3), nil},
		"percent two":         {value(sample.Percent, 33.33), []string{"value percent_decimals"}},
		"percent above":       {value(sample.Percent, 100.1), []string{"value percent_range"}},
		"percent both":        {value(sample.Percent, -0.25), []string{"value percent_range", "value percent_decimals"}},
		"number inside":       {value(sample.Number, 0.125), nil},
		"number at minimum":   {value(sample.Number, 0), nil},
		"number at maximum":   {value(sample.Number, 500), nil},
		"number below":        {value(sample.Number, -0.001), []string{"value number_min"}},
		"number above":        {value(sample.Number, 500.5), []string{"value number_max"}},
		"number infinite":     {value(sample.Number, math.Inf(1)), []string{"value value_not_finite"}},
		"number NaN":          {value(sample.Number, math.NaN()), []string{"value value_not_finite"}},
		"days":                {value(sample.Days, 365), nil},
		"days half":           {value(sample.Days, 1.5), []string{"value days_range"}},
		"days before":         {value(sample.Days, -1), []string{"value days_range"}},
		"yes":                 {value(sample.YesNo, 1), nil},
		"perhaps":             {value(sample.YesNo, 0.5), []string{"value yesno_range"}},
	} {
		if diff := cmp.Diff(c.want, found(c.report)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestCheckStatesAndReasons(t *testing.T) {
	t.Parallel()
	state := func(s assessment.State, reason string) assessment.Report {
		return report(func(r *assessment.Report) { r.Answer, r.Reason = assessment.Answer{State: s}, reason })
	}
	for name, c := range map[string]struct {
		report assessment.Report
		want   []string
	}{
		"don't know":            {state(assessment.DontKnow, ""), nil},
		"withdrawn":             {state(assessment.NotAnswered, ""), nil},
		"not applicable":        {state(assessment.NotApplicable, "Ingen havn"), nil},
		"without reason":        {state(assessment.NotApplicable, ""), []string{"reason reason_missing"}},
		"reason without state":  {state(assessment.DontKnow, "fordi"), []string{"reason reason_unexpected"}},
		"reason beside a value": {report(func(r *assessment.Report) { r.Reason = "fordi" }), []string{"reason reason_unexpected"}},
		"unknown":               {state("none", ""), []string{"state state_unknown"}},
		"empty":                 {state("", ""), []string{"state state_unknown"}},
		"never not applicable": {report(func(r *assessment.Report) {
			r.Indicator, r.Answer.State = sample.Always, assessment.NotApplicable
		}), []string{"state not_applicable_refused", "reason reason_missing"}},
		"long reason": {state(assessment.NotApplicable, strings.Repeat("å", 501)), []string{"reason text_too_long"}},
		"full reason": {state(assessment.NotApplicable, strings.Repeat("å", 500)), nil},
	} {
		if diff := cmp.Diff(c.want, found(c.report)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestCheckEvidence(t *testing.T) {
	t.Parallel()
	with := func(level float64, source assessment.Source, text, link string) assessment.Report {
		return report(func(r *assessment.Report) {
			r.Answer.Value, r.Source = level, source
			r.Evidence = assessment.Evidence{Text: text, Link: link}
		})
	}
	const self, desk, link = assessment.Self, assessment.Desk, "https://example.test/referat?id=1#punkt-2"
	withdrawn := with(0, desk, "", "")
	withdrawn.Answer = assessment.Answer{State: assessment.NotAnswered}
	unknown := with(0, desk, "", "")
	unknown.Answer = assessment.Answer{State: assessment.DontKnow}
	for name, c := range map[string]struct {
		report assessment.Report
		want   []string
	}{
		"level 4 without":      {with(4, self, "", ""), nil},
		"level 5 without":      {with(5, self, "", ""), []string{"evidence_text evidence_missing"}},
		"level 5 with text":    {with(5, self, "Målt", ""), nil},
		"level 5 with link":    {with(5, self, "", link), nil},
		"desk without link":    {with(1, desk, "Set i avisen", ""), []string{"evidence_link desk_link_missing"}},
		"desk with link":       {with(5, desk, "", link), nil},
		"desk unknown":         {unknown, []string{"evidence_link desk_link_missing"}},
		"desk withdraws":       {withdrawn, nil},
		"plain http":           {with(1, self, "", "http://example.test"), nil},
		"danish address":       {with(1, self, "", "https://ærø.example.test/dagsorden æ"), []string{"evidence_link link_invalid"}},
		"danish letters":       {with(1, self, "", "https://ærø.example.test/bilag/æ"), nil},
		"without scheme":       {with(1, self, "", "www.example.test"), []string{"evidence_link link_invalid"}},
		"other scheme":         {with(1, self, "", "ftp://example.test"), []string{"evidence_link link_invalid"}},
		"script":               {with(1, self, "", "javascript:alert(1)"), []string{"evidence_link link_invalid"}},
		"no host":              {with(1, self, "", "https:///bilag"), []string{"evidence_link link_invalid"}},
		"only scheme":          {with(1, self, "", "https://"), []string{"evidence_link link_invalid"}},
		"name and password":    {with(1, self, "", "https://user:pass@example.test"), []string{"evidence_link link_invalid"}},
		"line break in link":   {with(1, self, "", "https://example.test/\nx"), []string{"evidence_link link_invalid"}},
		"link of 2000":         {with(1, self, "", "https://a.test/"+strings.Repeat("a", 1985)), nil},
		"link of 2001":         {with(1, self, "", "https://a.test/"+strings.Repeat("a", 1986)), []string{"evidence_link text_too_long"}},
		"text of 2000":         {with(1, self, strings.Repeat("😀", 2000), ""), nil},
		"text of 2001":         {with(1, self, strings.Repeat("a", 2001), ""), []string{"evidence_text text_too_long"}},
		"lines in text":        {with(1, self, "en\nto\ttre", ""), nil},
		"escape in text":       {with(1, self, "a\x1b[31m", ""), []string{"evidence_text text_control_characters"}},
		"reversed in text":     {with(1, self, "a\u202eb", ""), []string{"evidence_text text_control_characters"}},
		"broken text":          {with(1, self, "a\xff", ""), []string{"evidence_text text_control_characters"}},
		"two faults in a link": {with(1, desk, "", "mailto:a@example.test"), []string{"evidence_link link_invalid"}},
	} {
		if diff := cmp.Diff(c.want, found(c.report)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestCheckReportsEveryProblemAtOnce(t *testing.T) {
	t.Parallel()
	r := assessment.Report{
		Indicator: sample.Percent,
		Answer:    assessment.Answer{State: assessment.Reported, Value: 101.25},
		Reason:    "a\x00",
		Evidence:  assessment.Evidence{Text: strings.Repeat("a", 2001), Link: "x"},
		Comment:   "\x07" + strings.Repeat("a", 2000),
		Source:    "press",
		Channel:   "mail",
	}
	want := []string{
		"channel channel_unknown", "comment text_control_characters", "comment text_too_long",
		"evidence_link link_invalid", "evidence_text text_too_long", "reason reason_unexpected",
		"reason text_control_characters", "source source_unknown", "value percent_decimals", "value percent_range",
	}
	got := found(r)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestEvidenceAdvice(t *testing.T) {
	t.Parallel()
	minmax := sample.Place(sample.Number)
	free := *minmax.Indicator
	free.Scale = framework.Scale{Kind: framework.MinMax}
	minmax.Indicator = &free
	for name, c := range map[string]struct {
		place framework.Place
		value float64
		want  assessment.Advice
	}{
		"level 2":                 {sample.Place(sample.Level), 2, assessment.None},
		"level 3":                 {sample.Place(sample.Level), 3, assessment.Asked},
		"level 4":                 {sample.Place(sample.Level), 4, assessment.Asked},
		"level 5":                 {sample.Place(sample.Level), 5, assessment.Required},
		"percent under 60 points": {sample.Place(sample.Percent), 47.9, assessment.None},
		"percent at 60 points":    {sample.Place(sample.Percent), 48, assessment.Asked},
		"percent of 100":          {sample.Place(sample.Percent), 100, assessment.Asked},
		"number over the top":     {sample.Place(sample.Number), 400, assessment.Asked},
		"days, less is better":    {sample.Place(sample.Days), 30, assessment.Asked},
		"days over 60 points":     {sample.Place(sample.Days), 31, assessment.None},
		"yes":                     {sample.Place(sample.YesNo), 1, assessment.Asked},
		"no":                      {sample.Place(sample.YesNo), 0, assessment.None},
		"against the others":      {minmax, 500, assessment.None},
	} {
		answer := assessment.Answer{State: assessment.Reported, Value: c.value}
		if got := assessment.EvidenceAdvice(c.place, answer); got != c.want {
			t.Errorf("%s: advice %d, want %d", name, got, c.want)
		}
	}
	for _, state := range []assessment.State{assessment.NotAnswered, assessment.DontKnow, assessment.NotApplicable} {
		if got := assessment.EvidenceAdvice(sample.Place(sample.Level), assessment.Answer{State: state, Value: 5}); got != assessment.None {
			t.Errorf("%s: advice %d, want none", state, got)
		}
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	got := assessment.Report{
		Answer:   assessment.Answer{State: assessment.DontKnow, Value: 3},
		Reason:   "  fordi\r\n ",
		Comment:  "en\r\nto\rtre\u00a0",
		Evidence: assessment.Evidence{Text: "\t tekst \n", Link: " HTTPS://Example.test/Å ", Public: true},
	}.Clean()
	want := assessment.Report{
		Answer:   assessment.Answer{State: assessment.DontKnow},
		Reason:   "fordi",
		Comment:  "en\nto\ntre",
		Evidence: assessment.Evidence{Text: "tekst", Link: "https://Example.test/Å", Public: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("clean report (-want +got):\n%s", diff)
	}
	hidden := assessment.Report{Evidence: assessment.Evidence{Text: " ", Public: true}}.Clean()
	if hidden.Evidence.Public {
		t.Error("no evidence is public")
	}
	zero := assessment.Report{Answer: assessment.Answer{State: assessment.Reported, Value: math.Copysign(0, -1)}}.Clean()
	if math.Signbit(zero.Answer.Value) {
		t.Error("minus zero is kept")
	}
}

func TestCleanTwiceIsCleanOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		once := assessment.Report{
			Reason:   rapid.String().Draw(t, "reason"),
			Comment:  rapid.String().Draw(t, "comment"),
			Evidence: assessment.Evidence{Text: rapid.String().Draw(t, "text"), Link: rapid.String().Draw(t, "link")},
		}.Clean()
		if diff := cmp.Diff(once, once.Clean()); diff != "" {
			t.Errorf("clean twice (-once +twice):\n%s", diff)
		}
	})
}

func TestNoneIsDerived(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		indicator framework.IndicatorKey
		answer    assessment.Answer
		want      bool
	}{
		"level 0":           {sample.Level, assessment.Answer{State: assessment.Reported}, true},
		"level 1":           {sample.Level, assessment.Answer{State: assessment.Reported, Value: 1}, false},
		"no":                {sample.YesNo, assessment.Answer{State: assessment.Reported}, true},
		"0 processes":       {sample.Number, assessment.Answer{State: assessment.Reported}, true},
		"0 days":            {sample.Days, assessment.Answer{State: assessment.Reported}, false},
		"don't know":        {sample.Level, assessment.Answer{State: assessment.DontKnow}, false},
		"nothing was asked": {sample.Level, assessment.Answer{State: assessment.NotAnswered}, false},
	} {
		if got := c.answer.None(sample.Place(c.indicator).Indicator); got != c.want {
			t.Errorf("%s: none = %v, want %v", name, got, c.want)
		}
	}
}
