package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"modenhed/internal/locale"
)

// intervals is the part of the JSON result that these tests look at.
type intervals struct {
	Method struct {
		Draws, Seed   *int
		Vary          []string
		Concentration *float64
	}
	Units []struct {
		Unit         string
		RankInterval *struct{ Low, High, Mean float64 } `json:"rank_interval"`
	}
}

func drawn(t *testing.T, args ...string) (intervals, string) {
	t.Helper()
	framework, values := write(t, "small.yaml", smallFramework), write(t, "values.csv", smallValues+"East;4;6\n")
	o := call(t, "", append([]string{"score", "--framework", framework, "--values", values}, args...)...).want(t, statusDone, "")
	if o.err != "" {
		t.Errorf("standard error: %q", o.err)
	}
	var got intervals
	if err := json.Unmarshal([]byte(o.out), &got); err != nil {
		t.Fatal(err)
	}
	return got, o.out
}

func TestScoreDraws(t *testing.T) {
	t.Parallel()
	none, _ := drawn(t)
	if none.Units[0].RankInterval != nil || none.Method.Draws != nil {
		t.Errorf("without --draws: %+v", none)
	}
	all, text := drawn(t, "--draws", "500")
	if m := all.Method; *m.Draws != 500 || *m.Seed != 2017 || len(m.Vary) != 4 || *m.Concentration != 60 {
		t.Errorf("method %+v", m)
	}
	for _, u := range all.Units {
		if i := u.RankInterval; i == nil || i.Low < 1 || i.Low > i.High || i.High > 3 || i.Mean < 1 || i.Mean > 3 {
			t.Errorf("%s: %+v", u.Unit, i)
		}
	}
	if _, again := drawn(t, "--draws", "500", "--seed", "2017", "--concentration", "60", "--vary", "missing, areas,aggregation,indicators"); again != text {
		t.Error("the defaults written out give another result")
	}
	if _, other := drawn(t, "--draws", "500", "--seed", "2018"); other == text {
		t.Error("another seed gives the same result")
	}
	still, _ := drawn(t, "--draws", "10", "--vary", "")
	for _, u := range still.Units {
		if i := u.RankInterval; i.Low != i.High || i.Mean != i.Low {
			t.Errorf("nothing varied, %s: %+v", u.Unit, i)
		}
	}
}

func TestScoreDrawsInEveryFormat(t *testing.T) {
	t.Parallel()
	framework, values := write(t, "small.yaml", smallFramework), write(t, "values.csv", smallValues)
	base := []string{"score", "--framework", framework, "--values", values, "--draws", "50", "--format"}
	call(t, "", append(base, "csv")...).want(t, statusDone, ",rank_low,rank_high,rank_mean,")
	out := filepath.Join(t.TempDir(), "result.xlsx")
	call(t, "", append(base, "xlsx", "--out", out)...).want(t, statusDone, "")
	wantAlone(t, out)
}

func TestScoreDrawsCalledWrongly(t *testing.T) {
	t.Parallel()
	// The files do not exist: the call is at fault before they are looked for.
	for args, want := range map[string]string{
		"--draws=0":                               "1 to 10,000,000",
		"--draws=-1":                              "1 to 10,000,000",
		"--draws=10000001":                        "1 to 10,000,000",
		"--draws=many":                            "--draws",
		"--draws=2.5":                             "--draws",
		"--draws=5 --seed=-1":                     "--seed",
		"--draws=5 --seed=18446744073709551616":   "--seed",
		"--draws=5 --concentration=0":             "--concentration",
		"--draws=5 --concentration=-60":           "--concentration",
		"--draws=5 --concentration=NaN":           "--concentration",
		"--draws=5 --concentration=Inf":           "--concentration",
		"--draws=5 --vary=weights":                "‘weights’",
		"--draws=5 --vary=areas,Missing":          "‘Missing’. Allowed: areas, indicators, aggregation, missing.",
		"--draws=5 --vary=areas,":                 "--vary cannot be ‘’",
		"--seed=1":                                "--seed cannot be used without --draws",
		"--vary=areas":                            "--vary cannot be used without --draws",
		"--seed=1 --vary=areas --concentration=9": "--seed, --vary, --concentration cannot be used without --draws",
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			call(t, "", append([]string{"score", "--values", "none.csv"}, strings.Fields(args)...)...).want(t, statusUsage, want)
		})
	}
}

func TestScoreDrawsForTooManyUnits(t *testing.T) {
	t.Parallel()
	framework := write(t, "small.yaml", smallFramework)
	var values strings.Builder
	values.WriteString("unit,a.level\n")
	for i := range 5000 {
		fmt.Fprintf(&values, "u%d,%d\n", i, i%6)
	}
	text := strings.Replace(smallFramework, "version: 1\n", "version: 1\nmethod: {min_coverage: 0}\n", 1)
	if err := os.WriteFile(framework, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	base := []string{"score", "--framework", framework, "--values", write(t, "many.csv", values.String())}
	call(t, "", append(base, "--draws", "2")...).want(t, statusFailed, "many.csv: The file gives 5000 units a rank")
}

// TestHelpNamesWhatAreasKeep holds that the help says what --aggregate leaves alone.
func TestHelpNamesWhatAreasKeep(t *testing.T) {
	t.Parallel()
	for lang, want := range map[locale.Lang][]string{
		locale.English: {"--draws=N", "Areas with an aggregation of their own in the file keep it"},
		locale.Danish:  {"--draws=N", "Områder, der har deres eget i filen, beholder det"},
	} {
		var out, errs bytes.Buffer
		run(t.Context(), []string{"score", "--help"}, terminal{out: &out, err: &errs, lang: lang, wording: wording})
		text := strings.Join(strings.Fields(out.String()), " ")
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("%s: no %q in %s", lang, part, text)
			}
		}
	}
}

func TestTheBarWaitsForWorkThatTakesLong(t *testing.T) {
	t.Parallel()
	at := time.Unix(0, 0)
	now := func() time.Time { return at }
	var screen bytes.Buffer
	b := newBar(&screen, now, "Drawing", 100)
	at = at.Add(unhurried - 1)
	b.set(50)
	b.clear()
	if screen.Len() > 0 {
		t.Errorf("before a second is over: %q", screen.String())
	}
	at = at.Add(1)
	b.set(60)
	if !strings.Contains(screen.String(), "Drawing") || !strings.Contains(screen.String(), "60%") {
		t.Errorf("after a second: %q", screen.String())
	}
	b.set(61)
	if strings.Contains(screen.String(), "61%") {
		t.Errorf("the bar moves all the time: %q", screen.String())
	}
	at = at.Add(tick)
	b.set(62)
	if !strings.Contains(screen.String(), "62%") {
		t.Errorf("a moment later: %q", screen.String())
	}
	b.clear()
	if lines := strings.Split(screen.String(), "\r"); strings.TrimSpace(lines[len(lines)-1]) != "" {
		t.Errorf("the bar stays: %q", screen.String())
	}
}

func TestOnlyATerminalHasABar(t *testing.T) {
	t.Parallel()
	file, err := os.Open(write(t, "log.txt", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if screenOf(file) != nil || screenOf(new(bytes.Buffer)) != nil {
		t.Error("a file or a buffer is taken for a terminal")
	}
	b := newBar(nil, time.Now, "Drawing", 2)
	b.set(1)
	b.clear()
}
