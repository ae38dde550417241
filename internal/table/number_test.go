package table_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"modenhed/internal/fault"
	"modenhed/internal/table"
)

func TestMessagesQuoteTheBeginningOfLongText(t *testing.T) {
	t.Parallel()
	whole := strings.Repeat("æ", 40)
	for text, want := range map[string]string{whole: whole, whole + "ø": whole + "…"} {
		_, err := table.ParseNumber(text)
		var e *fault.Error
		if !errors.As(err, &e) || e.Message.Args["Value"] != want {
			t.Errorf("error %v, want %q quoted", err, want)
		}
	}
}

func TestParseNumber(t *testing.T) {
	t.Parallel()
	good := map[string]float64{
		"0": 0, "3": 3, "3.5": 3.5, "3,5": 3.5, " 3,5 ": 3.5, "-1": -1, "+2": 2, "\u22124,5": -4.5,
		".5": 0.5, ",5": 0.5, "5.": 5, "007": 7, "1.234": 1.234, "1,234": 1.234, "0,001": 0.001, ",05": 0.05, "-,50": -0.5,
		"1e3": 1000, "1,5E-3": 0.0015, "2e+2": 200, "1e-400": 0, "1.7976931348623157e308": math.MaxFloat64,
	}
	for text, want := range good {
		if got, err := table.ParseNumber(text); err != nil || got != want {
			t.Errorf("ParseNumber(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	if x, err := table.ParseNumber("-0"); err != nil || math.Signbit(x) {
		t.Errorf("ParseNumber(-0) = %v, %v", x, err)
	}
	bad := map[string]string{
		"": "not_number", "x": "not_number", "-": "not_number", ".": "not_number", ",": "not_number", "e5": "not_number",
		"1e": "not_number", "1e5.5": "not_number", "--1": "not_number", "1-": "not_number", "1_000": "not_number",
		"0x10": "not_number", "NaN": "not_number", "nan": "not_number", "Inf": "not_number", "-inf": "not_number",
		"infinity": "not_number", "45%": "not_number", "3,5,5": "not_number", "1 2": "not_number", "٣": "not_number",
		"1.234,5": "thousands", "1,234.5": "thousands", "1.234.567": "thousands", "1,234,567": "thousands",
		"10.000.000": "thousands", "1.234,05": "thousands", "1.234,": "thousands", "1 234": "thousands", "1\u00a0234,5": "thousands", "1\u202f234": "thousands", "1'234": "thousands",
		"1e400": "number_too_large", "-1e309": "number_too_large",
	}
	for text, want := range bad {
		got, err := table.ParseNumber(text)
		var e *fault.Error
		if !errors.As(err, &e) || e.Message.Key != "table."+want || got != 0 {
			t.Errorf("ParseNumber(%q) = %v, %v, want %s", text, got, err, want)
		}
	}
}

// FuzzParseNumber holds that every accepted text is a finite number.
func FuzzParseNumber(f *testing.F) {
	for _, seed := range []string{"3,5", "-1e3", ".5", "NaN", "1.234,5", "0x1p-2", "\u22121"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x, err := table.ParseNumber(text)
		if math.IsNaN(x) || math.IsInf(x, 0) || err != nil && x != 0 {
			t.Fatalf("ParseNumber(%q) = %v, %v", text, x, err)
		}
		if err == nil && strings.ContainsAny(text, "xX_nNiIpP'") {
			t.Fatalf("ParseNumber(%q) = %v", text, x)
		}
	})
}
