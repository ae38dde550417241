package e2e

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is the built binary, made once for all tests.
var program string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	folder, err := os.MkdirTemp("", "modenhed-e2e")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	program = filepath.Join(folder, "modenhed")
	if output, err := exec.Command("go", "build", "-o", program, "modenhed/cmd/modenhed").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v\n%s", err, output)
		return 1
	}
	return m.Run()
}

// need skips the test, or fails it under MODENHED_CI, when a tool is missing.
func need(t *testing.T, debianPackage string, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	message := fmt.Sprintf("%s is not installed; on Debian: apt-get install %s", names[0], debianPackage)
	if os.Getenv("MODENHED_CI") != "" {
		t.Fatal(message)
	}
	t.Skip(message)
	return ""
}

// server is a running program.
type server struct {
	URL string
	// Folder is the working directory, which holds the database.
	Folder string
	log    *strings.Builder
}

// serve starts the program in an empty folder on a free port and stops it,
// with SIGTERM, at the end of the test.
func serve(t *testing.T, args ...string) *server {
	t.Helper()
	s := &server{Folder: t.TempDir(), log: &strings.Builder{}}
	command := exec.Command(program, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	command.Dir = s.Folder
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	address := make(chan string, 1)
	drained := make(chan struct{})
	go s.readLog(stderr, address, drained)
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		<-drained
		var exit *exec.ExitError
		if err := command.Wait(); errors.As(err, &exit) {
			t.Errorf("the program ended with %v\n%s", exit, s.log)
		}
	})
	select {
	case s.URL = <-address:
	case <-drained:
		t.Fatalf("the program ended before it served\n%s", s.log)
	case <-time.After(time.Minute):
		t.Fatal("the program did not say its address within a minute")
	}
	return s
}

func (s *server) readLog(stderr io.Reader, address chan<- string, drained chan<- struct{}) {
	defer close(drained)
	pattern := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	said := false
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		fmt.Fprintln(s.log, lines.Text())
		if found := pattern.FindString(lines.Text()); found != "" && !said {
			said = true
			address <- found
		}
	}
}
