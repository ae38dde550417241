package answersheet_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/answersheet"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/locale"
)

// What was written and not touched changes nothing, in either language.
func TestAnUntouchedWorkbookChangesNothing(t *testing.T) {
	t.Parallel()
	f := seeded(t)
	statuses := answered(f)
	for _, lang := range locale.Langs() {
		lines, problems := compared(t, f, written(t, f, lang, statuses), statuses)
		wantUntouched(t, lines, problems)
	}
}

func wantUntouched(t *testing.T, lines []answersheet.Line, problems []fault.Problem) {
	t.Helper()
	if len(problems) > 0 || len(lines) != 36 {
		t.Fatalf("%d lines, problems %v", len(lines), problemKeys(problems))
	}
	for _, l := range lines {
		if l.Outcome == answersheet.Changes || l.Outcome == answersheet.Clash {
			t.Errorf("row %d: outcome %d for\n%+v\nagainst\n%+v", l.Row.Line, l.Outcome, l.Report, l.Latest)
		}
	}
	if got := outcomes(lines)[answersheet.Unchanged]; got != 24 {
		t.Errorf("%d unchanged, want the 24 with an answer", got)
	}
}

// office saves a workbook again with LibreOffice, by way of its own format.
func office(t *testing.T, data []byte) []byte {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("MODENHED_CI") == "1" {
			t.Fatal("soffice is missing: apt-get install libreoffice-calc-nogui")
		}
		t.Skip("soffice is missing; to run this test: apt-get install libreoffice-calc-nogui")
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "book.xlsx")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	for _, step := range [][2]string{{"ods", "book.xlsx"}, {"xlsx", "book.ods"}} {
		command := exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
			"--headless", "--convert-to", step[0], "--outdir", dir, filepath.Join(dir, step[1]))
		command.Env = append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8")
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("convert by LibreOffice: %v\n%s", err, out)
		}
	}
	again, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// LibreOffice saves what it reads in its own way: every answer, text and line
// break must come back, and so must what was changed before.
func TestLibreOfficeKeepsEveryAnswer(t *testing.T) {
	t.Parallel()
	f := seeded(t)
	statuses := answered(f)
	data := written(t, f, locale.Danish, statuses)
	lines, problems := compared(t, f, office(t, data), statuses)
	wantUntouched(t, lines, problems)
	changed := edited(t, data, locale.Danish, map[string]any{"value/rpa.processes": 17, "evidence_text/rpa.processes": "Optalt = 17\nse bilag"})
	direct, _ := compared(t, f, changed, statuses)
	lines, problems = compared(t, f, office(t, changed), statuses)
	if diff := cmp.Diff(reports(direct), reports(lines)); len(problems) > 0 || diff != "" {
		t.Errorf("%v (-as written +as saved again):\n%s", problemKeys(problems), diff)
	}
	if got := outcomes(lines)[answersheet.Changes]; got != 1 {
		t.Errorf("%d changes, want 1", got)
	}
}

func reports(lines []answersheet.Line) []assessment.Report {
	var list []assessment.Report
	for _, l := range lines {
		list = append(list, l.Report)
	}
	return list
}
