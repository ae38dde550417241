package pages_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/reference"
	"modenhed/internal/web/webtest"
	"modenhed/seed"
)

const seatsPath = "/surveys/seats"

// seatsFile has the seats of one council of 2025.
func seatsFile(code, social, liberal string) string {
	return fmt.Sprintf("election_year;code;party_letter;seats\n2025;%s;A;%s\n2025;%s;V;%s\n", code, social, code, liberal)
}

func TestSeatsAreImportedAndOutliveTheSeed(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	page := analyst.Get(seatsPath + "?lang=da").WantStatus(http.StatusOK)
	row := plain(page.Find("tbody tr").First().Text())
	if !strings.HasPrefix(row, "20252.43236 af 98 byråd Se de byråd, der mangler") || !strings.Contains(row, "Albertslund") {
		t.Errorf("the first election reads %q", row)
	}
	code := site.Keeper.Current().Directory.All()[0].Code.String()
	for _, m := range site.Keeper.Current().Directory.All() {
		if m.CouncilSeats == 0 {
			code = m.Code.String()
		}
	}
	analyst.Upload(seatsPath, nil, "seats", "m.csv", seatsFile(code, "12", "9")).WantLocation(seatsPath + "?saved=1")
	saved := analyst.Get(seatsPath + "?saved=1&lang=da").WantStatus(http.StatusOK)
	if got := saved.Text(".alert-success"); !strings.Contains(got, "Mandaterne er gemt") {
		t.Errorf("the page says %q", got)
	}
	if row := plain(saved.Find("tbody tr").First().Text()); !strings.Contains(row, "37 af 98 byråd") {
		t.Errorf("the first election reads %q", row)
	}
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		t.Fatal(err)
	}
	for i := range documents {
		if documents[i].Kind == reference.KindSeats {
			documents[i].Content = append(documents[i].Content, '\n') // a newer seed
			documents[i].RecordedAt = site.Keeper.Current().AsOf
		}
	}
	if n, err := site.Store.AppendDocuments(t.Context(), documents); err != nil || n != 1 {
		t.Fatalf("the new seed brought %d documents, %v", n, err)
	}
	if err := site.Keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(site.Keeper.Current().Seats().Coverage(2025)); n != 37 {
		t.Errorf("%d councils after a new seed", n)
	}
}

func TestSeatsThatDoNotAgreeWaitForADecision(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	code := ""
	for _, m := range site.Keeper.Current().Directory.All() {
		if m.CouncilSeatsSource == "documented 2025" {
			code = m.Code.String()
		}
	}
	page := analyst.Upload(seatsPath+"?lang=da", nil, "seats", "m.csv", seatsFile(code, "1", "1")).WantStatus(http.StatusUnprocessableEntity)
	if got := page.Text(".alert-warning"); !strings.Contains(got, "Mandaterne passer ikke med andre kilder") || !strings.Contains(got, "tilsammen 2 mandater") {
		t.Errorf("the page says %q", got)
	}
	if n := len(site.Keeper.Current().Seats().Coverage(2025)); n != 36 {
		t.Errorf("%d councils before the decision", n)
	}
	form := page.Form(`.alert-warning form`)
	form.Set("accepted", "1")
	analyst.Upload(seatsPath, form, "", "", "").WantLocation(seatsPath + "?saved=1")
	for _, c := range site.Keeper.Current().Seats().Councils {
		if c.Municipality.String() == code && c.Year == 2025 && c.Seats != 1 {
			t.Errorf("the council has %+v", c)
		}
	}
}

func TestFaultySeatsAreToldByRow(t *testing.T) {
	t.Parallel()
	analyst := webtest.New(t).SignedIn(account.Analyst)
	page := analyst.Upload(seatsPath+"?lang=en", nil, "seats", "m.csv", "year;code;party;seats\n2025;999;A;1\n2025;461;Q;x\n").WantStatus(http.StatusUnprocessableEntity)
	if got := page.Text("h2#row-faults-heading"); got != "3 faults in the rows of the file" {
		t.Errorf("the heading is %q", got)
	}
	for _, want := range []string{"2code‘999’", "3party‘Q’", "3seats‘x’"} {
		if got := page.Text("section:has(#row-faults-heading) tbody"); !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
	for name, content := range map[string]string{"nothing": "", "another table": "a;b\n1;2\n", "no CSV": "\x00\x01"} {
		answer := analyst.Upload(seatsPath, nil, "seats", "m.csv", content)
		if answer.Status != http.StatusUnprocessableEntity || answer.Find("#seats-error").Length() != 1 {
			t.Errorf("%s gives %d without a fault at the field", name, answer.Status)
		}
	}
	if got := analyst.Upload(seatsPath, nil, "seats", "m.csv", strings.Repeat("a;b\n", 4<<20)); got.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("a file beyond every limit gives %d", got.Status)
	}
}
