package survey_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"modenhed/internal/reference"
	"modenhed/internal/sample"
	"modenhed/internal/store/storetest"
	"modenhed/internal/survey"
)

// estimator makes the same figures of all answers, and fails on one wave.
type estimator struct{ fails string }

func (e estimator) Figures(_ context.Context, w survey.Wave, _ *survey.Responses, _ []byte) (survey.Figures, error) {
	if w.Key == e.fails {
		return nil, errors.New("out of order")
	}
	return survey.Figures(`{"wave":"` + w.Key + `"}`), nil
}

func TestAnswersAreErasedWhenTheirTimeIsOver(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	var documents []reference.Document
	for _, key := range []string{"a", "b", "c"} {
		documents = append(documents, answered(t, key)...)
	}
	if _, err := s.AppendDocuments(t.Context(), documents); err != nil {
		t.Fatal(err)
	}
	service := &survey.Service{Store: s, Readers: &readers{}, Estimator: estimator{fails: "a"}, Log: slog.New(slog.DiscardHandler)}
	keep := func(now time.Time, erased int, fails bool, left string) {
		t.Helper()
		n, err := service.EraseExpired(t.Context(), now)
		if n != erased || (err != nil) != fails {
			t.Errorf("%s: erased %d, %v", now, n, err)
		}
		kept, err := s.KeptResponses(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, k := range kept {
			keys = append(keys, k.Wave)
		}
		if got := strings.Join(keys, " "); got != left {
			t.Errorf("%s: kept %q, want %q", now, got, left)
		}
	}
	over := time.Date(2027, 10, 1, 0, 0, 0, 0, time.UTC)
	keep(over.Add(-time.Nanosecond), 0, false, "a b c")
	keep(over, 2, true, "a")
	service.Estimator = estimator{}
	keep(over, 1, false, "")
	keep(over, 0, false, "")
}

// answered are a wave of September 2026 whose answers are kept for a year, and answers.
func answered(t *testing.T, key string) []reference.Document {
	t.Helper()
	wave := parsedResponsesWave(t)
	wave.Key = key
	content, err := survey.MarshalWave(wave)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := survey.MarshalResponses(responses())
	if err != nil {
		t.Fatal(err)
	}
	document := func(kind reference.Kind, content []byte) reference.Document {
		return reference.Document{Kind: kind, Key: key, Content: content, Origin: reference.OriginImport, RecordedAt: sample.Time()}
	}
	return []reference.Document{document(reference.KindWave, content), document(reference.KindResponses, rows)}
}
