package pages

import (
	"time"

	"modenhed/internal/fault"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// DuringReview tells a handler of figures which round's they are when the newest
// are withheld from the visitor, or that there are none to show.
func (h *Handlers) DuringReview(next Handler) Handler {
	return func(v *Visit) error {
		if !v.Snapshot.Withheld {
			return next(v)
		}
		published := v.Snapshot.Review.Published
		if published.Key == "" {
			v.Look.Withheld = true
			return next(v)
		}
		r, err := h.publishedRound(v, round.Key(published.Key))
		if err != nil {
			return err
		}
		v.Round = &r
		return next(v)
	}
}

// mayLookBackTo returns a Forbidden fault when figures of a time are withheld
// from the visitor: during a review those after the published round's cut-off,
// and all of them while no round has been published. To answer with others would
// give an address another meaning than it has at other times.
func (v *Visit) mayLookBackTo(at time.Time) error {
	s := v.Snapshot
	switch {
	case !s.Withheld:
		return nil
	case s.Review.Published.Key == "":
		return withheld(v)
	case at.After(s.AsOf):
		return fault.New(fault.Forbidden, "layout.review.too_late",
			"Title", s.Review.Round.Title.In(v.Look.Code()), "Time", v.Look.DateTime(s.AsOf))
	}
	return nil
}

// withheld is the fault of who asks for figures while there are none to show.
func withheld(v *Visit) error {
	return fault.New(fault.Forbidden, "layout.review.withheld", "Title", v.Snapshot.Review.Round.Title.In(v.Look.Code()))
}

// reviewOf says which figures a page of the present shows while a round is in
// review; nil when none is.
func reviewOf(v *Visit) *view.Review {
	s, l := v.Snapshot, v.Look
	if s.Review == nil {
		return nil
	}
	key := "layout.review.signed_in"
	switch published := s.Review.Published.Key != ""; {
	case s.Withheld && published:
		key = "layout.review.public"
	case s.Withheld:
		key = "layout.review.withheld"
	case published:
		key = "layout.review.signed_in_round"
	}
	return &view.Review{
		Text: l.T(key, "Title", s.Review.Round.Title.In(l.Code()), "Published", s.Review.Published.Title.In(l.Code())),
		Round: view.Link{
			Href: roundAddress(round.Key(s.Review.Round.Key)),
			Text: l.T("layout.review.more"),
		},
	}
}
