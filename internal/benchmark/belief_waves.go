package benchmark

import (
	"fmt"

	"modenhed/internal/perception"
	"modenhed/internal/survey"
)

// WaveChange is how far belief moved from an earlier wave to a later one.
type WaveChange struct {
	Before, After survey.Wave
	// Harvested and Potential are after − before; nil where a wave does not say.
	Harvested, Potential *perception.Difference
	// From and To are the shares who think the gains are harvested.
	From, To *perception.Belief
	// PotentialFrom and PotentialTo are those who see considerable potential.
	PotentialFrom, PotentialTo *perception.Belief
	// Reworded means that the questions are not worded alike.
	Reworded bool
}

// WaveChanges returns how far belief moved from each wave to the next, latest first.
func (s *Snapshot) WaveChanges() []WaveChange {
	waves := s.Perception().Waves
	all := make([]*Beliefs, len(waves))
	for i, wave := range waves {
		all[i] = s.national(wave)
	}
	var changes []WaveChange
	for i := 0; i+1 < len(all); i++ {
		changes = append(changes, changeBetween(all[i+1], all[i]))
	}
	return changes
}

// national is a wave's national beliefs alone.
func (s *Snapshot) national(wave WaveGap) *Beliefs {
	b := &Beliefs{WaveGap: wave}
	o := s.facts.opinions[wave.Wave.Key]
	figures := figuresOf(o.Report, wave.Question.Key)
	b.Harvested = pointerTo(perception.BeliefOf(wave.Wave, wave.Question, figures, survey.Harvested))
	b.Potential = pointerTo(perception.BeliefOf(wave.Wave, wave.Question, figures, survey.Potential))
	return b
}

func changeBetween(before, after *Beliefs) WaveChange {
	difference := func(a, b *perception.Belief) *perception.Difference {
		if a == nil || b == nil {
			return nil
		}
		d := perception.Change(*a, *b)
		return &d
	}
	return WaveChange{
		Before: before.Wave, After: after.Wave,
		From: before.Harvested, To: after.Harvested, PotentialFrom: before.Potential, PotentialTo: after.Potential,
		Harvested: difference(before.Harvested, after.Harvested),
		Potential: difference(before.Potential, after.Potential),
		Reworded:  before.Question.Text != after.Question.Text,
	}
}

// Movement is how municipalities moved between the quadrants of two waves.
type Movement struct {
	Before, After survey.Wave
	// Moves are the municipalities in another quadrant; Both is how many have a
	// place in each.
	Moves []perception.Move
	Both  int
}

// Movement returns how municipalities moved from the wave of responses before to
// this one; nil when either has no quadrants. A municipality's maturity before
// is that at the end of the earlier fieldwork, by today's framework, and so is
// the mean.
func (s *Snapshot) Movement(of *Beliefs) (*Movement, error) {
	if of.Councils == nil || of.Councils.Lines == nil {
		return nil, nil
	}
	waves := s.Perception().Waves
	passed := false
	for _, wave := range waves {
		if wave.Wave.Key == of.Wave.Key {
			passed = true
			continue
		}
		o := s.facts.opinions[wave.Wave.Key]
		if !passed || o.Report == nil || o.Report.Councils == nil {
			continue
		}
		spots, err := s.spotsAt(s.national(wave), o)
		if err != nil || spots == nil {
			return nil, err
		}
		m := &Movement{Before: wave.Wave, After: of.Wave}
		m.Moves, m.Both = perception.MovesBetween(spots, of.Councils.Spots)
		return m, nil
	}
	return nil, nil
}

// spotsAt places the councils of a wave by the maturity of its time; nil when
// nobody was ranked then or the wave does not ask for potential.
func (s *Snapshot) spotsAt(b *Beliefs, o Opinion) ([]perception.Spot, error) {
	published := o.Report.Councils
	set := &CouncilSet{Harvested: published.Readings[survey.Harvested], Potential: published.Readings[survey.Potential]}
	at, ok := s.waveEnd(b.Wave)
	if !ok || set.Harvested == nil || set.Potential == nil || b.Potential == nil {
		return nil, nil
	}
	scores, err := s.scoresAt(at)
	if err != nil {
		return nil, fmt.Errorf("score the time of wave %s: %w", b.Wave.Key, err)
	}
	var ranked []perception.Score
	for _, score := range scores {
		if score != nil {
			ranked = append(ranked, *score)
		}
	}
	mean := perception.MaturityOf(ranked).Mean
	if !mean.OK {
		return nil, nil
	}
	set.Lines = &perception.Lines{Maturity: mean.Points, Potential: b.Potential.Share.Low}
	return s.spots(published, set, func(i int) *perception.Score { return scores[i] }), nil
}
