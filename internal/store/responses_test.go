package store_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"modenhed/internal/reference"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/survey"
)

// TestErasedAnswersLeaveTheFile looks for answers in the bytes of the database
// after they were reduced to figures.
func TestErasedAnswersLeaveTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "answers.db")
	s, err := store.Open(t.Context(), path, store.Options{Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	const mark = "recognisable-answer"
	var rows strings.Builder
	rows.WriteString("0,municipality,party,gains\n")
	for i := range 4000 {
		fmt.Fprintf(&rows, ",461,A,%s-%d\n", mark, i)
	}
	_, err = s.AppendDocuments(t.Context(), []reference.Document{{
		Kind: reference.KindResponses, Key: "wave", Content: []byte(rows.String()), Origin: reference.OriginImport, RecordedAt: sample.Time(),
	}})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := s.KeptResponses(t.Context())
	if err != nil || len(kept) != 1 {
		t.Fatalf("%d kept, %v", len(kept), err)
	}
	if err := s.ReduceResponses(t.Context(), survey.Reduced{Document: kept[0].Document, Figures: survey.Figures(`{"wave":"wave"}`)}); err != nil {
		t.Fatal(err)
	}
	if n, err := s.ErasedAnswers(t.Context()); n != 1 || err != nil {
		t.Errorf("%d documents erased, %v", n, err)
	}
	for _, when := range []string{"while open", "after closing"} {
		for _, suffix := range []string{"", "-wal"} {
			content, err := os.ReadFile(path + suffix)
			if err == nil && bytes.Contains(content, []byte(mark)) {
				t.Errorf("%s: %d answers in the file%s", when, bytes.Count(content, []byte(mark)), suffix)
			}
		}
		_ = s.Close()
	}
}
