package pages_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/web/webtest"
)

// The contents of the page on the method lead to every part and step, in both
// languages to the same anchors.
func TestMethodLeadsToEveryStep(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	var anchors []string
	for _, lang := range []string{"da", "en"} {
		page := site.Browser().Get("/method?lang=" + lang)
		var found []string
		page.Find("nav[aria-labelledby=contents-heading] a").Each(func(_ int, link *goquery.Selection) {
			href, _ := link.Attr("href")
			if target := page.Find("section" + href); target.Length() != 1 || strings.TrimSpace(target.Find("h2, h3").First().Text()) != strings.TrimSpace(link.Text()) {
				t.Errorf("%s leads to %d sections headed %q", href, target.Length(), target.Find("h2, h3").First().Text())
			}
			found = append(found, href)
		})
		if anchors != nil && strings.Join(found, " ") != strings.Join(anchors, " ") {
			t.Errorf("the anchors in Danish are %q, in English %q", anchors, found)
		}
		anchors = found
		headings := page.Find("main h2[id], main h3[id]").Length() - 1
		if headings != len(found) || !strings.Contains(strings.Join(found, " "), "#intervals") {
			t.Errorf("%d headings, %d links: %q", headings, len(found), found)
		}
	}
}
