package workbook_test

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/demo"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/round"
	"modenhed/internal/workbook"
	"modenhed/seed"
)

// now is the time of every snapshot in these tests: 13:30 in Copenhagen.
var now = time.Date(2026, time.November, 22, 12, 30, 0, 0, time.UTC)

const (
	odense, randers, aarhus, koege municipality.Code = 461, 730, 751, 259
)

// facts are a benchmark.Source in memory.
type facts struct {
	documents []reference.Document
	statuses  []assessment.Status
}

func (f facts) Revision(context.Context) (int64, error) { return 1, nil }
func (f facts) Settle(context.Context) error            { return nil }
func (f facts) DocumentsBy(context.Context, time.Time) ([]reference.Document, error) {
	return f.documents, nil
}
func (f facts) ErasedAnswers(context.Context) (int64, error) { return 0, nil }

func (f facts) Verdicts(context.Context, assessment.VerdictID) ([]assessment.Judged, error) {
	return nil, nil
}

func (f facts) LatestDocument(context.Context) (int64, error) { return int64(len(f.documents)), nil }
func (f facts) Documents(context.Context) ([]reference.Document, error) {
	return f.documents, nil
}

func (f facts) Statuses(_ context.Context, after assessment.StatusID) ([]assessment.Status, error) {
	return f.statuses[min(int(after), len(f.statuses)):], nil
}

// noRounds is how rounds stand that were never held.
type noRounds struct{}

func (noRounds) Standing(context.Context) (benchmark.Standing, error) {
	return benchmark.Standing{}, nil
}

// readSeed and readWording read what is compiled in, once.
var (
	readSeed    = sync.OnceValues(func() ([]reference.Document, error) { return reference.FromSeed(seed.Files()) })
	readWording = sync.OnceValues(locale.Load)
)

func seedDocuments(t testing.TB) []reference.Document {
	t.Helper()
	documents, err := readSeed()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(documents)
}

// snapshot returns the snapshot of documents and statuses, which are numbered
// in the order given.
func snapshot(t testing.TB, documents []reference.Document, statuses ...assessment.Status) *benchmark.Snapshot {
	t.Helper()
	return keeper(t, documents, statuses...).Current()
}

func keeper(t testing.TB, documents []reference.Document, statuses ...assessment.Status) *benchmark.Keeper {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	statuses = slices.Clone(statuses)
	for i := range statuses {
		statuses[i].ID = assessment.StatusID(i + 1)
	}
	k := benchmark.NewKeeper(facts{documents, statuses}, noRounds{}, func() time.Time { return now }, zone, slog.New(slog.DiscardHandler))
	if err := k.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	return k
}

// at is the snapshot of an earlier time.
func at(t testing.TB, k *benchmark.Keeper, when time.Time) *benchmark.Snapshot {
	t.Helper()
	s, err := k.At(context.Background(), assessment.AsOf{Time: when})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// shared is a snapshot that is made once, for whoever asks first.
type shared struct {
	once sync.Once
	made *benchmark.Snapshot
}

func (s *shared) snapshot(t testing.TB, make func(testing.TB) *benchmark.Snapshot) *benchmark.Snapshot {
	t.Helper()
	s.once.Do(func() { s.made = make(t) })
	if s.made == nil {
		t.Fatal("the snapshot could not be made")
	}
	return s.made
}

// country is the invented country of the demo, built once.
func country(t testing.TB) *benchmark.Snapshot {
	t.Helper()
	return countryKeeper(t).Current()
}

// yearBefore is the invented country a year earlier.
func yearBefore(t testing.TB) *benchmark.Snapshot {
	t.Helper()
	return at(t, countryKeeper(t), country(t).ChangeSince())
}

// sinceYear counts movements from the invented country a year earlier.
func sinceYear(t testing.TB) round.Baseline {
	t.Helper()
	return round.Baseline{Snapshot: yearBefore(t)}
}

func countryKeeper(t testing.TB) *benchmark.Keeper {
	t.Helper()
	inventOnce.Do(func() { invented = invent(t) })
	if invented == nil {
		t.Fatal("the country could not be invented")
	}
	return invented
}

var (
	inventOnce sync.Once
	invented   *benchmark.Keeper
)

func invent(t testing.TB) *benchmark.Keeper {
	t.Helper()
	documents := seedDocuments(t)
	set, err := reference.Parse(documents)
	if err != nil {
		t.Fatal(err)
	}
	surveys, err := demo.Documents(set.Directory, set.Seats, now)
	if err != nil {
		t.Fatal(err)
	}
	person := account.Actor{ID: 1, Email: "admin@demo.test", Role: account.Administrator}
	by := demo.Authors{Administrator: person, Analyst: person, Editor: person}
	return keeper(t, append(documents, surveys...), demo.Statuses(set.Framework, set.Directory, now, by)...)
}

// answered returns one reported status per indicator: the given share of the
// way up the scale, so that every score is 100·share.
func answered(f *framework.Framework, code municipality.Code, share float64, at time.Time) []assessment.Status {
	var statuses []assessment.Status
	for _, place := range f.Places() {
		scale := place.Indicator.Scale
		statuses = append(statuses, status(code, place.Indicator.Key, scale.Low+share*(scale.High-scale.Low), at))
	}
	return statuses
}

func status(code municipality.Code, key framework.IndicatorKey, value float64, at time.Time) assessment.Status {
	return assessment.Status{
		Municipality: code, Indicator: key, Revision: 1,
		Answer: assessment.Answer{State: assessment.Reported, Value: value},
		Source: assessment.Self, RecordedAt: at,
	}
}

func printer(t testing.TB, lang locale.Lang) *locale.Printer {
	t.Helper()
	catalogue, err := readWording()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.Printer(lang)
}

// files are the workbooks that [written] wrote, by snapshot and language.
var files sync.Map

// written returns the benchmark of a snapshot as bytes; it is written once, for
// all who only read it.
func written(t testing.TB, s *benchmark.Snapshot, lang locale.Lang) []byte {
	t.Helper()
	type file struct {
		snapshot *benchmark.Snapshot
		lang     locale.Lang
	}
	words := printer(t, lang)
	once, _ := files.LoadOrStore(file{s, lang}, sync.OnceValues(func() ([]byte, error) {
		return write(s, words, workbook.Options{Version: "1.0.0", Address: "https://modenhed.example.test"})
	}))
	content, err := once.(func() ([]byte, error))()
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func writtenWith(t testing.TB, s *benchmark.Snapshot, lang locale.Lang, opts workbook.Options) []byte {
	t.Helper()
	content, err := write(s, printer(t, lang), opts)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func write(s *benchmark.Snapshot, words *locale.Printer, opts workbook.Options) ([]byte, error) {
	var b bytes.Buffer
	err := workbook.WriteBenchmark(context.Background(), &b, s, words, opts)
	return b.Bytes(), err
}

func open(t testing.TB, content []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}
