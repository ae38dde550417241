package contact_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/contact"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/sample"
	"modenhed/seed"
)

func directory(t testing.TB) *municipality.Directory {
	t.Helper()
	files := make(map[string][]byte)
	for _, name := range municipality.Files() {
		content, err := fs.ReadFile(seed.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = content
	}
	d, err := municipality.Parse(files)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func known() []account.Account {
	return []account.Account{
		{ID: 1, Email: "anna@odense.test", Role: account.Editor, Municipality: sample.Odense},
		{ID: 2, Email: "boss@modenhed.test", Role: account.Administrator},
		{ID: 3, Email: "gone@odense.test", Role: account.Editor, Municipality: sample.Odense, DisabledAt: sample.Time()},
		{ID: 4, Email: "nora@norddjurs.test", Role: account.Editor, Municipality: sample.Norddjurs},
	}
}

func TestListsAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	want := contact.Plan{
		New: []contact.Contact{
			{Line: 2, Municipality: sample.Odense, Email: "ole@odense.test", Language: "da"},
			{Line: 3, Municipality: sample.Copenhagen, Email: "kim@kk.test", Language: "en"},
		},
		Known: []contact.Contact{{Line: 4, Municipality: sample.Odense, Email: "anna@odense.test"}},
	}
	for name, list := range map[string]string{
		"semicolons": "Kommune;E-mail;Sprog\n461;Ole@Odense.test;dansk\nKøbenhavns Kommune;kim@kk.test;EN\nOdense;anna@odense.test;\n",
		"commas":     "Code,Email,Language,Note\n0461, ole@odense.test ,da,x\n101,kim@kk.test,English,\n461,anna@odense.test,,\n",
		"BOM, CRLF":  "\ufeffsprog;mail;kommunekode\r\nda;ole@odense.test;461\r\nengelsk;kim@kk.test;0101\r\n;anna@odense.test;461\r\n",
	} {
		got, err := contact.Read(strings.NewReader(list), directory(t), known())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
		again, err := contact.Read(strings.NewReader(got.Text()), directory(t), known())
		if diff := cmp.Diff(got.Accounts(), again.Accounts()); err != nil || diff != "" {
			t.Errorf("%s read again: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestEveryFaultyRowIsNamed(t *testing.T) {
	t.Parallel()
	const list = `kommune;mail;sprog
Atlantis;a@b.test;da
461;not an address;da
461;ole@odense.test;tysk
461;ole@odense.test;da
999;Boss@modenhed.test;da
461;gone@odense.test;
461;nora@norddjurs.test;
461;=cmd@evil.test;
461;"x@y.test
Bcc: z@y.test";
`
	want := []string{
		"2 kommune municipality_unknown", "3 mail email_form", "4 sprog language_unknown", "5 mail email_twice",
		"6 kommune municipality_unknown", "6 mail other_role", "7 mail closed", "8 mail other_municipality", "9 mail email_form", "10 mail email_form",
	}
	_, err := contact.Read(strings.NewReader(list), directory(t), known())
	if diff := cmp.Diff(want, problems(err)); diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for name, c := range map[string]struct{ list, want string }{
		"no columns": {"a;b\n1;2\n", "1 municipality column_missing"},
		"nobody":     {"kommune;mail\n", "0  nobody"},
	} {
		_, err := contact.Read(strings.NewReader(c.list), directory(t), nil)
		if got := problems(err); len(got) == 0 || got[0] != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
	for name, list := range map[string]string{
		"nothing": "", "too many": "kommune;mail\n" + strings.Repeat("461;a@b.test\n", contact.MaxContacts+1), "no zip": "PK\x03\x04rubbish",
	} {
		if _, err := contact.Read(strings.NewReader(list), directory(t), nil); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
}

// problems are what is wrong, as "line column key".
func problems(err error) []string {
	var known *fault.Error
	if !errors.As(err, &known) {
		return nil
	}
	var list []string
	for _, p := range known.Problems {
		list = append(list, fmt.Sprint(p.Row, " ", p.Field, " ", p.Message.Key[strings.LastIndex(p.Message.Key, ".")+1:]))
	}
	return list
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("kommune;mail;sprog\n461;a@b.test;da\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xff\xfek\x00"))
	of := directory(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		plan, err := contact.Read(strings.NewReader(string(data)), of, known())
		if err != nil {
			return
		}
		again, err := contact.Read(strings.NewReader(plan.Text()), of, known())
		if len(plan.New) > 0 && (err != nil || cmp.Diff(plan.Accounts(), again.Accounts()) != "") {
			t.Errorf("read again: %v", err)
		}
	})
}
