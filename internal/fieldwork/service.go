package fieldwork

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/survey"
)

// Store keeps fieldworks.
type Store interface {
	// Fieldwork returns the fieldwork of a wave; ok is false when there is none.
	Fieldwork(ctx context.Context, wave string) (f Fieldwork, ok bool, err error)
	// Fieldworks returns all fieldworks by wave.
	Fieldworks(ctx context.Context) ([]Fieldwork, error)
	// DraftFieldwork keeps a draft with its contacts in place of an earlier draft. It
	// returns a Conflict when the fieldwork has been opened.
	DraftFieldwork(ctx context.Context, f Fieldwork, contacts []Contact) error
	// Contacts returns those who are invited and have not answered, by key.
	Contacts(ctx context.Context, wave string) ([]Contact, error)
	// OpenFieldwork opens a draft under its terms and keeps how many are invited.
	// By mail everybody gets one. It returns a Conflict when there is no draft.
	OpenFieldwork(ctx context.Context, f Fieldwork, counts []Count) error
	// Counts returns how many were invited.
	Counts(ctx context.Context, wave string) ([]Count, error)
	// ChangeFieldwork changes the closing date and raises the minimum of an open fieldwork.
	ChangeFieldwork(ctx context.Context, wave string, closesAt time.Time, minimum int) error
	// DeleteFieldwork deletes a fieldwork that is not closed, with everything it holds.
	DeleteFieldwork(ctx context.Context, wave string) error
	// StopFieldwork deletes contacts and links of an open fieldwork.
	StopFieldwork(ctx context.Context, wave string, at time.Time) error
	// CloseFieldwork records the ballots, which the batch holds, as the wave's
	// responses and deletes everything else, all or nothing. It returns a Conflict
	// when the ballots are others by now, or the wave has a version after the one numbered.
	CloseFieldwork(ctx context.Context, b survey.Batch, after int64) (survey.Version, error)

	// AddLinks keeps links of contacts who have not answered and notes that they
	// were handed out as a list; links of others are left out. It returns a
	// Conflict when the fieldwork takes no answers.
	AddLinks(ctx context.Context, wave string, links []Link, at time.Time) error
	// Invitation returns what a link leads to. It returns a NotFound fault when it leads nowhere.
	Invitation(ctx context.Context, hash string) (Invitation, error)
	// Answer takes the place of the contact: it keeps a ballot with the answers by
	// question and deletes contact and links. It returns a NotFound fault when the
	// link leads nowhere, or leads to a fieldwork that takes no answers at a time.
	Answer(ctx context.Context, hash string, answers map[string]string, now time.Time) error
	// Tally counts ballots.
	Tally(ctx context.Context, wave string) (Tally, error)
	// Ballots returns the ballots in an order that says nothing.
	Ballots(ctx context.Context, wave string) ([]Ballot, error)
	// HasResponses reports whether answers to a wave are on record.
	HasResponses(ctx context.Context, wave string) (bool, error)
	// PopulationMargins returns what is on record of a wave's population, nil when nothing is.
	PopulationMargins(ctx context.Context, wave string) ([]byte, error)

	MailStore
}

// Waves keeps the waves and knows whether answers can be weighted.
type Waves interface {
	Versions(ctx context.Context, actor account.Actor, key string) ([]survey.Version, error)
	CheckBatch(ctx context.Context, b survey.Batch) error
}

// Mailer sends one mail of plain text. An Invalid fault means that the address
// will not do, a TooMany one that it must wait; every other error is trouble of
// the mail server that may pass.
type Mailer interface {
	Send(ctx context.Context, to, subject, text string) error
}

// Service runs fieldworks. Post is nil where mail is not set up; everything else
// is needed.
type Service struct {
	Store    Store
	Waves    Waves
	Readers  survey.Readers
	Register func() Register
	Post     *Post
	// BaseURL begins links, without a slash at the end; empty where only the
	// reader's own address is known.
	BaseURL string
	Zone    *time.Location
	Now     func() time.Time
	Log     *slog.Logger
}

// Status is everything that an analyst sees of a fieldwork.
type Status struct {
	Version survey.Version
	// Fieldwork is nil where there is none yet.
	Fieldwork *Fieldwork
	// Progress is that of a draft's contacts, or of the answers.
	Progress Progress
	Mail     MailProgress
	// Due means that the closing date has passed.
	Due bool
	// KeptUntil is when single answers are deleted; zero when it is not known.
	KeptUntil time.Time
	// HasResponses means that the wave has answers on record already.
	HasResponses bool
	// CanMail means that mail is set up.
	CanMail bool
}

// Status returns what an analyst sees. It returns a Forbidden fault when the
// actor may not run surveys, and a NotFound one when there is no such wave or
// when its figures do not come from answers.
func (s *Service) Status(ctx context.Context, actor account.Actor, key string) (*Status, error) {
	version, err := s.wave(ctx, actor, key)
	if err != nil {
		return nil, err
	}
	st := &Status{Version: version, CanMail: s.Post != nil}
	if st.HasResponses, err = s.Store.HasResponses(ctx, key); err != nil {
		return nil, fmt.Errorf("look for answers to %s: %w", key, err)
	}
	f, ok, err := s.Store.Fieldwork(ctx, key)
	if err != nil || !ok {
		st.KeptUntil, _ = version.Wave.KeptUntil(s.Zone)
		return st, err
	}
	st.Fieldwork, st.Due = &f, f.State == Open && !f.takes(s.Now())
	st.KeptUntil, _ = f.KeptUntil(version.Wave, s.Zone)
	return st, s.observe(ctx, st)
}

// observe fills in the progress of a fieldwork that there is.
func (s *Service) observe(ctx context.Context, st *Status) error {
	f, wave := *st.Fieldwork, st.Version.Wave
	if f.State == Draft {
		contacts, err := s.Store.Contacts(ctx, f.Wave)
		if err != nil {
			return fmt.Errorf("read the contacts of %s: %w", f.Wave, err)
		}
		st.Progress = preview(wave, s.Register(), contacts)
		return nil
	}
	counts, err := s.Store.Counts(ctx, f.Wave)
	if err != nil {
		return fmt.Errorf("read who was invited to %s: %w", f.Wave, err)
	}
	tally, err := s.Store.Tally(ctx, f.Wave)
	if err != nil {
		return fmt.Errorf("count the answers to %s: %w", f.Wave, err)
	}
	st.Progress = progress(wave, s.Register(), f, counts, tally)
	if f.State == Open && f.Delivery == ByMail {
		st.Mail, err = s.mailProgress(ctx, f, st.Progress)
	}
	return err
}

// wave returns the latest version of a wave of responses.
func (s *Service) wave(ctx context.Context, actor account.Actor, key string) (survey.Version, error) {
	versions, err := s.Waves.Versions(ctx, actor, key)
	if err != nil {
		return survey.Version{}, err
	}
	if versions[0].Wave.Kind != survey.FromResponses {
		return survey.Version{}, fault.New(fault.NotFound, "fieldwork.not_of_responses")
	}
	return versions[0], nil
}

// in returns the fieldwork of a wave, and a Conflict unless it is in one of some states.
func (s *Service) in(ctx context.Context, key string, states ...State) (Fieldwork, error) {
	f, ok, err := s.Store.Fieldwork(ctx, key)
	if err != nil {
		return Fieldwork{}, fmt.Errorf("read the fieldwork of %s: %w", key, err)
	}
	for _, state := range states {
		if ok && f.State == state {
			return f, nil
		}
	}
	return Fieldwork{}, fault.New(fault.Conflict, "fieldwork.changed")
}

// Upload keeps a list of contacts as a draft in place of an earlier one. The
// error is an Invalid fault with every problem of the list, and then nothing is kept.
func (s *Service) Upload(ctx context.Context, actor account.Actor, key string, list io.Reader) error {
	version, err := s.wave(ctx, actor, key)
	if err != nil {
		return err
	}
	has, err := s.Store.HasResponses(ctx, key)
	if err != nil {
		return fmt.Errorf("look for answers to %s: %w", key, err)
	}
	if has {
		return fault.New(fault.Conflict, "fieldwork.has_responses")
	}
	contacts, err := ReadContacts(list, version.Wave, s.Register())
	if err != nil {
		return err
	}
	for i := range contacts {
		contacts[i].Key = newKey()
	}
	f := Fieldwork{
		Wave: key, State: Draft, Columns: version.Wave.Design.Columns(), Terms: TermsOf(version.Wave),
		Since: s.Now(), ClosesAt: s.Now(), MailedAt: s.Now(), Author: actor.ID,
	}
	if err := s.Store.DraftFieldwork(ctx, f, contacts); err != nil {
		return fmt.Errorf("keep the contacts of %s: %w", key, err)
	}
	return nil
}

// Discard deletes a draft with its contacts.
func (s *Service) Discard(ctx context.Context, actor account.Actor, key string) error {
	if _, err := s.wave(ctx, actor, key); err != nil {
		return err
	}
	if _, err := s.in(ctx, key, Draft); err != nil {
		return err
	}
	return s.Store.DeleteFieldwork(ctx, key)
}

// Cancel ends a fieldwork and deletes everything that it holds, answers too.
func (s *Service) Cancel(ctx context.Context, actor account.Actor, key string) error {
	if _, err := s.wave(ctx, actor, key); err != nil {
		return err
	}
	if _, err := s.in(ctx, key, Open, Stopped); err != nil {
		return err
	}
	if err := s.Store.DeleteFieldwork(ctx, key); err != nil {
		return fmt.Errorf("cancel the fieldwork of %s: %w", key, err)
	}
	s.Log.InfoContext(ctx, "fieldwork cancelled, everything deleted", "wave", key)
	return nil
}

// refused reports whether an error is an Invalid fault, which a person can put right.
func refused(err error) bool {
	var known *fault.Error
	return errors.As(err, &known) && known.Kind == fault.Invalid
}
