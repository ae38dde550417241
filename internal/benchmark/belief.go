package benchmark

import (
	"strconv"
	"time"

	"modenhed/internal/municipality"
	"modenhed/internal/opinion"
	"modenhed/internal/perception"
	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
)

// Beliefs are one wave's answers on the gains, held against measured maturity.
type Beliefs struct {
	WaveGap
	// Report is all that may be shown of a wave of responses; nil for others.
	Report *opinion.Report
	// Erased means that single answers are no longer kept.
	Erased bool
	// Harvested and Potential are the country's; nil where the wave does not say.
	Harvested, Potential *perception.Belief
	Country              perception.Maturity
	// National is the country's gap with both intervals.
	National perception.Distance
	// By are the places by region, group, size, party and the wave's own columns, in
	// this order; none without a report.
	By []PlaceSet
	// Councils are what each council probably thinks; nil without figures.
	Councils *CouncilSet
}

// PlaceSet is belief beside measured maturity by one column.
type PlaceSet struct {
	// Column is one of opinion's ByRegion, ByGroup, BySize and ByParty, or one of the wave's own.
	Column string
	Places []BeliefPlace
	// Few places have too few answers or none, Others enough, but their figures
	// would give the few away.
	Few, Others int
	// Contrast is how far places differ in what they think is harvested, by index of
	// Places; nil where it cannot be tested.
	Contrast *perception.Contrast
}

// BeliefPlace is one place; without figures only its maturity is known.
type BeliefPlace struct {
	Key string
	// Name is empty for respondents of whom the column is not known.
	Name municipality.Name
	// Shown tells whether there are figures.
	Shown                bool
	Answered             int
	Harvested, Potential *perception.Belief
	// Measured is the country's where the column is not [PlaceSet.Local].
	Measured perception.Maturity
	Distance perception.Distance
}

// CouncilSet is what each council probably thinks.
type CouncilSet struct {
	// Harvested and Potential are the publications that the councils come from;
	// Potential is nil when the wave does not ask.
	Harvested, Potential *smallarea.Publication
	// Spots are in the order of the snapshot's units; Lines is nil, and no spot has
	// a quadrant, when Why says why.
	Spots []perception.Spot
	Lines *perception.Lines
	Why   perception.Reason
}

// Beliefs returns a wave's answers on the gains beside measured maturity; ok is
// false when there is no such wave with figures.
func (s *Snapshot) Beliefs(key string) (b *Beliefs, ok bool) {
	report := s.Perception()
	for _, wave := range report.Waves {
		if wave.Wave.Key == key {
			return s.beliefs(wave), true
		}
	}
	return nil, false
}

func (s *Snapshot) beliefs(wave WaveGap) *Beliefs {
	b := &Beliefs{WaveGap: wave, Country: perception.MaturityOf(s.scores(everybody))}
	o := s.facts.opinions[wave.Wave.Key]
	b.Report, b.Erased = o.Report, o.Erased
	figures := figuresOf(o.Report, wave.Question.Key)
	b.Harvested = pointerTo(perception.BeliefOf(wave.Wave, wave.Question, figures, survey.Harvested))
	b.Potential = pointerTo(perception.BeliefOf(wave.Wave, wave.Question, figures, survey.Potential))
	b.National = perception.DistanceBetween(b.Harvested, b.Country, wave.Gap.MonthsApart)
	if figures == nil {
		return b
	}
	b.By = s.placeSets(b, figures)
	b.Councils = s.councils(b)
	return b
}

// figuresOf returns the figures of a question, nil where there are none.
func figuresOf(report *opinion.Report, question string) *opinion.Question {
	if report == nil {
		return nil
	}
	figures, _ := report.Question(question)
	return figures
}

func pointerTo[T any](x T, ok bool) *T {
	if !ok {
		return nil
	}
	return &x
}

func everybody(*Unit) bool { return true }

// scores are those of the ranked municipalities that are wanted.
func (s *Snapshot) scores(wanted func(*Unit) bool) []perception.Score {
	var scores []perception.Score
	for i := range s.Units {
		if unit := s.Units[i]; wanted(unit) && unit.Place.Rank != 0 {
			scores = append(scores, scoreOf(unit))
		}
	}
	return scores
}

func scoreOf(u *Unit) perception.Score {
	return perception.Score{
		Points: u.Card.Score.Value,
		Bounds: perception.Interval{Low: u.Card.Lower.Value, High: u.Card.Upper.Value},
	}
}

// councils puts what is published of every council beside its municipality.
func (s *Snapshot) councils(b *Beliefs) *CouncilSet {
	published := b.Report.Councils
	if published == nil || published.Readings[survey.Harvested] == nil {
		return nil
	}
	set := &CouncilSet{Harvested: published.Readings[survey.Harvested], Potential: published.Readings[survey.Potential]}
	switch {
	case set.Potential == nil || b.Potential == nil:
		set.Why = perception.NoShare
	case !b.Country.Mean.OK:
		set.Why = perception.NotMeasured
	case b.Gap.MonthsApart > perception.MaxMonthsApart:
		set.Why = perception.TooFarApart
	default:
		set.Lines = &perception.Lines{Maturity: b.Country.Mean.Points, Potential: b.Potential.Share.Low}
	}
	set.Spots = s.spots(published, set, func(i int) *perception.Score {
		if s.Units[i].Place.Rank == 0 {
			return nil
		}
		score := scoreOf(s.Units[i])
		return &score
	})
	return set
}

// spots places the councils; measured gives the score of a unit, nil for none.
func (s *Snapshot) spots(published *opinion.Councils, set *CouncilSet, measured func(unit int) *perception.Score) []perception.Spot {
	harvested, potential := byCode(set.Harvested), byCode(set.Potential)
	spots := make([]perception.Spot, 0, len(s.Units))
	for i := range s.Units {
		code := strconv.Itoa(int(s.Units[i].Code))
		own := harvested[code]
		if own == nil {
			own = &smallarea.Published{Code: code, Basis: smallarea.NoFigure, Reason: smallarea.UnknownSeats}
		}
		council := perception.CouncilOf(own, potential[code])
		for _, misfit := range published.Misfits {
			council.Misfit = council.Misfit || misfit == code
		}
		spot := perception.Spot{Council: council, Measured: measured(i)}
		if set.Lines != nil {
			spot = set.Lines.Place(council, spot.Measured)
		}
		spots = append(spots, spot)
	}
	return spots
}

func byCode(p *smallarea.Publication) map[string]*smallarea.Published {
	councils := make(map[string]*smallarea.Published)
	if p == nil {
		return councils
	}
	for i := range p.Councils {
		councils[p.Councils[i].Code] = &p.Councils[i]
	}
	return councils
}

// CouncilBelief returns what a municipality's council probably thinks by the wave
// nearest to the snapshot's time; ok is false when that wave has no such figures.
func (s *Snapshot) CouncilBelief(code municipality.Code) (b *Beliefs, spot perception.Spot, ok bool) {
	b = s.NearestBeliefs()
	i, known := s.Index(code)
	if b == nil || b.Councils == nil || !known {
		return b, perception.Spot{}, false
	}
	return b, b.Councils.Spots[i], true
}

// NearestBeliefs returns the beliefs of the wave nearest to the snapshot's
// time; nil when there is none.
func (s *Snapshot) NearestBeliefs() *Beliefs {
	report := s.Perception()
	if report.Nearest < 0 {
		return nil
	}
	return s.asked.beliefs.get(func() *Beliefs { return s.beliefs(report.Waves[report.Nearest]) })
}

// waveEnd is the last instant of the fieldwork that lies before the snapshot's time.
func (s *Snapshot) waveEnd(wave survey.Wave) (at time.Time, ok bool) {
	_, last, ok := wave.Months()
	if !ok {
		return time.Time{}, false
	}
	at = time.Date(last.Year, last.Month+1, 1, 0, 0, 0, 0, s.AsOf.Location()).Add(-time.Microsecond)
	if at.After(s.AsOf) {
		at = s.AsOf
	}
	return at, true
}

// scoresAt are the scores of all units as of a time, by today's framework; nil
// where a unit was not ranked.
func (s *Snapshot) scoresAt(at time.Time) ([]*perception.Score, error) {
	cards, err := s.facts.model.Score(s.cells(s.facts.rowsAt(s.earlier(at))...))
	if err != nil {
		return nil, err
	}
	scores := make([]*perception.Score, len(cards))
	for i := range cards {
		if entryOf(&cards[i]).Ranked {
			scores[i] = &perception.Score{
				Points: cards[i].Score.Value,
				Bounds: perception.Interval{Low: cards[i].Lower.Value, High: cards[i].Upper.Value},
			}
		}
	}
	return scores, nil
}
