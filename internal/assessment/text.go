package assessment

import "modenhed/internal/fault"

// CleanText returns a text of several lines as it is kept: without space
// around it and with plain line ends.
func CleanText(s string) string { return cleanText(s) }

// CheckText notes what is wrong with a text of several lines that holds at
// most so many characters.
func CheckText(p *fault.Problems, field, s string, limit int) { checkText(p, field, s, limit) }
