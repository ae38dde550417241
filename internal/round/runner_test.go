package round_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/round"
)

// inReview takes a round to its review.
func (o *office) inReview(t *testing.T) round.Round {
	t.Helper()
	o.opened(t, "2026")
	o.pass(time.Hour)
	r, err := o.service.Round(t.Context(), "2026")
	if err != nil {
		t.Fatal(err)
	}
	return o.closed(t, r)
}

// planned plans a publication some time from now, at the beginning of a minute.
func (o *office) planned(t *testing.T, in time.Duration, seen int64) round.Plan {
	t.Helper()
	at := o.now.Add(in).In(o.service.Zone).Format("2006-01-02 15:04")
	p, err := o.service.MakePlan(t.Context(), o.boss, round.Planning{Round: "2026", ReplyBy: at, PublishAt: at, Seen: seen})
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	return p
}

// due publishes what is due and returns the round as it stands then.
func (o *office) due(t *testing.T) round.Round {
	t.Helper()
	if err := o.service.PublishDue(t.Context()); err != nil {
		t.Fatalf("publish what is due: %v", err)
	}
	r, err := o.service.Round(t.Context(), "2026")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAPlannedRoundIsPublishedAtItsMinute(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.inReview(t)
	p := o.planned(t, 3*time.Hour, 0)
	o.now = p.PublishAt.Add(-time.Microsecond)
	if r := o.due(t); r.State != round.Review {
		t.Fatalf("before its minute the round is %s", r.State)
	}
	preview, err := o.service.Preview(t.Context(), o.boss, "2026")
	if err != nil {
		t.Fatal(err)
	}
	o.now = p.PublishAt
	r := o.due(t)
	if r.State != round.Published || !r.PublishedAt.Equal(p.PublishAt) || r.Hash != preview.SHA256() {
		t.Errorf("at its minute the round is %+v, want published with hash %s", r, preview.SHA256())
	}
	if _, ok, err := o.service.Plan(t.Context(), r); ok || err != nil {
		t.Errorf("a published round has a plan: %v", err)
	}
	steps, err := o.service.Steps(t.Context(), o.boss, "2026")
	if last := steps[len(steps)-1]; err != nil || last.Author != o.boss.ID {
		t.Errorf("published by %d, %v, want who planned it", last.Author, err)
	}
	if again := o.due(t); again.Latest != r.Latest {
		t.Error("published twice")
	}
}

func TestAPlanThatDoesNotHoldPublishesNothing(t *testing.T) {
	t.Parallel()
	for name, undo := range map[string]func(o *office, r round.Round, p round.Plan) error{
		"withdrawn": func(o *office, _ round.Round, p round.Plan) error {
			_, err := o.service.WithdrawPlan(t.Context(), o.boss, "2026", p.Number)
			return err
		},
		"put off": func(o *office, _ round.Round, p round.Plan) error {
			later := round.Planning{Round: "2026", ReplyBy: "2027-01-01", PublishAt: "2027-01-02 10:00", Seen: p.Number}
			_, err := o.service.MakePlan(t.Context(), o.boss, later)
			return err
		},
		"of an earlier review": func(o *office, r round.Round, _ round.Plan) error {
			r, err := o.service.Reopen(t.Context(), o.boss, "2026", r.Latest)
			if err == nil {
				o.pass(time.Minute)
				_, err = o.service.Close(t.Context(), o.boss, round.Closing{Round: "2026", Seen: r.Latest})
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.now = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)
			r := o.inReview(t)
			p := o.planned(t, 3*time.Hour, 0)
			if err := undo(o, r, p); err != nil {
				t.Fatal(err)
			}
			o.now = p.PublishAt.Add(time.Hour)
			if got := o.due(t); got.State != round.Review {
				t.Errorf("the round is %s", got.State)
			}
		})
	}
}

// A process that starts after the minute publishes at once and says that it is late.
func TestARoundThatCameDueWhileNobodyRanIsPublishedLate(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.inReview(t)
	p := o.planned(t, 2*time.Hour, 0)
	o.now = p.PublishAt.Add(90 * time.Minute)
	var log bytes.Buffer
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	restarted := &round.Service{
		Store: o.store, Readers: stopping{stop}, Zone: o.service.Zone, Now: o.service.Now,
		Log: slog.New(slog.NewTextHandler(&log, nil)),
	}
	restarted.Run(ctx)
	r, err := o.service.Round(t.Context(), "2026")
	if err != nil || r.State != round.Published || !r.PublishedAt.Equal(o.now) {
		t.Errorf("after a restart the round is %+v, %v", r, err)
	}
	if text := log.String(); !strings.Contains(text, "later than planned") || !strings.Contains(text, "late=1h30m0s") {
		t.Errorf("the log says %q", text)
	}
}

// stopping ends a run once something was published.
type stopping struct{ stop context.CancelFunc }

// Refresh implements [round.Readers].
func (s stopping) Refresh(context.Context) error {
	s.stop()
	return nil
}

func TestOfSeveralProcessesOnePublishes(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.inReview(t)
	o.now = o.planned(t, time.Hour, 0).PublishAt
	var group sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		node := &round.Service{Store: o.store, Readers: stopping{func() {}}, Zone: o.service.Zone, Now: o.service.Now, Log: o.service.Log}
		group.Go(func() { errs[i] = node.PublishDue(t.Context()) })
	}
	group.Wait()
	steps, err := o.service.Steps(t.Context(), o.boss, "2026")
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	published := slices.IndexFunc(steps, func(e round.Event) bool { return e.Kind == round.EventPublished })
	if published != len(steps)-1 {
		t.Errorf("steps %+v, want one publication at the end", steps)
	}
}

func TestWhatIsNoPlanIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.now = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)
	o.inReview(t)
	for name, c := range map[string]struct {
		replyBy, publishAt string
		want               []string
	}{
		"nothing typed":      {"", "", []string{"reply_by round.reply_by_form", "publish_at round.publish_at_form"}},
		"a day alone":        {"2026-04-01", "2026-04-02", []string{"publish_at round.publish_at_form"}},
		"past":               {"2026-03-01", "2026-03-03 13:59", []string{"reply_by round.time_past", "publish_at round.time_past"}},
		"far":                {"2026-04-01", "2062-04-02 10:00", []string{"publish_at round.time_far"}},
		"before the replies": {"2026-04-02", "2.4.2026 kl. 10.00", []string{"publish_at round.publish_before_reply"}},
		"skipped by clocks":  {"2026-03-28", "2026-03-29 02:30", []string{"publish_at round.publish_at_form"}},
	} {
		_, err := o.service.MakePlan(t.Context(), o.boss, round.Planning{Round: "2026", ReplyBy: c.replyBy, PublishAt: c.publishAt})
		if got := problems(err); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v (%v), want %v", name, got, err, c.want)
		}
	}
	good := round.Planning{Round: "2026", ReplyBy: "1.4.2026", PublishAt: "2.4.2026 kl. 10.00"}
	p, err := o.service.MakePlan(t.Context(), o.boss, good)
	if want := time.Date(2026, time.April, 2, 8, 0, 0, 0, time.UTC); err != nil || !p.PublishAt.Equal(want) {
		t.Errorf("plan = %+v, %v, want publication at %s", p, err, want)
	}
	if again, err := o.service.MakePlan(t.Context(), o.boss, good); err != nil || again.Number != p.Number {
		t.Errorf("sent twice: %+v, %v", again, err)
	}
	_, err = o.service.MakePlan(t.Context(), o.second, good)
	wantKind(t, "a plan by who has not seen the latest", err, fault.Conflict)
	for _, role := range []account.Role{account.Public, account.Editor, account.Analyst} {
		_, err := o.service.MakePlan(t.Context(), account.Actor{ID: 1, Role: role}, good)
		wantKind(t, "a plan by "+string(role), err, fault.Forbidden)
		_, err = o.service.WithdrawPlan(t.Context(), account.Actor{ID: 1, Role: role}, "2026", p.Number)
		wantKind(t, "withdrawn by "+string(role), err, fault.Forbidden)
		_, err = o.service.Plans(t.Context(), account.Actor{ID: 1, Role: role}, "2026")
		wantKind(t, "plans read by "+string(role), err, fault.Forbidden)
	}
}

// told are the notices that were given, one word each.
type told struct{ list []string }

// TellPreview implements [round.Notices].
func (t *told) TellPreview(_ context.Context, r round.Round, p round.Plan) error {
	t.list = append(t.list, "preview of "+string(r.Key)+" until "+p.ReplyBy.Format("15:04"))
	return errors.New("notices that fail undo nothing")
}

// TellPublished implements [round.Notices].
func (t *told) TellPublished(_ context.Context, r round.Round, by account.ID) error {
	t.list = append(t.list, fmt.Sprintf("%s published by %d", r.Key, by))
	return errors.New("notices that fail undo nothing")
}

func TestContactsAreTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	heard := new(told)
	o.service.Notices = heard
	o.inReview(t)
	p := o.planned(t, time.Hour, 0)
	p, err := o.service.WithdrawPlan(t.Context(), o.boss, "2026", p.Number)
	if err != nil {
		t.Fatal(err)
	}
	p = o.planned(t, 2*time.Hour, p.Number)
	o.now = p.PublishAt
	o.due(t)
	want := []string{"preview of 2026 until 12:30", "preview of 2026 until 13:30", fmt.Sprintf("2026 published by %d", o.boss.ID)}
	if !slices.Equal(heard.list, want) {
		t.Errorf("told %q, want %q", heard.list, want)
	}
}
