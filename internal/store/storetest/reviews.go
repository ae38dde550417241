package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/round"
	"modenhed/internal/sample"
	"modenhed/internal/store"
)

// reviewed opens a round and ends its reporting; it returns the last step.
func reviewed(t *testing.T, s *store.Store) round.Event {
	t.Helper()
	first := opened(t, s, "2026", hours(0), account.Actor{})
	return stepped(t, s, closing("2026", hours(1)), first.Number)
}

func plan(step int64, author account.Actor) round.Plan {
	return round.Plan{
		Round: "2026", Step: step, ReplyBy: hours(5), PublishAt: hours(6),
		Author: author.ID, AuthorName: author.Email, RecordedAt: hours(2),
	}
}

func testPlans(t *testing.T, d *database) {
	s, other := d.seeded(t), d.seeded(t)
	author := Editor(t, s)
	ctx := t.Context()
	step := reviewed(t, s).Number
	before := revision(t, s.Revision)
	first, err := s.RecordPlan(ctx, plan(step, author), 0)
	if err != nil || first.Number != 1 {
		t.Fatalf("record = %+v, %v", first, err)
	}
	again, err := other.RecordPlan(ctx, plan(step, author), 0)
	if diff := cmp.Diff(first, again); err != nil || diff != "" {
		t.Errorf("sent twice: %v (-want +got):\n%s", err, diff)
	}
	_, err = s.RecordPlan(ctx, plan(step, account.Actor{}), 0)
	kinds(t, fault.Conflict, "a plan by who has not seen the latest", err)
	_, err = s.RecordPlan(ctx, plan(step-1, author), first.Number)
	kinds(t, fault.Conflict, "a plan for a step that is not the latest", err)
	gone := plan(step, account.Actor{})
	gone.ReplyBy, gone.PublishAt = time.Time{}, time.Time{}
	second, err := s.RecordPlan(ctx, gone, first.Number)
	if err != nil || !second.Withdrawn() {
		t.Errorf("withdrawn = %+v, %v", second, err)
	}
	got, err := other.Plans(ctx)
	if diff := cmp.Diff([]round.Plan{first, second}, got); err != nil || diff != "" {
		t.Errorf("plans: %v (-want +got):\n%s", err, diff)
	}
	if after := revision(t, s.Revision); after < before+2 {
		t.Errorf("revision rose by %d, want at least 2", after-before)
	}
	testPlanBinds(t, s, step, second.Number)
}

// testPlanBinds publishes by a plan: only by the latest, and once.
func testPlanBinds(t *testing.T, s *store.Store, step, latest int64) {
	t.Helper()
	third, err := s.RecordPlan(t.Context(), plan(step, account.Actor{}), latest)
	if err != nil {
		t.Fatal(err)
	}
	publish := func(number int64) error {
		what := frozen()
		what.Plan = number
		_, err := s.PublishRound(t.Context(), round.Event{
			Round: "2026", Kind: round.EventPublished, Hash: someDigest, RecordedAt: hours(7),
		}, what, step)
		return err
	}
	kinds(t, fault.Conflict, "published by a plan that was withdrawn", publish(latest))
	if won := race(t, func(int) error { return publish(third.Number) }); won != 1 {
		t.Errorf("%d published the round", won)
	}
	_, err = s.RecordPlan(t.Context(), plan(step, account.Actor{}), third.Number+1)
	kinds(t, fault.Conflict, "a plan for a published round", err)
}

func reply(author account.Actor) round.Reply {
	return round.Reply{
		Round: "2026", Municipality: sample.Odense, Kind: round.Disputed, Text: "Vi er uenige:\nSe bilaget.", Public: true,
		Content: someDigest, Author: author.ID, AuthorName: author.Email, RecordedAt: hours(2),
	}
}

func testReplies(t *testing.T, d *database) {
	s, other := d.seeded(t), d.seeded(t)
	author := Editor(t, s)
	ctx := t.Context()
	step := reviewed(t, s).Number
	first, err := s.RecordReply(ctx, reply(author), step, 0)
	if err != nil || first.Number != 1 {
		t.Fatalf("record = %+v, %v", first, err)
	}
	again, err := other.RecordReply(ctx, reply(author), step, 0)
	if diff := cmp.Diff(first, again); err != nil || diff != "" {
		t.Errorf("sent twice: %v (-want +got):\n%s", err, diff)
	}
	other1 := reply(author)
	other1.Text = "Noget andet"
	_, err = s.RecordReply(ctx, other1, step, 0)
	kinds(t, fault.Conflict, "a reply by who has not seen the latest", err)
	agreed := reply(author)
	agreed.Kind, agreed.Text, agreed.Public = round.Agreed, "", false
	second, err := s.RecordReply(ctx, agreed, step, first.Number)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := reply(account.Actor{})
	elsewhere.Municipality = sample.Norddjurs
	third, err := s.RecordReply(ctx, elsewhere, step, 0)
	if err != nil {
		t.Errorf("another municipality’s reply: %v", err)
	}
	got, err := other.Replies(ctx, "2026")
	if diff := cmp.Diff([]round.Reply{first, second, third}, got); err != nil || diff != "" {
		t.Errorf("replies: %v (-want +got):\n%s", err, diff)
	}
	if none, err := s.Replies(ctx, "2025"); err != nil || len(none) != 0 {
		t.Errorf("replies to another round = %v, %v", none, err)
	}
	stepped(t, s, round.Event{Round: "2026", Kind: round.EventReopened, RecordedAt: hours(3)}, step)
	_, err = s.RecordReply(ctx, reply(author), step, second.Number)
	kinds(t, fault.Conflict, "a reply to a round that is open again", err)
}

// testReviewConstraints goes past the store.
func testReviewConstraints(t *testing.T, d *database) {
	s := d.seeded(t)
	author := Editor(t, s)
	step := reviewed(t, s).Number
	if _, err := s.RecordPlan(t.Context(), plan(step, author), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := s.RecordReply(t.Context(), reply(author), step, 0); err != nil {
		t.Fatal(err)
	}
	db := d.raw(t)
	micros := func(n int) int64 { return hours(n).UnixMicro() }
	planned := row{"id": 2, "round": "2026", "step": step, "reply_by": micros(5), "publish_at": micros(6), "author_id": nil, "recorded_at": micros(2)}
	replied := row{"id": 2, "round": "2026", "municipality": 461, "kind": "disputed", "text": "a", "public": false,
		"content": someDigest, "author_id": nil, "recorded_at": micros(2)}
	for _, c := range []struct {
		table, rule string
		row         row
	}{
		{"round_plans", "numbers rise", planned.but(row{"id": 1})},
		{"round_plans", "round_plans_whole", planned.but(row{"reply_by": nil})},
		{"round_plans", "round_plans_order", planned.but(row{"reply_by": micros(7)})},
		{"round_plans", "round_plans_order", planned.but(row{"recorded_at": micros(5)})},
		{"round_plans", "foreign key", planned.but(row{"step": 99})},
		{"round_replies", "numbers rise", replied.but(row{"id": 1})},
		{"round_replies", "round_replies_kind", replied.but(row{"kind": "cheered"})},
		{"round_replies", "round_replies_text", replied.but(row{"text": " "})},
		{"round_replies", "round_replies_text", replied.but(row{"text": "a\x02"})},
		{"round_replies", "round_replies_text", replied.but(row{"text": strings.Repeat("å", 4001)})},
		{"round_replies", "foreign key", replied.but(row{"municipality": 999})},
		{"round_replies", "foreign key", replied.but(row{"round": "2025"})},
	} {
		refused(t, fmt.Sprint(c.table, c.row), insert(db, c.table, c.row), c.rule)
	}
	for table, r := range map[string]row{"round_plans": planned, "round_replies": replied} {
		if err := insert(db, table, r); err != nil {
			t.Errorf("the row of %s that all cases start from is refused: %v", table, err)
		}
		for _, statement := range []string{fmt.Sprintf("UPDATE %s SET id = id", table), "DELETE FROM " + table} {
			_, err := db.Exec(statement)
			refused(t, statement, err, "append-only")
		}
	}
}
