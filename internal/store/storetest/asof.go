package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/reference"
	"modenhed/internal/sample"
)

// What had been recorded by a time does not change when more is recorded.
func testDocumentsBy(t *testing.T, d *database) {
	s := d.seeded(t)
	before, err := s.DocumentsBy(t.Context(), sample.Time())
	if err != nil {
		t.Fatal(err)
	}
	changed := slices.DeleteFunc(sample.Documents(), func(d reference.Document) bool { return d.Kind != reference.KindFramework })
	changed[0].Content = append([]byte("# later\n"), changed[0].Content...)
	changed[0].RecordedAt = sample.Time().Add(time.Hour)
	if n, err := s.AppendDocuments(t.Context(), changed); err != nil || n != 1 {
		t.Fatalf("appended %d: %v", n, err)
	}
	for name, c := range map[string]struct {
		at   time.Time
		want []reference.Document
	}{
		"at the time":      {sample.Time(), before},
		"a moment before":  {sample.Time().Add(-time.Microsecond), []reference.Document{}},
		"before the later": {sample.Time().Add(time.Hour - time.Microsecond), before},
	} {
		got, err := s.DocumentsBy(t.Context(), c.at)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	now, err := s.DocumentsBy(t.Context(), sample.Time().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	latest, err := s.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(latest, now); diff != "" || cmp.Equal(before, now) {
		t.Errorf("at the time of the later document: %s", diff)
	}
}

// Settle waits for a writer who has begun to record.
func testSettle(t *testing.T, d *database) {
	s := d.seeded(t)
	writer, err := d.raw(t).Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := writer.Exec("UPDATE revision SET number = number + 1 WHERE id = 1"); err != nil {
		t.Fatal(err)
	}
	settled := make(chan error, 1)
	go func() { settled <- s.Settle(context.Background()) }()
	select {
	case err := <-settled:
		t.Fatalf("settled while somebody was recording: %v", err)
	case <-time.After(100 * time.Millisecond):
	}
	if err := writer.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-settled; err != nil {
		t.Fatal(err)
	}
}
