package main

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"modenhed/internal/demo"
)

// The benchmark of a round and of a time are those of then; what cannot be asked
// for leaves no file.
func TestExportBenchmarkOfADemo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	start(t, folder, "--demo").stop(syscall.SIGTERM)
	database := filepath.Join(folder, "modenhed-demo.db")
	planned := demo.Rounds(time.Now())
	day := time.Now().AddDate(0, -3, 0).Format(time.DateOnly)
	for name, c := range map[string]struct {
		flags []string
		want  []string
	}{
		"now":           {nil, []string{"Provisional figures", "The cut-off of the round"}},
		"a round":       {[]string{"--round", planned[0].Key}, []string{planned[0].Title.EN, publishedHash(t, database, planned[0].Key), "A year earlier."}},
		"verified":      {[]string{"--basis", "verified"}, []string{"Rank by verified score", "The score in this file", "Verified score. Claimed score stands beside it"}},
		"a day":         {[]string{"--as-of", day}, []string{"Earlier figures, as of", "The cut-off of the round"}},
		"before rounds": {[]string{"--as-of", time.Now().AddDate(-2, 0, 0).Format(time.RFC3339)}, []string{"Earlier figures, as of", "Nothing had been recorded at the earlier time"}},
	} {
		out := filepath.Join(folder, strings.ReplaceAll(name, " ", "-")+".xlsx")
		args := append([]string{"export", "benchmark", "--db", database, "--out", out, "--lang", "en"}, c.flags...)
		call(t, "", args...).want(t, statusDone, "")
		text := workbookText(t, out)
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the workbook does not say %q", name, want)
			}
		}
	}
	for _, c := range []struct{ flag, value, want string }{
		{"--round", "none", "No published round has the key none."},
		{"--round", planned[1].Key, "No published round has the key " + planned[1].Key + "."},
		{"--as-of", "2999-01-01", "lies in the future"},
		{"--as-of", "1999-01-01", "Nothing had been recorded yet"},
	} {
		out := filepath.Join(folder, "none.xlsx")
		call(t, "", "export", "benchmark", "--db", database, "--out", out, c.flag, c.value).want(t, statusFailed, c.want)
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s %s left a file", c.flag, c.value)
		}
	}
}

// workbookText is all the text of a workbook's sheets.
func workbookText(t *testing.T, name string) string {
	t.Helper()
	archive, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	var text strings.Builder
	for _, part := range archive.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/sheet") {
			continue
		}
		reader, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&text, reader); err != nil {
			t.Fatal(err)
		}
	}
	return text.String()
}
