package web

import (
	"net/http"

	"modenhed/internal/locale"
	"modenhed/internal/web/pages"
)

// The headers of answers, as they go into the header map; not to be changed.
var (
	varies       = []string{"HX-Request, Accept-Encoding, Accept-Language, Cookie"}
	revalidate   = []string{"no-cache"}
	keepPrivate  = []string{"private, no-store"}
	packed       = []string{"gzip"}
	languageTags = map[locale.Lang][]string{locale.Danish: {"da"}, locale.English: {"en"}}
)

// answer gives the public a ready-made answer where the route allows it, and
// has the handler make one otherwise.
func (s *Server) answer(r route) pages.Handler {
	return func(v *pages.Visit) error {
		setAnswerHeaders(v, r.ready && !v.Actor.SignedIn())
		if err := s.lookBack(v, r); err != nil {
			return err
		}
		if err := chooseScore(v, r); err != nil {
			return err
		}
		handler := r.handler
		if r.stream {
			s.menus.fill(v)
			return handler(v)
		}
		if r.figures {
			handler = s.pages.DuringReview(handler)
		}
		if !r.ready || v.Actor.SignedIn() || v.Look.Past != "" {
			return s.make(v, handler)
		}
		request := v.Request()
		request.URL.RawQuery = canonicalQuery(request.URL.RawQuery, r.parameters)
		key := readyKey{
			stamp:    v.Snapshot.Stamp(),
			path:     request.URL.Path,
			query:    request.URL.RawQuery,
			lang:     v.Look.Lang(),
			fragment: v.Fragment(),
		}
		if made := s.ready.find(key); made != nil {
			return made.write(v)
		}
		return s.makeReady(v, handler, key)
	}
}

// chooseScore gives the visitor the score that the address asks for, where the
// page has a choice, and keeps it for the links where it has none.
func chooseScore(v *pages.Visit, r route) error {
	switch {
	case r.basis:
		return pages.ChooseBasis(v)
	case r.keeps:
		return pages.KeepBasis(v)
	}
	return nil
}

// lookBack shows the visitor an earlier time where the address of a page with
// figures asks for one.
func (s *Server) lookBack(v *pages.Visit, r route) error {
	if !r.figures || v.Request().URL.RawQuery == "" {
		return nil
	}
	values := v.Request().URL.Query()
	if !pages.Asks(values) {
		return nil
	}
	return s.pages.See(v, values)
}

// setAnswerHeaders lets browsers and proxies keep what everybody gets, and
// nothing else.
func setAnswerHeaders(v *pages.Visit, public bool) {
	h := v.Response().Header()
	h["Vary"] = varies
	h["Content-Language"] = languageTags[v.Look.Lang()]
	h["Cache-Control"] = keepPrivate
	if public {
		h["Cache-Control"] = revalidate
	}
}

// make runs the handler against a recorder, so that nothing is sent of an
// answer that turns into an error half-way.
func (s *Server) make(v *pages.Visit, handler pages.Handler) error {
	s.menus.fill(v)
	recorded := recorders.Get().(*recorder)
	defer recorded.release()
	if err := recorded.run(v, handler); err != nil {
		return err
	}
	return recorded.send(v)
}

// makeReady has one of those who ask the same at the same time make the
// answer, and gives it to all of them. Whoever gets nothing from the other's
// attempt makes the answer alone: the other may have hung up.
func (s *Server) makeReady(v *pages.Visit, handler pages.Handler, key readyKey) error {
	mine := false
	result, err, _ := s.making.Do(key.text(), func() (any, error) {
		mine = true
		s.menus.fill(v)
		recorded := recorders.Get().(*recorder)
		defer recorded.release()
		if err := recorded.run(v, handler); err != nil {
			return nil, err
		}
		if recorded.status != http.StatusOK {
			return nil, nil
		}
		return s.ready.keep(key, recorded), nil
	})
	if err != nil && mine {
		return err
	}
	if made, ok := result.(*readyAnswer); ok && err == nil {
		return made.write(v)
	}
	return s.make(v, handler)
}
