package web

import (
	"net/http"
	"net/url"
	"path"
	"strings"
)

// pagePaths are the paths of the routes that a browser can open.
type pagePaths []string

// loginAddress is where a stranger signs in to come back: to what was asked
// for, or to the page of a form that was sent. Signing in then says that
// nothing of the form was saved.
func (p pagePaths) loginAddress(r *http.Request) string {
	query := url.Values{}
	switch {
	case r.Method == http.MethodGet, r.Method == http.MethodHead:
		query.Set("next", r.URL.RequestURI())
	case r.URL.Path == "/logout":
		query.Set("next", "/")
	default:
		query.Set("next", p.formPage(r))
		query.Set("unsaved", "1")
	}
	return "/login?" + query.Encode()
}

// formPage is the page that a form stands on: the one that the browser says it
// was sent from when that is here, else the nearest above the form's own address.
func (p pagePaths) formPage(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host {
		return p.nearest(r.URL.EscapedPath())
	}
	// A faulty form is shown again at an address that can only be sent to.
	if nearest := p.nearest(from.EscapedPath()); nearest != from.EscapedPath() {
		return nearest
	}
	return from.RequestURI()
}

// nearest returns the longest beginning of an escaped path that can be opened.
func (p pagePaths) nearest(escaped string) string {
	for ; len(escaped) > 1; escaped = path.Dir(escaped) {
		if p.contain(escaped) {
			return escaped
		}
	}
	return "/"
}

func (p pagePaths) contain(escaped string) bool {
	parts := strings.Split(escaped, "/")
	for _, pattern := range p {
		if fits(strings.Split(pattern, "/"), parts) {
			return true
		}
	}
	return false
}

// fits reports whether the parts of a path are those of a route, where ":name"
// stands for any text.
func fits(pattern, parts []string) bool {
	if len(pattern) != len(parts) {
		return false
	}
	for i, wanted := range pattern {
		if strings.HasPrefix(wanted, ":") && parts[i] != "" {
			continue
		}
		if wanted != parts[i] {
			return false
		}
	}
	return true
}
