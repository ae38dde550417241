package web

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/web/pages"
)

// tokenHeader carries the session's token for scripts; forms have a field "csrf".
const (
	tokenHeader = "X-CSRF-Token"
	tokenField  = "csrf"
	// staleForm is the key of what is said of a form without the session's token.
	staleForm = "problem.text.stale_form"
)

// admit lets in who may use the route, and unsafe requests only from pages of
// ours. Until it knows better, whoever asks sees what the public does.
func (s *Server) admit(r route, next pages.Handler) pages.Handler {
	if r.unseen {
		return s.admitUnseen(next)
	}
	return func(v *pages.Visit) error {
		if err := s.sessions.identify(v); err != nil {
			return fmt.Errorf("identify the visitor: %w", err)
		}
		s.speak(v)
		if account.MayReadUnderReview(v.Actor) {
			v.Snapshot = s.pages.Snapshots.Current()
		}
		if !r.access.allows(v.Actor) {
			if handler, ok := s.keepTyping(v, r); ok {
				return s.reply(v, handler)
			}
			if r.files {
				dropFiles(v)
			}
			return refusal(v)
		}
		if r.method != http.MethodGet {
			if err := s.checkOrigin(v, r); err != nil {
				if handler, ok := s.sendAgain(v, r, err); ok {
					return s.reply(v, handler)
				}
				return err
			}
		}
		return next(v)
	}
}

// reply answers with another handler than the route's.
func (s *Server) reply(v *pages.Visit, handler pages.Handler) error {
	setAnswerHeaders(v, false)
	return s.make(v, handler)
}

// unseenBody is the largest form of an unseen visitor, in bytes.
const unseenBody = 64 << 10

// admitUnseen lets in who holds the address of an invitation. The address is the
// whole right to answer: no cookie adds to it, so a form from another site could
// do nothing that its author could not do without the visitor, and its origin
// need not be checked. It could not be either: the page asks browsers not to say
// where a form comes from, which older ones do with an origin of "null".
func (s *Server) admitUnseen(next pages.Handler) pages.Handler {
	return func(v *pages.Visit) error {
		request := v.Request()
		request.Body = http.MaxBytesReader(v.Response(), request.Body, unseenBody)
		if err := request.ParseForm(); err != nil {
			return &fault.Error{Kind: fault.Invalid, Message: fault.Text("problem.text.bad_request"), Err: err}
		}
		return next(v)
	}
}

// refusal is a Forbidden fault for those who are known and an Unauthenticated
// one for strangers, who may sign in.
func refusal(v *pages.Visit) error {
	if v.Actor.SignedIn() {
		return fault.New(fault.Forbidden, "fault.forbidden")
	}
	return fault.New(fault.Unauthenticated, "fault.unauthenticated")
}

// checkOrigin bounds the body and refuses unsafe requests from other sites and
// those of a session that do not carry its token. Forms that sign in need none.
func (s *Server) checkOrigin(v *pages.Visit, r route) error {
	request := v.Request()
	limit := max(s.limits.Body, r.body)
	if r.files {
		limit = readOn
	}
	request.Body = http.MaxBytesReader(v.Response(), request.Body, limit)
	if err := s.guard.Check(request); err != nil {
		return &fault.Error{Kind: fault.Forbidden, Message: fault.Text("problem.text.cross_origin"), Err: err}
	}
	// Reading the form later would pass over what is wrong with it.
	if err := s.parseForm(v, r, limit); err != nil {
		return &fault.Error{Kind: fault.Invalid, Message: fault.Text("problem.text.bad_request"), Err: err}
	}
	if r.access.everybody {
		return nil
	}
	token := request.Header.Get(tokenHeader)
	if token == "" {
		token = request.PostFormValue(tokenField)
	}
	if v.CSRF == "" || subtle.ConstantTimeCompare([]byte(token), []byte(v.CSRF)) != 1 {
		return fault.New(fault.Forbidden, staleForm)
	}
	return nil
}

// parseForm reads a form, also one with files, which stay in memory.
func (s *Server) parseForm(v *pages.Visit, r route, limit int64) error {
	request := v.Request()
	if r.files {
		if err := s.readFiles(v); !errors.Is(err, http.ErrNotMultipart) {
			return err
		}
		request.MultipartForm, request.Body = nil, http.MaxBytesReader(v.Response(), request.Body, s.limits.Body)
	}
	if err := request.ParseForm(); err != nil {
		return err
	}
	if err := request.ParseMultipartForm(limit); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return err
	}
	return nil
}
