package movement_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/movement"
	"modenhed/internal/scoring"
)

// The reference walks the chain as the package comment tells it: everybody is
// scored anew in every state, and units are counted one by one.

// answered are the answers of everybody, by unit and indicator.
type answered map[string]map[framework.IndicatorKey]scoring.Answer

func answersOf(s movement.Standpoint[string]) answered {
	all := make(answered)
	keys := s.Model.Indicators()
	for u, unit := range s.Units {
		all[unit] = make(map[framework.IndicatorKey]scoring.Answer)
		for i, key := range keys {
			all[unit][key] = s.Answers[u*len(keys)+i]
		}
	}
	return all
}

// with returns everybody with one unit's answers in place of its own.
func (a answered) with(unit string, answers map[framework.IndicatorKey]scoring.Answer) answered {
	all := make(answered)
	for u, own := range a {
		all[u] = own
	}
	all[unit] = answers
	return all
}

func (a answered) cards(t *rapid.T, m *scoring.Model) map[string]scoring.Card {
	var units []string
	var answers []scoring.Answer
	for unit, own := range a {
		units = append(units, unit)
		for _, key := range m.Indicators() {
			answers = append(answers, own[key])
		}
	}
	list, err := m.Score(answers)
	if err != nil {
		t.Fatalf("Score: %v", err)
	}
	cards := make(map[string]scoring.Card)
	for i, unit := range units {
		cards[unit] = list[i]
	}
	return cards
}

// restated are the answers of S1.
func restated(earlier, later movement.Standpoint[string]) answered {
	before, after, all := answersOf(earlier), answersOf(later), make(answered)
	for unit, own := range before {
		all[unit] = make(map[framework.IndicatorKey]scoring.Answer)
		for _, place := range later.Model.Framework().Places() {
			key := place.Indicator.Key
			old, ok := earlier.Model.Framework().Indicator(key)
			switch {
			case ok && old.Indicator.Type == place.Indicator.Type:
				all[unit][key] = own[key]
			default:
				all[unit][key] = after[unit][key]
			}
		}
	}
	return all
}

// reportedOnly are a unit's answers of S3.
func reportedOnly(before, after map[framework.IndicatorKey]scoring.Answer) map[framework.IndicatorKey]scoring.Answer {
	own := make(map[framework.IndicatorKey]scoring.Answer)
	for key, answer := range after {
		own[key] = before[key]
		if answer.State == scoring.Present || answer.State == scoring.NotApplicable {
			own[key] = answer
		}
	}
	return own
}

// count returns how many others are ahead of a score and how many are level with it.
func count(cards map[string]scoring.Card, unit string, score float64) (ahead, level int) {
	for other, card := range cards {
		switch {
		case other == unit || card.Standing != scoring.Ranked:
		case card.Score.Value > score:
			ahead++
		case card.Score.Value == score:
			level++
		}
	}
	return ahead, level
}

func reference(t *rapid.T, earlier, later movement.Standpoint[string], unit string) (rank movement.RankChange, score movement.ScoreChange) {
	was, is, old := answersOf(earlier), answersOf(later), restated(earlier, later)
	if !slices.Contains(earlier.Units, unit) || !slices.Contains(later.Units, unit) {
		return rank, score
	}
	states := []map[string]scoring.Card{
		was.cards(t, earlier.Model),
		old.cards(t, later.Model),
		is.with(unit, old[unit]).cards(t, later.Model),
		is.with(unit, reportedOnly(old[unit], is[unit])).cards(t, later.Model),
		is.cards(t, later.Model),
	}
	first, last := states[0][unit], states[4][unit]
	if !first.Score.OK || !last.Score.OK {
		return rank, score
	}
	score = movement.ScoreChange{OK: true, Total: round9(last.Score.Value - first.Score.Value)}
	rank.OK = first.Standing == scoring.Ranked && last.Standing == scoring.Ranked
	now := first.Score.Value
	ahead, level := count(states[0], unit, now)
	firstRank, firstLevel := 1+ahead, level
	for i, cards := range states[1:] {
		before, notBehind := now, ahead+level
		if card := cards[unit]; card.Score.OK {
			now = card.Score.Value
		}
		ahead, level = count(cards, unit, now)
		score.Parts[i] = round9(now - before)
		rank.Parts[i] = notBehind - (ahead + level)
	}
	rank.Parts[movement.Ties] = level - firstLevel
	rank.Total = firstRank - (1 + ahead)
	if !rank.OK {
		rank = movement.RankChange{}
	}
	return rank, score
}

func round9(x float64) float64 { return math.RoundToEven(x*1e9) / 1e9 }

func TestEveryPartAgreesWithThePlainDefinition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		earlier, later := drawSpan(t)
		for _, m := range betweenDrawn(t, earlier, later).All() {
			rank, score := reference(t, earlier, later, m.Unit)
			if m.Rank != rank {
				t.Errorf("%s: rank %+v, want %+v", m.Unit, m.Rank, rank)
			}
			if m.Score != score {
				t.Errorf("%s: score %+v, want %+v", m.Unit, m.Score, score)
			}
		}
	})
}
