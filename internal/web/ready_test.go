package web_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/web"
	"modenhed/internal/web/pages"
	"modenhed/internal/web/webtest"
)

// counted is a handler that counts how often it is asked and says for what.
func counted(calls *atomic.Int64, size int) pages.Handler {
	return func(v *pages.Visit) error {
		n := calls.Add(1)
		return v.HTML(http.StatusOK, fmt.Sprintf("%d %s %s fragment=%v %s", n, v.Look.Lang(),
			v.Request().URL.RawQuery, v.Fragment(), strings.Repeat("x", size)))
	}
}

func TestReadyAnswersAreMadeOnce(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	var calls atomic.Int64
	site.Server.AddReady("/page", counted(&calls, 10), "q", "sort")
	b := site.Browser()
	same := []string{"/page", "/page?", "/page?unknown=1", "/page?q=", "/page?utm=x&q=&lang=zz"}
	for _, path := range same {
		if got := b.Get(path).Body; got != b.Get("/page").Body {
			t.Errorf("%s differs: %s", path, got)
		}
	}
	if calls.Load() != 1 {
		t.Errorf("the page was made %d times", calls.Load())
	}
	first := b.Get("/page?sort=name&q=a").Body
	if got := b.Get("/page?q=a&junk=2&sort=name&q=b").Body; got != first {
		t.Errorf("the same question in another order: %s, want %s", got, first)
	}
	if calls.Load() != 2 {
		t.Errorf("the pages were made %d times, want 2", calls.Load())
	}
}

func TestReadyAnswersAreKeptApart(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	var calls atomic.Int64
	site.Server.AddReady("/page", counted(&calls, 10), "q")
	asked := map[string]func() *webtest.Answer{
		"Danish":          func() *webtest.Answer { return site.Browser().Get("/page") },
		"English":         func() *webtest.Answer { return site.Browser().Get("/page", "Accept-Language", "en") },
		"other question":  func() *webtest.Answer { return site.Browser().Get("/page?q=1") },
		"fragment":        func() *webtest.Answer { return site.Browser().Htmx("/page") },
		"signed in":       func() *webtest.Answer { return site.SignedIn(account.Editor).Get("/page") },
		"signed in again": func() *webtest.Answer { return site.SignedIn(account.Editor).Get("/page") },
	}
	bodies := make(map[string]string)
	for name, ask := range asked {
		body := ask().WantStatus(http.StatusOK).Body
		if other, ok := bodies[body]; ok {
			t.Errorf("%s got the answer of %s: %s", name, other, body)
		}
		bodies[body] = name
	}
	before := calls.Load()
	for _, headers := range [][]string{
		{"HX-Request", "true", "HX-Boosted", "true"},
		{"HX-Request", "true", "HX-History-Restore-Request", "true"},
	} {
		if got := site.Browser().Get("/page", headers...).Body; !strings.Contains(got, "fragment=false") {
			t.Errorf("%v got a fragment", headers)
		}
	}
	if calls.Load() != before {
		t.Error("a boosted link was not given the ready page")
	}
}

func TestReadyAnswersEndWithTheSnapshot(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	var calls atomic.Int64
	site.Server.AddReady("/page", counted(&calls, 10))
	b := site.Browser()
	tag := b.Get("/page").Header.Get("ETag")
	b.Get("/page", "If-None-Match", tag).WantStatus(http.StatusNotModified)
	publish(t, site)
	b.Get("/page", "If-None-Match", tag).WantStatus(http.StatusOK)
	if calls.Load() != 2 {
		t.Errorf("the page was made %d times, want 2", calls.Load())
	}
	if _, count := site.Server.ReadyBytes(); count != 1 {
		t.Errorf("%d answers are kept after a new snapshot, want 1", count)
	}
}

// publish records one more status of Odense.
func publish(t *testing.T, site *webtest.Site) {
	t.Helper()
	ctx := context.Background()
	history, err := site.Store.History(ctx, webtest.Odense)
	if err != nil || len(history) == 0 {
		t.Fatalf("history: %v", err)
	}
	last := history[len(history)-1]
	for _, s := range history {
		if s.Indicator == last.Indicator && s.Source == last.Source {
			last.Revision = max(last.Revision, s.Revision)
		}
	}
	last.Revision++
	recorded, err := site.Store.AppendStatuses(ctx, []assessment.Status{last})
	if err != nil {
		t.Fatal(err)
	}
	if err := site.Keeper.Publish(ctx, recorded); err != nil {
		t.Fatal(err)
	}
}

func TestReadyAnswersStayWithinTheirRoom(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	var calls atomic.Int64
	site.Server.AddReady("/large", counted(&calls, 1<<20), "q")
	site.Server.AddReady("/huge", counted(&calls, web.ReadyLimit), "q")
	b := site.Browser()
	for i := range 40 {
		b.Get(fmt.Sprintf("/large?q=%d", i)).WantStatus(http.StatusOK)
	}
	b.Get("/huge").WantStatus(http.StatusOK)
	bytes, count := site.Server.ReadyBytes()
	if bytes > web.ReadyLimit || count == 0 {
		t.Errorf("%d answers of %d bytes, want at most %d", count, bytes, web.ReadyLimit)
	}
	long := "/large?q=" + strings.Repeat("y", 5000)
	before := calls.Load()
	b.Get(long)
	b.Get(long)
	if calls.Load() != before+2 {
		t.Error("the answer to a very long question was kept")
	}
}

func TestReadersNeverGetAnotherQuestionsAnswer(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	var calls atomic.Int64
	site.Server.AddReady("/page", counted(&calls, 200_000), "q")
	var readers sync.WaitGroup
	for reader := range 4 {
		readers.Go(func() {
			b := site.Browser()
			for i := range 40 {
				q := (reader + i) % 90
				if got := b.Get(fmt.Sprintf("/page?q=%d", q)).Body; !strings.Contains(got, fmt.Sprintf(" q=%d ", q)) {
					t.Errorf("question %d got %.40s", q, got)
				}
			}
		})
	}
	readers.Wait()
}

func TestFailuresAreNotKept(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	var calls atomic.Int64
	site.Server.AddReady("/gone", func(v *pages.Visit) error {
		calls.Add(1)
		return v.HTML(http.StatusNotFound, "gone")
	})
	b := site.Browser()
	b.Get("/gone").WantStatus(http.StatusNotFound)
	before := calls.Load()
	b.Get("/gone").WantStatus(http.StatusNotFound)
	if calls.Load() == before {
		t.Error("the answer was kept")
	}
}

func TestThoseWhoAskTogetherWaitForOneAnswer(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	var calls atomic.Int64
	begun, finish := make(chan struct{}), make(chan struct{})
	site.Server.AddReady("/slow", func(v *pages.Visit) error {
		if calls.Add(1) == 1 {
			close(begun)
		}
		<-finish
		return v.HTML(http.StatusOK, "done")
	})
	var readers sync.WaitGroup
	readers.Go(func() { site.Browser().Get("/slow").WantStatus(http.StatusOK) })
	<-begun
	for range 3 {
		readers.Go(func() {
			if got := site.Browser().Get("/slow").Body; got != "done" {
				t.Errorf("got %q", got)
			}
		})
	}
	close(finish)
	readers.Wait()
	if calls.Load() != 1 {
		t.Errorf("made %d times, want once", calls.Load())
	}
}

func TestTheOthersDoNotSufferFromOnesFailure(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	var calls atomic.Int64
	site.Server.AddReady("/shaky", func(v *pages.Visit) error {
		if calls.Add(1) == 1 {
			panic("the first fails")
		}
		return v.HTML(http.StatusOK, "done")
	})
	b := site.Browser()
	b.Get("/shaky").WantStatus(http.StatusInternalServerError)
	b.Get("/shaky").WantStatus(http.StatusOK)
}

func TestDownloadsAreReadyMadeWithTheirName(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	for range 2 {
		answer := site.Browser().Get("/export/benchmark.xlsx").WantStatus(http.StatusOK)
		if got := answer.Header.Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="modenhed-benchmark-`) {
			t.Errorf("Content-Disposition = %q", got)
		}
		if !strings.HasPrefix(answer.Body, "PK") || answer.Header.Get("Content-Encoding") != "" {
			t.Errorf("not a workbook: %.10q", answer.Body)
		}
	}
	tag := site.Browser().Get("/export/benchmark.xlsx").Header.Get("ETag")
	site.Browser().Get("/export/benchmark.xlsx", "If-None-Match", tag).WantStatus(http.StatusNotModified)
}
