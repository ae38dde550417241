package smallarea

import (
	"errors"
	"fmt"
)

// DefaultMinimum is the fewest respondents that a figure may rest on: the
// stricter of the two usual choices, 3 and 5 (Hundepool and others, Statistical
// Disclosure Control, Wiley 2012, on the threshold rule).
const DefaultMinimum = 5

// ErrMinimum is an attempt to lower the minimum.
var ErrMinimum = errors.New("the minimum may only be raised")

// Minimum is the fewest respondents that a shown figure may rest on, and the
// rule of disclosure that follows from it. Its zero value is [DefaultMinimum];
// there is no way to a lower one.
type Minimum struct {
	above int
}

// Raise returns a minimum of n; n may not be below the present one.
func (m Minimum) Raise(n int) (Minimum, error) {
	if n < m.N() {
		return m, fmt.Errorf("minimum of %d respondents below %d: %w", n, m.N(), ErrMinimum)
	}
	return Minimum{n - DefaultMinimum}, nil
}

// Next returns the minimum that is higher by one.
func (m Minimum) Next() Minimum { return Minimum{m.above + 1} }

// N returns the minimum.
func (m Minimum) N() int { return DefaultMinimum + m.above }

// Allows tells whether a figure may rest on n respondents.
func (m Minimum) Allows(n int) bool { return n >= m.N() }

// AllowsPart tells whether a figure for part of a whole that is shown may be
// shown: the part must be large enough, and so must the rest, whose figure is
// the difference. A rest of nobody has no figure.
func (m Minimum) AllowsPart(part, whole int) bool {
	return m.Allows(part) && (whole == part || m.Allows(whole-part))
}

// AllowsAlike tells whether n respondents who all answer alike may have a
// figure of their own, which tells what each of them answered: from twice the
// minimum.
func (m Minimum) AllowsAlike(n int) bool { return n >= 2*m.N() }

// Band is a range of numbers of respondents, shown in place of the number.
type Band struct {
	// Low is the least number; High is the largest, 0 for no end.
	Low, High int
}

// String returns the band as "5-9" or "10+".
func (b Band) String() string {
	if b.High == 0 {
		return fmt.Sprintf("%d+", b.Low)
	}
	return fmt.Sprintf("%d-%d", b.Low, b.High)
}

// Band returns the band of n respondents: from the minimum to below twice the
// minimum, or from there. ok is false below the minimum, where nothing is shown.
func (m Minimum) Band(n int) (b Band, ok bool) {
	switch {
	case !m.Allows(n):
		return Band{}, false
	case n < 2*m.N():
		return Band{m.N(), 2*m.N() - 1}, true
	default:
		return Band{Low: 2 * m.N()}, true
	}
}
