//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestAFolderThatMayNotBeWritten(t *testing.T) {
	if asNobody(t) {
		return
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	call(t, "", "migrate", "--db", filepath.Join(folder, "a.db")).want(t, statusFailed, "cannot be opened or written")
}

// asNobody runs the test that calls it again as a user without rights, when
// it runs as root, who may write everywhere; done means that it has.
func asNobody(t *testing.T) (done bool) {
	t.Helper()
	if os.Geteuid() != 0 {
		return false
	}
	const nobody = 65534
	child := exec.Command("/proc/self/exe", "-test.run", "^"+t.Name()+"$", "-test.count", "1", "-test.v")
	child.Dir = os.TempDir()
	child.Env = append(os.Environ(), "HOME="+os.TempDir())
	child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	output, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "--- PASS: "+t.Name()) {
		t.Errorf("as nobody: %v\n%s", err, output)
	}
	return true
}
