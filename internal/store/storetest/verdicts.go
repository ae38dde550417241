package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/verification"
)

func said(status assessment.StatusID, kind assessment.VerdictKind, comment string) verification.Entry {
	return verification.Entry{Status: status, Kind: kind, Comment: comment}
}

func next(e verification.Entry, after assessment.VerdictID) verification.Next {
	return verification.Next{Entry: e, After: after}
}

// entries are what was said of Odense.
func entries(t *testing.T, s *store.Store) []verification.Entry {
	t.Helper()
	list, err := s.EntriesOf(t.Context(), sample.Odense)
	if err != nil {
		t.Fatalf("read entries: %v", err)
	}
	return list
}

// recordedVerdicts are all verdicts by number.
func recordedVerdicts(t *testing.T, s *store.Store) []assessment.Judged {
	t.Helper()
	list, err := s.Verdicts(t.Context(), 0)
	if err != nil {
		t.Fatalf("read verdicts: %v", err)
	}
	return list
}

func testVerdicts(t *testing.T, d *database) {
	s := d.seeded(t)
	editor := Editor(t, s)
	appended(t, s, sample.Status(),
		with(func(s *assessment.Status) { s.Indicator = sample.Days }),
		with(func(s *assessment.Status) { s.Municipality = sample.Norddjurs }))
	before := revision(t, s.Revision)
	asked := said(1, assessment.VerdictQuestioned, "Æblegrød\n\"citat\" 😀")
	verified := said(2, assessment.VerdictVerified, "")
	replied := said(1, assessment.VerdictReplied, "Ja")
	replied.Author, replied.AuthorName = editor.ID, editor.Email
	other := said(3, assessment.VerdictAccepted, "Med")
	want := []verification.Entry{asked, verified, replied, other}
	var got []verification.Entry
	for _, batch := range [][]verification.Next{{next(asked, 0), next(verified, 0)}, {next(replied, 1)}, {next(other, 0)}} {
		list, err := s.AppendVerdicts(t.Context(), batch)
		if err != nil {
			t.Fatalf("append verdicts: %v", err)
		}
		got = append(got, list...)
	}
	if after := revision(t, s.Revision); after != before+3 {
		t.Errorf("revision rose by %d in three transactions", after-before)
	}
	for i := range want {
		want[i].ID, want[i].RecordedAt = assessment.VerdictID(i+1), sample.Time()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("recorded (-want +got):\n%s", diff)
	}
	of, err := s.EntriesOf(t.Context(), sample.Odense)
	if diff := cmp.Diff(want[:3], of); err != nil || diff != "" {
		t.Errorf("entries of Odense: %v (-want +got):\n%s", err, diff)
	}
	for i, judged := range recordedVerdicts(t, s) {
		want := assessment.Judged{Status: want[i].Status, Verdict: assessment.Verdict{ID: want[i].ID, Kind: want[i].Kind, At: want[i].RecordedAt}}
		if diff := cmp.Diff(want, judged); diff != "" {
			t.Errorf("verdict %d (-want +got):\n%s", i+1, diff)
		}
	}
	if nothing, err := s.AppendVerdicts(t.Context(), nil); err != nil || len(nothing) != 0 {
		t.Errorf("append nothing = %v, %v", nothing, err)
	}
}

func testVerdictConflict(t *testing.T, d *database) {
	s := d.seeded(t)
	second := with(func(s *assessment.Status) { s.Revision = 2 })
	desk := with(func(s *assessment.Status) { s.Source, s.Evidence.Link = assessment.Desk, "https://example.test" })
	alone := with(func(s *assessment.Status) {
		s.Indicator, s.Source, s.Evidence.Link = sample.Days, assessment.Desk, "https://example.test"
	})
	appended(t, s, sample.Status(), second, desk, alone)
	if _, err := s.AppendVerdicts(t.Context(), []verification.Next{next(said(4, assessment.VerdictVerified, ""), 0)}); err != nil {
		t.Errorf("verify a finding that counts: %v", err)
	}
	before := revision(t, s.Revision)
	for name, late := range map[string]verification.Next{
		"an earlier status":           next(said(1, assessment.VerdictVerified, ""), 0),
		"a finding that counts not":   next(said(3, assessment.VerdictVerified, ""), 0),
		"something said since":        next(said(4, assessment.VerdictQuestioned, "?"), 0),
		"a reply without a question":  next(said(2, assessment.VerdictReplied, "Ja"), 0),
		"an entry that is not there":  next(said(2, assessment.VerdictVerified, ""), 7),
		"a reply to what is verified": next(said(4, assessment.VerdictReplied, "Ja"), 1),
	} {
		_, err := s.AppendVerdicts(t.Context(), []verification.Next{next(said(2, assessment.VerdictVerified, ""), 0), late})
		var changed *verification.Changed
		if !errors.As(err, &changed) || fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: %v, want a conflict", name, err)
		}
	}
	if got := recordedVerdicts(t, s); len(got) != 1 {
		t.Errorf("%d entries after conflicts, want 1: all or nothing", len(got))
	}
	if after := revision(t, s.Revision); after != before {
		t.Errorf("revision rose by %d without a record", after-before)
	}
	for name, refused := range map[string]verification.Entry{
		"unknown kind":        said(2, "doubted", "x"),
		"no question":         said(2, assessment.VerdictQuestioned, " "),
		"a long comment":      said(2, assessment.VerdictVerified, strings.Repeat("å", 2001)),
		"a control character": said(2, assessment.VerdictVerified, "a\x01"),
		"an unknown author":   {Status: 2, Kind: assessment.VerdictVerified, Author: 99},
		"a finding verified":  {Status: 2, Kind: assessment.VerdictVerified, Finding: 3},
	} {
		if _, err := s.AppendVerdicts(t.Context(), []verification.Next{next(refused, 0)}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
	if _, err := s.AppendVerdicts(t.Context(), []verification.Next{next(said(99, assessment.VerdictVerified, ""), 0)}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown status: %v, want not found", err)
	}
}

func testFinding(t *testing.T, d *database) {
	s := d.seeded(t)
	appended(t, s, sample.Status())
	desk := with(func(s *assessment.Status) { s.Source, s.Evidence.Link = assessment.Desk, "https://example.test" })
	ask := func(own assessment.Status) (verification.Entry, bool) {
		if own.ID != 1 {
			t.Errorf("asked about status %d, want 1", own.ID)
		}
		return verification.Entry{}, true
	}
	found, question, err := s.AppendFinding(t.Context(), desk, ask)
	want := verification.Entry{ID: 1, Status: 1, Kind: assessment.VerdictQuestioned, Finding: 2, RecordedAt: sample.Time()}
	if diff := cmp.Diff(want, question); err != nil || diff != "" || found.ID != 2 {
		t.Errorf("finding %d, %v (-want +got):\n%s", found.ID, err, diff)
	}
	if _, _, err := s.AppendFinding(t.Context(), desk, ask); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the same again: %v, want a conflict", err)
	}
	never := func(own assessment.Status) (verification.Entry, bool) {
		t.Errorf("asked about status %d", own.ID)
		return verification.Entry{}, true
	}
	elsewhere := desk
	elsewhere.Municipality = sample.Norddjurs
	if _, question, err := s.AppendFinding(t.Context(), elsewhere, never); err != nil || question.ID != 0 {
		t.Errorf("where nobody has answered: %+v, %v", question, err)
	}
	// A question that cannot be kept takes the finding with it.
	desk.Revision = 2
	long := func(assessment.Status) (verification.Entry, bool) {
		return verification.Entry{Comment: strings.Repeat("a", 2001)}, true
	}
	if _, _, err := s.AppendFinding(t.Context(), desk, long); fault.KindOf(err) != fault.Invalid || len(all(t, s)) != 3 {
		t.Errorf("a question that cannot be kept: %v, %d statuses, want 3", err, len(all(t, s)))
	}
	if found, _, err := s.AppendFinding(t.Context(), desk, ask); err != nil || found.ID != 4 {
		t.Errorf("after a refusal: status %d, %v, want 4", found.ID, err)
	}
}

func testVerdictsAppendOnly(t *testing.T, d *database) {
	s := d.seeded(t)
	appended(t, s, sample.Status())
	if _, err := s.AppendVerdicts(t.Context(), []verification.Next{next(said(1, assessment.VerdictVerified, ""), 0)}); err != nil {
		t.Fatal(err)
	}
	db := d.raw(t)
	for _, statement := range []string{
		"UPDATE verdicts SET kind = 'accepted'",
		"DELETE FROM verdicts",
		"INSERT INTO verdicts (id, status, kind, comment, recorded_at) VALUES (1, 1, 'verified', '', 0)",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s was taken", statement)
		}
	}
}
