package pages

import (
	"context"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/verification"
)

// Verdicts are what analysts and municipalities say about answers; see
// [verification.Service].
type Verdicts interface {
	Queue(ctx context.Context, actor account.Actor) ([]verification.Item, error)
	Waiting(ctx context.Context, actor account.Actor) int
	Thread(ctx context.Context, actor account.Actor, key assessment.Key) (verification.Thread, error)
	Threads(ctx context.Context, actor account.Actor, code municipality.Code) (map[framework.IndicatorKey]verification.Thread, error)
	Decide(ctx context.Context, actor account.Actor, decisions ...verification.Decision) ([]verification.Entry, error)
	Reply(ctx context.Context, actor account.Actor, seen verification.Seen, comment string) (verification.Entry, error)
	ReportFinding(ctx context.Context, actor account.Actor, r assessment.Report, comment string) (verification.Found, error)
}
