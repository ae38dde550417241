package fieldwork

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/survey"
)

// The fields of the forms that open and change a fieldwork.
const (
	FieldCloses  = "closes"
	FieldMinimum = "minimum"
	FieldMargins = "margins"
)

// MaxDays is the longest that a fieldwork may be open.
const MaxDays = 180

// Opening is what an analyst types to open a fieldwork, and to change an open one.
type Opening struct {
	// Closes is the last day on which answers are taken, as 2026-12-31.
	Closes string
	// Minimum is empty for the wave's own.
	Minimum string
	Letter  Letter
	// Origin begins the address that the analyst uses; links start with it where
	// no other address is set up.
	Origin string
}

// Open opens a draft: its terms are fixed from here on, and with mail set up
// everybody gets one. The error is an Invalid fault with every problem.
func (s *Service) Open(ctx context.Context, actor account.Actor, key string, o Opening) error {
	version, err := s.wave(ctx, actor, key)
	if err != nil {
		return err
	}
	f, err := s.in(ctx, key, Draft)
	if err != nil {
		return err
	}
	if !slices.Equal(f.Columns, version.Wave.Design.Columns()) {
		return fault.New(fault.Conflict, "fieldwork.wave_changed")
	}
	if f, err = s.settle(f, version.Wave, o); err != nil {
		return err
	}
	contacts, err := s.Store.Contacts(ctx, key)
	if err != nil {
		return fmt.Errorf("read the contacts of %s: %w", key, err)
	}
	f.Invited, f.Author = len(contacts), actor.ID
	if err := s.Store.OpenFieldwork(ctx, f, countsOf(version.Wave, s.Register(), contacts)); err != nil {
		return fmt.Errorf("open the fieldwork of %s: %w", key, err)
	}
	s.wake()
	return nil
}

// settle returns a draft as it is opened.
func (s *Service) settle(f Fieldwork, w survey.Wave, o Opening) (Fieldwork, error) {
	var problems fault.Problems
	f.State, f.Since, f.Terms = Open, s.Now(), TermsOf(w)
	f.ClosesAt = s.closing(o.Closes, &problems)
	f.Terms.Minimum = raised(o.Minimum, f.Terms.Minimum, &problems)
	f.Letter, f.Delivery, f.BaseURL = o.Letter.clean(), ByList, s.base(o.Origin)
	if s.Post != nil {
		f.Delivery, f.Mailings, f.MailedAt = ByMail, 1, s.Now()
	}
	f.Letter.check(&problems)
	return f, problems.Err()
}

func (s *Service) base(origin string) string {
	if s.BaseURL != "" {
		return s.BaseURL
	}
	return origin
}

func (s *Service) wake() {
	if s.Post != nil {
		s.Post.Wake()
	}
}

// closing reads the last day and returns its end.
func (s *Service) closing(typed string, problems *fault.Problems) time.Time {
	last, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(typed), s.Zone)
	if err != nil {
		problems.Add(FieldCloses, "fieldwork.closes_form")
		return time.Time{}
	}
	end := time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, s.Zone)
	switch now := s.Now(); {
	case !now.Before(end):
		problems.Add(FieldCloses, "fieldwork.closes_past")
	case end.Sub(now) > MaxDays*24*time.Hour:
		problems.Add(FieldCloses, "fieldwork.closes_late", "Days", MaxDays)
	}
	return end
}

// raised reads a minimum that may only be raised; empty leaves it.
func raised(typed string, least int, problems *fault.Problems) int {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return least
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < least || n > maxMinimum {
		problems.Add(FieldMinimum, "fieldwork.minimum_range", "Least", least, "Most", maxMinimum)
		return least
	}
	return n
}

// maxMinimum is more than anybody could want.
const maxMinimum = 1000

// Change moves the closing date of an open fieldwork and raises its minimum.
func (s *Service) Change(ctx context.Context, actor account.Actor, key string, o Opening) error {
	if _, err := s.wave(ctx, actor, key); err != nil {
		return err
	}
	f, err := s.in(ctx, key, Open)
	if err != nil {
		return err
	}
	if !f.takes(s.Now()) {
		return fault.New(fault.Conflict, "fieldwork.changed")
	}
	var problems fault.Problems
	closes := s.closing(o.Closes, &problems)
	minimum := raised(o.Minimum, f.Terms.Minimum, &problems)
	if err := problems.Err(); err != nil {
		return err
	}
	if err := s.Store.ChangeFieldwork(ctx, key, closes, minimum); err != nil {
		return fmt.Errorf("change the fieldwork of %s: %w", key, err)
	}
	return nil
}

// Invitee is somebody with a new link, as a list shows it once.
type Invitee struct {
	Contact
	Link string
}

// NewLinks makes a link for everybody who has not answered. Nobody can see the
// links again; earlier ones stay valid.
func (s *Service) NewLinks(ctx context.Context, actor account.Actor, key, origin string) ([]Invitee, error) {
	if _, err := s.wave(ctx, actor, key); err != nil {
		return nil, err
	}
	f, err := s.in(ctx, key, Open)
	if err != nil {
		return nil, err
	}
	if f.Delivery != ByList || !f.takes(s.Now()) {
		return nil, fault.New(fault.Conflict, "fieldwork.changed")
	}
	contacts, err := s.Store.Contacts(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read the contacts of %s: %w", key, err)
	}
	slices.SortFunc(contacts, byPlace)
	list, links := make([]Invitee, len(contacts)), make([]Link, len(contacts))
	for i, c := range contacts {
		token := newToken()
		links[i] = Link{Hash: hashOf(token), Contact: c.Key}
		list[i] = Invitee{Contact: c, Link: linkTo(s.base(origin), token)}
		if c.Lang != "" {
			list[i].Link += "?lang=" + c.Lang
		}
	}
	if err := s.Store.AddLinks(ctx, key, links, s.Now()); err != nil {
		return nil, fmt.Errorf("keep the links of %s: %w", key, err)
	}
	return list, nil
}
