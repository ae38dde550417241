package target_test

import (
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/sample"
	"modenhed/internal/store/storetest"
	"modenhed/internal/target"
)

type frameworks struct{}

func (frameworks) Framework() *framework.Framework { return sample.Framework() }

func newService(t *testing.T) (*target.Service, account.Actor) {
	t.Helper()
	s := storetest.Open(t)
	return &target.Service{
		Store: s, Frameworks: frameworks{}, Zone: zone(t), Now: sample.Clock(), Log: slog.New(slog.DiscardHandler),
	}, storetest.Editor(t, s)
}

func typed() target.Typed {
	return target.Typed{
		Municipality: sample.Odense, Indicator: sample.Level, Value: "4", Due: "30.6.2027", Owner: " Økonomi ", Lang: "da",
	}
}

func TestATargetIsSetChangedAndWithdrawn(t *testing.T) {
	t.Parallel()
	service, editor := newService(t)
	ctx := t.Context()
	first, err := service.Set(ctx, editor, typed())
	want := target.Target{
		Number: 1, Municipality: sample.Odense, Indicator: sample.Level, Value: 4, Due: "2027-06-30", Owner: "Økonomi",
		Author: editor.ID, RecordedAt: sample.Time(),
	}
	if diff := cmp.Diff(want, first); err != nil || diff != "" {
		t.Fatalf("%v\n%s", err, diff)
	}
	change := typed()
	change.Value, change.Seen = "5", first.Number
	second, err := service.Set(ctx, editor, change)
	if err != nil || second.Number != 2 || second.Value != 5 {
		t.Fatalf("changed: %+v, %v", second, err)
	}
	gone, err := service.Withdraw(ctx, editor, second.Key(), second.Number)
	if err != nil || !gone.Withdrawn() || gone.Owner != "" {
		t.Fatalf("withdrawn: %+v, %v", gone, err)
	}
	entries, err := service.Entries(ctx, editor, sample.Odense)
	if err != nil || len(entries) != 3 || len(target.Goals(entries)) != 0 {
		t.Errorf("%d entries, %d hold, %v", len(entries), len(target.Goals(entries)), err)
	}
}

func TestASetSentTwiceIsRecordedOnce(t *testing.T) {
	t.Parallel()
	service, editor := newService(t)
	ctx := t.Context()
	first, err := service.Set(ctx, editor, typed())
	if err != nil {
		t.Fatal(err)
	}
	again, err := service.Set(ctx, editor, typed())
	if err != nil || again.Number != first.Number {
		t.Errorf("sent twice: %+v, %v", again, err)
	}
	gone, err := service.Withdraw(ctx, editor, first.Key(), first.Number)
	if err != nil {
		t.Fatal(err)
	}
	if again, err = service.Withdraw(ctx, editor, first.Key(), first.Number); err != nil || again.Number != gone.Number {
		t.Errorf("withdrawn twice: %+v, %v", again, err)
	}
}

func TestTheSecondToSetATargetSeesBoth(t *testing.T) {
	t.Parallel()
	service, editor := newService(t)
	if _, err := service.Set(t.Context(), editor, typed()); err != nil {
		t.Fatal(err)
	}
	other := typed()
	other.Value = "3"
	_, err := service.Set(t.Context(), editor, other)
	var changed *target.Changed
	if !errors.As(err, &changed) || changed.Current.Value != 4 || changed.Current.AuthorName != editor.Email || changed.Attempt.Value != 3 {
		t.Fatalf("the second is told %v", err)
	}
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("kind %v, want conflict", fault.KindOf(err))
	}
}

func TestFaultsOfATarget(t *testing.T) {
	t.Parallel()
	service, editor := newService(t)
	for name, c := range map[string]struct {
		change func(*target.Typed)
		want   string
	}{
		"no value":              {func(t *target.Typed) { t.Value = " " }, "value assessment.value_missing"},
		"no level":              {func(t *target.Typed) { t.Value = "6" }, "value assessment.level_range"},
		"half a level":          {func(t *target.Typed) { t.Value = "2,5" }, "value assessment.level_range"},
		"not a number":          {func(t *target.Typed) { t.Value = "four" }, "value assessment.value_not_a_number"},
		"not finite":            {func(t *target.Typed) { t.Value = "NaN" }, "value assessment.value_not_a_number"},
		"too many percent":      {func(t *target.Typed) { t.Indicator, t.Value = sample.Percent, "101" }, "value assessment.percent_range"},
		"thousands":             {func(t *target.Typed) { t.Indicator, t.Value = sample.Days, "1.234" }, "value assessment.value_thousands"},
		"no day":                {func(t *target.Typed) { t.Due = "" }, "due target.due_missing"},
		"not a day":             {func(t *target.Typed) { t.Due = "31.4.2027" }, "due target.due_form"},
		"today":                 {func(t *target.Typed) { t.Due = "2.3.2026" }, "due target.due_past"},
		"yesterday":             {func(t *target.Typed) { t.Due = "1.3.2026" }, "due target.due_past"},
		"too far":               {func(t *target.Typed) { t.Due = "3.3.2046" }, "due target.due_late"},
		"a long owner":          {func(t *target.Typed) { t.Owner = strings.Repeat("æ", 201) }, "owner assessment.text_too_long"},
		"an unreadable owner":   {func(t *target.Typed) { t.Owner = "a\u202eb" }, "owner assessment.text_control_characters"},
		"an owner on two lines": {func(t *target.Typed) { t.Owner = "a\nb" }, "owner assessment.text_control_characters"},
		"no such question":      {func(t *target.Typed) { t.Indicator = "x" }, "indicator assessment.indicator_unknown"},
		"everything": {
			func(t *target.Typed) { t.Value, t.Due, t.Owner = "9", "x", "\x00" },
			"value assessment.level_range, due target.due_form, owner assessment.text_control_characters",
		},
	} {
		t.Run(name, func(t *testing.T) {
			tried := typed()
			c.change(&tried)
			_, err := service.Set(t.Context(), editor, tried)
			var known *fault.Error
			if !errors.As(err, &known) || known.Kind != fault.Invalid {
				t.Fatalf("%v, want invalid", err)
			}
			var got []string
			for _, p := range known.Problems {
				got = append(got, p.Field+" "+p.Message.Key)
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("%v, want %s", got, c.want)
			}
		})
	}
	if entries, err := service.Entries(t.Context(), editor, sample.Odense); err != nil || len(entries) != 0 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
	tomorrow := typed()
	tomorrow.Due = "3.3.2026"
	if _, err := service.Set(t.Context(), editor, tomorrow); err != nil {
		t.Errorf("tomorrow: %v", err)
	}
}

func TestWhoMaySetAndReadTargets(t *testing.T) {
	t.Parallel()
	service, editor := newService(t)
	neighbour := editor
	neighbour.Municipality = sample.Norddjurs
	for name, c := range map[string]struct {
		actor          account.Actor
		set, read, all bool
	}{
		"the public":       {account.Actor{}, false, false, false},
		"a neighbour":      {neighbour, false, false, false},
		"an analyst":       {sample.Analyst(), false, true, true},
		"an administrator": {sample.Administrator(), false, true, true},
		"the own editor":   {editor, true, true, false},
	} {
		_, err := service.Set(t.Context(), c.actor, typed())
		if (err == nil) != c.set || err != nil && fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s sets a target: %v", name, err)
		}
		if !c.set {
			key := assessment.Key{Municipality: sample.Odense, Indicator: sample.Level}
			if _, err = service.Withdraw(t.Context(), c.actor, key, 1); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s withdraws a target: %v", name, err)
			}
		}
		_, err = service.Entries(t.Context(), c.actor, sample.Odense)
		if (err == nil) != c.read {
			t.Errorf("%s reads targets: %v", name, err)
		}
		if _, err = service.Entries(t.Context(), c.actor, 0); (err == nil) != c.all {
			t.Errorf("%s reads all targets: %v", name, err)
		}
	}
	if _, err := service.Withdraw(t.Context(), editor, assessment.Key{Municipality: sample.Odense, Indicator: sample.Days}, 0); fault.KindOf(err) != fault.NotFound {
		t.Errorf("withdrawing nothing: %v, want not found", err)
	}
}
