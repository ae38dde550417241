package web

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"

	"modenhed/internal/web/pages"
)

// receive is the first step of every request, also of those for which there
// is no route.
func (s *Server) receive(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		v := s.visit(c)
		defer func() {
			if p := recover(); p != nil {
				err = panicError(p)
			}
			if err != nil {
				s.fail(v, err)
				err = nil
			}
		}()
		return next(v)
	}
}

// visit begins a visit: number, the public's snapshot, security headers, language.
func (s *Server) visit(c echo.Context) *pages.Visit {
	if v, ok := c.(*pages.Visit); ok {
		return v
	}
	w := c.Response()
	v := &pages.Visit{Context: c, RequestID: s.numbers.next(), Snapshot: s.pages.Snapshots.Public()}
	h := w.Header()
	setHeaders(h, s.headers)
	h["X-Request-Id"] = []string{v.RequestID}
	if unseen(c.Request()) {
		setHeaders(h, s.unseenHeaders)
		v.Look = s.looks[s.languages.wanted(c.Request())]
		return v
	}
	v.Look = s.looks[s.languages.of(w, c.Request())]
	return v
}

// unseenPath begins the addresses whose visitors leave no trace; below it stands
// what an invitation is known by.
const unseenPath = "/answer"

// unseen reports whether nothing of a request may be kept.
func unseen(r *http.Request) bool {
	return r.URL.Path == unseenPath || strings.HasPrefix(r.URL.Path, unseenPath+"/")
}

// panicError turns a panic into an error. The one that net/http uses to drop a
// connection goes on.
func panicError(p any) error {
	if err, ok := p.(error); ok && err == http.ErrAbortHandler {
		panic(p)
	}
	return fmt.Errorf("panic: %v\n%s", p, debug.Stack())
}

// handle is what the router calls for a route.
func (s *Server) handle(r route) echo.HandlerFunc {
	if r.plain != nil {
		return echo.WrapHandler(r.plain)
	}
	handler := s.admit(r, s.answer(r))
	return func(c echo.Context) error {
		v := s.visit(c)
		v.Guide = r.guide
		return handler(v)
	}
}
