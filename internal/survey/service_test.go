package survey_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/reference"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/store/storetest"
	"modenhed/internal/survey"
)

// readers counts how often they are told to look again.
type readers struct {
	refreshed int
	err       error
}

func (r *readers) Refresh(context.Context) error {
	r.refreshed++
	return r.err
}

// desk is a service over a database with the sample's wave, and two who use it.
type desk struct {
	*survey.Service
	store    *store.Store
	readers  *readers
	anna, bo account.Actor
	first    int64
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{store: storetest.Open(t), readers: &readers{}}
	d.Service = &survey.Service{Store: d.store, Readers: d.readers, Log: slog.New(slog.DiscardHandler)}
	context := sample.Wave()
	context.Key, context.Purpose = "context", survey.Context
	var documents []reference.Document
	for _, wave := range []survey.Wave{sample.Wave(), context} {
		content, err := survey.MarshalWave(wave)
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, reference.Document{
			Kind: reference.KindWave, Key: wave.Key, Content: content, Origin: reference.OriginSeed, RecordedAt: sample.Time(),
		})
	}
	if _, err := d.store.AppendDocuments(t.Context(), documents); err != nil {
		t.Fatal(err)
	}
	d.anna, d.bo = d.open(t, "anna@example.test", account.Analyst), d.open(t, "bo@example.test", account.Administrator)
	d.first = d.versions(t)[0].Number
	return d
}

func (d *desk) open(t *testing.T, email string, role account.Role) account.Actor {
	t.Helper()
	a, err := d.store.InsertAccount(t.Context(), account.Account{Email: email, Role: role, CreatedAt: sample.Time()}, "$argon2id$none", 0)
	if err != nil {
		t.Fatal(err)
	}
	return a.Actor()
}

func (d *desk) versions(t *testing.T) []survey.Version {
	t.Helper()
	versions, err := d.Versions(t.Context(), sample.Analyst(), sample.Wave().Key)
	if err != nil {
		t.Fatal(err)
	}
	return versions
}

func (d *desk) enter(t *testing.T, actor account.Actor, seen int64, change func(*survey.Typed)) (survey.Version, error) {
	t.Helper()
	typed := typed()
	typed.Seen = seen
	if change != nil {
		change(&typed)
	}
	return d.EnterShares(t.Context(), actor, sample.Wave().Key, typed)
}

func TestEnteredSharesAreRecordedAndShown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	got, err := d.enter(t, d.anna, d.first, func(t *survey.Typed) { t.Comment = " aflæst " })
	if err != nil {
		t.Fatal(err)
	}
	want, err := survey.Enter(sample.Wave(), typed())
	if err != nil {
		t.Fatal(err)
	}
	want.RecordedAt = sample.Time()
	if diff := cmp.Diff(survey.Version{
		Number: got.Number, Wave: want, Origin: survey.FromForm,
		Author: d.anna.ID, AuthorName: "anna@example.test", Comment: "aflæst",
	}, got); diff != "" {
		t.Error(diff)
	}
	versions := d.versions(t)
	if len(versions) != 2 || versions[1].Number != d.first || versions[1].Origin != survey.FromSeed {
		t.Fatalf("versions are %+v, want the new one before the seed", versions)
	}
	if diff := cmp.Diff(got, versions[0]); diff != "" {
		t.Errorf("what is kept differs from what was said:\n%s", diff)
	}
	if d.readers.refreshed != 1 {
		t.Errorf("readers were told %d times, want once", d.readers.refreshed)
	}
}

// What is durable is told as saved even when readers see it later.
func TestReadersThatFailDoNotUndo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.readers.err = errors.New("no snapshot")
	if _, err := d.enter(t, d.anna, d.first, nil); err != nil {
		t.Error(err)
	}
	if n := len(d.versions(t)); n != 2 {
		t.Errorf("%d versions, want 2", n)
	}
}

func TestEnterSharesRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for name, test := range map[string]struct {
		actor  account.Actor
		key    string
		change func(*survey.Typed)
		want   fault.Kind
	}{
		"public":         {account.Actor{}, sample.Wave().Key, nil, fault.Forbidden},
		"editor":         {sample.Editor(), sample.Wave().Key, nil, fault.Forbidden},
		"unknown wave":   {d.anna, "other", nil, fault.NotFound},
		"context wave":   {d.anna, "context", nil, fault.Invalid},
		"wrong sum":      {d.anna, sample.Wave().Key, func(t *survey.Typed) { t.Shares["potential"] = "44" }, fault.Invalid},
		"nothing seen":   {d.anna, sample.Wave().Key, func(t *survey.Typed) { t.Seen = 0 }, fault.Conflict},
		"another's seen": {d.anna, sample.Wave().Key, func(t *survey.Typed) { t.Seen += 100 }, fault.Conflict},
	} {
		typed := but(func(t *survey.Typed) { t.Seen = d.first })
		if test.change != nil {
			test.change(&typed)
		}
		_, err := d.EnterShares(t.Context(), test.actor, test.key, typed)
		if got := fault.KindOf(err); got != test.want {
			t.Errorf("%s: %v (%v), want %v", name, got, err, test.want)
		}
	}
	if n := len(d.versions(t)); n != 1 || d.readers.refreshed != 0 {
		t.Errorf("%d versions and %d refreshes after refusals", n, d.readers.refreshed)
	}
	if _, err := d.Versions(t.Context(), sample.Editor(), sample.Wave().Key); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("an editor reads the versions: %v", err)
	}
}

// The second of two writers is told; the same save sent twice is one.
func TestTheSecondWriterIsTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, err := d.enter(t, d.anna, d.first, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.enter(t, d.anna, d.first, nil)
	if err != nil || again.Number != first.Number {
		t.Errorf("the same save again is version %d, %v, want %d", again.Number, err, first.Number)
	}
	for name, attempt := range map[string]struct {
		actor  account.Actor
		change func(*survey.Typed)
	}{
		"another person, same shares":  {d.bo, nil},
		"same person, other shares":    {d.anna, func(t *survey.Typed) { t.Shares = map[string]string{"harvested": "58", "potential": "42"} }},
		"same person, other comment":   {d.anna, func(t *survey.Typed) { t.Comment = "nej" }},
		"same person, nonsense":        {d.anna, func(t *survey.Typed) { t.Shares["harvested"] = "x" }},
		"same person, seen much older": {d.anna, func(t *survey.Typed) { t.Seen = -1 }},
	} {
		if _, err := d.enter(t, attempt.actor, d.first, attempt.change); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: %v, want a conflict", name, err)
		}
	}
	if _, err := d.enter(t, d.bo, first.Number, nil); err != nil {
		t.Errorf("having seen the latest: %v", err)
	}
	if n := len(d.versions(t)); n != 3 {
		t.Errorf("%d versions, want 3", n)
	}
}

// An unchanged seed at the next start does not bring the range back.
func TestTheSeedDoesNotPushSharesAside(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	want, err := d.enter(t, d.anna, d.first, nil)
	if err != nil {
		t.Fatal(err)
	}
	content, err := survey.MarshalWave(sample.Wave())
	if err != nil {
		t.Fatal(err)
	}
	n, err := d.store.AppendDocuments(t.Context(), []reference.Document{{
		Kind: reference.KindWave, Key: want.Wave.Key, Content: content, Origin: reference.OriginSeed, RecordedAt: sample.Time(),
	}})
	if err != nil || n != 0 {
		t.Errorf("the same seed brought %d documents, %v", n, err)
	}
	if got := d.versions(t)[0].Number; got != want.Number {
		t.Errorf("version %d counts, want %d", got, want.Number)
	}
}
