package pages_test

import (
	"net/http"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/framework"
	"modenhed/internal/web/webtest"
)

// TestPublicEvidenceIsAPlaceToBegin shows an editor what has been written
// about the own municipality in the area, and nobody else's.
func TestPublicEvidenceIsAPlaceToBegin(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	s := site.Keeper.Current()
	for _, area := range s.Framework.Areas {
		unit, _ := s.Unit(webtest.Odense)
		want := len(s.PublicEvidence(unit, area.Key))
		page := editor.Get("/report/" + string(area.Key)).WantStatus(http.StatusOK)
		if got := page.Find("#public-evidence li").Length(); got != want {
			t.Errorf("%s shows %d findings, want %d", area.Key, got, want)
		}
	}
	unit, _ := s.Unit(webtest.Odense)
	if len(s.PublicEvidence(unit, framework.AreaKey("rpa"))) == 0 {
		t.Error("the test needs a municipality with findings")
	}
}
