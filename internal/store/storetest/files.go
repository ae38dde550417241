package storetest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/sample"
	"modenhed/internal/store"
)

// room is more than a test keeps, in bytes.
const room = 1 << 20

// File returns a file with a content, as it is taken in.
func File(name, content string) (assessment.File, []byte) {
	sum := sha256.Sum256([]byte(content))
	return assessment.File{Hash: hex.EncodeToString(sum[:]), Name: name, Type: "application/pdf", Size: int64(len(content))}, []byte(content)
}

// KeepFile keeps a file for a municipality and returns it.
func KeepFile(t testing.TB, s *store.Store, code municipality.Code, name, content string) assessment.File {
	t.Helper()
	file, bytes := File(name, content)
	if kept, err := s.KeepFile(t.Context(), code, file, bytes, room); err != nil || !kept {
		t.Fatalf("keep %s: %v, %v", name, kept, err)
	}
	return file
}

func testFiles(t *testing.T, d *database) {
	s := d.seeded(t)
	before := revision(t, s.Revision)
	a := KeepFile(t, s, sample.Odense, "Strategi på æ.pdf", "a")
	KeepFile(t, s, sample.Odense, "Igen.pdf", "a")
	b := KeepFile(t, s, sample.Odense, "b.pdf", "bb")
	c := KeepFile(t, s, sample.Norddjurs, "c.pdf", "a")
	if after := revision(t, s.Revision); after != before {
		t.Error("files raise the revision")
	}
	a.Name = "Igen.pdf"
	kept, err := s.KeptFiles(t.Context(), sample.Odense, []string{a.Hash, "unknown", c.Hash})
	if diff := cmp.Diff([]assessment.File{a}, kept); err != nil || diff != "" {
		t.Errorf("kept files: %v (-want +got):\n%s", err, diff)
	}
	content, err := s.FileContent(t.Context(), b.Hash)
	if err != nil || !bytes.Equal(content, []byte("bb")) {
		t.Errorf("content = %q, %v", content, err)
	}
	if _, err := s.FileContent(t.Context(), "none"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("content of nothing: %v", err)
	}
	if nobody, err := s.KeptFiles(t.Context(), sample.Norddjurs, []string{b.Hash}); err != nil || len(nobody) != 0 {
		t.Errorf("another municipality's file = %v, %v", nobody, err)
	}

	big, whole := File("big.pdf", "ccc")
	if kept, err := s.KeepFile(t.Context(), sample.Odense, big, whole, 5); err != nil || kept {
		t.Errorf("a file beyond the limit: %v, %v", kept, err)
	}
	if kept, err := s.KeepFile(t.Context(), sample.Odense, b, []byte("bb"), 3); err != nil || !kept {
		t.Errorf("a file that is there already: %v, %v", kept, err)
	}
	if left, err := s.KeptFiles(t.Context(), sample.Odense, []string{big.Hash}); err != nil || len(left) != 0 {
		t.Errorf("a refused file is kept: %v, %v", left, err)
	}
}

func testStatusFiles(t *testing.T, d *database) {
	s := d.seeded(t)
	a, b := KeepFile(t, s, sample.Odense, "a.pdf", "a"), KeepFile(t, s, sample.Odense, "b.pdf", "b")
	b.Public = true
	first := with(func(s *assessment.Status) { s.Answer.Value, s.Evidence.Files = 5, []assessment.File{b, a} })
	bare := with(func(s *assessment.Status) { s.Indicator, s.Answer.Value = sample.Percent, 5 })
	renamed := b
	renamed.Name, renamed.Public = "c.pdf", false
	second := with(func(s *assessment.Status) { s.Revision, s.Evidence.Files = 2, []assessment.File{renamed} })
	recorded := append(appended(t, s, first, bare), appended(t, s, second)...)

	for name, read := range map[string]func() ([]assessment.Status, error){
		"all":     func() ([]assessment.Status, error) { return s.Statuses(t.Context(), 0) },
		"history": func() ([]assessment.Status, error) { return s.History(t.Context(), sample.Odense) },
	} {
		got, err := read()
		if diff := cmp.Diff(recorded, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	latest, err := s.LatestStatus(t.Context(), first.Key(), assessment.Self)
	if diff := cmp.Diff(recorded[2], latest); err != nil || diff != "" {
		t.Errorf("latest: %v (-want +got):\n%s", err, diff)
	}
	for wanted, want := range map[string]assessment.File{"b.pdf": b, "c.pdf": renamed, "other.pdf": renamed} {
		if got, err := s.RecordedFile(t.Context(), sample.Odense, b.Hash, wanted); err != nil || got != want {
			t.Errorf("recorded file by %s = %+v, %v", wanted, got, err)
		}
	}
	if _, err := s.RecordedFile(t.Context(), sample.Norddjurs, b.Hash, "b.pdf"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another municipality's recorded file: %v", err)
	}
	testStatusFileRefusals(t, s, a)
}

// testStatusFileRefusals wants nothing recorded of statuses whose files are not
// there, or not the municipality's.
func testStatusFileRefusals(t *testing.T, s *store.Store, a assessment.File) {
	t.Helper()
	before := all(t, s)
	unknown, _ := File("x.pdf", "never kept")
	foreign := KeepFile(t, s, sample.Norddjurs, "d.pdf", "d")
	for name, files := range map[string][]assessment.File{"unknown": {unknown}, "foreign": {foreign}, "after a good one": {a, unknown}, "twice": {a, a}} {
		status := with(func(s *assessment.Status) { s.Revision, s.Evidence.Files = 3, files })
		if _, err := s.AppendStatuses(t.Context(), statuses(status)); err == nil {
			t.Errorf("%s: recorded", name)
		}
		draft := assessment.Draft{Municipality: sample.Odense, Indicator: sample.Level, Files: files, Author: 1, SavedAt: sample.Time()}
		if err := s.SaveDraft(t.Context(), draft); name != "twice" && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: the draft is saved: %v", name, err)
		}
	}
	if diff := cmp.Diff(before, all(t, s)); diff != "" {
		t.Errorf("refused statuses left something (-before +after):\n%s", diff)
	}
}

func testFileSweep(t *testing.T, d *database) {
	s := d.seeded(t)
	editor := Editor(t, s)
	used := KeepFile(t, s, sample.Odense, "used.pdf", "used")
	drafted := KeepFile(t, s, sample.Odense, "drafted.pdf", "drafted")
	loose := KeepFile(t, s, sample.Odense, "loose.pdf", "loose")
	KeepFile(t, s, sample.Norddjurs, "not used here.pdf", "used")
	appended(t, s, with(func(s *assessment.Status) { s.Evidence.Files = []assessment.File{used} }))
	draft := assessment.Draft{Municipality: sample.Odense, Indicator: sample.Percent, Values: map[string]string{"value": "1"},
		Files: []assessment.File{drafted}, Author: editor.ID, AuthorName: editor.Email, SavedAt: sample.Time()}
	if err := s.SaveDraft(t.Context(), draft); err != nil {
		t.Fatal(err)
	}
	drafts, err := s.Drafts(t.Context(), sample.Odense)
	if diff := cmp.Diff(draft, drafts[sample.Percent]); err != nil || diff != "" {
		t.Errorf("draft: %v (-want +got):\n%s", err, diff)
	}

	hashes := []string{used.Hash, drafted.Hash, loose.Hash}
	sweep := func(before time.Time, swept int64, left ...int) {
		t.Helper()
		if n, err := s.SweepFiles(t.Context(), before); err != nil || n != swept {
			t.Errorf("swept %d, %v, want %d", n, err, swept)
		}
		odense, _ := s.KeptFiles(t.Context(), sample.Odense, hashes)
		norddjurs, _ := s.KeptFiles(t.Context(), sample.Norddjurs, hashes)
		if diff := cmp.Diff(left, []int{len(odense), len(norddjurs)}); diff != "" {
			t.Errorf("left (-want +got):\n%s", diff)
		}
	}
	sweep(sample.Time().Add(-time.Hour), 0, 3, 1)
	sweep(sample.Time().AddDate(5, 0, 0), 1, 2, 0)
	if err := s.DeleteDraft(t.Context(), assessment.Key{Municipality: sample.Odense, Indicator: sample.Percent}); err != nil {
		t.Fatal(err)
	}
	sweep(sample.Time().AddDate(5, 0, 0), 1, 1, 0)
	if _, err := s.FileContent(t.Context(), used.Hash); err != nil {
		t.Errorf("a file that a status rests on is gone: %v", err)
	}
}

// testFileConstraints goes past the store.
func testFileConstraints(t *testing.T, d *database) {
	s := d.seeded(t)
	file := KeepFile(t, s, sample.Odense, "a.pdf", "a")
	appended(t, s, with(func(s *assessment.Status) { s.Evidence.Files = []assessment.File{file} }))
	writer := d.raw(t)
	for _, statement := range []string{
		"UPDATE files SET size = 2",
		"UPDATE status_files SET public = public",
		"DELETE FROM status_files",
		"DELETE FROM municipality_files",
		"DELETE FROM files",
		"INSERT INTO status_files (status, position, sha256, name, public) SELECT status, 2, sha256, 'b.pdf', public FROM status_files",
	} {
		if _, err := writer.Exec(statement); err == nil {
			t.Errorf("%s: done", statement)
		}
	}
}
