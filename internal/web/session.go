package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/web/pages"
)

// How long a session lasts: without use, and at most.
const (
	sessionIdle     = 2 * time.Hour
	sessionLifetime = 12 * time.Hour
	// sessionTouch is how old the record of the last use may grow before it is
	// written anew, so that not every page costs a write.
	sessionTouch = time.Minute
)

// What a session holds.
const (
	sessionAccount = "account"
	sessionToken   = "csrf"
	sessionSeen    = "seen"
)

// SessionOwner returns whose session some stored data are, 0 for nobody's, so
// that a store can end the sessions of an account.
func SessionOwner(data []byte) account.ID {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return 0
	}
	id, _ := values[sessionAccount].(int64)
	return account.ID(id)
}

// sessions remembers who is signed in. Visitors without the cookie have none
// and cost no look at the database.
type sessions struct {
	manager  *scs.SessionManager
	accounts Accounts
	cookie   string
	secure   bool
	now      func() time.Time
}

func newSessions(store scs.CtxStore, accounts Accounts, secure bool, now func() time.Time) *sessions {
	m := scs.New()
	m.Store = store
	m.IdleTimeout = sessionIdle
	m.Lifetime = sessionLifetime
	s := &sessions{manager: m, accounts: accounts, cookie: "modenhed_session", secure: secure, now: now}
	if secure {
		// Browsers let only this host, over HTTPS, set a cookie with this prefix.
		s.cookie = "__Host-" + s.cookie
	}
	return s
}

// token returns what the browser holds, empty when it holds nothing.
func (s *sessions) token(r *http.Request) string {
	if len(r.Header["Cookie"]) == 0 {
		return ""
	}
	cookie, err := r.Cookie(s.cookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// identify fills in who the visitor is, with the rights of now.
func (s *sessions) identify(v *pages.Visit) error {
	token := s.token(v.Request())
	if token == "" {
		return nil
	}
	ctx, err := s.manager.Load(v.Request().Context(), token)
	if err != nil {
		return fmt.Errorf("load the session: %w", err)
	}
	id := account.ID(s.manager.GetInt64(ctx, sessionAccount))
	if id == 0 {
		s.clearCookie(v)
		return nil
	}
	actor, err := s.accounts.Actor(ctx, id)
	if fault.KindOf(err) == fault.Unauthenticated {
		return s.End(v)
	}
	if err != nil {
		return err
	}
	v.Actor, v.CSRF = actor, s.manager.GetString(ctx, sessionToken)
	return s.touch(ctx)
}

// touch notes now and then that the session is in use, which puts off its end.
func (s *sessions) touch(ctx context.Context) error {
	now := s.now().Unix()
	if now-s.manager.GetInt64(ctx, sessionSeen) < int64(sessionTouch/time.Second) {
		return nil
	}
	s.manager.Put(ctx, sessionSeen, now)
	if _, _, err := s.manager.Commit(ctx); err != nil {
		return fmt.Errorf("prolong the session: %w", err)
	}
	return nil
}

// Begin implements [pages.Sessions]. The browser's old session ends, so that
// nobody who knew its token is signed in too.
func (s *sessions) Begin(v *pages.Visit, actor account.Actor) error {
	if err := s.destroy(v); err != nil {
		return err
	}
	ctx, err := s.manager.Load(v.Request().Context(), "")
	if err != nil {
		return fmt.Errorf("begin a session: %w", err)
	}
	s.manager.Put(ctx, sessionAccount, int64(actor.ID))
	s.manager.Put(ctx, sessionToken, rand.Text())
	s.manager.Put(ctx, sessionSeen, s.now().Unix())
	token, _, err := s.manager.Commit(ctx)
	if err != nil {
		return fmt.Errorf("keep the session: %w", err)
	}
	s.setCookie(v, token, 0)
	v.CSRF = s.manager.GetString(ctx, sessionToken)
	return nil
}

// End implements [pages.Sessions].
func (s *sessions) End(v *pages.Visit) error {
	v.Actor, v.CSRF = account.Actor{}, ""
	s.clearCookie(v)
	return s.destroy(v)
}

func (s *sessions) destroy(v *pages.Visit) error {
	token := s.token(v.Request())
	if token == "" {
		return nil
	}
	ctx, err := s.manager.Load(v.Request().Context(), token)
	if err != nil {
		return fmt.Errorf("load the session: %w", err)
	}
	if err := s.manager.Destroy(ctx); err != nil {
		return fmt.Errorf("end the session: %w", err)
	}
	return nil
}

func (s *sessions) clearCookie(v *pages.Visit) { s.setCookie(v, "", -1) }

// setCookie gives the browser a cookie that ends with the browser session.
// Lax keeps other sites from posting with it.
func (s *sessions) setCookie(v *pages.Visit, token string, maxAge int) {
	http.SetCookie(v.Response(), &http.Cookie{
		Name: s.cookie, Value: token, Path: "/", MaxAge: maxAge,
		Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
