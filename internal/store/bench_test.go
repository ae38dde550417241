package store_test

import (
	"testing"

	"modenhed/internal/assessment"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/store/storetest"
)

// country returns six years of statuses of 98 municipalities and 36 indicators.
func country(b *testing.B, s *store.Store) []assessment.Status {
	b.Helper()
	documents, codes, indicators := sample.Country()
	if _, err := s.AppendDocuments(b.Context(), documents); err != nil {
		b.Fatal(err)
	}
	var statuses []assessment.Status
	for revision := 1; revision <= 6; revision++ {
		for _, code := range codes {
			for _, indicator := range indicators {
				status := sample.Status()
				status.Municipality, status.Indicator, status.Revision = code, indicator, revision
				status.Framework, status.Evidence.Text = "country", "Vedtaget af byrådet"
				status.Evidence.Link = "https://example.test/referat/2026"
				statuses = append(statuses, status)
			}
		}
	}
	return statuses
}

// BenchmarkStatuses is the bulk read behind a snapshot: 21,168 statuses.
func BenchmarkStatuses(b *testing.B) {
	s := storetest.Open(b)
	if _, err := s.AppendStatuses(b.Context(), country(b, s)); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Statuses(b.Context(), 0); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAppendCountry records 21,168 statuses at once, as a demo does.
func BenchmarkAppendCountry(b *testing.B) {
	for b.Loop() {
		s := storetest.Open(b)
		if _, err := s.AppendStatuses(b.Context(), country(b, s)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen opens and closes a current database.
func BenchmarkOpen(b *testing.B) {
	path := storetest.SQLite(b)
	storetest.Seeded(b, path)
	for b.Loop() {
		s, err := store.Open(b.Context(), path, store.Options{Migrate: true})
		if err != nil {
			b.Fatal(err)
		}
		_ = s.Close()
	}
}

// BenchmarkRevision is the question that a server asks every second.
func BenchmarkRevision(b *testing.B) {
	s := storetest.Open(b)
	for b.Loop() {
		if _, err := s.Revision(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
