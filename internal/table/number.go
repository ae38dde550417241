package table

import (
	"regexp"
	"strconv"
	"strings"

	"modenhed/internal/fault"
)

var (
	number    = regexp.MustCompile(`^[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][+-]?[0-9]+)?$`)
	thousands = regexp.MustCompile(`^[+-]?[0-9]{1,3}([.,'’ \x{00a0}\x{202f}][0-9]{3})+([.,][0-9]*)?$`)
)

// ParseNumber reads a number with decimal point or comma and an optional
// exponent: 3.5, 3,5, -1, 2e3. Thousands signs, other bases, infinities and
// numbers too large for a float64 are refused. The error is a *fault.Error
// whose message is for people.
func ParseNumber(s string) (float64, error) {
	s = strings.ReplaceAll(strings.TrimSpace(s), "\u2212", "-")
	if !number.MatchString(s) {
		key := "table.not_number"
		if thousands.MatchString(s) {
			key = "table.thousands"
		}
		return 0, fault.New(fault.Invalid, key, "Value", Excerpt(s))
	}
	x, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil {
		return 0, fault.New(fault.Invalid, "table.number_too_large", "Value", Excerpt(s))
	}
	return x + 0, nil // adding 0 turns -0 into 0
}

// Excerpt shortens the text of a cell for quoting in a message, to at most 40 characters.
func Excerpt(s string) string {
	const most = 40
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}
