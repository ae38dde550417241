package web_test

import (
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

// The menu begins alike for everybody; what one works with follows, and the
// first of it is marked.
func TestTheMenuBeginsAlikeForEverybody(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	public, marked := menuOf(site.Browser())
	if len(public) == 0 || len(marked) != 0 {
		t.Fatalf("the public has %v, marked %v", public, marked)
	}
	for role, first := range map[account.Role]string{
		account.Editor: "/report", account.Analyst: "/verify", account.Administrator: "/verify",
	} {
		links, marked := menuOf(site.SignedIn(role))
		if len(links) <= len(public) || !slices.Equal(links[:len(public)], public) || links[len(public)] != first {
			t.Errorf("%s: the menu is %v", role, links)
		}
		if !slices.Equal(marked, []string{first}) {
			t.Errorf("%s: marked are %v", role, marked)
		}
	}
}

// menuOf returns the links of the main menu and those that are marked as work.
func menuOf(b *webtest.Browser) (links, marked []string) {
	b.Get("/glossary").Find(".navigation-menu .mainmenu li").Each(func(_ int, item *goquery.Selection) {
		href, _ := item.Find("a").Attr("href")
		links = append(links, href)
		if item.HasClass("mh-menu-work") {
			marked = append(marked, href)
		}
	})
	return links, marked
}
