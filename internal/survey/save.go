package survey

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
)

// AnswerState is what is on record of the answers to a wave.
type AnswerState struct {
	// Document is the number of their document.
	Document   int64
	RecordedAt time.Time
	// Erased means that only the figures made of them are left.
	Erased bool
	// Collected means that the program collected the answers: nobody has them elsewhere.
	Collected bool
}

// Latest is a wave as it stands, with what is on record of its answers.
type Latest struct {
	Version
	// Answers is nil for a wave without answers.
	Answers *AnswerState
}

// Waves returns all waves as they stand, in order of fieldwork, earliest first.
// It returns a Forbidden fault when the actor may not enter surveys.
func (s *Service) Waves(ctx context.Context, actor account.Actor) ([]Latest, error) {
	if !account.MayEnterSurvey(actor) {
		return nil, fault.New(fault.Forbidden, "survey.may_not_enter")
	}
	versions, err := s.Store.LatestWaves(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the waves: %w", err)
	}
	states, err := s.Store.AnswerStates(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what was answered: %w", err)
	}
	byKey := make(map[string]Latest, len(versions))
	order := make([]Wave, 0, len(versions))
	for _, v := range versions {
		latest := Latest{Version: v}
		if state, ok := states[v.Wave.Key]; ok {
			latest.Answers = &state
		}
		byKey[v.Wave.Key] = latest
		order = append(order, v.Wave)
	}
	Sort(order)
	waves := make([]Latest, len(order))
	for i, w := range order {
		waves[i] = byKey[w.Key]
	}
	return waves, nil
}

// Saved is a wave that somebody enters, new or corrected.
type Saved struct {
	Wave Wave
	// Origin is FromForm or FromImport.
	Origin Origin
	// Comment is the author's, for colleagues.
	Comment string
	// Seen is the number of the version that the author had before them, 0 for a new wave.
	Seen int64
}

// Save records a new wave or a new version of one and shows it to readers. What
// would say the same as the latest version is not recorded again. It returns a
// Forbidden fault when the actor may not enter surveys, a Conflict when somebody
// else was first, and an Invalid one with every problem: those of [Wave.Check],
// and what the wave may not become; see [Wave.CheckCorrection].
func (s *Service) Save(ctx context.Context, actor account.Actor, in Saved) (Version, error) {
	if !account.MayEnterSurvey(actor) {
		return Version{}, fault.New(fault.Forbidden, "survey.may_not_enter")
	}
	if err := in.Wave.Check(); err != nil {
		return Version{}, err
	}
	versions, err := s.Store.WaveVersions(ctx, in.Wave.Key)
	if err != nil {
		return Version{}, fmt.Errorf("read wave %s: %w", in.Wave.Key, err)
	}
	if err := s.mayFollow(ctx, versions, in.Wave); err != nil {
		return Version{}, err
	}
	if len(versions) > 0 {
		latest := versions[len(versions)-1]
		same, err := sameFile(latest.Wave, in.Wave)
		switch {
		case err != nil:
			return Version{}, err
		case same && (latest.Number == in.Seen || latest.Author == actor.ID && latest.Comment == in.Comment):
			return latest, nil
		case in.Seen == 0:
			var problems fault.Problems
			problems.Add("key", "survey.key_taken", "Value", excerpt(in.Wave.Key))
			return Version{}, problems.Err()
		}
	}
	in.Wave.RecordedAt = time.Time{} // recorded anew, at a time of its own
	recorded, err := s.Store.RecordWave(ctx, Version{
		Wave: in.Wave, Origin: in.Origin, Author: actor.ID, AuthorName: actor.Email, Comment: in.Comment,
	}, in.Seen)
	if err != nil {
		return Version{}, fmt.Errorf("record wave %s: %w", in.Wave.Key, err)
	}
	s.show(ctx, recorded)
	return recorded, nil
}

// mayFollow reports whether a wave may come after its versions, oldest first,
// given what was answered.
func (s *Service) mayFollow(ctx context.Context, versions []Version, w Wave) error {
	var problems fault.Problems
	if slices.Contains(reservedKeys(), w.Key) {
		problems.Add("key", "survey.key_reserved", "Value", w.Key)
	}
	if strings.ContainsAny(w.Key, `/\?#%`) {
		problems.Add("key", "survey.key_address", "Value", excerpt(w.Key))
	}
	if len(versions) == 0 || len(problems) > 0 {
		return problems.Err()
	}
	states, err := s.Store.AnswerStates(ctx)
	if err != nil {
		return fmt.Errorf("read what was answered: %w", err)
	}
	before := versions[len(versions)-1].Wave
	_, answered := states[w.Key]
	if err := w.CheckCorrection(before, answered); err != nil {
		return err
	}
	if answered && !w.Design.weighsLike(before.Design) {
		problems.Add("design/merge", "survey.weights_answered")
		return problems.Err()
	}
	return s.canBeShown(ctx, versions, w)
}

// canBeShown reports why the answers that are kept cannot be shown with the
// wave, also that few respondents would be counted elsewhere than before.
func (s *Service) canBeShown(ctx context.Context, versions []Version, w Wave) error {
	kept, err := s.Store.KeptResponses(ctx)
	if err != nil {
		return fmt.Errorf("read the answers to %s: %w", w.Key, err)
	}
	at := slices.IndexFunc(kept, func(k Kept) bool { return k.Wave == w.Key })
	if at < 0 {
		return nil
	}
	after := Batch{Version{Wave: w}, kept[at].Responses, kept[at].Margins}
	least := w.Design.Least()
	if n := s.fewestChanged(kept[at], versions, after); n > 0 && n < least {
		var problems fault.Problems
		problems.Add("fieldwork", "survey.too_few_changed", "Least", least)
		return problems.Err()
	}
	_, err = s.Estimator.Figures(ctx, w, after.Responses, after.Margins)
	return err
}

// reservedKeys are the words that pages of surveys have in place of a key.
func reservedKeys() []string { return []string{"new", "seats"} }
