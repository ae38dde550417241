package pages

import (
	"math"

	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/robustness"
	"modenhed/internal/web/view"
)

// claimWords are a headline in words. The claim can be made.
func claimWords(l view.Look, s *benchmark.Snapshot, c benchmark.Claim) string {
	switch c.Kind {
	case benchmark.ClaimTop:
		return l.N("robustness.headline.top", c.N, "Name", unitName(s, c.Unit))
	case benchmark.ClaimAhead:
		return l.T("robustness.headline.ahead", "Name", unitName(s, c.Unit), "Other", unitName(s, c.Other))
	case benchmark.ClaimRegions:
		return l.T("robustness.headline.regions", "Region", regionName(l, s, c.Region), "Other", regionName(l, s, c.OtherRegion))
	}
	return l.T("robustness.headline.first", "Name", unitName(s, c.Unit))
}

func unitName(s *benchmark.Snapshot, code municipality.Code) string {
	m, ok := s.Directory.Lookup(code)
	if !ok {
		return code.String()
	}
	return m.Name
}

func regionName(l view.Look, s *benchmark.Snapshot, key string) string {
	for _, r := range s.Overview().Regions {
		if r.Region.Key == key {
			return r.Region.Name.In(l.Code())
		}
	}
	return key
}

// holdsWords say how often a headline holds.
func holdsWords(l view.Look, p robustness.Proportion) string {
	switch p.Holds {
	case p.Draws:
		return l.T("robustness.share.all", "Draws", l.Int(p.Draws))
	case 0:
		return l.T("robustness.share.none", "Draws", l.Int(p.Draws))
	}
	return l.T("robustness.share.some", "Share", proportion(l, p), "Draws", l.Int(p.Draws))
}

// proportion writes a share in per cent, cut off after one decimal: what is
// below a threshold is never shown as having reached it.
func proportion(l view.Look, p robustness.Proportion) string {
	if p.Draws == 0 {
		return l.Missing()
	}
	thousandths := p.Holds * 1000 / p.Draws
	if thousandths == 0 && p.Holds > 0 {
		return l.T("robustness.share.hardly", "Share", l.Percent(0.1))
	}
	return l.Percent(float64(thousandths) / 10)
}

// errorWords say how exact a share is; one that every draw agrees on has an
// error that cannot be seen.
func errorWords(l view.Look, p robustness.Proportion) string {
	const seen = 0.005
	points := 100 * p.Error()
	if points < seen {
		return l.T("robustness.facts.error_small", "Draws", l.Int(p.Draws))
	}
	return l.T("robustness.facts.error_points", "Points", l.Decimal(points, 2), "Draws", l.Int(p.Draws))
}

// declaredWords say what the headline speaks of by the declared method.
func declaredWords(l view.Look, c *benchmark.CheckedClaim) string {
	switch c.Kind {
	case benchmark.ClaimAhead:
		a, b := *c.Unit, *c.Other
		return l.T("robustness.declared.ahead", "Name", a.Name, "Score", exactScore(l, a, b), "Rank", placeWords(l, a.Unit),
			"Other", b.Name, "OtherScore", exactScore(l, b, a), "OtherRank", placeWords(l, b.Unit))
	case benchmark.ClaimRegions:
		a, b := c.Region, c.OtherRegion
		return l.T("robustness.declared.regions",
			"Region", a.Region.Name.In(l.Code()), "Mean", l.Decimal(a.Summary.Score.Mean.Value, 2), "N", l.Int(a.Summary.Ranked),
			"Other", b.Region.Name.In(l.Code()), "OtherMean", l.Decimal(b.Summary.Score.Mean.Value, 2), "OtherN", l.Int(b.Summary.Ranked))
	}
	u := *c.Unit
	return l.T("robustness.declared.unit", "Name", u.Name, "Rank", placeWords(l, u.Unit), "Ranked", l.Int(c.Ranked), "Score", l.Score(u.Card.Score.Value))
}

// exactScore writes a score with as many decimals, up to four, as it takes to
// see that another is not the same.
func exactScore(l view.Look, u, other benchmark.ClaimUnit) string {
	difference := math.Abs(u.Card.Score.Value - other.Card.Score.Value)
	decimals := 1
	for decimals < 4 && difference > 0 && difference < 2*math.Pow10(-decimals) {
		decimals++
	}
	return l.Decimal(u.Card.Score.Value, decimals)
}

func placeWords(l view.Look, u *benchmark.Unit) string {
	if u.Place.Tied {
		return l.T("robustness.rank.tied", "Rank", u.Place.Rank)
	}
	return l.T("robustness.rank.alone", "Rank", u.Place.Rank)
}

// pressWords is a sentence that can be printed, with the reservation that the
// verdict asks for and the time of the figures.
func pressWords(l view.Look, s *benchmark.Snapshot, c *benchmark.CheckedClaim, figures string) string {
	text := l.T("robustness.press."+c.Call.String(), "Claim", pressClaim(l, s, c),
		"Share", proportion(l, c.All), "Draws", l.Int(c.All.Draws), "Figures", figures)
	if s.Invented() {
		text += " " + l.T("robustness.press.invented")
	}
	return text
}

// pressClaim is the headline as a sentence in a text.
func pressClaim(l view.Look, s *benchmark.Snapshot, c *benchmark.CheckedClaim) string {
	switch c.Kind {
	case benchmark.ClaimAhead:
		return l.T("robustness.press.ahead", "Name", c.Unit.Name, "Other", c.Other.Name)
	case benchmark.ClaimRegions:
		return l.T("robustness.press.regions", "Region", regionName(l, s, c.Claim.Region), "Other", regionName(l, s, c.Claim.OtherRegion))
	case benchmark.ClaimTop:
		if c.N > 1 {
			return l.T("robustness.press.top", "Name", c.Unit.Name, "N", l.Int(c.N), "Ranked", l.Int(c.Ranked))
		}
	}
	if c.Unit.Place.Tied {
		return l.T("robustness.press.first_shared", "Name", c.Unit.Name, "Ranked", l.Int(c.Ranked))
	}
	return l.T("robustness.press.first", "Name", c.Unit.Name, "Ranked", l.Int(c.Ranked))
}

// howDrawn says how the methods were drawn and what counts as true.
func howDrawn(l view.Look, c *benchmark.CheckedClaim) []string {
	return []string{
		l.T("robustness.how.drawn", "Draws", l.Int(c.Settings.Draws), "Concentration", l.Short(c.Settings.Concentration)),
		l.T("robustness.how.ranked"),
		l.T("robustness.how.ties"),
		l.T("robustness.how.seed", "Seed", c.Settings.Seed),
	}
}
