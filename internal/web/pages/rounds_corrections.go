package pages

import (
	"strconv"
	"strings"
	"time"

	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// correctionTyped is a correction as somebody typed it.
type correctionTyped struct {
	round.Correction
	// seen is the number of the latest entry that they had before them.
	seen int64
}

// typedCorrection reads the form. A municipality that cannot be read is kept as
// one that does not exist, so that it is told as a fault.
func typedCorrection(v *Visit) correctionTyped {
	typed := correctionTyped{seen: seenStep(v), Correction: round.Correction{
		Round:     roundKey(v),
		Indicator: framework.IndicatorKey(v.FormValue(round.FieldIndicator)),
		Wrong:     framework.Text{DA: v.FormValue(round.FieldWrongDA), EN: v.FormValue(round.FieldWrongEN)},
		Right:     framework.Text{DA: v.FormValue(round.FieldRightDA), EN: v.FormValue(round.FieldRightEN)},
	}}
	if text := strings.TrimSpace(v.FormValue(round.FieldMunicipality)); text != "" {
		code, err := municipality.ParseCode(text)
		if err != nil {
			code = -1
		}
		typed.Municipality = code
	}
	return typed
}

func correctionForm(l view.Look, page roundPage) *view.CorrectionForm {
	var typed correctionTyped
	if page.typed != nil {
		typed = *page.typed
	}
	for _, c := range page.register {
		typed.seen = max(typed.seen, c.Number)
	}
	f := &view.CorrectionForm{
		Action: roundAddress(page.round.Key) + "/corrections", CSRF: page.csrf, Seen: number(typed.seen),
		Faults: fieldErrors(l, page.problems.Err()),
	}
	field := func(name, label, hint, value string) view.Field {
		out := view.Field{Name: name, Label: l.T(label), Value: value, Error: f.Faults.Of(name)}
		if hint != "" {
			out.Hint = l.T(hint)
		}
		return out
	}
	text := func(name, label, value string, optional bool) view.Field {
		out := field(name, label, "", value)
		out.Limit, out.Optional = round.MaxCorrection, optional
		return out
	}
	f.Municipality = field(round.FieldMunicipality, "rounds.correct.municipality", "", "")
	f.Municipalities = municipalityChoices(l, page.content, typed.Municipality)
	f.Indicator = field(round.FieldIndicator, "rounds.correct.indicator", "", "")
	f.Indicators = indicatorChoices(l, page, typed.Indicator)
	f.DA = []view.Field{
		text(round.FieldWrongDA, "rounds.correct.wrong_da", typed.Wrong.DA, false),
		text(round.FieldRightDA, "rounds.correct.right_da", typed.Right.DA, false),
	}
	f.EN = []view.Field{
		text(round.FieldWrongEN, "rounds.correct.wrong_en", typed.Wrong.EN, true),
		text(round.FieldRightEN, "rounds.correct.right_en", typed.Right.EN, true),
	}
	return f
}

func municipalityChoices(l view.Look, content *round.Content, chosen municipality.Code) []view.Choice {
	var choices []view.Choice
	for _, u := range content.Units {
		choices = append(choices, view.Choice{Value: u.Unit, Text: u.Name, Selected: u.Unit == chosen.String()})
	}
	locale.SortNames(choices, func(c view.Choice) string { return c.Text })
	return append([]view.Choice{{Text: l.T("rounds.correct.no_municipality")}}, choices...)
}

func indicatorChoices(l view.Look, page roundPage, chosen framework.IndicatorKey) []view.Choice {
	choices := []view.Choice{{Text: l.T("rounds.correct.no_indicator")}}
	for _, key := range page.content.Indicators {
		choices = append(choices, view.Choice{
			Value: key, Text: indicatorName(l, page.framework, framework.IndicatorKey(key)), Selected: key == string(chosen),
		})
	}
	return choices
}

// indicatorName is an indicator's title behind its area's, or the key where the
// framework of today no longer has it.
func indicatorName(l view.Look, f *framework.Framework, key framework.IndicatorKey) string {
	place, ok := f.Indicator(key)
	if !ok {
		return string(key)
	}
	return place.Top.Title.In(l.Code()) + ": " + place.Indicator.Title.In(l.Code())
}

// registerModel is the register of all rounds.
func registerModel(v *Visit, register []round.Correction, rounds []round.Round) view.Corrections {
	s := v.Snapshot
	l := v.Look
	names := namesOfUnits(s)
	titles := make(map[round.Key]string, len(rounds))
	for _, r := range rounds {
		titles[r.Key] = r.Title.In(l.Code())
	}
	var m view.Corrections
	for _, c := range register {
		line := correctionLine(l, c, names, s.Framework)
		line.Round = view.Link{Href: roundAddress(c.Round), Text: titles[c.Round]}
		m.Lines = append(m.Lines, line)
	}
	return m
}

func correctionLine(l view.Look, c round.Correction, names map[municipality.Code]string, f *framework.Framework) view.CorrectionLine {
	line := view.CorrectionLine{
		Machine: c.RecordedAt.Format(time.RFC3339),
		When:    l.DateTime(c.RecordedAt),
		Wrong:   c.Wrong.In(l.Code()),
		Right:   c.Right.In(l.Code()),
	}
	if l.Lang() != locale.Danish && c.Wrong.EN == "" {
		line.Lang = string(locale.Danish)
	}
	var about []string
	if c.Municipality != 0 {
		name, ok := names[c.Municipality]
		if !ok {
			name = c.Municipality.String()
		}
		about = append(about, name)
	}
	if c.Indicator != "" {
		about = append(about, indicatorName(l, f, c.Indicator))
	}
	line.About = strings.Join(about, " · ")
	return line
}

// namesOfUnits are the names of the municipalities of today.
func namesOfUnits(s *benchmark.Snapshot) map[municipality.Code]string {
	names := make(map[municipality.Code]string, len(s.Units))
	for _, unit := range s.Units {
		names[unit.Code] = unit.Name
	}
	return names
}

// contentNames are the names of the municipalities as they were published.
func contentNames(content *round.Content) map[municipality.Code]string {
	names := make(map[municipality.Code]string, len(content.Units))
	for _, u := range content.Units {
		if code, err := municipality.ParseCode(u.Unit); err == nil {
			names[code] = u.Name
		}
	}
	return names
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
