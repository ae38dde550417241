package benchmark

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/scoring"
)

// Lead says why one ranked municipality is ahead of another.
type Lead struct {
	// Ahead has at least the score of Behind.
	Ahead, Behind *Unit
	// Difference is between their scores in points, rounded to 9 decimals.
	Difference float64
	// Additive means that the score is an arithmetic mean throughout, so that
	// what the areas contribute adds up to Difference.
	Additive bool
	// Areas are the top areas in the framework's order.
	Areas []LeadArea
}

// LeadArea is what a top area has to do with a lead.
type LeadArea struct {
	Area *framework.Area
	// Share is the area's weight when every area has a score, 0 to 1.
	Share float64
	// Scores are those of the one ahead and the one behind.
	Scores [2]scoring.Points
	// Points is what the area contributes to the difference, rounded to 9
	// decimals; positive where it speaks for the one ahead.
	//
	// In an additive lead it is the share times the difference of the area scores.
	// An area without a score counts as the municipality's overall score: that is
	// what leaving it out and scaling up the other weights amounts to, and
	// therefore the parts sum to the difference.
	//
	// Otherwise it is what the lead would shrink by if the one ahead had answered
	// as the other in this area; such figures do not add up, and one is undefined
	// when there would be no score.
	Points scoring.Points
}

// Deciding returns the areas that decide, largest first. In an additive lead
// they are the fewest that together make up the difference: were the two equal
// in them, the one behind would be level or ahead. Otherwise they are those
// each of which alone would turn the order, and there may be none. Nothing
// decides between equal scores.
func (l *Lead) Deciding() []LeadArea {
	if l.Difference == 0 {
		return nil
	}
	sorted := slices.Clone(l.Areas)
	slices.SortStableFunc(sorted, func(a, b LeadArea) int { return cmp.Compare(b.Points.Value, a.Points.Value) })
	sum := 0.0
	for i, area := range sorted {
		if l.Additive && round9(sum) >= l.Difference || !l.Additive && area.Points.Value < l.Difference {
			return sorted[:i]
		}
		sum += area.Points.Value
	}
	return sorted
}

// Leads explains the order of municipalities: each ranked one against the next,
// from the highest score to the lowest, equal scores in the order given. Codes
// outside the directory and the unranked are left out.
func (s *Snapshot) Leads(codes []municipality.Code) ([]Lead, error) {
	var units []*Unit
	for _, code := range codes {
		if unit, ok := s.Unit(code); ok && unit.Place.Rank > 0 {
			units = append(units, unit)
		}
	}
	slices.SortStableFunc(units, func(a, b *Unit) int { return cmp.Compare(b.Card.Score.Value, a.Card.Score.Value) })
	var leads []Lead
	for i := range len(units) - 1 {
		lead, err := s.lead(units[i], units[i+1])
		if err != nil {
			return nil, err
		}
		leads = append(leads, lead)
	}
	return leads, nil
}

func (s *Snapshot) lead(ahead, behind *Unit) (Lead, error) {
	lead := Lead{
		Ahead: ahead, Behind: behind,
		Difference: round9(ahead.Card.Score.Value - behind.Card.Score.Value),
		Additive:   s.Framework.Arithmetic(),
	}
	total := 0.0
	for i := range s.Framework.Areas {
		total += s.Framework.Areas[i].Weight
	}
	for i := range s.Framework.Areas {
		area, err := s.leadArea(&lead, &s.Framework.Areas[i], total)
		if err != nil {
			return Lead{}, err
		}
		lead.Areas = append(lead.Areas, area)
	}
	if lead.Additive {
		lead.settle()
	}
	return lead, nil
}

// settle gives the largest part what rounding left over, so that the parts,
// rounded to 9 decimals, sum to the difference.
func (l *Lead) settle() {
	largest, rest := &l.Areas[0].Points, l.Difference
	for i := range l.Areas {
		points := &l.Areas[i].Points
		rest -= points.Value
		if math.Abs(points.Value) > math.Abs(largest.Value) {
			largest = points
		}
	}
	largest.Value = round9(largest.Value + round9(rest))
}

// leadArea is one area of a lead; total is the sum of the areas' weights.
func (s *Snapshot) leadArea(lead *Lead, area *framework.Area, total float64) (LeadArea, error) {
	index, _ := s.AreaIndex(area.Key)
	part := LeadArea{Area: area, Share: area.Weight / total}
	var counted [2]float64
	for n, unit := range []*Unit{lead.Ahead, lead.Behind} {
		part.Scores[n] = unit.Card.Areas[index].Score
		counted[n] = unit.Card.Score.Value
		if part.Scores[n].OK {
			counted[n] = part.Scores[n].Value
		}
	}
	if lead.Additive {
		part.Points = scoring.Points{Value: round9(part.Share * (counted[0] - counted[1])), OK: true}
		return part, nil
	}
	var err error
	part.Points, err = s.borrowed(lead.Ahead, lead.Behind, area)
	return part, err
}

// borrowed returns what a unit's score would fall by with another's answers in
// an area.
func (s *Snapshot) borrowed(unit, other *Unit, area *framework.Area) (scoring.Points, error) {
	rows := make([][]Answer, len(s.Units))
	at := s.facts.ordinal[unit.Code]
	for i := range s.Units {
		rows[i] = s.Units[i].Answers
	}
	rows[at] = slices.Clone(unit.Answers)
	for i, place := range s.Places {
		if place.Top == area {
			rows[at][i] = other.Answers[i]
		}
	}
	if s.facts.model.Independent() {
		rows, at = rows[at:at+1], 0
	}
	cards, err := s.facts.model.Score(s.cells(rows...))
	if err != nil {
		return scoring.Points{}, fmt.Errorf("score %s with the answers of %s: %w", unit.Code, other.Code, err)
	}
	score := cards[at].Score
	if !score.OK {
		return scoring.Points{}, nil
	}
	return scoring.Points{Value: round9(unit.Card.Score.Value - score.Value), OK: true}, nil
}

// round9 rounds to the 9 decimals that scores have.
func round9(x float64) float64 {
	const scale = 1e9
	return math.RoundToEven(x*scale) / scale
}
