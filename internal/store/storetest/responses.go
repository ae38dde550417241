package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/reference"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/survey"
)

func batchOf(author account.Actor) survey.Batch {
	wave, responses := sample.AskedWave()
	return survey.Batch{
		Version:   survey.Version{Wave: wave, Origin: survey.FromImport, Author: author.ID, AuthorName: author.Email},
		Responses: responses, Margins: []byte("party,seats\nA,30\nV,20\n"),
	}
}

func recordBatch(t *testing.T, s *store.Store, b survey.Batch, after int64, former survey.Reduced) survey.Version {
	t.Helper()
	v, err := s.RecordBatch(t.Context(), b, after, former)
	if err != nil {
		t.Fatalf("record answers: %v", err)
	}
	return v
}

func keptResponses(t *testing.T, s *store.Store) []survey.Kept {
	t.Helper()
	kept, err := s.KeptResponses(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// Answers are recorded with their wave; those that are corrected, or not kept
// any longer, are reduced to their figures.
func testResponses(t *testing.T, d *database) {
	s := d.seeded(t)
	b := batchOf(Editor(t, s))
	first := recordBatch(t, s, b, 0, survey.Reduced{})
	want := []survey.Kept{{Wave: b.Version.Wave.Key, Responses: b.Responses, Margins: b.Margins}}
	unordered := cmpopts.SortSlices(func(a, b survey.Response) bool {
		return a.Municipality < b.Municipality || a.Municipality == b.Municipality && a.Party < b.Party
	})
	kept := keptResponses(t, s)
	if diff := cmp.Diff(want, kept, unordered, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(survey.Kept{}, "Document")); diff != "" {
		t.Fatalf("kept (-want +got):\n%s", diff)
	}

	b.Responses.Rows, b.Margins = b.Responses.Rows[:12], nil
	if _, err := s.RecordBatch(t.Context(), b, 0, survey.Reduced{}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a second writer: %v, want a conflict", err)
	}
	recordBatch(t, s, b, first.Number, survey.Reduced{Document: kept[0].Document, Figures: []byte(`{"n":24}`)})
	again := keptResponses(t, s)
	if len(again) != 1 || len(again[0].Responses.Rows) != 12 || len(again[0].Margins) != 0 || again[0].Document == kept[0].Document {
		t.Fatalf("kept after the correction: %+v", again)
	}
	if err := s.ReduceResponses(t.Context(), survey.Reduced{Document: again[0].Document, Figures: []byte(`{"n":12}`)}); err != nil {
		t.Fatal(err)
	}
	if left := keptResponses(t, s); len(left) != 0 {
		t.Errorf("kept after the retention: %+v", left)
	}
	expectFigures(t, s, `{"n":12}`)
	if n, err := s.ErasedAnswers(t.Context()); n != 2 || err != nil {
		t.Errorf("%d documents of answers are erased, %v, want 2", n, err)
	}
}

// expectFigures checks what is left of the answers that results rest on.
func expectFigures(t *testing.T, s *store.Store, want string) {
	t.Helper()
	documents, err := s.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents {
		if d.Kind == reference.KindResponses && (!d.Erased() || string(d.Content) != want) {
			t.Errorf("left of the answers: %s, want %s", d.Content, want)
		}
	}
}

// Nothing but the reduction of answers changes a document, and that only once.
func testResponseConstraints(t *testing.T, d *database) {
	s := d.seeded(t)
	recordBatch(t, s, batchOf(Editor(t, s)), 0, survey.Reduced{})
	db := d.raw(t)
	for name, change := range map[string]string{
		"other answers":         `UPDATE documents SET content = CAST('0,municipality' AS ` + d.bytes() + `) WHERE kind = 'responses'`,
		"another key":           `UPDATE documents SET content = CAST('{}' AS ` + d.bytes() + `), key = 'other' WHERE kind = 'responses'`,
		"another time":          `UPDATE documents SET content = CAST('{}' AS ` + d.bytes() + `), recorded_at = 1 WHERE kind = 'responses'`,
		"figures of margins":    `UPDATE documents SET content = CAST('{}' AS ` + d.bytes() + `) WHERE kind = 'margins'`,
		"a deletion of answers": `DELETE FROM documents WHERE kind = 'responses'`,
	} {
		_, err := db.Exec(change)
		refused(t, name, err, "append-only")
	}
	document := keptResponses(t, s)[0].Document
	if err := s.ReduceResponses(t.Context(), survey.Reduced{Document: document, Figures: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	if err := s.ReduceResponses(t.Context(), survey.Reduced{Document: document, Figures: []byte(`{"n":1}`)}); err == nil {
		t.Error("figures were replaced by others")
	}
}

// bytes names the database's type of bytes.
func (d *database) bytes() string {
	if d.postgres() {
		return "bytea"
	}
	return "blob"
}
