package demo_test

import (
	"strings"
	"testing"
	"time"

	"modenhed/internal/demo"
)

// The rounds lie one after the other, and the published one has answers from
// the second campaign.
func TestRoundsFitTheCampaigns(t *testing.T) {
	t.Parallel()
	c := invent(t, now, now)
	rounds := demo.Rounds(now)
	if len(rounds) != 2 {
		t.Fatalf("%d rounds", len(rounds))
	}
	past, open := rounds[0], rounds[1]
	for _, step := range [][2]time.Time{
		{past.Opened, past.Closed}, {past.Closed, past.Published}, {past.Published, past.Correction.At},
		{past.Correction.At, open.Opened}, {open.Opened, now},
	} {
		if !step[0].Before(step[1]) {
			t.Errorf("%s is not before %s", step[0], step[1])
		}
	}
	if !open.Closed.IsZero() || !open.Published.IsZero() || past.Key == open.Key {
		t.Errorf("the last round is %+v", open)
	}
	for _, r := range past.Replies {
		if r.At.Before(past.Closed.Add(time.Hour)) || r.At.After(past.ReplyBy) || r.Text != "" && !strings.HasPrefix(r.Text, "Opdigtet") {
			t.Errorf("reply %+v between %s and %s", r, past.Closed, past.ReplyBy)
		}
	}
	if len(past.Replies) < 10 || !past.ReplyBy.Before(past.Published) || past.Published != past.Published.Truncate(time.Minute) {
		t.Errorf("%d replies until %s, published %s", len(past.Replies), past.ReplyBy, past.Published)
	}
	cutoff, err := time.Parse("2006-01-02", past.Cutoff)
	if err != nil || !cutoff.Before(past.Closed) {
		t.Errorf("cut-off %s, %v", past.Cutoff, err)
	}
	during := make(map[string]int)
	for _, s := range c.statuses {
		switch {
		case s.RecordedAt.After(past.Opened) && s.RecordedAt.Before(cutoff):
			during[past.Key]++
		case s.RecordedAt.After(open.Opened):
			during[open.Key]++
		}
	}
	for _, r := range rounds {
		if during[r.Key] < 1000 {
			t.Errorf("%d answers during round %s", during[r.Key], r.Key)
		}
		if !strings.Contains(r.Title.DA, "opdigtet") || !strings.Contains(r.Title.EN, "invented") {
			t.Errorf("round %s is called %+v", r.Key, r.Title)
		}
	}
}
