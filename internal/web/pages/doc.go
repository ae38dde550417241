// Package pages answers the addresses that people read: a file per subject,
// and in it handlers that read the request, make one call, and render. It
// computes nothing: figures come from a benchmark snapshot, rules from the
// services, and package web decides beforehand who may ask.
//
// # How to add a page
//
//  1. The view: in package view, a model shaped like the page in subject.go
//     and a component SubjectBody(l Look, m Subject) in subject.templ, made
//     with "go tool templ generate". The body begins below the heading: title,
//     lead, crumbs and actions belong to view.Page. A part that htmx swaps is a
//     component of its own, which the body calls too.
//  2. The model: subject_model.go turns the snapshot into the view's model. It
//     formats with view.Look and translates with its T and N.
//  3. The handler: a method of [Handlers] in subject.go, as below. What it
//     needs beyond snapshots is a small interface declared beside it and a
//     field of [Handlers], which cmd/modenhed and package webtest fill in.
//  4. The wording: messages/da/subject.yaml and messages/en/subject.yaml of
//     package locale.
//  5. The route: one line in routes.go of package web says who may ask, whether
//     the public gets ready-made answers (readyMade, with every query parameter
//     that the handler reads; it sees no others) and whether menu or footer
//     link to it. The same, in words, goes into the table of access_test.go.
//  6. The test: package webtest starts the whole router over a database.
//
// A handler:
//
//	func (h *Handlers) Area(v *Visit) error {
//		s := v.Snapshot
//		m, ok := areaModel(v.Look, s, v.Param("key"))
//		if !ok {
//			return fault.New(fault.NotFound, "fault.not_found")
//		}
//		p := h.figurePage(v, s, m.Title, m.Lead)
//		return show(v, p, view.AreaBody(v.Look, m))
//	}
//
// Errors go back as they are: package web answers them. A form with faults is
// shown again with showStatus, 422 and fieldErrors(v.Look, err); after success
// comes a 303. A page with a part for htmx writes the part alone when
// v.Fragment(), and the part has view.Live in it; see Ranking. A form of somebody signed in carries
// view.CSRFField(v.CSRF); it reads typed values with v.FormValue.
package pages
