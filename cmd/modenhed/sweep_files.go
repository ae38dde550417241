package main

import (
	"context"
	"log/slog"
	"time"

	"modenhed/internal/store"
)

const (
	// looseFiles is how long a file is kept that no answer and no draft rests on,
	// in days, so that whoever comes back to a form finds it.
	looseFiles = 30
	// fileSweep is how often such files are removed.
	fileSweep = 24 * time.Hour
)

// sweepFiles removes files that nothing has rested on for long, now and every day.
func sweepFiles(ctx context.Context, s *store.Store, now func() time.Time, log *slog.Logger) {
	ticker := time.NewTicker(fileSweep)
	defer ticker.Stop()
	for {
		swept, err := s.SweepFiles(ctx, now().AddDate(0, 0, -looseFiles))
		switch {
		case err != nil && ctx.Err() == nil:
			log.ErrorContext(ctx, "remove unused files", "error", err)
		case swept > 0:
			log.InfoContext(ctx, "unused files removed", "count", swept)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
