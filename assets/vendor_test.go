package assets_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// readSums returns SHA256SUMS as file name to sum.
func readSums(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.Open("SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	sums := map[string]string{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		sum, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok {
			t.Fatalf("SHA256SUMS: line %q", lines.Text())
		}
		sums[name] = sum
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return sums
}

func TestVendoredFilesAreUnchanged(t *testing.T) {
	t.Parallel()
	for name, want := range readSums(t) {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
			continue
		}
		sum := sha256.Sum256(content)
		if got := hex.EncodeToString(sum[:]); got != want {
			t.Errorf("%s was edited by hand: sum %s, want %s; change npm/ and run vendor.sh", name, got, want)
		}
	}
}

func TestEveryVendoredFileIsListed(t *testing.T) {
	t.Parallel()
	sums := readSums(t)
	own := map[string]bool{"img/logo.svg": true, "img/signs.svg": true}
	for _, pattern := range []string{"css/*.css", "js/*.js", "fonts/*", "img/*", "map/*", "licences/*", "testdata/axe/*"} {
		names, err := fs.Glob(os.DirFS("."), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if _, listed := sums[name]; !listed && !own[name] {
				t.Errorf("%s is neither in SHA256SUMS nor ours", name)
			}
		}
	}
}

func TestPackagesArePinnedAndLicensed(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("npm/package.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	if err := json.Unmarshal(content, &manifest); err != nil {
		t.Fatal(err)
	}
	tools := map[string]bool{"esbuild": true, "sass": true}
	exact := regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	for name, version := range manifest.Dependencies {
		if !exact.MatchString(version) {
			t.Errorf("%s is pinned to %q, want an exact version", name, version)
		}
		licence, err := fs.Glob(os.DirFS("licences"), strings.TrimSuffix(path.Base(name), ".org")+"*")
		if err != nil || len(licence) == 0 && !tools[name] {
			t.Errorf("%s has no text in licences", name)
		}
	}
}

func TestLockFileNamesNoRegistry(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"npm/package-lock.json", "npm/.npmrc", "npm/package.json", "vendor.sh"} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{`"resolved"`, "registry=", "_auth", ".tgz"} {
			if strings.Contains(string(content), word) {
				t.Errorf("%s holds %s", name, word)
			}
		}
	}
}

func TestSpriteHoldsTheListedIcons(t *testing.T) {
	t.Parallel()
	sprite, err := os.ReadFile("img/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile("npm/icons.txt")
	if err != nil {
		t.Fatal(err)
	}
	for icon := range strings.FieldsSeq(string(list)) {
		if !strings.Contains(string(sprite), `<symbol id="`+icon+`" `) {
			t.Errorf("icons.svg lacks %s", icon)
		}
	}
}
