package account

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"modenhed/internal/fault"
)

// InvitationDays is how many days a link is good for with which somebody
// chooses a password.
const InvitationDays = 14

// Invitation is the right to choose a password once. Only a hash of its token
// is kept.
type Invitation struct {
	Account              ID
	Hash                 string
	CreatedAt, ExpiresAt time.Time
}

// Invite opens an account without a password: its owner chooses one with a link
// from [Service.NewLink]. Its faults are those of [Service.Add].
func (s *Service) Invite(ctx context.Context, actor Actor, n New) (Account, error) {
	invited, err := s.InviteAll(ctx, actor, []New{n})
	if err != nil {
		return Account{}, err
	}
	return invited[0], nil
}

// InviteAll invites several people, all or nobody. What is wrong with the first
// faulty one is returned.
func (s *Service) InviteAll(ctx context.Context, actor Actor, list []New) ([]Account, error) {
	if !MayManagePeople(actor) {
		return nil, fault.New(fault.Forbidden, "account.may_not_manage")
	}
	people := make([]NewPerson, len(list))
	for i, n := range list {
		n.Email = NormalEmail(n.Email)
		if err := n.checkPerson().Err(); err != nil {
			return nil, err
		}
		hash, err := unmatchable()
		if err != nil {
			return nil, err
		}
		people[i] = NewPerson{Account: s.account(n), Hash: hash}
		people[i].Account.InvitedAt = people[i].Account.CreatedAt
	}
	accounts, failed, err := s.store.InsertInvited(ctx, people, actor.ID)
	if err != nil {
		return nil, explainInsert(err, list[failed])
	}
	return accounts, nil
}

// NewLink makes the token of a link with which the owner of an open account
// chooses a password. An earlier link stops working; a password that there is
// goes on working until another is chosen.
func (s *Service) NewLink(ctx context.Context, actor Actor, id ID) (token string, expires time.Time, err error) {
	if !MayManagePeople(actor) {
		return "", time.Time{}, fault.New(fault.Forbidden, "account.may_not_manage")
	}
	return s.newLink(ctx, actor.ID, id)
}

// LinkToSend is [Service.NewLink] for a letter that goes out by itself; nobody
// but the receiver sees the token. By is who caused the letter, 0 for nobody.
func (s *Service) LinkToSend(ctx context.Context, by, id ID) (token string, err error) {
	token, _, err = s.newLink(ctx, by, id)
	return token, err
}

func (s *Service) newLink(ctx context.Context, by, id ID) (token string, expires time.Time, err error) {
	token = strings.ToLower(rand.Text())
	now := s.now()
	i := Invitation{Account: id, Hash: invitationHash(token), CreatedAt: now, ExpiresAt: now.AddDate(0, 0, InvitationDays)}
	if err := s.store.KeepInvitation(ctx, i, by); err != nil {
		return "", time.Time{}, fmt.Errorf("make a link for account %d: %w", id, err)
	}
	return token, i.ExpiresAt, nil
}

// invitationHash is what is kept of a token; letters may have become capitals
// on the way.
func invitationHash(token string) string {
	return tokenHash(strings.ToLower(strings.TrimSpace(token)))
}

// Invitation returns whose password a token may choose. It returns a NotFound
// fault when the token is not good: used, replaced by a newer one, or expired.
func (s *Service) Invitation(ctx context.Context, token string) (Account, error) {
	i, err := s.store.AccountInvitation(ctx, invitationHash(token))
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return Account{}, fault.New(fault.NotFound, "account.invitation_refused")
	case err != nil:
		return Account{}, fmt.Errorf("look up an invitation: %w", err)
	case !s.now().Before(i.ExpiresAt):
		return Account{}, fault.New(fault.NotFound, "account.invitation_expired", "Days", InvitationDays)
	}
	a, err := s.store.Account(ctx, i.Account)
	if err != nil {
		return Account{}, fmt.Errorf("read account %d: %w", i.Account, err)
	}
	if a.State() == Closed {
		return Account{}, fault.New(fault.NotFound, "account.invitation_refused")
	}
	return a, nil
}

// Accept chooses the password of whoever holds a token and uses the token up.
// Its faults are those of [Service.Invitation], and an Invalid one for a
// password that will not do.
func (s *Service) Accept(ctx context.Context, token, password string) (Actor, error) {
	a, err := s.Invitation(ctx, token)
	if err != nil {
		return Actor{}, err
	}
	var p fault.Problems
	checkPassword(&p, password, a.Email)
	if err := p.Err(); err != nil {
		return Actor{}, err
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return Actor{}, err
	}
	err = s.store.AcceptInvitation(ctx, a.ID, invitationHash(token), hash, s.now())
	if fault.KindOf(err) == fault.NotFound {
		return Actor{}, fault.New(fault.NotFound, "account.invitation_refused")
	}
	if err != nil {
		return Actor{}, fmt.Errorf("choose the password of account %d: %w", a.ID, err)
	}
	return a.Actor(), s.note(ctx, Event{Kind: SignedIn, Account: a.ID, Actor: a.ID})
}
