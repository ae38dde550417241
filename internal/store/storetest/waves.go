package storetest

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/reference"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/survey"
)

// waveDocument is the seed of a wave that the sample has.
func waveDocument(t *testing.T) reference.Document {
	t.Helper()
	content, err := survey.MarshalWave(sample.Wave())
	if err != nil {
		t.Fatal(err)
	}
	return reference.Document{
		Kind: reference.KindWave, Key: sample.Wave().Key, Content: content,
		Origin: reference.OriginSeed, RecordedAt: sample.Time(),
	}
}

// withWave opens the database with the sample's wave and returns its version.
func (d *database) withWave(t *testing.T) (*store.Store, survey.Version) {
	t.Helper()
	s := d.seeded(t)
	if _, err := s.AppendDocuments(t.Context(), []reference.Document{waveDocument(t)}); err != nil {
		t.Fatal(err)
	}
	return s, versions(t, s)[0]
}

func versions(t *testing.T, s *store.Store) []survey.Version {
	t.Helper()
	found, err := s.WaveVersions(t.Context(), sample.Wave().Key)
	if err != nil {
		t.Fatalf("read versions: %v", err)
	}
	return found
}

// corrected is a version with another share, not recorded yet.
func corrected(author account.Actor, percent float64) survey.Version {
	wave := sample.Wave()
	wave.Questions[0].Options[0].Share = survey.Share{Basis: survey.Stated, Percent: &percent}
	wave.RecordedAt = sample.Time().Add(time.Hour)
	return survey.Version{
		Wave: wave, Origin: survey.FromForm, Author: author.ID, AuthorName: author.Email, Comment: "Figur 1, aflæst",
	}
}

// A corrected wave is a version beside the earlier ones, by whom it was
// entered, and it counts until the seed brings something new.
func testWaves(t *testing.T, d *database) {
	s, first := d.withWave(t)
	if first.Origin != survey.FromSeed || first.Author != 0 || !first.Wave.RecordedAt.Equal(sample.Time()) {
		t.Errorf("the seed is version %+v", first)
	}
	before := revision(t, s.Revision)
	want, err := s.RecordWave(t.Context(), corrected(Editor(t, s), 57), first.Number)
	if err != nil || want.Number <= first.Number {
		t.Fatalf("record = %d, %v, want a number above %d", want.Number, err, first.Number)
	}
	if after := revision(t, s.Revision); after != before+1 {
		t.Errorf("revision rose by %d, want 1", after-before)
	}
	if diff := cmp.Diff([]survey.Version{first, want}, versions(t, s)); diff != "" {
		t.Errorf("versions differ (-want +got):\n%s", diff)
	}
	expectShare(t, s, 57)

	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, _ = d.withWave(t)
	expectShare(t, s, 57)
	if got := versions(t, s); len(got) != 2 {
		t.Errorf("%d versions after another start, want 2", len(got))
	}
	if none, err := s.WaveVersions(t.Context(), "other"); err != nil || len(none) != 0 {
		t.Errorf("an unknown wave has versions %v, %v", none, err)
	}
}

// expectShare checks what the documents that results rest on say.
func expectShare(t *testing.T, s *store.Store, want float64) {
	t.Helper()
	documents, err := s.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wave, err := survey.ParseWave(documents[len(documents)-1].Content)
	if err != nil {
		t.Fatal(err)
	}
	if got := wave.Questions[0].Options[0].Share; got.Percent == nil || *got.Percent != want {
		t.Errorf("the share is %+v, want %g", got, want)
	}
}

// Of all who correct the same version, from two processes, exactly one wins.
func testWaveConflict(t *testing.T, d *database) {
	s, first := d.withWave(t)
	other, _ := d.withWave(t)
	author := Editor(t, s)
	errs := make([]error, 8)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			_, errs[i] = []*store.Store{s, other}[i%2].RecordWave(t.Context(), corrected(author, float64(i)), first.Number)
		})
	}
	group.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			kinds(t, fault.Conflict, "loser", err)
		}
	}
	if got := len(versions(t, s)); won != 1 || got != 2 {
		t.Errorf("%d writers won and there are %d versions, want 1 and 2", won, got)
	}
}

// What was entered by hand has an author, whatever way it takes in.
func testWaveConstraints(t *testing.T, d *database) {
	s, first := d.withWave(t)
	author := Editor(t, s)
	nobody := corrected(account.Actor{}, 50)
	if _, err := s.RecordWave(t.Context(), nobody, first.Number); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a form without author: %v, want invalid", err)
	}
	wordy := corrected(author, 50)
	wordy.Comment = strings.Repeat("å", survey.MaxComment+1)
	if _, err := s.RecordWave(t.Context(), wordy, first.Number); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a long comment: %v, want invalid", err)
	}
	wordy.Comment = strings.Repeat("å", survey.MaxComment)
	if _, err := s.RecordWave(t.Context(), wordy, first.Number); err != nil {
		t.Errorf("the longest comment: %v", err)
	}
	_, err := d.raw(t).Exec("UPDATE documents SET author_id = NULL WHERE origin = 'form'")
	refused(t, "another author", err, "append-only")
}

// The list of waves has each once, as it stands, with what is on record of its answers.
func testLatestWaves(t *testing.T, d *database) {
	s := d.seeded(t)
	b := batchOf(Editor(t, s))
	b.Version.AuthorName = ""
	wave := b.Version.Wave
	first, err := s.RecordWave(t.Context(), b.Version, 0)
	if err != nil {
		t.Fatal(err)
	}
	states, err := s.AnswerStates(t.Context())
	if err != nil || len(states) > 0 {
		t.Errorf("answers before there are any: %v, %v", states, err)
	}
	b.Version.Wave.Population.DA = "Rettet"
	second := recordBatch(t, s, b, first.Number, survey.Reduced{})
	waves, err := s.LatestWaves(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, v := range waves {
		if v.Wave.Key == wave.Key {
			found++
			if v.Number != second.Number || v.Wave.Population.DA != "Rettet" || v.AuthorName == "" {
				t.Errorf("listed: %+v", v)
			}
		}
	}
	if found != 1 {
		t.Errorf("the wave is listed %d times", found)
	}
	for _, erased := range []bool{false, true} {
		states, err := s.AnswerStates(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		state, ok := states[wave.Key]
		if !ok || state.Erased != erased || state.RecordedAt.IsZero() || state.Document == 0 {
			t.Errorf("the answers are %+v, want erased %v", state, erased)
		}
		if !erased {
			if err := s.ReduceResponses(t.Context(), survey.Reduced{Document: state.Document, Figures: []byte("{}")}); err != nil {
				t.Fatal(err)
			}
		}
	}
}
