package round

import (
	"context"

	"modenhed/internal/benchmark"
)

// Standing returns how the rounds stand. It implements [benchmark.Rounds] and
// needs no more than Store.
func (s *Service) Standing(ctx context.Context) (benchmark.Standing, error) {
	rounds, err := s.Rounds(ctx)
	if err != nil {
		return benchmark.Standing{}, err
	}
	var standing benchmark.Standing
	for _, r := range rounds {
		standing.Step = max(standing.Step, r.Latest)
		name := benchmark.RoundName{Key: string(r.Key), Title: r.Title}
		switch {
		case r.State == Review:
			standing.Reviewed, standing.Cutoff = name, r.Cutoff
		case r.State == Published && r.Cutoff.After(standing.Counts.Time):
			standing.Published, standing.Counts = name, r.AsOf()
		}
	}
	return standing, nil
}
