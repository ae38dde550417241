package round

import (
	"cmp"
	"fmt"
	"slices"

	"modenhed/internal/assessment"
	"modenhed/internal/municipality"
	"modenhed/internal/ranking"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// result is one municipality's score card and place.
type result struct {
	*municipality.Municipality
	card  scoring.Card
	place ranking.Place
	// interval is that of the rank, none for a unit that is not ranked.
	interval Optional[RankInterval]
}

// compute scores and ranks everybody in a directory, by rising code: the order
// of names would depend on the rules of a language, which get revised.
func (in Inputs) compute(model *scoring.Model, directory *municipality.Directory) ([]result, error) {
	all := slices.SortedFunc(slices.Values(directory.All()), func(a, b *municipality.Municipality) int {
		return cmp.Compare(a.Code, b.Code)
	})
	current := assessment.Current(in.Statuses, in.Cutoff)
	maxAge := model.Framework().Method.MaxAgeMonths
	var answers []scoring.Answer
	for _, m := range all {
		for _, indicator := range model.Indicators() {
			status, found := current[assessment.Key{Municipality: m.Code, Indicator: indicator}]
			if !found || assessment.Stale(status, in.Cutoff.Time, maxAge) {
				status = assessment.Status{}
			}
			answers = append(answers, answerOf(status))
		}
	}
	cards, err := model.Score(answers)
	if err != nil {
		return nil, fmt.Errorf("score: %w", err)
	}
	results := placed(all, cards)
	return results, in.addIntervals(results, model, answers)
}

func answerOf(s assessment.Status) scoring.Answer {
	switch s.Answer.State {
	case assessment.Reported:
		return scoring.Answer{State: scoring.Present, Value: s.Answer.Value}
	case assessment.NotApplicable:
		return scoring.Answer{State: scoring.NotApplicable}
	case assessment.DontKnow:
		return scoring.Answer{State: scoring.Unknown}
	}
	return scoring.Answer{State: scoring.Missing}
}

func placed(all []*municipality.Municipality, cards []scoring.Card) []result {
	entries := make([]ranking.Entry, len(cards))
	for i := range cards {
		entries[i] = ranking.Entry{Score: cards[i].Score.Value, Ranked: cards[i].Standing == scoring.Ranked}
	}
	results := make([]result, len(cards))
	for i, place := range ranking.Order(entries) {
		results[i] = result{Municipality: all[i], card: cards[i], place: place}
	}
	return results
}

// addIntervals gives the ranked units the intervals of their ranks.
func (in Inputs) addIntervals(results []result, model *scoring.Model, answers []scoring.Answer) error {
	ranked := make([]bool, len(results))
	for i := range results {
		ranked[i] = results[i].place.Rank > 0
	}
	if !slices.Contains(ranked, true) {
		return nil
	}
	experiment, err := robustness.Prepare(model, answers, ranked)
	if err != nil {
		return err
	}
	drawn, err := experiment.Run(in.Draws, nil)
	if err != nil {
		return err
	}
	for i := range results {
		if interval, ok := drawn.Interval(i); ok {
			results[i].interval = some(RankInterval{Low: interval.Low, High: interval.High, Mean: round9(interval.Mean)})
		}
	}
	return nil
}

// unit writes a result as it is published.
func (c *Content) unit(r *result) UnitResult {
	out := UnitResult{
		Unit:          r.Code.String(),
		Name:          r.Name,
		Score:         points(r.card.Score),
		Tied:          r.place.Tied,
		Standing:      r.card.Standing.String(),
		Coverage:      figure(r.card.Coverage, r.card.Lower.OK),
		NotApplicable: round9(r.card.NotApplicable),
		Lower:         points(r.card.Lower),
		Upper:         points(r.card.Upper),
		RankInterval:  r.interval,
		Areas:         make(map[string]AreaResult, len(c.Areas)),
		Indicators:    make(map[string]Optional[float64], len(c.Indicators)),
	}
	if r.place.Rank > 0 {
		out.Rank = some(r.place.Rank)
	}
	if band := r.card.Band.String(); band != "" {
		out.Band = some(band)
	}
	for i, key := range c.Areas {
		area := r.card.Areas[i]
		out.Areas[key] = AreaResult{Score: points(area.Score), Coverage: figure(area.Coverage, area.Applicable)}
	}
	for i, key := range c.Indicators {
		out.Indicators[key] = points(r.card.Indicators[i].Score)
	}
	return out
}
