package fieldwork

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/survey"
)

// Invitation is what a link leads to.
type Invitation struct {
	Fieldwork Fieldwork
	Contact   Contact
}

// Form is what an invited person is asked, and told.
type Form struct {
	Wave survey.Wave
	// Contact is the reader; their address is left out.
	Contact   Contact
	Fieldwork Fieldwork
	KeptUntil time.Time
}

// errNoWay is what everybody reads whose link leads nowhere, for whatever reason.
func errNoWay() error { return fault.New(fault.NotFound, "fieldwork.link_unusable") }

// Form returns what the holder of a link is asked. It returns a NotFound fault,
// always the same, when the link is unknown, used or out of date. To look at the
// form does not use the link up.
func (s *Service) Form(ctx context.Context, token string) (*Form, error) {
	invitation, err := s.Store.Invitation(ctx, hashOf(token))
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil, errNoWay()
	case err != nil:
		return nil, fmt.Errorf("look for an invitation: %w", err)
	case !invitation.Fieldwork.takes(s.Now()):
		return nil, errNoWay()
	}
	// The holder of a link may read what it leads to, whoever they are.
	versions, err := s.Waves.Versions(ctx, account.Console(), invitation.Fieldwork.Wave)
	if err != nil {
		return nil, fmt.Errorf("read the wave of an invitation: %w", err)
	}
	form := &Form{Wave: versions[0].Wave, Contact: invitation.Contact, Fieldwork: invitation.Fieldwork}
	form.Contact.Email, form.Contact.Key = "", ""
	form.KeptUntil, _ = form.Fieldwork.KeptUntil(form.Wave, s.Zone)
	return form, nil
}

// Answer takes the answers that the holder of a link gives, by question, and
// uses the link up. It returns an Invalid fault with the questions that have no
// answer or one that there is not, and a NotFound one as [Service.Form] does.
func (s *Service) Answer(ctx context.Context, token string, answers map[string]string) error {
	form, err := s.Form(ctx, token)
	if err != nil {
		return err
	}
	chosen, err := choices(form.Wave, answers)
	if err != nil {
		return err
	}
	err = s.Store.Answer(ctx, hashOf(token), chosen, s.Now())
	if fault.KindOf(err) == fault.NotFound {
		return errNoWay()
	}
	if err != nil {
		return fmt.Errorf("take an answer: %w", err)
	}
	return nil
}

// choices returns an option for every question of a wave.
func choices(w survey.Wave, answers map[string]string) (map[string]string, error) {
	var problems fault.Problems
	chosen := make(map[string]string, len(w.Questions))
	for _, q := range w.Questions {
		for _, o := range q.Options {
			if o.Key == answers[q.Key] {
				chosen[q.Key] = o.Key
			}
		}
		if _, ok := chosen[q.Key]; !ok {
			problems.Add(q.Key, "fieldwork.choose")
		}
	}
	return chosen, problems.Err()
}

// newKey returns the random name of a contact or a ballot.
func newKey() string {
	var b [16]byte
	// Read never fails; see crypto/rand.
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// Shuffled gives ballots new keys, in the order of which they are to be kept.
func Shuffled(ballots []Ballot) []KeyedBallot {
	keyed := make([]KeyedBallot, len(ballots))
	for i, b := range ballots {
		keyed[i] = KeyedBallot{Key: newKey(), Ballot: b}
	}
	sortKeyed(keyed)
	return keyed
}

// KeyedBallot is a ballot as it is kept until the next answer.
type KeyedBallot struct {
	Key string
	Ballot
}

func byPlace(a, b Contact) int {
	return cmp.Or(cmp.Compare(a.Municipality, b.Municipality), cmp.Compare(a.Party, b.Party), cmp.Compare(a.Email, b.Email))
}

func sortKeyed(ballots []KeyedBallot) {
	slices.SortFunc(ballots, func(a, b KeyedBallot) int { return cmp.Compare(a.Key, b.Key) })
}
