package assessment_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/sample"
)

// workbook is two answers of Odense as a workbook brings them.
func workbook(change func(all []assessment.Report)) []assessment.Report {
	all := []assessment.Report{
		report(func(r *assessment.Report) { r.Channel = assessment.ChannelWorkbook }),
		report(func(r *assessment.Report) {
			r.Channel, r.Indicator = assessment.ChannelWorkbook, sample.Always
			r.Answer = assessment.Answer{State: assessment.DontKnow}
		}),
	}
	change(all)
	return all
}

func TestManyAnswersAreRecordedAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	all := workbook(func([]assessment.Report) {})
	first, err := d.service.ReportAll(t.Context(), d.editor, all)
	if err != nil || len(first) != 2 {
		t.Fatalf("recorded %+v, %v", first, err)
	}
	if diff := cmp.Diff(first, d.recorded(t)); diff != "" {
		t.Errorf("recorded (-returned +kept):\n%s", diff)
	}
	if diff := cmp.Diff(first, d.readers.published); diff != "" {
		t.Errorf("published (-returned +published):\n%s", diff)
	}
	again, err := d.service.ReportAll(t.Context(), d.editor, all)
	if diff := cmp.Diff(2, len(again)); err != nil || diff != "" || again[0].ID != first[0].ID || len(d.recorded(t)) != 2 {
		t.Errorf("sent twice: %+v, %v, %d kept", again, err, len(d.recorded(t)))
	}
	if none, err := d.service.ReportAll(t.Context(), d.editor, nil); none != nil || err != nil {
		t.Errorf("no answers: %v, %v", none, err)
	}
}

// Nothing is recorded when one of many cannot be, and every problem has its row.
func TestManyAnswersAreAllOrNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	faulty := workbook(func(all []assessment.Report) { all[0].Answer.Value, all[1].Reason = 9, "fordi" })
	_, err := d.service.ReportAll(t.Context(), d.editor, faulty)
	var f *fault.Error
	if !errors.As(err, &f) || len(f.Problems) != 2 || f.Problems[0].Row != 1 || f.Problems[1].Row != 2 {
		t.Errorf("error = %v, want a problem in both rows", err)
	}
	twice := workbook(func(all []assessment.Report) { all[1].Indicator = all[0].Indicator })
	if _, err = d.service.ReportAll(t.Context(), d.editor, twice); !errors.As(err, &f) || f.Problems[0].Message.Key != "assessment.repeated" {
		t.Errorf("an indicator twice: %v", err)
	}
	elsewhere := workbook(func(all []assessment.Report) { all[1].Municipality = sample.Norddjurs })
	if _, err = d.service.ReportAll(t.Context(), d.editor, elsewhere); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("one elsewhere: %v, want forbidden", err)
	}
	theirs := d.report(t, d.editor, report(func(r *assessment.Report) { r.Answer.Value = 1 }))
	_, err = d.service.ReportAll(t.Context(), d.editor, workbook(func([]assessment.Report) {}))
	var changed *assessment.ChangedAll
	if !errors.As(err, &changed) || fault.KindOf(err) != fault.Conflict || len(changed.Changes) != 1 || changed.Changes[0].Current.ID != theirs.ID {
		t.Errorf("error = %v, want the one that changed", err)
	}
	if kept := d.recorded(t); len(kept) != 1 {
		t.Errorf("%d statuses kept, want the one of the form", len(kept))
	}
}

// Many municipalities' answers come in by those who may import, and by the
// channel of imports alone.
func TestWhoMayImport(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	all := workbook(func(all []assessment.Report) {
		all[0].Channel, all[1].Channel = assessment.ChannelImport, assessment.ChannelImport
		all[1].Municipality = sample.Norddjurs
	})
	for who, actor := range map[string]account.Actor{"stranger": {}, "editor": d.editor} {
		if _, err := d.service.ReportAll(t.Context(), actor, all); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s: %v, want forbidden", who, err)
		}
	}
	if _, err := d.service.ReportAll(t.Context(), d.analyst, workbook(func([]assessment.Report) {})); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("an analyst by workbook: %v, want forbidden", err)
	}
	if made, err := d.service.ReportAll(t.Context(), account.Console(), all); err != nil || made[0].Author != 0 || made[1].Municipality != sample.Norddjurs {
		t.Errorf("the console: %+v, %v", made, err)
	}
}
