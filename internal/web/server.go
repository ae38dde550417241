// Package web turns requests into answers: which address leads where and for
// whom, languages, sessions, protection against other sites, ready-made
// answers, and the one place where an error becomes a page. What the pages
// show is made in package pages.
//
// A request passes these steps:
//
//  1. receive: request number, security headers, language, recovery.
//  2. the route, found in the table of routes.go; what is not there is not served.
//  3. admit: who is it (only if there is a session cookie), may they, and does
//     an unsafe request come from a page of ours. Before, and for strangers, a
//     visit sees the public's snapshot; see [benchmark.Keeper.Public].
//  4. answer: for the public a ready-made answer where the table allows it, else
//     the handler, compressed.
//  5. fail: an error becomes the page, or the problem document, of its kind.
package web

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"
	"golang.org/x/sync/singleflight"

	"modenhed/assets"
	"modenhed/internal/account"
	"modenhed/internal/config"
	"modenhed/internal/locale"
	"modenhed/internal/web/pages"
)

// Accounts lets people in and says who they are.
type Accounts interface {
	pages.Accounts
	Actor(ctx context.Context, id account.ID) (account.Actor, error)
	// ChooseLanguage keeps the language that somebody signed in has chosen.
	ChooseLanguage(ctx context.Context, actor account.Actor, language string) error
}

// Parts is what the server is put together from. Every field is needed.
type Parts struct {
	Config    config.Server
	Log       *slog.Logger
	Catalogue *locale.Catalogue
	Assets    *assets.Files
	Accounts  Accounts
	// Sessions keeps sessions; see [SessionOwner].
	Sessions scs.CtxStore
	// Ready reports why the server cannot answer, nil when it can.
	Ready func(ctx context.Context) error
	// Pages answers the pages. The server fills in Accounts, Sessions, Attempts
	// and Demo.
	Pages pages.Handlers
	// Now is the clock.
	Now func() time.Time
}

// Server answers all requests. It is safe for concurrent use.
type Server struct {
	echo      *echo.Echo
	log       *slog.Logger
	pages     *pages.Handlers
	sessions  *sessions
	languages *languages
	looks     looks
	menus     menus
	openable  pagePaths
	ready     *readyAnswers
	making    singleflight.Group
	guard     *http.CrossOriginProtection
	headers   []header
	// unseenHeaders come on top for visitors who leave no trace.
	unseenHeaders []header
	numbers       *requestNumbers
	isReady       func(ctx context.Context) error
	assets        http.Handler
	limits        config.Limits
}

// New puts a server together.
func New(parts Parts) (*Server, error) {
	s := &Server{
		echo:          echo.New(),
		log:           parts.Log,
		sessions:      newSessions(parts.Sessions, parts.Accounts, parts.Config.BehindProxy, parts.Now),
		looks:         newLooks(parts.Catalogue, parts.Assets),
		ready:         newReadyAnswers(readyLimit),
		guard:         http.NewCrossOriginProtection(),
		headers:       securityHeaders(parts.Config.BehindProxy),
		unseenHeaders: unseenHeaders(),
		numbers:       newRequestNumbers(),
		isReady:       parts.Ready,
		assets:        parts.Assets.Handler(),
		limits:        parts.Config.Limits,
	}
	var err error
	if s.languages, err = newLanguages(parts.Config.BehindProxy); err != nil {
		return nil, fmt.Errorf("prepare languages: %w", err)
	}
	attempts, err := newAttempts(parts.Now, parts.Config.BehindProxy)
	if err != nil {
		return nil, fmt.Errorf("prepare the count of sign-in attempts: %w", err)
	}
	handlers := parts.Pages
	guesses, err := newGuesses(parts.Now, parts.Config.BehindProxy)
	if err != nil {
		return nil, fmt.Errorf("prepare the count of guesses: %w", err)
	}
	handlers.Accounts, handlers.Sessions, handlers.Attempts, handlers.Guesses = parts.Accounts, s.sessions, attempts, guesses
	handlers.Demo = parts.Config.Demo
	s.pages = &handlers
	s.register()
	return s, nil
}

// register puts the routes into the router.
func (s *Server) register() {
	s.echo.Logger.SetOutput(io.Discard)
	s.echo.Use(s.receive)
	groups := s.routes()
	s.menus = newMenus(groups, s.looks)
	for _, g := range groups {
		for _, r := range g.routes {
			s.add(r)
		}
	}
}

func (s *Server) add(r route) {
	handle := s.handle(r)
	s.echo.Add(r.method, r.path, handle)
	if r.method == http.MethodGet {
		s.echo.Add(http.MethodHead, r.path, handle)
		s.openable = append(s.openable, r.path)
	}
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }
