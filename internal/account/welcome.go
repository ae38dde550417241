package account

import (
	"context"
	"fmt"
)

// IsNew reports whether a person has not been walked through the pages yet.
func (s *Service) IsNew(ctx context.Context, actor Actor) (bool, error) {
	a, err := s.store.Account(ctx, actor.ID)
	if err != nil {
		return false, fmt.Errorf("read account %d: %w", actor.ID, err)
	}
	return a.WelcomedAt.IsZero(), nil
}

// Welcome notes that a person has been walked through the pages.
func (s *Service) Welcome(ctx context.Context, actor Actor) error {
	if err := s.store.SetWelcomed(ctx, actor.ID, s.now()); err != nil {
		return fmt.Errorf("note that account %d was welcomed: %w", actor.ID, err)
	}
	return nil
}
