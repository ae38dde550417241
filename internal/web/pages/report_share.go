package pages

import (
	"net/url"
	"strings"

	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// shareLinks are what a coordinator sends a colleague who knows the answer.
func (r *reporting) shareLinks(place framework.Place) view.ReportShare {
	l := r.look
	address := r.origin + formAddress(place)
	subject := l.T("reporting.share.subject", "Title", place.Indicator.Title.In(l.Code()))
	body := l.T("reporting.share.body", "Name", r.unit.Name, "Question", place.Indicator.Question.In(l.Code()), "Address", address)
	return view.ReportShare{Page: formAddress(place), Address: address, Mail: mailto(subject, body)}
}

// mailto is the address that begins a letter without a receiver. Mail programs
// take line ends as CR LF and a plus sign for itself.
func mailto(subject, body string) string {
	escape := func(s string) string {
		s = strings.ReplaceAll(s, "\n", "\r\n")
		return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
	}
	return "mailto:?subject=" + escape(subject) + "&body=" + escape(body)
}
