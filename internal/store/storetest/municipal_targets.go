package storetest

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/sample"
	"modenhed/internal/target"
)

// aim is a target of Odense to be recorded.
func aim(value float64) target.Target {
	return target.Target{
		Municipality: sample.Odense, Indicator: sample.Level, Value: value, Due: "2027-06-30", Owner: "Økonomi & \"stab\" <b>",
	}
}

func testMunicipalTargets(t *testing.T, d *database) {
	s := d.seeded(t)
	ctx, editor := t.Context(), Editor(t, s)
	by := func(a target.Target) target.Target {
		a.Author = editor.ID
		return a
	}
	other := by(aim(0))
	other.Indicator, other.Value, other.RecordedAt = sample.Days, 0, hours(-200)
	withdrawal := by(target.Target{Municipality: sample.Odense, Indicator: sample.Level})
	var want []target.Target
	for _, step := range []struct {
		entry target.Target
		seen  int64
	}{{by(aim(4)), 0}, {other, 0}, {by(aim(5)), 1}, {withdrawal, 3}, {by(aim(4)), 4}} {
		recorded, err := s.AppendTarget(ctx, step.entry, step.seen)
		if err != nil {
			t.Fatalf("append %+v after %d: %v", step.entry, step.seen, err)
		}
		recorded.AuthorName = editor.Email
		want = append(want, recorded)
	}
	elsewhere := aim(2)
	elsewhere.Municipality, elsewhere.Owner = sample.Norddjurs, ""
	recorded, err := s.AppendTarget(ctx, elsewhere, 0)
	if err != nil {
		t.Fatalf("append another municipality's: %v", err)
	}
	got, err := s.Targets(ctx, sample.Odense)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("targets of Odense: %v (-want +got):\n%s", err, diff)
	}
	got, err = s.Targets(ctx, 0)
	if diff := cmp.Diff(append(want, recorded), got); err != nil || diff != "" {
		t.Errorf("all targets: %v (-want +got):\n%s", err, diff)
	}
	for i, entry := range got {
		if entry.Number != int64(i+1) {
			t.Errorf("entry %d has number %d", i, entry.Number)
		}
	}
}

func testMunicipalTargetConflict(t *testing.T, d *database) {
	s := d.seeded(t)
	ctx := t.Context()
	if _, err := s.AppendTarget(ctx, aim(4), 7); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a target after one that is not there: %v, want conflict", err)
	}
	pair := []target.Target{aim(1), aim(2)}
	if err := s.AppendTargets(ctx, pair); fault.KindOf(err) != fault.Conflict {
		t.Errorf("two first targets of one place: %v, want conflict", err)
	}
	if got, err := s.Targets(ctx, 0); err != nil || len(got) != 0 {
		t.Errorf("half of a refused list is there: %v, %v", got, err)
	}
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() { _, errs[i] = s.AppendTarget(ctx, aim(float64(i%6)), 0) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case fault.KindOf(err) != fault.Conflict:
			t.Errorf("a target set at the same time: %v, want conflict", err)
		}
	}
	if got, err := s.Targets(ctx, 0); won != 1 || len(got) != 1 || err != nil {
		t.Errorf("%d of %d won, %d recorded (%v), want 1", won, len(errs), len(got), err)
	}
	stranger := aim(1)
	stranger.Municipality = 999
	if _, err := s.AppendTarget(ctx, stranger, 0); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a target of no municipality: %v, want invalid", err)
	}
}

func testMunicipalTargetRules(t *testing.T, d *database) {
	s := d.seeded(t)
	if _, err := s.AppendTarget(t.Context(), aim(4), 0); err != nil {
		t.Fatal(err)
	}
	raw := d.raw(t)
	const columns = "INSERT INTO targets (id, municipality, indicator, value, due, owner, recorded_at) VALUES "
	for name, statement := range map[string]string{
		"a value without a day": columns + "(2, 461, 'work.level', 3, '', '', 0)",
		"a day without a value": columns + "(2, 461, 'work.level', NULL, '2027-01-01', '', 0)",
		"a day in another form": columns + "(2, 461, 'work.level', 3, '1.1.2027', '', 0)",
		"a number used before":  columns + "(1, 461, 'work.level', 3, '2027-01-01', '', 0)",
		"an unknown place":      columns + "(2, 999, 'work.level', 3, '2027-01-01', '', 0)",
		"a change":              "UPDATE targets SET owner = 'x'",
		"a deletion":            "DELETE FROM targets",
		"no indicator":          columns + "(2, 461, '', 3, '2027-01-01', '', 0)",
	} {
		if _, err := raw.Exec(statement); err == nil {
			t.Errorf("the database takes %s", name)
		}
	}
}
