package web

import (
	"modenhed/internal/account"
	"modenhed/internal/web/pages"
)

// RouteNames lists method and path of every route of the table.
func (s *Server) RouteNames() []string {
	var names []string
	for _, g := range s.routes() {
		for _, r := range g.routes {
			names = append(names, r.method+" "+r.path)
		}
	}
	return names
}

// RouteAllows reports whether the table lets a role use the route with a name
// of RouteNames, whatever its handler refuses by itself.
func (s *Server) RouteAllows(name string, role account.Role) bool {
	actor := account.Actor{Role: role}
	if role != account.Public {
		actor.ID = 1
	}
	for _, g := range s.routes() {
		for _, r := range g.routes {
			if r.method+" "+r.path == name {
				return r.access.allows(actor)
			}
		}
	}
	return false
}

// AddReady adds a route for everybody with ready-made answers.
func (s *Server) AddReady(path string, h pages.Handler, parameters ...string) {
	s.add(get(path, everybody(), h).readyMade(parameters...))
}

// AddGet and AddPost add routes for a test: for everybody without roles, else
// for those with one of them.
func (s *Server) AddGet(path string, h pages.Handler, roles ...account.Role) {
	s.add(get(path, anyOf(roles), h))
}

func (s *Server) AddPost(path string, h pages.Handler, roles ...account.Role) {
	s.add(post(path, anyOf(roles), h))
}

// AddUnspoken adds a route without saying who may use it.
func (s *Server) AddUnspoken(path string, h pages.Handler) { s.add(get(path, access{}, h)) }

func anyOf(roles []account.Role) access {
	if len(roles) == 0 {
		return everybody()
	}
	return only(roles...)
}

// ReadyBytes is how much the ready-made answers take, ReadyCount how many there are.
func (s *Server) ReadyBytes() (bytes, count int) {
	s.ready.mu.RLock()
	defer s.ready.mu.RUnlock()
	return s.ready.bytes, len(s.ready.made)
}

// ReadyLimit is how much they may take.
const ReadyLimit = readyLimit

// Names of what tests look at, and pure functions.
var (
	CanonicalQuery = canonicalQuery
	AcceptsGzip    = acceptsGzip
	ClientNetwork  = clientNetwork
)

// Limits of signing in.
const (
	TriesPerEmail   = triesPerEmail
	EmailEvery      = emailEvery
	TriesPerAddress = triesPerAddress
	Remembered      = remembered
	SessionTouch    = sessionTouch
)
