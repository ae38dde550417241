package main

import (
	"context"
	"fmt"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/demo"
	"modenhed/internal/reference"
	"modenhed/internal/store"
	"modenhed/seed"
)

// demoPast is how long before the first start a demonstration's accounts and
// reference data are taken to have been there: before the first invented status.
const demoPast = 36 * 30 * 24 * time.Hour

// fillDemo fills a demonstration's database unless it is filled: accounts that
// everybody knows, invented surveys, invented statuses, verdicts on them and
// rounds. A start
// that was broken off is made good by the next.
func fillDemo(ctx context.Context, s *store.Store, now time.Time) error {
	authors, err := openDemoAccounts(ctx, s, now.Add(-demoPast))
	if err != nil {
		return err
	}
	if err := fillDemoStatuses(ctx, s, now, authors); err != nil {
		return err
	}
	if err := fillDemoTargets(ctx, s, now, authors); err != nil {
		return err
	}
	if err := fillDemoVerdicts(ctx, s, now, authors); err != nil {
		return err
	}
	return fillDemoRounds(ctx, s, now, authors.Administrator)
}

// fillDemoStatuses records the invented surveys and statuses unless they are
// there. The statuses come last and all at once.
func fillDemoStatuses(ctx context.Context, s *store.Store, now time.Time, authors demo.Authors) error {
	statuses, err := s.Statuses(ctx, 0)
	if err != nil {
		return fmt.Errorf("look for statuses: %w", err)
	}
	if len(statuses) > 0 {
		return nil
	}
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		return err
	}
	set, err := reference.Parse(documents)
	if err != nil {
		return err
	}
	invented, err := demo.Documents(set.Directory, set.Seats, now)
	if err != nil {
		return err
	}
	if _, err := s.AppendDocuments(ctx, invented); err != nil {
		return fmt.Errorf("record the invented surveys: %w", err)
	}
	if _, err := s.AppendStatuses(ctx, demo.Statuses(set.Framework, set.Directory, now, authors)); err != nil {
		return fmt.Errorf("record the invented statuses: %w", err)
	}
	return nil
}

// fillDemoVerdicts records the invented verdicts unless there are any.
func fillDemoVerdicts(ctx context.Context, s *store.Store, now time.Time, authors demo.Authors) error {
	if known, err := s.Verdicts(ctx, 0); err != nil || len(known) > 0 {
		return err
	}
	statuses, err := s.Statuses(ctx, 0)
	if err != nil {
		return fmt.Errorf("look for statuses: %w", err)
	}
	if _, err := s.AppendInventedVerdicts(ctx, demo.Verdicts(statuses, now, authors)); err != nil {
		return fmt.Errorf("record the invented verdicts: %w", err)
	}
	return nil
}

// openDemoAccounts opens those of the accounts that are not there.
func openDemoAccounts(ctx context.Context, s *store.Store, opened time.Time) (authors demo.Authors, err error) {
	service := account.NewService(s, func() time.Time { return opened })
	known, err := service.List(ctx, account.Console())
	if err != nil {
		return authors, err
	}
	byEmail := make(map[string]account.Account)
	for _, a := range known {
		byEmail[a.Email] = a
	}
	for _, person := range demo.People() {
		a, ok := byEmail[person.Email]
		if !ok {
			a, err = service.Add(ctx, account.Console(), account.New{
				Email: person.Email, Role: person.Role, Municipality: person.Municipality, Password: demo.Password,
			})
			if err != nil {
				return authors, fmt.Errorf("open the account %s: %w", person.Email, err)
			}
		}
		switch a.Role {
		case account.Administrator:
			authors.Administrator = a.Actor()
		case account.Analyst:
			authors.Analyst = a.Actor()
		case account.Editor:
			authors.Editor = a.Actor()
		}
	}
	return authors, nil
}
