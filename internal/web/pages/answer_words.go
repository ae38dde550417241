package pages

import (
	"strconv"
	"strings"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// answerWords writes an answer as people read it. An indicator that the
// framework no longer has is written as a bare number.
func answerWords(l view.Look, indicator *framework.Indicator, answer assessment.Answer) string {
	if answer.State != assessment.Reported {
		return l.T("profile.state." + string(answer.State))
	}
	if indicator == nil {
		return l.Exact(answer.Value)
	}
	return valueWords(l, indicator, answer.Value)
}

// valueWords writes a value in its indicator's unit.
func valueWords(l view.Look, indicator *framework.Indicator, value float64) string {
	switch indicator.Type {
	case framework.Level:
		level := strconv.Itoa(int(value))
		return l.T("profile.value.level", "Level", level, "Name", l.T("level."+level))
	case framework.YesNo:
		if value != 0 {
			return l.T("profile.value.yes")
		}
		return l.T("profile.value.no")
	case framework.Percent:
		return l.Percent(value)
	case framework.Days:
		if value == float64(int(value)) {
			return l.N("profile.value.days", int(value))
		}
		return l.T("profile.value.part_days", "Value", l.Short(value))
	}
	unit := indicator.Unit.In(l.Code())
	if of, ok := strings.CutPrefix(unit, "%"); ok {
		return l.PercentExact(value) + of
	}
	return l.T("profile.value.number", "Value", l.Exact(value), "Unit", unit)
}

// scaleWords say how a value becomes points.
func scaleWords(l view.Look, indicator *framework.Indicator) string {
	switch {
	case indicator.Type == framework.Level:
		return l.T("scale.level")
	case indicator.Type == framework.YesNo:
		return l.T("scale.yesno")
	case indicator.Scale.Kind == framework.MinMax:
		return l.T("scale.minmax")
	}
	return l.T("scale.goalposts",
		"Low", valueWords(l, indicator, indicator.Scale.Low),
		"High", valueWords(l, indicator, indicator.Scale.High))
}
