package letter

import (
	"context"
	"fmt"

	"modenhed/internal/account"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
)

// TellPreview tells the contacts of every municipality that they can see what
// will be published about them, and until when they may reply. It implements
// [round.Notices].
func (s *Service) TellPreview(ctx context.Context, r round.Round, p round.Plan) error {
	_, err := s.Notify(ctx, Notice{Kind: PreviewOpen, Round: r.Key, Until: p.ReplyBy, By: p.Author})
	return err
}

// TellPublished tells them that a round is published. It implements
// [round.Notices].
func (s *Service) TellPublished(ctx context.Context, r round.Round, by account.ID) error {
	_, err := s.Notify(ctx, Notice{Kind: Published, Round: r.Key, By: by})
	return err
}

// TellQuestions tells the contacts of municipalities that they were asked about
// answers. The letter belongs to the round that goes on, where it can be sent by
// hand. Outside rounds nobody looks after letters, so that it goes out by mail or
// not at all; the municipality's own page has the question in any case. It
// implements verification's Notices.
func (s *Service) TellQuestions(ctx context.Context, codes []municipality.Code, by account.ID) error {
	rounds, err := s.Rounds.Rounds(ctx)
	if err != nil {
		return fmt.Errorf("find the round that goes on: %w", err)
	}
	n := Notice{Kind: Question, Municipalities: codes, By: by}
	for _, r := range rounds {
		if r.State != round.Published {
			n.Round = r.Key
		}
	}
	if n.Round == "" && !s.ByMail() {
		return nil
	}
	_, err = s.Notify(ctx, n)
	return err
}
