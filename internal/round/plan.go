package round

import (
	"strings"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
)

// Plan says until when municipalities may reply to what will be published of
// them, and when it is published. Plans are never changed or deleted: the
// latest of a review holds.
type Plan struct {
	// Number rises over all plans, 0 before the plan is recorded.
	Number int64
	Round  Key
	// Step is the number of the step that began the review. In another review of
	// the same round the plan does not hold.
	Step int64
	// ReplyBy is the last moment for replies, and PublishAt the beginning of the
	// minute of publication; both are zero when the plan was withdrawn.
	ReplyBy, PublishAt time.Time
	// Author is who planned, 0 for the command line. AuthorName is for
	// administrators only.
	Author     account.ID
	AuthorName string
	RecordedAt time.Time
}

// Withdrawn reports whether nothing is planned any more.
func (p Plan) Withdrawn() bool { return p.PublishAt.IsZero() }

// SameAs reports whether two plans say the same, whenever they were recorded.
func (p Plan) SameAs(other Plan) bool {
	return p.Round == other.Round && p.Step == other.Step && p.Author == other.Author &&
		p.ReplyBy.Equal(other.ReplyBy) && p.PublishAt.Equal(other.PublishAt)
}

// The fields of a plan that problems name.
const (
	FieldReplyBy   = "reply_by"
	FieldPublishAt = "publish_at"
)

// maxAhead bounds how far ahead a publication may be planned: a year typed
// wrong must not look like a plan.
const maxAhead = 366 * 24 * time.Hour

// Planning is the wish to plan a publication, as somebody typed it.
type Planning struct {
	Round Key
	// ReplyBy is a day, which means its end, or a day and a time; see [ParseCutoff].
	ReplyBy string
	// PublishAt is a day and a time.
	PublishAt string
	// Seen is the number of the latest plan of the round that the actor had
	// before them, 0 for none.
	Seen int64
}

// read returns the times of a planning, or every problem.
func (p Planning) read(now time.Time, zone *time.Location) (replyBy, publishAt time.Time, err error) {
	var problems fault.Problems
	replyBy, err = ParseCutoff(p.ReplyBy, zone)
	if err != nil {
		problems.Add(FieldReplyBy, "round.reply_by_form")
	} else if !replyBy.After(now) {
		problems.Add(FieldReplyBy, "round.time_past")
	}
	publishAt, err = ParseCutoff(p.PublishAt, zone)
	// A day alone would mean its last moment, and nobody publishes then.
	dayAlone := err == nil && publishAt.Nanosecond() != 0
	switch {
	case err != nil || dayAlone || strings.TrimSpace(p.PublishAt) == "":
		problems.Add(FieldPublishAt, "round.publish_at_form")
	case !publishAt.After(now):
		problems.Add(FieldPublishAt, "round.time_past")
	case publishAt.After(now.Add(maxAhead)):
		problems.Add(FieldPublishAt, "round.time_far")
	case len(problems) == 0 && publishAt.Before(replyBy):
		problems.Add(FieldPublishAt, "round.publish_before_reply")
	}
	return replyBy, publishAt, problems.Err()
}
