package round

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"modenhed/internal/fault"
)

// comparison looks for the first difference between content that is claimed
// and content that was recomputed.
type comparison struct {
	claimed, recomputed *Content
	first               *fault.Message
	figures             int
}

// compare returns the first difference, nil when there is none, and how many
// figures it has looked at.
func compare(claimed, recomputed *Content) (first *fault.Message, figures int) {
	c := &comparison{claimed: claimed, recomputed: recomputed}
	for _, step := range []func(){c.preamble, c.units, c.indicators, c.areas, c.overall, c.verified} {
		if step(); c.first != nil {
			break
		}
	}
	return c.first, c.figures
}

func (c *comparison) differs(key string, pairs ...any) {
	if c.first == nil {
		m := fault.Text(key, pairs...)
		c.first = &m
	}
}

// preamble compares everything but the units.
func (c *comparison) preamble() {
	without := func(content *Content) (any, error) {
		head := *content
		head.Units = nil
		return treeOf(&head)
	}
	file, err := without(c.claimed)
	if err != nil {
		c.differs("verify.file_unreadable", "File", fileContent)
		return
	}
	ours, err := without(c.recomputed)
	if err != nil {
		c.differs("verify.file_unreadable", "File", fileContent)
		return
	}
	if path, a, b, differ := firstPath("", file, ours); differ {
		c.differs("verify.field", "Field", printable(path), "Claimed", jsonText(a), "Recomputed", jsonText(b))
	}
}

// units compares which municipalities there are, and their names.
func (c *comparison) units() {
	claimed, recomputed := codes(c.claimed), codes(c.recomputed)
	for i := range c.recomputed.Units {
		unit := &c.recomputed.Units[i]
		if _, found := claimed[unit.Unit]; !found {
			c.differs("verify.unit_missing", "Unit", label(unit))
			return
		}
	}
	for i := range c.claimed.Units {
		unit := &c.claimed.Units[i]
		at, found := recomputed[unit.Unit]
		switch {
		case !found:
			c.differs("verify.unit_unknown", "Unit", label(unit))
		case claimed[unit.Unit] != i:
			c.differs("verify.unit_repeated", "Unit", label(unit))
		case at != i:
			c.differs("verify.unit_order", "Unit", label(unit))
		case c.recomputed.Units[i].Name != unit.Name:
			c.differs("verify.unit_name", "Unit", unit.Unit, "Claimed", printable(unit.Name), "Recomputed", printable(c.recomputed.Units[i].Name))
		}
		if c.first != nil {
			return
		}
	}
}

// codes finds the place of every unit.
func codes(c *Content) map[string]int {
	at := make(map[string]int, len(c.Units))
	for i := range c.Units {
		at[c.Units[i].Unit] = i
	}
	return at
}

// indicators compares the scores of all indicators.
func (c *comparison) indicators() {
	for i := range c.recomputed.Units {
		file, ours := &c.claimed.Units[i], &c.recomputed.Units[i]
		for _, key := range c.recomputed.Indicators {
			compareFigure(c, "verify.indicator_score", file.Indicators[key], ours.Indicators[key], "Unit", label(ours), "Indicator", printable(key))
		}
	}
}

// areas compares the results of all areas.
func (c *comparison) areas() {
	for i := range c.recomputed.Units {
		file, ours := &c.claimed.Units[i], &c.recomputed.Units[i]
		for _, key := range c.recomputed.Areas {
			where := []any{"Unit", label(ours), "Area", printable(key)}
			compareFigure(c, "verify.area_score", file.Areas[key].Score, ours.Areas[key].Score, where...)
			compareFigure(c, "verify.area_coverage", file.Areas[key].Coverage, ours.Areas[key].Coverage, where...)
		}
	}
}

// overall compares the overall results.
func (c *comparison) overall() {
	for i := range c.recomputed.Units {
		file, ours := &c.claimed.Units[i], &c.recomputed.Units[i]
		where := []any{"Unit", label(ours)}
		compareFigure(c, "verify.coverage", file.Coverage, ours.Coverage, where...)
		compareFigure(c, "verify.not_applicable", some(file.NotApplicable), some(ours.NotApplicable), where...)
		compareFigure(c, "verify.score", file.Score, ours.Score, where...)
		compareFigure(c, "verify.lower_bound", file.Lower, ours.Lower, where...)
		compareFigure(c, "verify.upper_bound", file.Upper, ours.Upper, where...)
		compareFigure(c, "verify.band", file.Band, ours.Band, where...)
		compareFigure(c, "verify.standing", some(file.Standing), some(ours.Standing), where...)
	}
	for i := range c.recomputed.Units {
		file, ours := &c.claimed.Units[i], &c.recomputed.Units[i]
		where := []any{"Unit", label(ours)}
		compareFigure(c, "verify.rank", file.Rank, ours.Rank, where...)
		compareFigure(c, "verify.tied", some(file.Tied), some(ours.Tied), where...)
		a, b := file.RankInterval, ours.RankInterval
		compareFigure(c, "verify.interval_low", optional(a.Value.Low, a.OK), optional(b.Value.Low, b.OK), where...)
		compareFigure(c, "verify.interval_high", optional(a.Value.High, a.OK), optional(b.Value.High, b.OK), where...)
		compareFigure(c, "verify.interval_mean", optional(a.Value.Mean, a.OK), optional(b.Value.Mean, b.OK), where...)
	}
}

// verified compares the results by what backs the answers, which format 1 does
// not have.
func (c *comparison) verified() {
	if c.recomputed.Format < formatVerified {
		return
	}
	for i := range c.recomputed.Units {
		ours := &c.recomputed.Units[i]
		file, mine := c.claimed.Units[i].backed(), ours.backed()
		where := []any{"Unit", label(ours)}
		for _, key := range c.recomputed.Indicators {
			compareFigure(c, "verify.verified_indicator", file.VerifiedIndicators[key], mine.VerifiedIndicators[key], append(where, "Indicator", printable(key))...)
		}
		for _, key := range c.recomputed.Areas {
			compareFigure(c, "verify.verified_area", file.VerifiedAreas[key], mine.VerifiedAreas[key], append(where, "Area", printable(key))...)
		}
		compareFigure(c, "verify.verified_score", file.VerifiedScore, mine.VerifiedScore, where...)
		compareFigure(c, "verify.verified_band", file.VerifiedBand, mine.VerifiedBand, where...)
		compareFigure(c, "verify.verified_rank", file.VerifiedRank, mine.VerifiedRank, where...)
		compareFigure(c, "verify.verified_tied", some(file.VerifiedTied), some(mine.VerifiedTied), where...)
		compareFigure(c, "verify.verified_answers", some(file.Verified), some(mine.Verified), where...)
		compareFigure(c, "verify.questioned_answers", some(file.Questioned), some(mine.Questioned), where...)
		compareFigure(c, "verify.late_answers", some(file.Late), some(mine.Late), where...)
	}
}

// backed returns the result by what backs the answers, a zero one where there is none.
func (u *UnitResult) backed() VerifiedResult {
	if u.VerifiedResult == nil {
		return VerifiedResult{}
	}
	return *u.VerifiedResult
}

func compareFigure[T comparable](c *comparison, key string, claimed, recomputed Optional[T], pairs ...any) {
	c.figures++
	if claimed == recomputed || c.first != nil {
		return
	}
	c.differs(key, append(pairs, "Claimed", shown(claimed), "Recomputed", shown(recomputed))...)
}

// shown returns a value as an argument of a message: figures as numbers, which
// the language writes, what is not defined as a dash.
func shown[T comparable](o Optional[T]) any {
	if !o.OK {
		return "–"
	}
	switch value := any(o.Value).(type) {
	case float64:
		const readable = 1e9
		if round9(value) != value || math.Abs(value) > readable {
			return strconv.FormatFloat(value, 'g', -1, 64)
		}
		return value
	case string:
		return printable(value)
	default:
		return value
	}
}

func label(u *UnitResult) string { return printable(u.Unit + " " + u.Name) }

// maxShown is how much of a text a message quotes, in characters.
const maxShown = 80

// printable returns a text of an archive as it may stand on a screen: cut, and
// quoted when it holds what does not show.
func printable(text string) string {
	if utf8.RuneCountInString(text) > maxShown {
		text = string([]rune(text)[:maxShown]) + "…"
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) }) {
		return strconv.QuoteToGraphic(text)
	}
	return text
}
