package pages

import (
	"math"

	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/web/view"
)

// verdictModel is what a headline is worth. figures say which ones it rests on.
func verdictModel(l view.Look, s *benchmark.Snapshot, c *benchmark.CheckedClaim, figures string) *view.Verdict {
	v := &view.Verdict{
		Claim:       claimWords(l, s, c.Claim),
		Call:        l.T("robustness.call." + c.Call.String()),
		Tone:        toneOf(c.Call),
		Share:       holdsWords(l, c.All),
		Percent:     100 * c.All.Value(),
		SafeFrom:    100 * robustness.SafeFrom,
		FragileFrom: 100 * robustness.FragileFrom,
		Rule:        l.T("robustness.rule", "Safe", l.Share(robustness.SafeFrom), "Fragile", l.Share(robustness.FragileFrom)),
		Notes:       verdictNotes(l, c),
		Better:      betterClaim(l, s, c),
		Facts:       verdictFacts(l, c),
		Turns:       turnsModel(l, s, c),
		How:         howDrawn(l, c),
	}
	if !c.Declared {
		v.Call = l.T("robustness.call.untrue")
	}
	if c.Call == robustness.DoNotPrint {
		v.Instead = l.T("robustness.press.nothing")
	} else {
		v.Quote = pressWords(l, s, c, figures)
	}
	return v
}

func toneOf(c robustness.Call) view.AlertKind {
	switch c {
	case robustness.Safe:
		return view.AlertSuccess
	case robustness.Fragile:
		return view.AlertWarning
	}
	return view.AlertError
}

// verdictNotes say what must be known beside the share.
func verdictNotes(l view.Look, c *benchmark.CheckedClaim) []string {
	var notes []string
	if !c.Declared {
		notes = append(notes, l.T("robustness.note.untrue"))
	}
	if c.Borderline() {
		notes = append(notes, l.T("robustness.note.borderline"))
	}
	if c.Unit != nil && c.Other == nil && c.Declared && c.Unit.Place.Tied {
		notes = append(notes, l.T("robustness.note.tied", "Name", c.Unit.Name, "Rank", c.Unit.Place.Rank))
	}
	return notes
}

// betterClaim is another headline that is safe: one that claims less when this
// one is not, or more when it is. The zero value means none.
func betterClaim(l view.Look, s *benchmark.Snapshot, c *benchmark.CheckedClaim) view.Suggestion {
	claimed := c.N
	if c.Kind == benchmark.ClaimFirst {
		claimed = 1
	}
	if c.SafeTop == 0 || c.SafeTop >= c.Ranked || c.SafeTop == claimed {
		return view.Suggestion{}
	}
	other := benchmark.Claim{Kind: benchmark.ClaimTop, Unit: c.Claim.Unit, N: c.SafeTop}
	if c.SafeTop == 1 {
		other.Kind = benchmark.ClaimFirst
	}
	better := view.Suggestion{Link: view.Link{Href: claimAddress(other), Text: claimWords(l, s, other)}, Note: l.T("robustness.better.less")}
	if c.SafeTop < claimed {
		better.Note = l.T("robustness.better.more")
	}
	return better
}

// verdictFacts are what the headline speaks of, and what the share rests on.
func verdictFacts(l view.Look, c *benchmark.CheckedClaim) []view.VerdictFact {
	list := []view.VerdictFact{{Term: l.T("robustness.facts.declared"), Text: declaredWords(l, c)}}
	for _, u := range []*benchmark.ClaimUnit{c.Unit, c.Other} {
		if u != nil {
			list = append(list, view.VerdictFact{
				Term: l.T("robustness.facts.interval", "Name", u.Name),
				Text: intervalWords(l, u.Interval),
			})
		}
	}
	for _, by := range c.ByAggregation {
		list = append(list, view.VerdictFact{
			Term: l.T("robustness.facts.by." + string(by.Aggregation)),
			Text: l.T("robustness.facts.share", "Share", proportion(l, by.Proportion), "Draws", l.Int(by.Draws)),
		})
	}
	return append(list, view.VerdictFact{Term: l.T("robustness.facts.error"), Text: errorWords(l, c.All)})
}

func intervalWords(l view.Look, i robustness.Interval) string {
	if i.Low == i.High {
		return l.T("robustness.facts.place", "Rank", i.Low)
	}
	return l.T("robustness.facts.places", "Places", l.Range(l.Int(i.Low), l.Int(i.High)))
}

// turnsModel says which choices would make the headline fail, or true when it is not.
func turnsModel(l view.Look, s *benchmark.Snapshot, c *benchmark.CheckedClaim) view.VerdictTurns {
	way := "fails"
	if !c.Declared {
		way = "holds"
	}
	t := view.VerdictTurns{
		Title:   l.T("robustness.turns." + way + ".title"),
		Intro:   l.T("robustness.turns.intro"),
		Caption: l.T("robustness.turns.caption"),
		Nearest: nearestTurn(l, s, c, way),
		Note:    l.T("robustness.turns.note", "Most", robustness.MaxWeightFactor),
	}
	for _, by := range c.BySource {
		t.Sources = append(t.Sources, view.VerdictFact{
			Term: l.T("robustness.source." + by.Sources.String()),
			Text: l.T("robustness.facts.holds", "Share", proportion(l, by.Proportion)),
		})
	}
	for _, a := range c.Alternatives {
		t.Choices = append(t.Choices, view.VerdictFact{
			Term: alternativeName(l, a),
			Text: l.T("robustness.outcome." + outcomeKey(a.Outcome)),
		})
	}
	for _, w := range c.Weights {
		t.Weights = append(t.Weights, view.TurnRow{
			Area: areaTitle(l, s, w.Area), Share: l.Share(w.Share),
			Down: turnWords(l, w.Down, "robustness.weights.below"), Up: turnWords(l, w.Up, "robustness.weights.above"),
		})
	}
	return t
}

func outcomeKey(o robustness.Outcome) string {
	switch o {
	case robustness.Holds:
		return "holds"
	case robustness.Undefined:
		return "undefined"
	}
	return "fails"
}

func alternativeName(l view.Look, a robustness.Alternative) string {
	switch {
	case a.Aggregation != "":
		return l.T("robustness.facts.by." + string(a.Aggregation))
	case a.Missing == framework.Zero:
		return l.T("robustness.choice.counted")
	}
	return l.T("robustness.choice.left_out")
}

func areaTitle(l view.Look, s *benchmark.Snapshot, key framework.AreaKey) string {
	area, ok := s.Framework.Area(key)
	if !ok {
		return string(key)
	}
	return area.Title.In(l.Code())
}

// turnWords say at which weight a headline turns; empty when it does not.
func turnWords(l view.Look, t robustness.Turn, key string) string {
	if !t.OK {
		return ""
	}
	if t.Factor == 0 {
		return l.T("robustness.weights.none")
	}
	return l.T(key, "Factor", factorText(l, t.Factor), "Share", l.Share(t.Share))
}

// factorText writes a multiple of a weight with two decimals, and more near 1,
// where two would hide that it is another number.
func factorText(l view.Look, factor float64) string {
	decimals := 2
	for decimals < 6 && math.Abs(factor-1) < 5*math.Pow10(-decimals-1) {
		decimals++
	}
	return l.Decimal(factor, decimals)
}

// nearestTurn says which change of one weight is the smallest that is enough.
// Halving a weight is as large a change as doubling it.
func nearestTurn(l view.Look, s *benchmark.Snapshot, c *benchmark.CheckedClaim, way string) string {
	size, text := math.Inf(1), ""
	consider := func(area framework.AreaKey, t robustness.Turn, key string) {
		change := math.Abs(math.Log(t.Factor))
		if t.OK && t.Factor > 0 && change < size {
			size = change
			text = l.T(key, "Area", areaTitle(l, s, area), "Factor", factorText(l, t.Factor))
		}
	}
	for _, w := range c.Weights {
		consider(w.Area, w.Down, "robustness.turns."+way+".down")
		consider(w.Area, w.Up, "robustness.turns."+way+".up")
	}
	if text == "" {
		return l.T("robustness.turns."+way+".never", "Most", robustness.MaxWeightFactor)
	}
	return text
}
