package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// longWork is a call that draws for far longer than the test takes.
func longWork(t *testing.T, out string) *exec.Cmd {
	t.Helper()
	var values strings.Builder
	values.WriteString("unit,a.level,a.count\n")
	for i := range 400 {
		fmt.Fprintf(&values, "u%d,%d,%d\n", i, i%6, i%11)
	}
	return process(t, "score", "--framework", write(t, "small.yaml", smallFramework),
		"--values", write(t, "values.csv", values.String()), "--draws", "10000000", "--out", out)
}

// openTerminal returns both ends of a pseudo-terminal.
func openTerminal(t *testing.T) (near, far *os.File) {
	t.Helper()
	near, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		if os.Getenv("MODENHED_CI") == "1" {
			t.Fatalf("needs pseudo-terminals: %v", err)
		}
		t.Skipf("needs pseudo-terminals; mount devpts on /dev/pts: %v", err)
	}
	t.Cleanup(func() { _ = near.Close() })
	var number int
	connection, err := near.SyscallConn()
	if err == nil {
		err = connection.Control(func(fd uintptr) {
			_ = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0)
			number, _ = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	far, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return near, far
}

// TestScoreShowsABarAndStopsCleanly interrupts long work at a terminal: the bar
// has been there, one line says what happened, and the output is as it was.
func TestScoreShowsABarAndStopsCleanly(t *testing.T) {
	t.Parallel()
	near, far := openTerminal(t)
	out := filepath.Join(t.TempDir(), "result.json")
	if err := os.WriteFile(out, []byte("what was there"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := longWork(t, out)
	c.Stderr = far
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	_ = far.Close()
	var seen bytes.Buffer
	interrupted := false
	if err := near.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Log(err)
	}
	for buffer := make([]byte, 4096); ; {
		n, err := near.Read(buffer)
		seen.Write(buffer[:n])
		if !interrupted && strings.Contains(seen.String(), "Drawing methods") {
			interrupted = true
			if err := c.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
		if err != nil {
			break
		}
	}
	if !interrupted {
		_ = c.Process.Kill()
	}
	_ = c.Wait()
	lines := strings.Split(strings.TrimSpace(seen.String()), "\r")
	if last := lines[len(lines)-1]; c.ProcessState.ExitCode() != statusFailed || last != "modenhed: Interrupted. Nothing was written." {
		t.Errorf("%v, last line %q of %q", c.ProcessState, last, seen.String())
	}
	if kept, err := os.ReadFile(out); err != nil || string(kept) != "what was there" {
		t.Errorf("the output became %q, %v", kept, err)
	}
	wantAlone(t, out)
}

// TestScoreShowsNoBarInAPipe lets long work run for more than a second.
func TestScoreShowsNoBarInAPipe(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "result.json")
	c := longWork(t, out)
	var errs bytes.Buffer
	c.Stderr = &errs
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	stop := time.AfterFunc(2*unhurried, func() { _ = c.Process.Signal(os.Interrupt) })
	defer stop.Stop()
	_ = c.Wait()
	if c.ProcessState.ExitCode() != statusFailed || errs.String() != "modenhed: Interrupted. Nothing was written.\n" {
		t.Errorf("%v, %q", c.ProcessState, errs.String())
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Errorf("there is an output: %v", err)
	}
}
