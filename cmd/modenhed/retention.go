package main

import (
	"context"
	"log/slog"
	"time"

	"modenhed/internal/survey"
)

// retentionCheck is how often single answers that are kept long enough are erased.
const retentionCheck = 24 * time.Hour

// keepRetention erases the single answers to surveys that are not to be kept any
// longer, now and every day, until the context ends. What fails is logged and
// tried again a day later.
func keepRetention(ctx context.Context, surveys *survey.Service, now func() time.Time, zone *time.Location, log *slog.Logger) {
	ticker := time.NewTicker(retentionCheck)
	defer ticker.Stop()
	for {
		if _, err := surveys.EraseExpired(ctx, now().In(zone)); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "erase single answers", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
