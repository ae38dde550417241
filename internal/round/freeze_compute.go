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
	// verified is the result by backing, nil in format 1.
	verified *verifiedResult
}

// verifiedResult is the score card and place by what backs the answers, and how
// many of them stand how.
type verifiedResult struct {
	card                       scoring.Card
	place                      ranking.Place
	verified, questioned, late int
}

// compute scores and ranks everybody in a directory, by rising code: the order
// of names would depend on the rules of a language, which get revised.
func (in Inputs) compute(model *scoring.Model, directory *municipality.Directory) ([]result, error) {
	all := slices.SortedFunc(slices.Values(directory.All()), func(a, b *municipality.Municipality) int {
		return cmp.Compare(a.Code, b.Code)
	})
	counting := in.counting(model, all)
	answers := make([]scoring.Answer, len(counting))
	for i := range counting {
		answers[i] = answerOf(counting[i])
	}
	cards, err := model.Score(answers)
	if err != nil {
		return nil, fmt.Errorf("score: %w", err)
	}
	results := make([]result, len(all))
	for i, place := range places(cards) {
		results[i] = result{Municipality: all[i], card: cards[i], place: place}
	}
	if err := in.addIntervals(results, model, answers); err != nil {
		return nil, err
	}
	return results, in.addVerified(results, model, counting, answers)
}

// counting returns the status that counts for each municipality and indicator of
// the model, row by row; a zero one where there is none or it is too old.
func (in Inputs) counting(model *scoring.Model, all []*municipality.Municipality) []assessment.Status {
	// Settled statuses all count.
	current := assessment.Current(in.Statuses, assessment.AsOf{})
	maxAge := model.Framework().Method.MaxAgeMonths
	var counting []assessment.Status
	for _, m := range all {
		for _, indicator := range model.Indicators() {
			status, found := current[assessment.Key{Municipality: m.Code, Indicator: indicator}]
			if !found || assessment.Stale(status, in.Cutoff.Time, maxAge) {
				status = assessment.Status{}
			}
			counting = append(counting, status)
		}
	}
	return counting
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

func places(cards []scoring.Card) []ranking.Place {
	entries := make([]ranking.Entry, len(cards))
	for i := range cards {
		entries[i] = ranking.Entry{Score: cards[i].Score.Value, Ranked: cards[i].Standing == scoring.Ranked}
	}
	return ranking.Order(entries)
}

// addVerified scores and ranks the same answers again, each worth at most what
// its backing allows.
func (in Inputs) addVerified(results []result, model *scoring.Model, counting []assessment.Status, answers []scoring.Answer) error {
	if in.Format < formatVerified {
		return nil
	}
	capped := slices.Clone(answers)
	for i := range counting {
		capped[i].Cap = in.Backing[counting[i].ID].most()
	}
	cards, err := model.Score(capped)
	if err != nil {
		return fmt.Errorf("score what is verified: %w", err)
	}
	width := len(model.Indicators())
	for i, place := range places(cards) {
		v := &verifiedResult{card: cards[i], place: place}
		for _, s := range counting[i*width : (i+1)*width] {
			v.count(in.Backing[s.ID], s.ID != 0 && in.late(&s))
		}
		results[i].verified = v
	}
	return nil
}

func (v *verifiedResult) count(b Backing, late bool) {
	switch b.Verification {
	case assessment.Verified:
		v.verified++
	case assessment.Questioned:
		v.questioned++
	}
	if late {
		v.late++
	}
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
	if r.verified != nil {
		out.VerifiedResult = c.verified(r.verified)
	}
	return out
}

// verified writes a result by backing as it is published.
func (c *Content) verified(v *verifiedResult) *VerifiedResult {
	out := &VerifiedResult{
		VerifiedScore:      points(v.card.Score),
		VerifiedTied:       v.place.Tied,
		VerifiedAreas:      make(map[string]Optional[float64], len(c.Areas)),
		VerifiedIndicators: make(map[string]Optional[float64], len(c.Indicators)),
		Verified:           v.verified, Questioned: v.questioned, Late: v.late,
	}
	if v.place.Rank > 0 {
		out.VerifiedRank = some(v.place.Rank)
	}
	if band := v.card.Band.String(); band != "" {
		out.VerifiedBand = some(band)
	}
	for i, key := range c.Areas {
		out.VerifiedAreas[key] = points(v.card.Areas[i].Score)
	}
	for i, key := range c.Indicators {
		out.VerifiedIndicators[key] = points(v.card.Indicators[i].Score)
	}
	return out
}
