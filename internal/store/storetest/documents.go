package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/reference"
	"modenhed/internal/sample"
)

func testDocuments(t *testing.T, d *database) {
	s := d.seeded(t)
	ctx := t.Context()
	wave := reference.Document{
		Kind: reference.KindWave, Key: "æøå-2017", Content: []byte("a\x00b\xff\r\n"), Origin: reference.OriginImport,
		RecordedAt: sample.Time().Add(time.Hour),
	}
	before := revision(t, s.Revision)
	if n, err := s.AppendDocuments(ctx, []reference.Document{wave}); err != nil || n != 1 {
		t.Fatalf("append = %d, %v, want 1", n, err)
	}
	if n, err := s.AppendDocuments(ctx, append(sample.Documents(), wave)); err != nil || n != 0 {
		t.Errorf("append again = %d, %v, want 0", n, err)
	}
	if after := revision(t, s.Revision); after != before+1 {
		t.Errorf("revision rose by %d, want 1: what is skipped leaves it alone", after-before)
	}
	got, err := s.Documents(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want := append(sample.Documents(), wave)
	for i := range want {
		want[i].ID = int64(i + 1)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("documents differ (-want +got):\n%s", diff)
	}
	if latest, err := s.LatestDocument(ctx); err != nil || latest != 3 {
		t.Errorf("latest document = %d, %v, want 3", latest, err)
	}
}

// New seed reaches an existing database; an unchanged seed does not push aside
// what a person entered after it.
func testDocumentOrigin(t *testing.T, d *database) {
	s := d.seeded(t)
	document := func(content string, origin reference.Origin) reference.Document {
		return reference.Document{
			Kind: reference.KindWave, Key: "wave", Content: []byte(content), Origin: origin, RecordedAt: sample.Time(),
		}
	}
	for _, step := range []struct {
		add      reference.Document
		appended int
		latest   string
	}{
		{document("seed 1", reference.OriginSeed), 1, "seed 1"},
		{document("import 1", reference.OriginImport), 1, "import 1"},
		{document("seed 1", reference.OriginSeed), 0, "import 1"},
		{document("import 1", reference.OriginImport), 0, "import 1"},
		{document("seed 2", reference.OriginSeed), 1, "seed 2"},
		{document("import 1", reference.OriginImport), 0, "seed 2"},
		{document("seed 1", reference.OriginSeed), 1, "seed 1"},
	} {
		n, err := s.AppendDocuments(t.Context(), []reference.Document{step.add})
		if err != nil || n != step.appended {
			t.Errorf("append %s = %d, %v, want %d", step.add.Content, n, err, step.appended)
		}
		documents, err := s.Documents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := string(documents[len(documents)-1].Content); got != step.latest {
			t.Errorf("after %s the latest is %s, want %s", step.add.Content, got, step.latest)
		}
	}
}

// Statuses may refer to what the documents hold, from the moment they do.
func testTargets(t *testing.T, d *database) {
	s := d.seeded(t)
	newcomer := sample.Status()
	newcomer.Municipality = 751
	if _, err := s.AppendStatuses(t.Context(), statuses(newcomer)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("status of an unknown municipality: %v, want invalid", err)
	}
	add(t, s.AppendDocuments, sample.Directory(751))
	appended(t, s, newcomer)

	framework := sample.FrameworkDocument()
	framework.Content = append([]byte(nil), framework.Content...)
	framework.Content = append(framework.Content, "      - {key: speed.new, type: yesno}\n"...)
	added := sample.Status()
	added.Indicator = "speed.new"
	added.Answer.Value = 1
	if _, err := s.AppendStatuses(t.Context(), statuses(added)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("status of an unknown indicator: %v, want invalid", err)
	}
	add(t, s.AppendDocuments, framework)
	appended(t, s, added, sample.Status())

	broken := sample.FrameworkDocument()
	broken.Content = []byte("key: [\n")
	if _, err := s.AppendDocuments(t.Context(), []reference.Document{broken}); err == nil {
		t.Error("a framework that cannot be read was recorded")
	}
}

func add(t *testing.T, appendDocuments func(context.Context, []reference.Document) (int, error), document reference.Document) {
	t.Helper()
	if n, err := appendDocuments(t.Context(), []reference.Document{document}); err != nil || n != 1 {
		t.Fatalf("append %s %s = %d, %v, want 1", document.Kind, document.Key, n, err)
	}
}

func revision(t *testing.T, read func(context.Context) (int64, error)) int64 {
	t.Helper()
	number, err := read(t.Context())
	if err != nil {
		t.Fatalf("read the revision: %v", err)
	}
	return number
}
