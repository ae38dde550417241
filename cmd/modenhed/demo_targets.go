package main

import (
	"context"
	"fmt"
	"time"

	"modenhed/internal/demo"
	"modenhed/internal/reference"
	"modenhed/internal/store"
	"modenhed/seed"
)

// fillDemoTargets records the invented targets, all at once, unless there are targets.
func fillDemoTargets(ctx context.Context, s *store.Store, now time.Time, authors demo.Authors) error {
	there, err := s.Targets(ctx, 0)
	if err != nil {
		return fmt.Errorf("look for targets: %w", err)
	}
	if len(there) > 0 {
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
	statuses, err := s.Statuses(ctx, 0)
	if err != nil {
		return fmt.Errorf("read the invented statuses: %w", err)
	}
	if err := s.AppendTargets(ctx, demo.Targets(set.Framework, statuses, now, authors)); err != nil {
		return fmt.Errorf("record the invented targets: %w", err)
	}
	return nil
}
