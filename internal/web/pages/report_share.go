package pages

import (
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// shareLinks are what a coordinator sends a colleague who knows the answer.
func (r *reporting) shareLinks(place framework.Place) view.ReportShare {
	l := r.look
	address := r.origin + formAddress(place)
	subject := l.T("reporting.share.subject", "Title", place.Indicator.Title.In(l.Code()))
	body := l.T("reporting.share.body", "Name", r.unit.Name, "Question", place.Indicator.Question.In(l.Code()), "Address", address)
	return view.ReportShare{Page: formAddress(place), Address: address, Mail: mailto(nil, nil, subject, body)}
}
