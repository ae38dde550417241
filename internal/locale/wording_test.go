package locale_test

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// pluralForms are the leaves that belong to the message above them.
var pluralForms = []string{"one", "other", "description"}

// wording reads the keys of a language: key to text.
func wording(t *testing.T, lang string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("messages", lang, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	keys := make(map[string]string)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var tree map[string]any
		if err := yaml.Unmarshal(data, &tree); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		flatten(t, file, "", tree, keys)
	}
	return keys
}

func flatten(t *testing.T, file, prefix string, node any, keys map[string]string) {
	t.Helper()
	switch node := node.(type) {
	case map[string]any:
		for name, child := range node {
			key := strings.TrimPrefix(prefix+"."+name, ".")
			if slices.Contains(pluralForms, name) {
				key = prefix
			}
			flatten(t, file, key, child, keys)
		}
	case string:
		if strings.TrimSpace(node) == "" {
			t.Errorf("%s: %s has no text", file, prefix)
		}
		keys[prefix] += " " + node
	default:
		t.Errorf("%s: %s is %T, want text", file, prefix, node)
	}
}

// TestBothLanguagesSayTheSameThings checks that no key is missing in either
// language and that both use the same arguments.
func TestBothLanguagesSayTheSameThings(t *testing.T) {
	t.Parallel()
	da, en := wording(t, "da"), wording(t, "en")
	argument := regexp.MustCompile(`\{\{-?\s*(?:if |range |with )?\.(\w+)`)
	arguments := func(text string) []string {
		found := make(map[string]bool)
		for _, m := range argument.FindAllStringSubmatch(text, -1) {
			found[m[1]] = true
		}
		return slices.Sorted(maps.Keys(found))
	}
	for key, text := range da {
		other, ok := en[key]
		if !ok {
			t.Errorf("%s has no English wording", key)
			continue
		}
		if a, b := arguments(text), arguments(other); !slices.Equal(a, b) {
			t.Errorf("%s: arguments %v in Danish, %v in English", key, a, b)
		}
	}
	for key := range en {
		if _, ok := da[key]; !ok {
			t.Errorf("%s has no Danish wording", key)
		}
	}
}

// TestEveryKeyIsUsedAndEveryUsedKeyExists compares the wording with the string
// literals of the program: a literal that begins with a subject is a key, or,
// ending in a full stop, the beginning of keys put together at run time.
func TestEveryKeyIsUsedAndEveryUsedKeyExists(t *testing.T) {
	t.Parallel()
	keys := wording(t, "da")
	subjects := make(map[string]bool)
	for key := range keys {
		subject, _, _ := strings.Cut(key, ".")
		subjects[subject] = true
	}
	literals, asked := sourceLiterals(t)
	for key, where := range asked {
		if _, ok := keys[key]; !ok && !strings.HasSuffix(key, ".") {
			t.Errorf("%s asks for %q, which has no wording", where, key)
		}
	}
	shape := regexp.MustCompile(`^[a-z_]+(\.[a-z0-9_]+)+\.?$|^[a-z_]+\.$`)
	used := make(map[string]bool)
	var prefixes []string
	for literal, where := range literals {
		subject, _, _ := strings.Cut(literal, ".")
		if !subjects[subject] || !shape.MatchString(literal) {
			continue
		}
		if strings.HasSuffix(literal, ".") {
			prefixes = append(prefixes, literal)
			continue
		}
		used[literal] = true
		if _, ok := keys[literal]; !ok && !isFile(literal) {
			t.Errorf("%s uses %q, which has no wording", where, literal)
		}
	}
	for key := range keys {
		built := slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) })
		if !used[key] && !built {
			t.Errorf("%s is not used by any source file", key)
		}
	}
}

func isFile(literal string) bool {
	return slices.Contains([]string{".csv", ".yaml", ".css", ".js", ".json", ".xlsx", ".db", ".svg"}, filepath.Ext(literal))
}

// sourceLiterals returns the string literals of all sources outside tests with
// one file that holds each; asked are those handed straight to a printer.
func sourceLiterals(t *testing.T) (literals, asked map[string]string) {
	t.Helper()
	literals, asked = make(map[string]string), make(map[string]string)
	walk := func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		collect(path, source, literals, asked)
		return nil
	}
	for _, root := range []string{"..", "../../cmd"} {
		if err := filepath.WalkDir(root, walk); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return literals, asked
}

func collect(path string, source []byte, literals, asked map[string]string) {
	var s scanner.Scanner
	files := token.NewFileSet()
	s.Init(files.AddFile(path, files.Base(), len(source)), source, nil, 0)
	called, opened := "", false
	for {
		_, tok, text := s.Scan()
		if tok == token.EOF {
			return
		}
		if value, err := strconv.Unquote(text); tok == token.STRING && err == nil {
			literals[value] = path
			if opened && (called == "T" || called == "N") {
				asked[value] = path
			}
		}
		opened = tok == token.LPAREN
		if !opened {
			called = text
		}
	}
}
