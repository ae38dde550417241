package assessment_test

import (
	"errors"
	"testing"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/sample"
)

// What a colleague is typing is not lost to somebody who has not seen it.
func TestADraftOverAColleaguesIsTaken(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	other := d.editor
	draft := assessment.Draft{Municipality: sample.Odense, Indicator: sample.Level, Values: map[string]string{"value": "3"}}
	if err := d.service.SaveDraft(t.Context(), d.editor, draft); err != nil {
		t.Fatal(err)
	}
	other.ID = d.analyst.ID
	draft.Values = map[string]string{"value": "4"}
	err := d.service.SaveDraft(t.Context(), other, draft)
	var taken *assessment.Taken
	if !errors.As(err, &taken) || fault.KindOf(err) != fault.Conflict {
		t.Fatalf("error = %v, want a taken draft", err)
	}
	if taken.Current.Author != d.editor.ID || taken.Current.Values["value"] != "3" || taken.Attempt.Values["value"] != "4" {
		t.Errorf("taken = %+v", taken)
	}
	draft.Seen = taken.Current.SavedAt
	if err := d.service.SaveDraft(t.Context(), other, draft); err != nil {
		t.Errorf("a draft over one that was seen: %v", err)
	}
}
