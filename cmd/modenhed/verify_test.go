package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"modenhed/internal/locale"
)

// keptRound is an archive that an earlier version wrote.
var keptRound = filepath.Join("..", "..", "internal", "round", "testdata", "round-format-1.zip")

// roundHash is the hash of its content.
func roundHash(t *testing.T) string {
	t.Helper()
	hash, err := os.ReadFile(keptRound + ".sha256")
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(hash))
}

func TestVerifySaysThatARoundHolds(t *testing.T) {
	t.Parallel()
	o := call(t, "", "verify", keptRound).want(t, statusDone, roundHash(t))
	want := "Round 2026 (Round 2026), cut-off 30 June 2026, 23:59: all 66 figures of 3 municipalities"
	if !strings.HasPrefix(o.out, want) || strings.Count(o.out, "\n") != 1 || o.err != "" {
		t.Errorf("printed %q and %q, want %q", o.out, o.err, want)
	}
}

func TestVerifyHoldsInAnyZone(t *testing.T) {
	t.Parallel()
	kept, err := filepath.Abs(keptRound)
	if err != nil {
		t.Fatal(err)
	}
	for _, zone := range []string{"Pacific/Auckland", "America/Los_Angeles"} {
		c := process(t, "verify", kept)
		c.Env = append(c.Env, "TZ="+zone)
		out, err := c.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "30 June 2026, 23:59") || !strings.Contains(string(out), roundHash(t)) {
			t.Errorf("%s: %v: %s", zone, err, out)
		}
	}
}

func TestVerifyNamesTheFirstDifference(t *testing.T) {
	t.Parallel()
	name := write(t, "round.zip", rezipped(t, `"score":58.604166667`, `"score":41.2`))
	call(t, "", "verify", name).want(t, statusFailed,
		"round.zip: 461 Prøve 461, score: the file says 41.2, recomputed 58.604166667.")
	var errs bytes.Buffer
	status := run(t.Context(), []string{"verify", name}, terminal{out: io.Discard, err: &errs, lang: locale.Danish, wording: wording})
	if want := "461 Prøve 461, score: Filen siger 41,2, genberegnet 58,604166667."; status != statusFailed || !strings.Contains(errs.String(), want) {
		t.Errorf("status %d, %q, want %q", status, errs.String(), want)
	}
	name = write(t, "tied.zip", rezipped(t, `"tied":false`, `"tied":true`))
	call(t, "", "verify", name).want(t, statusFailed, "shared rank: the file says yes, recomputed no.")
}

func TestVerifyRefuses(t *testing.T) {
	t.Parallel()
	call(t, "", "verify", write(t, "values.csv", smallValues)).want(t, statusFailed, "not a measuring round")
	call(t, "", "verify", filepath.Join(t.TempDir(), "none.zip")).want(t, statusFailed, "does not exist")
	call(t, "", "verify", t.TempDir()).want(t, statusFailed, "This is a folder")
	call(t, "", "verify").want(t, statusUsage, "An argument is missing: file.")
	call(t, "", "verify", "--help").want(t, statusDone, "Arguments:")
}

// rezipped returns the kept archive with one text of its content replaced.
func rezipped(t *testing.T, old, replacement string) string {
	t.Helper()
	kept, err := zip.OpenReader(keptRound)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	var b strings.Builder
	archive := zip.NewWriter(&b)
	for _, f := range kept.File {
		file, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "content.json" {
			content = bytes.Replace(content, []byte(old), []byte(replacement), 1)
		}
		into, err := archive.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := into.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
