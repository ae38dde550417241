package letter

import (
	"context"

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
// answers. It implements verification's Notices.
func (s *Service) TellQuestions(ctx context.Context, codes []municipality.Code, by account.ID) error {
	_, err := s.Notify(ctx, Notice{Kind: Question, Municipalities: codes, By: by})
	return err
}
