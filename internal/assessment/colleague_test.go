package assessment_test

import (
	"errors"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/sample"
)

// Only the writer's own second save is the same save: a colleague who says the
// same is told that somebody was first.
func TestTheSameAnswerByAColleagueIsAChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	colleague, err := d.store.InsertAccount(t.Context(), account.Account{
		Email: "colleague@example.test", Role: account.Editor, Municipality: sample.Odense, CreatedAt: sample.Time(),
	}, "$argon2id$none", 0)
	if err != nil {
		t.Fatal(err)
	}
	first := d.report(t, colleague.Actor(), sample.Report())
	_, err = d.service.Report(t.Context(), d.editor, sample.Report())
	var changed *assessment.Changed
	if !errors.As(err, &changed) || changed.Current.ID != first.ID {
		t.Errorf("error = %v, want a change by the colleague", err)
	}
	if n := len(d.recorded(t)); n != 1 {
		t.Errorf("%d statuses are recorded, want 1", n)
	}
}
