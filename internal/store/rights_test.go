//go:build unix

package store_test

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"modenhed/internal/store"
	"modenhed/internal/store/storetest"
)

func TestReadOnlyFileIsRefused(t *testing.T) {
	if asNobody(t) {
		return
	}
	path := storetest.SQLite(t)
	if err := storetest.Seeded(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), path, store.Options{})
	expectFault(t, err, "store.database_unwritable")
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
