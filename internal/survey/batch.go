package survey

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
)

// Batch is what was answered to a wave, with the wave as it is from then on.
type Batch struct {
	Version   Version
	Responses *Responses
	// Margins is how many people of each kind the population has (CSV); empty
	// where the council seats say what is needed.
	Margins []byte
}

// Kept is a document of single answers on record.
type Kept struct {
	Document  int64
	Wave      string
	Responses *Responses
	Margins   []byte
}

// Figures are what readers may see of the answers to a wave, as a text (JSON).
type Figures []byte

// Estimator makes figures of answers.
type Estimator interface {
	// Figures estimates. The error is a *fault.Error with every reason why the
	// answers cannot be weighted or shown.
	Figures(ctx context.Context, w Wave, r *Responses, margins []byte) (Figures, error)
}

// Comparer looks at answers and their correction as readers do.
type Comparer interface {
	// FewestChanged returns how many respondents differ where the fewest do, among
	// everybody and the groups that readers see before and after; 0 for none.
	FewestChanged(before, after Batch) int
}

// Record records the answers to a wave and shows the figures to readers. Seen
// is the number of the wave's version that the author had before them, 0 for a
// new wave. Answers recorded before are reduced to their figures. It returns a
// Forbidden fault when the actor may not enter surveys, a Conflict when
// somebody else was first, and an Invalid one with every problem.
func (s *Service) Record(ctx context.Context, actor account.Actor, b Batch, seen int64) (Version, error) {
	if !account.MayEnterSurvey(actor) {
		return Version{}, fault.New(fault.Forbidden, "survey.may_not_enter")
	}
	b.Version.Author, b.Version.AuthorName = actor.ID, actor.Email
	former, err := s.check(ctx, b)
	if err != nil {
		return Version{}, err
	}
	b.Version.Wave.RecordedAt = time.Time{} // recorded anew, at a time of its own
	recorded, err := s.Store.RecordBatch(ctx, b, seen, former)
	if err != nil {
		return Version{}, fmt.Errorf("record answers to %s: %w", b.Version.Wave.Key, err)
	}
	s.show(ctx, recorded)
	return recorded, nil
}

// CheckRecord reports everything for which [Service.Record] would refuse a batch,
// apart from a Conflict.
func (s *Service) CheckRecord(ctx context.Context, b Batch) error {
	_, err := s.check(ctx, b)
	return err
}

// check reports why a batch cannot be recorded, and what becomes of the answers
// that it corrects.
func (s *Service) check(ctx context.Context, b Batch) (former Reduced, err error) {
	if err := s.CheckBatch(ctx, b); err != nil {
		return Reduced{}, err
	}
	versions, err := s.Store.WaveVersions(ctx, b.Version.Wave.Key)
	if err != nil {
		return Reduced{}, fmt.Errorf("read wave %s: %w", b.Version.Wave.Key, err)
	}
	if len(versions) > 0 {
		states, err := s.Store.AnswerStates(ctx)
		if err != nil {
			return Reduced{}, fmt.Errorf("read what was answered: %w", err)
		}
		state, answered := states[b.Version.Wave.Key]
		if state.Collected {
			// Nobody has these answers to correct, and comparing others with them would tell of them.
			return Reduced{}, fault.New(fault.Invalid, "survey.collected_here")
		}
		if err := b.Version.Wave.CheckCorrection(versions[len(versions)-1].Wave, answered); err != nil {
			return Reduced{}, err
		}
	}
	return s.reduced(ctx, b)
}

// CheckBatch reports, as an Invalid error, everything that keeps answers from
// being recorded: faults of the wave, of single answers by row, and why they
// cannot be weighted or shown.
func (s *Service) CheckBatch(ctx context.Context, b Batch) error {
	wave := b.Version.Wave
	if err := wave.Check(); err != nil {
		return err
	}
	if wave.Kind != FromResponses {
		return fault.New(fault.Invalid, "survey.not_of_responses")
	}
	if err := b.Responses.Check(wave); err != nil {
		return err
	}
	_, err := s.Estimator.Figures(ctx, wave, b.Responses, b.Margins)
	return err
}

// Reduced is a document of single answers that only its figures are left of.
type Reduced struct {
	// Document is 0 when there is nothing to reduce.
	Document int64
	Figures  Figures
}

// reduced returns what becomes of the answers that a batch corrects. Where few
// respondents changed, the difference between the figures before and after
// would show what they answered.
func (s *Service) reduced(ctx context.Context, b Batch) (Reduced, error) {
	key, least := b.Version.Wave.Key, b.Version.Wave.Design.Least()
	kept, err := s.Store.KeptResponses(ctx)
	if err != nil {
		return Reduced{}, fmt.Errorf("read the answers to %s: %w", key, err)
	}
	at := slices.IndexFunc(kept, func(k Kept) bool { return k.Wave == key })
	if at < 0 {
		return Reduced{}, nil
	}
	old := kept[at]
	versions, err := s.Store.WaveVersions(ctx, key)
	if err != nil {
		return Reduced{}, fmt.Errorf("read wave %s: %w", key, err)
	}
	n := s.fewestChanged(old, versions, b)
	switch {
	case n > 0 && n < least:
		return Reduced{}, fault.New(fault.Invalid, "survey.too_few_changed", "Least", least)
	case n < least && len(versions) > 0 && !sameWeights(versions[len(versions)-1].Wave, old, b):
		return Reduced{}, fault.New(fault.Invalid, "survey.weights_answered")
	}
	return s.reduce(ctx, old, versions)
}

// fewestChanged returns how many respondents a correction changes where it changes
// the fewest.
func (s *Service) fewestChanged(old Kept, versions []Version, b Batch) int {
	if s.Comparer == nil || len(versions) == 0 {
		return b.Responses.Changed(old.Responses)
	}
	return s.Comparer.FewestChanged(Batch{versions[len(versions)-1], old.Responses, old.Margins}, b)
}

// reduce makes the figures that stay of single answers.
func (s *Service) reduce(ctx context.Context, k Kept, versions []Version) (Reduced, error) {
	if len(versions) == 0 {
		return Reduced{}, fmt.Errorf("answers to %s without a wave", k.Wave)
	}
	figures, err := s.Estimator.Figures(ctx, versions[len(versions)-1].Wave, k.Responses, k.Margins)
	var refused *fault.Error
	if errors.As(err, &refused) && refused.Kind == fault.Invalid {
		// What cannot be estimated is not shown either, so nothing is lost.
		return Reduced{Document: k.Document, Figures: Figures("{}")}, nil
	}
	if err != nil {
		return Reduced{}, fmt.Errorf("estimate %s: %w", k.Wave, err)
	}
	return Reduced{Document: k.Document, Figures: figures}, nil
}

// EraseExpired reduces all single answers that are not to be kept any longer to
// the figures made of them, and returns of how many waves. One wave that fails
// does not keep the others.
func (s *Service) EraseExpired(ctx context.Context, now time.Time) (erased int, err error) {
	kept, err := s.Store.KeptResponses(ctx)
	if err != nil {
		return 0, fmt.Errorf("read the answers kept: %w", err)
	}
	var errs []error
	for _, k := range kept {
		done, err := s.eraseExpired(ctx, k, now)
		if err != nil {
			errs = append(errs, fmt.Errorf("erase the answers to %s: %w", k.Wave, err))
		}
		if done {
			erased++
		}
	}
	return erased, errors.Join(errs...)
}

// eraseExpired reduces the answers to one wave if they are not to be kept any longer.
func (s *Service) eraseExpired(ctx context.Context, k Kept, now time.Time) (done bool, err error) {
	versions, err := s.Store.WaveVersions(ctx, k.Wave)
	if err != nil || len(versions) == 0 {
		return false, err
	}
	until, known := versions[len(versions)-1].Wave.KeptUntil(now.Location())
	if !known || now.Before(until) {
		return false, nil
	}
	left, err := s.reduce(ctx, k, versions)
	if err != nil {
		return false, err
	}
	if err := s.Store.ReduceResponses(ctx, left); err != nil {
		return false, err
	}
	s.Log.InfoContext(ctx, "single answers erased", "wave", k.Wave, "kept_until", until)
	return true, nil
}
