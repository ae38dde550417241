package assets_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/assets"
)

// policy is what the program answers with; the scripts and styles must live under it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// seen is what testdata/probe.js writes down.
type seen struct {
	Violations, Errors, Overflow, Axe []string
	Checked                           int
	Charts                            map[string]struct {
		Hidden           bool
		Drawn            int
		Label, Tip, Text string
	}
	// Paper is how wide the figures are, in pixels.
	Paper  struct{ Before, Paper, After []float64 }
	Drafts map[string]struct {
		Status, Value, Note string
		Kept                *string
		Open                bool
	}
}

func TestStyleGuideInBrowser(t *testing.T) {
	t.Parallel()
	browser := findBrowser(t)
	for _, width := range []int{1280, 500} {
		t.Run(fmt.Sprintf("%d px", width), func(t *testing.T) {
			t.Parallel()
			guide := newStyleGuide(t)
			saw := guide.visit(t, browser, width)
			checkPage(t, saw)
			checkCharts(t, saw)
			checkPaper(t, saw)
			checkDrafts(t, saw, guide.received())
		})
	}
}

func checkPage(t *testing.T, saw seen) {
	t.Helper()
	for what, list := range map[string][]string{"policy violation": saw.Violations, "script error": saw.Errors, "beyond the right edge": saw.Overflow, "axe": saw.Axe} {
		for _, one := range list {
			t.Errorf("%s: %s", what, one)
		}
	}
	if saw.Checked < 20 {
		t.Errorf("axe passed %d rules, want it to have looked at the page", saw.Checked)
	}
}

func checkCharts(t *testing.T, saw seen) {
	t.Helper()
	wants := map[string]string{"radar": "Folkeskole", "trend": "36,2", "dumbbell": "50,0–70,0 %Målt modenhed44,9 point", "quadrant": "Målt modenhed", "histogram": "kommuner", "bar": "31,0 point"}
	for kind, tip := range wants {
		chart, there := saw.Charts[kind]
		if !there || chart.Hidden || chart.Drawn < 5 {
			t.Errorf("%s: not drawn: %+v", kind, chart)
			continue
		}
		if !strings.HasSuffix(chart.Label, ".") {
			t.Errorf("%s: aria-label %q, want the description from the data", kind, chart.Label)
		}
		if !strings.Contains(chart.Tip, tip) && !strings.Contains(chart.Text, tip) {
			t.Errorf("%s: neither tooltip %q nor text %q has %q", kind, chart.Tip, chart.Text, tip)
		}
	}
	if text := saw.Charts["radar"].Text; strings.Contains(text, "infra") || strings.Contains(text, "Infra") {
		t.Errorf("the radar shows the area without a figure: %q", text)
	}
}

// checkPaper wants every figure within the margins of an A4 page, and as it was afterwards.
func checkPaper(t *testing.T, saw seen) {
	t.Helper()
	if len(saw.Paper.Paper) < 6 {
		t.Errorf("%d figures are printed", len(saw.Paper.Paper))
	}
	for i, width := range saw.Paper.Paper {
		if width <= 0 || width > 640 {
			t.Errorf("figure %d is %.0f px wide on paper", i, width)
		}
	}
	if diff := cmp.Diff(saw.Paper.Before, saw.Paper.After); diff != "" {
		t.Errorf("the figures have another size after printing (-before +after):\n%s", diff)
	}
}

func checkDrafts(t *testing.T, saw seen, received []string) {
	t.Helper()
	if taken := saw.Drafts["f1"]; taken.Status != "Kladden er gemt" || taken.Kept != nil {
		t.Errorf("a draft the server took: %+v, want the words for saved and nothing kept", taken)
	}
	refused := saw.Drafts["f2"]
	if refused.Status != "Ikke gemt" || refused.Kept == nil || !strings.Contains(*refused.Kept, "Skrevet uden forbindelse") {
		t.Errorf("a draft the server refused: %+v, want it kept", refused)
	}
	if refused.Kept != nil && strings.Contains(*refused.Kept, "token") {
		t.Error("hidden fields are kept in the browser")
	}
	if back := saw.Drafts["restored"]; back.Value != "Skrevet uden forbindelse" || back.Note != "Hentet frem igen" || !back.Open {
		t.Errorf("restored draft: %+v, want it in sight", back)
	}
	if len(received) == 0 || !strings.Contains(received[0], "Vi måler det hvert år") {
		t.Errorf("the server received %q", received)
	}
}

// styleGuide serves testdata/styleguide.html under the policy, with an address that
// takes drafts and one that asks for sign-in.
type styleGuide struct {
	server *httptest.Server
	mutex  sync.Mutex
	drafts []string
}

func newStyleGuide(t *testing.T) *styleGuide {
	t.Helper()
	files := newFiles(t)
	guide := &styleGuide{}
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", files.Handler())
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { writeGuide(t, w, files) })
	mux.HandleFunc("GET /probe.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, "testdata/probe.js") })
	mux.HandleFunc("GET /axe.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, "testdata/axe/axe.min.js") })
	mux.HandleFunc("POST /draft/taken", guide.take)
	mux.HandleFunc("POST /draft/refused", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/login", http.StatusSeeOther) })
	guide.server = httptest.NewServer(mux)
	t.Cleanup(guide.server.Close)
	return guide
}

func writeGuide(t *testing.T, w http.ResponseWriter, files *assets.Files) {
	page, err := os.ReadFile("testdata/styleguide.html")
	if err != nil {
		t.Error(err)
		return
	}
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(bytes.ReplaceAll(page, []byte("ASSETS/"), []byte(files.URL(""))))
}

func (g *styleGuide) take(w http.ResponseWriter, r *http.Request) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if r.Header.Get("X-Draft") == "1" {
		g.drafts = append(g.drafts, r.FormValue("ev"))
	}
	w.WriteHeader(http.StatusNoContent)
}

func (g *styleGuide) received() []string {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return g.drafts
}

func (g *styleGuide) visit(t *testing.T, browser string, width int) seen {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
		"--user-data-dir="+t.TempDir(), fmt.Sprintf("--window-size=%d,900", width), "--virtual-time-budget=20000", "--dump-dom", g.server.URL)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	page, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", browser, err, stderr.String())
	}
	_, rest, found := strings.Cut(string(page), `<script type="application/json" id="seen">`)
	answer, _, closed := strings.Cut(rest, "</script>")
	if !found || !closed {
		t.Fatalf("the page wrote nothing down; %d bytes of page, browser said:\n%s", len(page), stderr.String())
	}
	var saw seen
	if err := json.Unmarshal([]byte(answer), &saw); err != nil {
		t.Fatal(err)
	}
	return saw
}

// findBrowser skips the test where there is no browser, and fails instead where CI
// promises one.
func findBrowser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	if os.Getenv("MODENHED_CI") == "1" {
		t.Fatal("no browser found: install chromium")
	}
	t.Skip("no browser found: install chromium")
	return ""
}
