package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/config"
	"modenhed/internal/store"
)

// patience is how long a test waits for what should take no time.
const patience = time.Minute

// running is the program as a process that serves.
type running struct {
	t       *testing.T
	command *exec.Cmd
	url     string
	lines   chan string
	stopped bool
}

// start starts the program in a folder and waits until it says its address.
func start(t *testing.T, folder string, args ...string) *running {
	t.Helper()
	r := &running{t: t, command: process(t, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...), lines: make(chan string, 100)}
	r.command.Dir = folder
	stderr, err := r.command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(r.lines)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			r.lines <- lines.Text()
		}
	}()
	t.Cleanup(func() {
		if !r.stopped {
			r.stop(syscall.SIGTERM)
		}
	})
	r.url = r.wait(`http://127\.0\.0\.1:\d+`)
	return r
}

// wait returns what matches in the first line that has it.
func (r *running) wait(pattern string) string {
	r.t.Helper()
	form := regexp.MustCompile(pattern)
	timeout := time.After(patience)
	for {
		select {
		case line, more := <-r.lines:
			if found := form.FindString(line); found != "" {
				return found
			}
			if !more {
				r.t.Fatalf("the program ended without saying %s", pattern)
			}
		case <-timeout:
			r.t.Fatalf("the program did not say %s", pattern)
		}
	}
}

// stop sends a signal and wants the program to end well.
func (r *running) stop(signal os.Signal) {
	r.t.Helper()
	r.stopped = true
	if err := r.command.Process.Signal(signal); err != nil {
		r.t.Fatal(err)
	}
	var said []string
	for line := range r.lines {
		said = append(said, line)
	}
	if err := r.command.Wait(); err != nil {
		r.t.Errorf("the program ended with %v\n%s", err, strings.Join(said, "\n"))
	}
}

func (r *running) get(path string) (int, string) {
	r.t.Helper()
	response, err := http.Get(r.url + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestServeFromNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	r := start(t, folder)
	link := r.wait(`/setup/\w+`)
	for path, status := range map[string]int{"/": 200, "/ranking": 200, "/municipalities/461": 200, "/readyz": 200, link: 200, "/setup/x": 404, "/metrics": 404} {
		if got, _ := r.get(path); got != status {
			t.Errorf("%s = %d, want %d", path, got, status)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "modenhed.db")); err != nil {
		t.Error(err)
	}
	r.stop(syscall.SIGTERM)
	call(t, "", "serve", "--demo", "--addr", "127.0.0.1:0", "--db", filepath.Join(folder, "modenhed.db")).
		want(t, statusFailed, "was not created as a demo")
}

func TestServeAgainSeedsNothingTwiceAndLosesNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name := filepath.Join(folder, "modenhed-demo.db")
	first := start(t, folder, "--demo")
	_, before := first.get("/ranking")
	first.stop(os.Interrupt)
	statuses, documents := contents(t, name)
	if len(statuses) < 1000 || documents == 0 {
		t.Fatalf("%d statuses, %d documents", len(statuses), documents)
	}
	second := start(t, folder, "--demo")
	_, after := second.get("/ranking")
	if _, login := second.get("/login"); !strings.Contains(login, "demo-modenhed") {
		t.Error("the demonstration does not show its password")
	}
	second.stop(syscall.SIGTERM)
	if before != after {
		t.Error("the ranking differs after a restart")
	}
	again, documentsAgain := contents(t, name)
	if len(again) != len(statuses) || documentsAgain != documents {
		t.Errorf("after a restart %d statuses and %d documents, before %d and %d", len(again), documentsAgain, len(statuses), documents)
	}
	call(t, "", "serve", "--addr", "127.0.0.1:0", "--db", name).want(t, statusFailed, "demo")
}

func contents(t *testing.T, name string) (statuses []assessment.Status, documents int64) {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, name, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if statuses, err = s.Statuses(ctx, 0); err != nil {
		t.Fatal(err)
	}
	if documents, err = s.LatestDocument(ctx); err != nil {
		t.Fatal(err)
	}
	return statuses, documents
}

func TestADemoBrokenOffIsFilledAtTheNextStart(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	name := filepath.Join(t.TempDir(), "demo.db")
	s, err := store.Open(ctx, name, store.Options{Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.MarkDemo(ctx); err != nil {
		t.Fatal(err)
	}
	if err := appendSeed(ctx, s, time.Now().Add(-demoPast)); err != nil {
		t.Fatal(err)
	}
	if _, err := openDemoAccounts(ctx, s, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	start(t, t.TempDir(), "--demo", "--db", name).stop(syscall.SIGTERM)
	if statuses, _ := contents(t, name); len(statuses) < 1000 {
		t.Errorf("%d statuses", len(statuses))
	}
}

func TestABusyPort(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	name := filepath.Join(t.TempDir(), "unused.db")
	call(t, "", "serve", "--addr", taken.Addr().String(), "--db", name).want(t, statusFailed, "in use by another program")
	if _, err := os.Stat(name); err == nil {
		t.Error("a server that cannot listen made a database")
	}
}

func TestAnAddressOfAnotherMachine(t *testing.T) {
	t.Parallel()
	call(t, "", "serve", "--addr", "192.0.2.1:0", "--db", filepath.Join(t.TempDir(), "x.db")).want(t, statusFailed, "cannot listen")
}

// TestStoppingWaitsForRequests stops a server while an answer is half-way.
func TestStoppingWaitsForRequests(t *testing.T) {
	t.Parallel()
	settings, err := config.NewServer(config.Choice{Address: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := listen(t.Context(), settings.Address)
	if err != nil {
		t.Fatal(err)
	}
	begun, finish := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-finish
		_, _ = io.WriteString(w, "whole")
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, settings, listener, slow, slog.New(slog.DiscardHandler)) }()
	answered := make(chan string, 1)
	go func() {
		response, err := http.Get(address(listener))
		if err != nil {
			answered <- err.Error()
			return
		}
		defer func() { _ = response.Body.Close() }()
		body, _ := io.ReadAll(response.Body)
		answered <- string(body)
	}()
	<-begun
	cancel()
	for refused := false; !refused; {
		connection, err := net.Dial("tcp", listener.Addr().String())
		refused = errors.Is(err, syscall.ECONNREFUSED)
		if err == nil {
			_ = connection.Close()
		}
	}
	select {
	case err := <-ended:
		t.Fatalf("the server ended with a request under way: %v", err)
	default:
	}
	close(finish)
	if got := <-answered; got != "whole" {
		t.Errorf("the request under way got %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

func TestAddressForPeople(t *testing.T) {
	t.Parallel()
	for bound, want := range map[string]string{
		"127.0.0.1:80": "http://127.0.0.1:80", "0.0.0.0:80": "http://localhost:80",
		"[::]:80": "http://localhost:80", "[::1]:80": "http://[::1]:80",
	} {
		tcp, err := net.ResolveTCPAddr("tcp", bound)
		if err != nil {
			t.Fatal(err)
		}
		if got := address(boundTo{tcp}); got != want {
			t.Errorf("address(%s) = %s, want %s", bound, got, want)
		}
	}
}

// boundTo is a listener that only knows its address.
type boundTo struct{ address net.Addr }

func (boundTo) Accept() (net.Conn, error) { return nil, net.ErrClosed }
func (boundTo) Close() error              { return nil }
func (b boundTo) Addr() net.Addr          { return b.address }
