package web

import (
	"net/http"
	"slices"

	"modenhed/internal/account"
	"modenhed/internal/web/pages"
)

// access says who may use a route. The zero access lets nobody in.
type access struct {
	everybody bool
	roles     []account.Role
}

// everybody lets the public in too.
func everybody() access { return access{everybody: true} }

// only lets in those who are signed in with one of the roles.
func only(roles ...account.Role) access { return access{roles: roles} }

// signedIn lets in everybody who is signed in.
func signedIn() access { return only(account.Editor, account.Analyst, account.Administrator) }

func (a access) allows(actor account.Actor) bool {
	return a.everybody || actor.SignedIn() && slices.Contains(a.roles, actor.Role)
}

// route is one address with what answers it.
type route struct {
	method, path string
	access       access
	handler      pages.Handler
	// plain answers without language, session or compression: probes and assets.
	plain http.HandlerFunc
	// ready lets the public have ready-made answers for as long as the snapshot
	// stands; parameters are those of the query that the page knows.
	ready bool
	// unseen means that nothing about the visitor is read, kept or logged: no
	// session, no cookie, no address with what it holds.
	unseen bool
	// figures means that the page can be asked for as of an earlier time.
	figures bool
	// stream means that the answer is sent as it is made, not held in memory first.
	stream     bool
	parameters []string
	// basis means that the page can be asked for by verified score, and keeps
	// that it has one score alone and keeps the choice for other pages.
	basis, keeps bool
	guide        pages.Guide
	// body is how many bytes a form may have; 0 takes what all may have.
	body int64
	// files means that a form may have files as evidence; see [Server.readFiles].
	files bool
	// typed means that what a form holds outlives the end of a session.
	typed bool
	// menu and footer are the keys of the link's text in the main menu and at
	// the foot; empty for no link.
	menu, footer string
	// work says that the link in the main menu stands among what people work with.
	work bool
}

// group is a subject with its routes.
type group struct {
	subject string
	routes  []route
}

func get(path string, a access, h pages.Handler) route {
	return route{method: http.MethodGet, path: path, access: a, handler: h}
}

func post(path string, a access, h pages.Handler) route {
	return route{method: http.MethodPost, path: path, access: a, handler: h}
}

func plain(path string, h http.HandlerFunc) route {
	return route{method: http.MethodGet, path: path, access: everybody(), plain: h}
}

// readyMade keeps answers for the public; the handler sees no other
// parameters of the query than those named.
func (r route) readyMade(parameters ...string) route {
	r.ready, r.parameters = true, parameters
	slices.Sort(r.parameters)
	return r
}

// asOf lets the page be asked for as of a time or a published round.
func (r route) asOf() route {
	r.figures = true
	return r
}

// byScore lets the page be asked for by claimed or by verified score.
func (r route) byScore() route {
	r.basis = true
	r.parameters = append(r.parameters, pages.ParamBasis)
	slices.Sort(r.parameters)
	return r
}

// byClaimedAlone keeps the visitor's choice of score in the links of a page whose
// own figures follow the claimed score whatever the address asks for.
func (r route) byClaimedAlone() route {
	r.keeps = true
	r.parameters = append(r.parameters, pages.ParamBasis)
	slices.Sort(r.parameters)
	return r
}

// fromAnywhere lets whoever holds the address in, without a look at who it is.
func (r route) fromAnywhere() route {
	r.unseen = true
	return r
}

// upload lets a form have files, of so many bytes in all. They stay in memory.
func (r route) upload(bytes int64) route {
	r.body = bytes
	return r
}

// guided gives the page a short guide, for those with one of the roles when any
// is named.
func (r route) guided(key string, roles ...account.Role) route {
	r.guide = pages.Guide{Key: key, Roles: roles}
	return r
}

// evidence lets a form have files as evidence.
func (r route) evidence() route {
	r.files = true
	return r
}

// streamed sends the answer as the handler makes it. The handler has to be sure
// of it before it begins.
func (r route) streamed() route {
	r.stream = true
	return r
}

// typing means that a form holds what somebody has typed at a question, which
// is not lost when their session has ended.
func (r route) typing() route {
	r.typed = true
	return r
}

// inMenu links the route from the main menu, among what everybody reads.
func (r route) inMenu(key string) route {
	r.menu = key
	return r
}

// inWorkMenu links the route from the main menu, after what everybody reads:
// there stands what those who are signed in work with.
func (r route) inWorkMenu(key string) route {
	r.menu, r.work = key, true
	return r
}

// inFooter links the route from the foot of every page.
func (r route) inFooter(key string) route {
	r.footer = key
	return r
}
