package benchmark

import (
	"modenhed/internal/evidence"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

// Profile is everything about one municipality.
type Profile struct {
	*Unit
	// Beside is the same municipality on the other basis.
	Beside *Unit
	// Group is the municipality's group in PeerScheme; its zero value means none.
	Group municipality.Group
	// Peers describes the group, the municipality included; Country everybody.
	Peers, Country Summary
	// GroupPlace is the place among the ranked of the group.
	GroupPlace ranking.Place
	// GroupRows are the members of the group by place.
	GroupRows []Row
	Areas     []AreaProfile
	Evidence  []evidence.Item
	// History is what was recorded, newest first.
	History []Event
	// Trend is the score at the end of each day on which something was recorded, oldest first.
	Trend []TrendPoint
}

// AreaProfile is a municipality's result in a top area, beside others'.
type AreaProfile struct {
	Area   *framework.Area
	Result scoring.AreaScore
	// Beside is the score on the other basis.
	Beside scoring.Points
	// Share is the area's weight in the municipality's overall score, 0 to 1.
	Share float64
	Place ranking.Place
	// Peers and Country are mean scores.
	Peers, Country scoring.Points
	Indicators     []IndicatorProfile
	Evidence       []evidence.Item
}

// IndicatorProfile is a municipality's answer to one indicator and what it counts for.
type IndicatorProfile struct {
	framework.Place
	Answer Answer
	Result scoring.IndicatorScore
	// Beside is the score on the other basis.
	Beside scoring.Points
	// Peers and Country are mean scores among ranked municipalities with a value.
	Peers, Country scoring.Points
}

// Profile returns everything about a municipality; ok is false for a code outside the directory.
func (s *Snapshot) Profile(code municipality.Code) (profile *Profile, ok bool) {
	unit, ok := s.Unit(code)
	if !ok {
		return nil, false
	}
	p := &Profile{
		Unit:     unit,
		Country:  s.Overview().Country,
		Evidence: s.evidenceFor()[code],
		History:  s.history(code),
		Trend:    s.trend(code),
	}
	p.Beside, _ = s.Beside().Unit(code)
	p.Group, _ = s.Directory.GroupOf(code, PeerScheme)
	inGroup := func(u *Unit) bool { return p.Group.Key != "" && u.Groups[PeerScheme] == p.Group.Key }
	p.Peers = s.Summarise(inGroup)
	p.GroupRows = s.groupRows(inGroup)
	for _, row := range p.GroupRows {
		if row.Code == code {
			p.GroupPlace = row.Place
		}
	}
	for i := range s.Framework.Areas {
		p.Areas = append(p.Areas, s.areaProfile(p, &s.Framework.Areas[i], inGroup))
	}
	return p, true
}

// groupRows lists a group by place within the group.
func (s *Snapshot) groupRows(inGroup func(*Unit) bool) []Row {
	var rows []Row
	var entries []ranking.Entry
	for _, i := range s.listing() {
		unit := s.Units[i]
		if !inGroup(unit) {
			continue
		}
		rows = append(rows, Row{Unit: unit, Score: unit.Card.Score})
		entries = append(entries, ranking.Entry{Score: unit.Card.Score.Value, Ranked: unit.Place.Rank > 0})
	}
	for i, place := range ranking.Order(entries) {
		rows[i].Place = place
	}
	return rows
}

func (s *Snapshot) areaProfile(p *Profile, area *framework.Area, inGroup func(*Unit) bool) AreaProfile {
	index, _ := s.AreaIndex(area.Key)
	result := AreaProfile{
		Area:    area,
		Result:  p.Card.Areas[index],
		Beside:  p.Beside.Card.Areas[index].Score,
		Place:   s.AreaPlace(p.Code, area.Key),
		Peers:   p.Peers.Areas[index],
		Country: p.Country.Areas[index],
	}
	for i, place := range s.Places {
		if place.Top != area {
			continue
		}
		result.Share += p.Card.Indicators[i].Share
		result.Indicators = append(result.Indicators, IndicatorProfile{
			Place:   place,
			Answer:  p.Answers[i],
			Result:  p.Card.Indicators[i],
			Beside:  p.Beside.Card.Indicators[i].Score,
			Peers:   s.indicatorMean(i, inGroup),
			Country: s.indicatorMean(i, func(*Unit) bool { return true }),
		})
	}
	for _, item := range p.Evidence {
		if item.Area == area.Key {
			result.Evidence = append(result.Evidence, item)
		}
	}
	return result
}

func (s *Snapshot) indicatorMean(indicator int, wanted func(*Unit) bool) scoring.Points {
	var scores []float64
	for _, unit := range s.Units {
		if score := unit.Card.Indicators[indicator].Score; unit.Place.Rank > 0 && score.OK && wanted(unit) {
			scores = append(scores, score.Value)
		}
	}
	return mean(scores)
}
