package assessment

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
)

// ParseValue reads a value as a person typed it in a language, "da" or "en".
// Decimal comma and decimal point are both understood. A thousands separator
// is refused, and so is a number that would mean a thousand times more or less
// with it than without it, such as 1.234 in Danish or 1,234 in English. A
// percent sign may follow a percentage; yes and no are read in both languages.
func ParseValue(i *framework.Indicator, typed, lang string) (float64, fault.Problems) {
	var p fault.Problems
	text := strings.TrimSpace(typed)
	if text == "" {
		p.Add(FieldValue, "assessment.value_missing")
		return 0, p
	}
	switch i.Type {
	case framework.YesNo:
		return parseYesNo(text)
	case framework.Percent:
		text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
	}
	if grouped(text, lang) {
		p.Add(FieldValue, "assessment.value_thousands", "Typed", text)
		return 0, p
	}
	plain := strings.Replace(strings.Replace(text, "−", "-", 1), ",", ".", 1)
	v, err := strconv.ParseFloat(plain, 64)
	if err != nil || strings.Trim(plain, "+-.0123456789") != "" {
		p.Add(FieldValue, "assessment.value_not_a_number", "Typed", text)
		return 0, p
	}
	return v + 0, nil
}

// CheckValue returns what is wrong with a value of an indicator, nothing when it
// may be reported.
func CheckValue(i *framework.Indicator, v float64) fault.Problems {
	var p fault.Problems
	checkValue(&p, i, v)
	return p
}

func parseYesNo(text string) (float64, fault.Problems) {
	switch strings.ToLower(text) {
	case "ja", "yes", "1":
		return 1, nil
	case "nej", "no", "0":
		return 0, nil
	}
	var p fault.Problems
	p.Add(FieldValue, "assessment.yesno_range")
	return 0, p
}

// grouped reports whether a number is written with thousands separators, or
// so that a reader of the language would take it to be.
func grouped(text, lang string) bool {
	digits := strings.TrimLeft(text, "+-−")
	if digits == "" || strings.Trim(digits, "0123456789.,'’ \u00a0\u2009\u202f") != "" {
		return false
	}
	separators := strings.FieldsFunc(digits, unicode.IsDigit)
	if len(separators) != 1 {
		return len(separators) > 1
	}
	separator := separators[0]
	if separator != "." && separator != "," {
		return utf8.RuneCountInString(separator) == 1
	}
	thousands := "."
	if lang == "en" {
		thousands = ","
	}
	whole, rest, _ := strings.Cut(digits, separator)
	return separator == thousands && len(rest) == 3 && len(whole) >= 1 && len(whole) <= 3 && whole[0] != '0'
}
