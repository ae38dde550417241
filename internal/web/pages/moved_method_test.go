package pages_test

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/web/webtest"
)

// declareGeometric has the declared method take a geometric mean from now on.
func declareGeometric(t *testing.T, site *webtest.Site) {
	t.Helper()
	documents, err := site.Store.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents {
		if d.Kind != reference.KindFramework {
			continue
		}
		changed := reference.Document{Kind: d.Kind, Key: d.Key, Origin: d.Origin, RecordedAt: time.Now()}
		changed.Content = bytes.Replace(d.Content, []byte("aggregation: arithmetic"), []byte("aggregation: geometric"), 1)
		if n, err := site.Store.AppendDocuments(t.Context(), []reference.Document{changed}); n != 1 || err != nil {
			t.Fatalf("%d documents, %v", n, err)
		}
	}
	if err := site.Keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestAnotherMethodHasAPartOfItsOwn changes the method and nothing else since a
// moment ago: it alone moves, and who is ahead is explained by what would turn it.
func TestAnotherMethodHasAPartOfItsOwn(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	before := site.Keeper.Current()
	declareGeometric(t, site)
	s := site.Keeper.Current()
	if s.Framework.Arithmetic() {
		t.Fatal("the method has not changed")
	}
	since := before.AsOf.UTC().Format("2006-01-02T15:04:05.999999Z")
	moved := 0
	for _, u := range s.Units[:30] {
		page := site.Browser().Get("/municipalities/" + u.Code.String() + "?lang=en&since=" + since).WantStatus(http.StatusOK)
		if u.Place.Rank == 0 || page.Find("#moved tfoot").Length() == 0 {
			continue
		}
		places, points := column(t, page, "#moved", 0), column(t, page, "#moved", 1)
		if places[0] != 0 {
			moved++
		}
		for cause := 1; cause < len(points)-1; cause++ {
			if points[cause] != 0 {
				t.Errorf("%s: cause %d moved %v points", u.Name, cause, points[cause])
			}
		}
	}
	if moved == 0 {
		t.Error("the method moved nobody")
	}
	checkTurning(t, site)
}

// checkTurning wants the areas that would turn an order named.
func checkTurning(t *testing.T, site *webtest.Site) {
	t.Helper()
	page := site.Browser().Get("/compare?lang=en&codes=461,751").WantStatus(http.StatusOK)
	leads, err := site.Keeper.Current().Leads([]municipality.Code{461, 751})
	if err != nil || leads[0].Additive {
		t.Fatalf("leads %+v, %v", leads, err)
	}
	texts := []string{"do not add up", "Lead lost"}
	for _, area := range leads[0].Deciding() {
		texts = append(texts, area.Area.Title.EN)
	}
	if len(leads[0].Deciding()) == 0 {
		texts = append(texts, "No single area can turn it")
	}
	wantTexts(t, page, `section[aria-labelledby="why-heading"]`, texts...)
}
