package round

import (
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// MaxCorrection is the longest text of a correction, in characters.
const MaxCorrection = 2000

// Correction is a dated entry in the public register: what a published round
// got wrong, and what is right. Entries are never changed or deleted, and the
// round's content stays as it was published.
type Correction struct {
	// Number rises over all corrections, 0 before the entry is recorded.
	Number int64
	Round  Key
	// Municipality is the one concerned, 0 when it concerns no single one.
	Municipality municipality.Code
	// Indicator is the one concerned, empty when it concerns no single one.
	Indicator framework.IndicatorKey
	// Wrong and Right always have the Danish text; both have the English one or
	// neither.
	Wrong, Right framework.Text
	// Author is who entered it, 0 for the command line; it is not public.
	Author     account.ID
	RecordedAt time.Time
}

// The fields of a correction that problems name.
const (
	FieldMunicipality = "municipality"
	FieldIndicator    = "indicator"
	FieldWrongDA      = "wrong_da"
	FieldRightDA      = "right_da"
	FieldWrongEN      = "wrong_en"
	FieldRightEN      = "right_en"
)

// Clean returns the correction with its texts as they are kept.
func (c Correction) Clean() Correction {
	for _, text := range []*string{&c.Wrong.DA, &c.Wrong.EN, &c.Right.DA, &c.Right.EN} {
		*text = cleanText(*text)
	}
	return c
}

// check finds what is wrong with a correction of the content.
func (c Correction) check(content *Content) fault.Problems {
	var p fault.Problems
	if c.Municipality != 0 && !content.hasUnit(c.Municipality) {
		p.Add(FieldMunicipality, "round.municipality_unknown")
	}
	if c.Indicator != "" && !slices.Contains(content.Indicators, string(c.Indicator)) {
		p.Add(FieldIndicator, "round.indicator_unknown")
	}
	checkText(&p, FieldWrongDA, c.Wrong.DA, MaxCorrection)
	checkText(&p, FieldRightDA, c.Right.DA, MaxCorrection)
	if c.Wrong.EN != "" || c.Right.EN != "" {
		checkText(&p, FieldWrongEN, c.Wrong.EN, MaxCorrection)
		checkText(&p, FieldRightEN, c.Right.EN, MaxCorrection)
	}
	if len(p) == 0 && c.Wrong == c.Right {
		p.Add(FieldRightDA, "round.right_same")
	}
	return p
}

func (c *Content) hasUnit(code municipality.Code) bool {
	return slices.ContainsFunc(c.Units, func(u UnitResult) bool { return u.Unit == code.String() })
}

// SameAs reports whether two corrections say the same, whenever they were recorded.
func (c Correction) SameAs(other Correction) bool {
	c.Number, c.RecordedAt = other.Number, other.RecordedAt
	return c == other
}
