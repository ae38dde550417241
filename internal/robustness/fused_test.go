package robustness_test

import (
	"os"
	"os/exec"
	"regexp"
	"testing"
)

// A product that is added without a conversion in between may be fused with the
// sum into one instruction, which rounds once instead of twice, by compilers
// for machines that have it. It may do so across statements, where nobody sees it.
func TestNothingIsFused(t *testing.T) {
	t.Parallel()
	compiler, err := exec.LookPath("go")
	if err != nil {
		if os.Getenv("MODENHED_CI") == "1" {
			t.Fatal("the go command is not in PATH")
		}
		t.Skip("needs the go command in PATH")
	}
	build := exec.Command(compiler, "build", "-gcflags=-S", ".")
	build.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
	listing, err := build.CombinedOutput()
	if err != nil {
		t.Fatalf("%v:\n%s", err, listing)
	}
	if !regexp.MustCompile(`\bFMULD\b`).Match(listing) {
		t.Fatal("the listing has no products")
	}
	fused := regexp.MustCompile(`(?m)^.*\bFN?M(ADD|SUB)[DS]\b.*$`)
	for _, line := range fused.FindAll(listing, -1) {
		t.Errorf("fused: %s", line)
	}
}
