package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"modenhed/internal/locale"
)

// TestMain lets the test binary be the program, so that tests can start it as
// a process of its own.
func TestMain(m *testing.M) {
	if os.Getenv("RUN_AS_MODENHED") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// outcome is what a command left behind.
type outcome struct {
	out, err string
	status   int
}

// wording is read once for all commands run in this process.
var wording = sync.OnceValues(locale.Load)

// call runs a command in this process, in English.
func call(t *testing.T, input string, args ...string) outcome {
	t.Helper()
	// A server that should have refused to start is stopped, and the test fails.
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var out, errs bytes.Buffer
	status := run(ctx, args, terminal{
		in: strings.NewReader(input), out: &out, err: &errs, lang: locale.English, wording: wording,
	})
	return outcome{out.String(), errs.String(), status}
}

// want fails the test unless the command ended with a status and, when it
// failed, with exactly one line for people that holds the text.
func (o outcome) want(t *testing.T, status int, text string) outcome {
	t.Helper()
	if o.status != status {
		t.Errorf("status %d, want %d\n%s%s", o.status, status, o.out, o.err)
	}
	if !strings.Contains(o.out+o.err, text) {
		t.Errorf("printed %q and %q, want %q in it", o.out, o.err, text)
	}
	if status == statusDone {
		return o
	}
	if strings.Count(o.err, "\n") != 1 || !strings.HasPrefix(o.err, "modenhed: ") || o.out != "" {
		t.Errorf("a failure printed %q and, on standard output, %q", o.err, o.out)
	}
	return o
}

// process is the program with arguments, as a process that is not started.
func process(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), "RUN_AS_MODENHED=1", "LC_ALL=C.UTF-8")
	c.Dir = t.TempDir()
	return c
}

// write writes a file into a new folder and returns its name.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
