package view

import (
	"net/url"
	"strings"

	"modenhed/internal/locale"
)

// Page is what surrounds the body of a page: head, header, title, footer.
type Page struct {
	Look
	// Title is the heading and the name of the page in the browser.
	Title string
	// Lead is the line below the heading, Kicker the one above it.
	Lead, Kicker string
	// Description is what search engines show; the lead when empty.
	Description string
	// Address is the path and query of the page, for the switch of language;
	// empty where the page cannot be asked for again.
	Address string
	// Menu is the main menu, Footer the links at the foot.
	Menu, Footer []MenuItem
	// Crumbs lead from the front page to this page, both left out.
	Crumbs []Link
	// Actions stand beside the heading.
	Actions []Action
	// Guide says in a few steps how the page is used; empty where it needs none.
	Guide []string
	// AsOf says what time the figures speak of; empty on pages without figures.
	AsOf string
	// Provisional means that the figures belong to no published round.
	Provisional bool
	// Past says that the figures are of an earlier time; nil for the present.
	Past *Past
	// Basis says which score the figures are; nil where there is no choice.
	Basis *Basis
	// Review says that a measuring round is in review; nil when none is.
	Review *Review
	// Time lets the reader choose another time; nil where there is no choice.
	Time *TimeChoice
	// User is who is signed in, empty for the public.
	User string
	// CSRF is the token that every form of somebody signed in carries.
	CSRF string
	// Demo means that all figures are invented.
	Demo bool
	// Charts means that the page has charts to draw.
	Charts bool
	// Narrow means a page with one small form.
	Narrow bool
}

// TimeChoice is the form that asks for a page as of another time.
type TimeChoice struct {
	Action string
	// Hidden are the other parameters of the page's address.
	Hidden []Hidden
	// Day is the day shown and Last the last that can be asked for, as 2026-12-31.
	Day, Last string
}

// Past is an earlier time that a page speaks of.
type Past struct {
	// Text says which.
	Text string
	// Round leads to the round, nil where there is none.
	Round *Link
	// NowHref is the same page in the present.
	NowHref string
}

// Basis says which score a page shows.
type Basis struct {
	// Verified means that the visitor has chosen the verified score.
	Verified bool
	Text     string
	// Other leads to the same page by the other score; nil where the page has
	// the claimed one alone.
	Other *Link
}

// Review says what the page shows while a measuring round is in review.
type Review struct {
	Text string
	// Round leads to the round in review.
	Round Link
}

// MenuItem is a link to a part of the product.
type MenuItem struct {
	Href, Text string
	Current    bool
	// Begins marks the first of those that the reader works with.
	Begins bool
}

// classes of the item in the main menu, empty for none.
func (m MenuItem) classes() string {
	var classes []string
	if m.Current {
		classes = append(classes, "active", "current")
	}
	if m.Begins {
		classes = append(classes, "mh-menu-work")
	}
	return strings.Join(classes, " ")
}

// Action is a link beside the heading; one with an icon is drawn without a frame.
type Action struct {
	Link
	Icon string
}

// htmxConfig keeps htmx within the content security policy, has it show forms
// that come back with faults (422), a version conflict (409), a file too large (413) or a refusal to
// try again so soon (429), keeps pages out of the browser's storage, and readies
// what it puts in before anybody can use it: what is done in between would be lost.
const htmxConfig = `{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"defaultSettleDelay":0,` +
	`"attributesToSettle":["class","width","height"],` +
	`"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"(409|413|422|429)","swap":true},{"code":"[45]..","swap":false,"error":true}]}`

// documentTitle is the title in the browser's tab.
func (p Page) documentTitle() string {
	product := p.T("layout.product")
	if p.Title == "" || p.Title == product {
		return product
	}
	return p.Title + " – " + product
}

func (p Page) description() string {
	if p.Description != "" {
		return p.Description
	}
	return p.Lead
}

// hasTopline reports whether a line with crumbs and time stands above the heading.
func (p Page) hasTopline() bool { return len(p.Crumbs) > 0 || p.AsOf != "" }

// otherLanguage is the language that the switch leads to.
func (p Page) otherLanguage() locale.Lang {
	if p.Lang() == locale.Danish {
		return locale.English
	}
	return locale.Danish
}

// inOtherLanguage is this page's address in the other language.
func (p Page) inOtherLanguage() string {
	address, err := url.ParseRequestURI(p.Address)
	if err != nil || strings.HasPrefix(p.Address, "//") {
		return "/?lang=" + string(p.otherLanguage())
	}
	query := address.Query()
	query.Set("lang", string(p.otherLanguage()))
	return (&url.URL{Path: address.Path, RawQuery: query.Encode()}).String()
}
