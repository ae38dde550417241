package main

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"

	"modenhed/internal/locale"
)

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		args string
		text string
	}{
		"no command":           {"", "Say what to do: serve, migrate, score, survey, import, export, verify, user, version."},
		"half a command":       {"user", "Say what to do: add, invite, password, list."},
		"unknown command":      {"surveys", "‘surveys’ does not belong here."},
		"one that is not yet":  {"backup", "‘backup’ does not belong here."},
		"unknown flag":         {"serve --adr x", "no flag --adr"},
		"near flag":            {"serve --addrr x", "Did you mean --addr?"},
		"flag without value":   {"serve --addr", "--addr has no value"},
		"one argument more":    {"serve now", "‘now’ does not belong here."},
		"flags missing":        {"user add", "--email"},
		"values missing":       {"score", "--values"},
		"values empty":         {"score --values=", "--values"},
		"unknown role":         {"user add --email a@b.dk --role king", "Allowed: administrator, analyst, editor."},
		"unknown mean":         {"score --values x --aggregate median", "Allowed: arithmetic, geometric, harmonic."},
		"unknown scale":        {"score --values x --normalise z", "Allowed: goalposts, minmax."},
		"unknown format":       {"score --values x --format pdf", "Allowed: json, csv, xlsx."},
		"Excel on the screen":  {"score --values x --format xlsx", "--out"},
		"Excel as text":        {"score --values x --format xlsx --out x.csv", "must end in .xlsx. ‘x.csv’ does not."},
		"a benchmark as text":  {"export benchmark --db none.db --out zz.csv", "must end in .xlsx. ‘zz.csv’ does not."},
		"a bare benchmark":     {"export benchmark --db none.db --out xlsx", "must end in .xlsx."},
		"a round and a time":   {"export benchmark --db none.db --out x.xlsx --round 2025 --as-of 2025-06-30", "--round and --as-of cannot be used together."},
		"a round of no name":   {"export benchmark --db none.db --out x.xlsx --round=", "--round has no value"},
		"no time":              {"export benchmark --db none.db --out x.xlsx --as-of yesterday", "‘yesterday’ after --as-of is not a time."},
		"an empty time":        {"export benchmark --db none.db --out x.xlsx --as-of=", "‘’ after --as-of is not a time."},
		"unknown language":     {"export benchmark --out x --lang sv", "Allowed: da, en."},
		"nowhere to export":    {"export benchmark", "--out"},
		"not an address":       {"serve --addr here", "‘here’ is not an address with a port."},
		"a demo for the world": {"serve --demo --addr 0.0.0.0:0", "on this machine only"},
		"perhaps a demo":       {"serve --demo=perhaps", "--demo"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			call(t, "", strings.Fields(c.args)...).want(t, statusUsage, c.text)
		})
	}
}

func TestHelpInBothLanguages(t *testing.T) {
	t.Parallel()
	key := regexp.MustCompile(`command\.\w`)
	for lang, heading := range map[locale.Lang]string{locale.Danish: "Brug: modenhed", locale.English: "Usage: modenhed"} {
		for _, args := range [][]string{{"--help"}, {"serve", "--help"}, {"user", "add", "--help"}, {"score", "--help"}, {"survey", "estimate", "--help"}, {"export", "benchmark", "--help"}} {
			var out, errs bytes.Buffer
			status := run(context.Background(), args, terminal{out: &out, err: &errs, lang: lang, wording: wording})
			if status != statusDone || !strings.HasPrefix(out.String(), heading) || errs.Len() > 0 {
				t.Errorf("%v in %s: status %d, %q", args, lang, status, out.String()+errs.String())
			}
			if key.MatchString(out.String()) {
				t.Errorf("%v in %s shows a key:\n%s", args, lang, &out)
			}
		}
	}
}

func TestHelpNamesTheDatabaseTakenWithoutAFlag(t *testing.T) {
	t.Parallel()
	for _, lang := range []locale.Lang{locale.Danish, locale.English} {
		for _, command := range []string{"serve", "migrate", "export benchmark", "user add", "user password", "user list"} {
			var out, errs bytes.Buffer
			run(t.Context(), append(strings.Fields(command), "--help"), terminal{out: &out, err: &errs, lang: lang, wording: wording})
			if !strings.Contains(out.String(), "(modenhed.db") {
				t.Errorf("%s in %s:\n%s", command, lang, &out)
			}
		}
	}
}

func TestConsoleLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		environment map[string]string
		want        locale.Lang
	}{
		{nil, locale.English},
		{map[string]string{"LANG": "da_DK.UTF-8"}, locale.Danish},
		{map[string]string{"LANG": "en_GB.UTF-8"}, locale.English},
		{map[string]string{"LANG": "da_DK", "LC_MESSAGES": "en_US"}, locale.English},
		{map[string]string{"LANG": "en_US", "LC_ALL": "da"}, locale.Danish},
		{map[string]string{"LC_ALL": "C"}, locale.English},
	} {
		if got := consoleLanguage(func(name string) string { return c.environment[name] }); got != c.want {
			t.Errorf("%v: %s, want %s", c.environment, got, c.want)
		}
	}
}

func TestFlagsFromTheEnvironment(t *testing.T) {
	t.Setenv("MODENHED_FORMAT", "pdf")
	call(t, "", "score", "--values", "x").want(t, statusUsage, "Allowed: json, csv, xlsx.")
}

func TestABuildServersVariableIsNoFlag(t *testing.T) {
	t.Setenv("MODENHED_CI", "1")
	call(t, "", "survey", "estimate", "--responses", "x", "--population", "x", "--question", "q").
		want(t, statusFailed, "x: ")
}

func TestVersion(t *testing.T) {
	t.Parallel()
	call(t, "", "version").want(t, statusDone, "modenhed ")
}
