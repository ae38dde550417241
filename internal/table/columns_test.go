package table_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/table"
)

func TestColumnsAreFoundByAnyOfTheirNames(t *testing.T) {
	t.Parallel()
	list, err := table.Read(strings.NewReader("E–Mail;  Kommunens  navn ;Mail;Andet\na@b.test;Odense;c@d.test;x\n"), table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	c := table.FindColumns(list, map[string][]string{"email": {"e-mail", "mail"}, "place": {"kommunens navn"}, "language": {"sprog"}})
	if got := c.Missing("place", "language", "other", "email"); !slices.Equal(got, []string{"language", "other"}) {
		t.Errorf("missing: %q", got)
	}
	row := list.Rows[0]
	if email, place, language := c.Text(row, "email"), c.Text(row, "place"), c.Text(row, "language"); email != "a@b.test" || place != "Odense" || language != "" {
		t.Errorf("email %q, place %q, language %q", email, place, language)
	}
	var problems fault.Problems
	c.Note(&problems, row, "email", "people.list.email_form", "First", 7)
	want := fault.Problems{{Row: 2, Field: "E–Mail", Message: fault.Text("people.list.email_form", "Value", "a@b.test", "First", 7)}}
	if diff := cmp.Diff(want, problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestFoldMakesNamesAlike(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"  E-Mail ": "e-mail", "Don’t\tKNOW": "don't know", "A\u030argang": "årgang", "SF – liste F": "sf - liste f", "": "",
	} {
		if got := table.Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
}
