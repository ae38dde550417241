package survey

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
)

// Origin is how a version of a wave came in.
type Origin string

// The origins.
const (
	FromSeed   Origin = "seed"
	FromForm   Origin = "form"
	FromImport Origin = "import"
	// FromDemo marks what was invented for a demo database.
	FromDemo Origin = "demo"
)

// Version is a wave as it was recorded at one time. Versions are never changed
// or deleted; the one with the highest number counts.
type Version struct {
	// Number identifies the version and rises, 0 before it is recorded.
	Number int64
	// Wave has the time of recording.
	Wave   Wave
	Origin Origin
	// Author is who entered it; 0 for what came with the program.
	Author     account.ID
	AuthorName string
	// Comment is the author's, for colleagues.
	Comment string
}

// Store keeps versions of waves.
type Store interface {
	// WaveVersions returns every version of a wave with its author's name,
	// oldest first; none when there is no such wave.
	WaveVersions(ctx context.Context, key string) ([]Version, error)
	// LatestWaves returns the latest version of every wave with its author's name.
	LatestWaves(ctx context.Context) ([]Version, error)
	// AnswerStates tells, by the key of the wave, of the answers on record.
	AnswerStates(ctx context.Context) (map[string]AnswerState, error)
	// RecordWave records a version and returns it with its number. A wave without
	// a recording time gets the time of its turn. It returns a
	// Conflict when the latest version of the wave is not the one numbered after.
	RecordWave(ctx context.Context, v Version, after int64) (Version, error)
	// RecordBatch records a version, the answers to it and their margins, and
	// reduces those that they correct, all or nothing. Otherwise it is as RecordWave.
	RecordBatch(ctx context.Context, b Batch, after int64, former Reduced) (Version, error)
	// KeptResponses returns the latest answers to every wave that are not reduced, by wave.
	KeptResponses(ctx context.Context) ([]Kept, error)
	// ReduceResponses leaves only the figures of a document of single answers.
	ReduceResponses(ctx context.Context, r Reduced) error
}

// Readers are shown what was recorded.
type Readers interface {
	Refresh(ctx context.Context) error
}

// Service records waves, their corrections and what was answered.
type Service struct {
	Store   Store
	Readers Readers
	// Estimator is needed for answers only.
	Estimator Estimator
	// Comparer guards corrections of answers group by group; without one they are
	// looked at as a whole.
	Comparer Comparer
	Log      *slog.Logger
}

// Versions returns every version of a wave, newest first. It returns a
// Forbidden fault when the actor may not enter surveys and a NotFound one when
// there is no such wave.
func (s *Service) Versions(ctx context.Context, actor account.Actor, key string) ([]Version, error) {
	if !account.MayEnterSurvey(actor) {
		return nil, fault.New(fault.Forbidden, "survey.may_not_enter")
	}
	versions, err := s.Store.WaveVersions(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read wave %s: %w", key, err)
	}
	if len(versions) == 0 {
		return nil, fault.New(fault.NotFound, "survey.wave_unknown")
	}
	slices.Reverse(versions)
	return versions, nil
}

// EnterShares records a new version of a gap wave with the exact shares of one
// question and shows it to readers. It returns a Forbidden fault when the actor
// may not enter surveys, a NotFound one when there is no such wave, a Conflict
// when somebody else was first, and an Invalid one with every problem. What the
// same person sends twice is recorded once.
func (s *Service) EnterShares(ctx context.Context, actor account.Actor, key string, typed Typed) (Version, error) {
	versions, err := s.Versions(ctx, actor, key)
	if err != nil {
		return Version{}, err
	}
	latest := versions[0]
	if latest.Wave.Purpose != Gap {
		return Version{}, fault.New(fault.Invalid, "survey.context_read_only")
	}
	if latest.Number != typed.Seen {
		return sentTwice(actor, versions, typed)
	}
	corrected, err := s.correct(actor, latest.Wave, typed)
	if err != nil {
		return Version{}, err
	}
	recorded, err := s.Store.RecordWave(ctx, corrected, latest.Number)
	if err != nil {
		return Version{}, fmt.Errorf("record wave %s: %w", key, err)
	}
	s.show(ctx, recorded)
	return recorded, nil
}

// correct returns the version that follows from what was typed, once it is sure
// that the wave can be read back.
func (s *Service) correct(actor account.Actor, wave Wave, typed Typed) (Version, error) {
	wave, err := Enter(wave, typed)
	if err != nil {
		return Version{}, err
	}
	file, err := MarshalWave(wave)
	if err != nil {
		return Version{}, err
	}
	if _, err := ParseWave(file); err != nil {
		return Version{}, fmt.Errorf("read back the wave entered: %w", err)
	}
	wave.RecordedAt = time.Time{} // recorded anew, at a time of its own
	return Version{
		Wave:       wave,
		Origin:     FromForm,
		Author:     actor.ID,
		AuthorName: actor.Email,
		Comment:    typed.Clean().Comment,
	}, nil
}

// sentTwice answers a writer who had not seen the latest version: with that
// version when it is what the same writer has just sent, else with a Conflict.
func sentTwice(actor account.Actor, versions []Version, typed Typed) (Version, error) {
	latest := versions[0]
	conflict := fault.New(fault.Conflict, "survey.changed")
	if len(versions) < 2 || versions[1].Number != typed.Seen || latest.Author != actor.ID || latest.Comment != typed.Clean().Comment {
		return Version{}, conflict
	}
	again, err := Enter(versions[1].Wave, typed)
	if err != nil {
		return Version{}, conflict
	}
	same, err := sameFile(again, latest.Wave)
	if err != nil || !same {
		return Version{}, errors.Join(err, conflict)
	}
	return latest, nil
}

func sameFile(a, b Wave) (bool, error) {
	fileA, errA := MarshalWave(a)
	fileB, errB := MarshalWave(b)
	return string(fileA) == string(fileB), errors.Join(errA, errB)
}

// show lets readers see what is recorded. It must not undo the answer to the
// writer: the version is durable, and readers look again by themselves.
func (s *Service) show(ctx context.Context, v Version) {
	if err := s.Readers.Refresh(context.WithoutCancel(ctx)); err != nil {
		s.Log.ErrorContext(ctx, "show a recorded wave", "wave", v.Wave.Key, "version", v.Number, "error", err)
	}
}
