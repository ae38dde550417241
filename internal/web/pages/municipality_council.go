package pages

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/perception"
	"modenhed/internal/smallarea"
	"modenhed/internal/web/view"
)

// councilModel is what a municipality's council probably thinks by the nearest
// survey; nil when that survey says nothing of councils.
func councilModel(l view.Look, s *benchmark.Snapshot, unit *benchmark.Unit) *view.CouncilBelief {
	b, spot, ok := s.CouncilBelief(unit.Code)
	if !ok {
		return nil
	}
	c := spot.Council
	m := &view.CouncilBelief{
		Href: "/perception/" + b.Wave.Key + "/quadrants", WaveTitle: l.T("council_belief.more"), Invented: b.Wave.Invented,
	}
	if c.Harvested == nil {
		reason := string(c.Reason)
		if c.Misfit {
			reason = "misfit"
		}
		m.Text = l.T("council_belief.none", "Reason", l.T("quadrant.absent."+reason, "Least", l.Int(b.Report.Minimum)))
		if c.Reason == smallarea.UnknownSeats {
			m.Hint = l.T("quadrant.hint.seats")
		}
		return m
	}
	m.Text = l.T("council_belief.text."+string(c.Basis), "Name", unit.Name, "When", l.YearMonth(b.Wave.Fieldwork))
	m.Facts = councilFacts(l, b, unit, spot)
	m.Note = l.T("council_belief.note."+string(c.Basis), "Least", l.Int(b.Report.Minimum))
	if set := b.Councils; !set.Harvested.LocalEffect {
		m.Note += " " + l.T("quadrant.local.none")
	}
	if l.Verified {
		m.Note += " " + l.T("council_belief.verified")
	}
	return m
}

func councilFacts(l view.Look, b *benchmark.Beliefs, unit *benchmark.Unit, spot perception.Spot) []view.Fact {
	c := spot.Council
	facts := []view.Fact{{Label: l.T("council_belief.fact.harvested"), Value: likelyWords(l, c.Harvested)}}
	if c.Potential != nil {
		facts = append(facts, view.Fact{Label: l.T("council_belief.fact.potential"), Value: likelyWords(l, c.Potential)})
	}
	facts = append(facts, view.Fact{Label: l.T("council_belief.fact.basis"), Value: basisWords(l, c)})
	var measured *perception.Score
	if spot.Measured != nil {
		measured = spot.Measured
		facts = append(facts, view.Fact{Label: l.T("council_belief.fact.measured"), Value: beliefWords(l, maturityCell(l, perception.MaturityOf([]perception.Score{*measured})), "council_belief.unanswered")})
	}
	// A council's figure is whole; so is the difference.
	if d := distanceOf(l, c.Distance(measured, b.Gap.MonthsApart), 1); d != nil {
		facts = append(facts, view.Fact{Label: l.T("council_belief.fact.distance"), Value: beliefWords(l, d.BeliefCell, "council_belief.outer")})
	}
	if spot.Quadrant != "" {
		facts = append(facts, view.Fact{Label: l.T("council_belief.fact.quadrant"),
			Value: l.T("council_belief.quadrant", "Name", quadrantName(l, spot.Quadrant), "Certainty", lowerFirst(l.T("quadrant.certainty."+string(spot.Certainty))))})
	}
	return facts
}

func likelyWords(l view.Look, likely *perception.Likely) string {
	return beliefWords(l, likelyCell(l, likely), "council_belief.likely")
}

// beliefWords puts a figure and its interval, if it has one, in words.
func beliefWords(l view.Look, c view.BeliefCell, key string) string {
	if c.Range == "" {
		return c.Value
	}
	return l.T(key, "Value", c.Value, "Range", c.Range)
}
