package batch

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/table"
)

// parseValue reads a value of the indicator's type. Whole numbers may be
// written with a decimal part of zeros, as R and Python do beside missing values.
func parseValue(cell string, indicator *framework.Indicator) (float64, *fault.Message) {
	if indicator.Type == framework.YesNo {
		return parseYesNo(cell)
	}
	x, err := table.ParseNumber(cell)
	if err != nil {
		return 0, messageOf(err)
	}
	whole := x == math.Trunc(x)
	switch indicator.Type {
	case framework.Level:
		if !whole || x < 0 || x > framework.MaxLevel {
			return 0, wrong("batch.not_level", "Value", table.Excerpt(cell), "High", framework.MaxLevel)
		}
	case framework.Percent:
		if x < 0 || x > 100 {
			return 0, wrong("batch.not_percent", "Value", table.Excerpt(cell))
		}
	case framework.Days:
		if !whole || x < 0 {
			return 0, wrong("batch.not_days", "Value", table.Excerpt(cell))
		}
	default:
		return x, outside(x, cell, indicator)
	}
	return x, nil
}

func parseYesNo(cell string) (float64, *fault.Message) {
	switch strings.ToLower(cell) {
	case "yes", "ja":
		return 1, nil
	case "no", "nej":
		return 0, nil
	}
	if x, err := table.ParseNumber(cell); err == nil && (x == 0 || x == 1) {
		return x, nil
	}
	return 0, wrong("batch.not_yes_no", "Value", table.Excerpt(cell))
}

// outside notes a number beyond the bounds of what may be reported.
func outside(x float64, cell string, indicator *framework.Indicator) *fault.Message {
	switch {
	case indicator.Min != nil && x < *indicator.Min:
		return wrong("batch.below_min", "Value", table.Excerpt(cell), "Low", exact(*indicator.Min))
	case indicator.Max != nil && x > *indicator.Max:
		return wrong("batch.above_max", "Value", table.Excerpt(cell), "High", exact(*indicator.Max))
	}
	return nil
}

func wrong(key string, pairs ...any) *fault.Message {
	m := fault.Text(key, pairs...)
	return &m
}

func messageOf(err error) *fault.Message {
	var e *fault.Error
	if errors.As(err, &e) {
		return &e.Message
	}
	return wrong("table.not_number")
}

// exact writes a number with as many digits as it has.
func exact(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
