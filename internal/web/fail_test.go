package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/a-h/templ"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/web"
	"modenhed/internal/web/pages"
	"modenhed/internal/web/webtest"
)

func TestEveryKindOfFailureHasItsAnswer(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := site.Browser()
	cases := []struct {
		kind   fault.Kind
		status int
	}{
		{fault.Invalid, http.StatusUnprocessableEntity},
		{fault.Forbidden, http.StatusForbidden},
		{fault.NotFound, http.StatusNotFound},
		{fault.Conflict, http.StatusConflict},
		{fault.TooMany, http.StatusTooManyRequests},
		{fault.Internal, http.StatusInternalServerError},
	}
	for i, c := range cases {
		err := fmt.Errorf("outer: %w", fault.New(c.kind, "account.email_taken", "Email", "a@example.test"))
		page, api := fmt.Sprintf("/fail/%d", i), fmt.Sprintf("/api/v1/fail/%d", i)
		site.Server.AddGet(page, fails(err))
		site.Server.AddGet(api, fails(err))
		answer := b.Get(page).WantStatus(c.status)
		if got := answer.Find("h1").Length(); got != 1 {
			t.Errorf("%s: %d headings", c.kind, got)
		}
		if shown := strings.Contains(answer.Body, "a@example.test"); shown != (c.kind != fault.Internal) {
			t.Errorf("%s: message shown %v", c.kind, shown)
		}
		checkProblem(t, b.Get(api), c.status)
	}
}

func checkProblem(t *testing.T, answer *webtest.Answer, status int) {
	t.Helper()
	answer.WantStatus(status)
	if got := answer.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("content type of a problem = %q", got)
	}
	var problem struct {
		Type, Title, Detail string
		Status              int
	}
	if err := json.Unmarshal([]byte(answer.Body), &problem); err != nil {
		t.Fatal(err)
	}
	if problem.Status != status || problem.Title == "" || problem.Detail == "" || problem.Type == "" {
		t.Errorf("problem = %+v", problem)
	}
}

func TestInternalErrorsAreLoggedOnceAndNotShown(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	site.Server.AddGet("/broken", fails(errors.New("secret detail 7f3a")))
	answer := site.Browser().Get("/broken").WantStatus(http.StatusInternalServerError).WantNone("7f3a", "goroutine")
	id := answer.Header.Get("X-Request-Id")
	if id == "" || !strings.Contains(answer.Text("main"), id) {
		t.Errorf("the page does not name the request %q", id)
	}
	logged := site.Log.String()
	if strings.Count(logged, "7f3a") != 1 || !strings.Contains(logged, id) {
		t.Errorf("log = %s", logged)
	}
}

func TestVisitorsFaultsAreNotLogged(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := site.Browser()
	b.Get("/nothing/here").WantStatus(http.StatusNotFound)
	b.Get("/municipalities/999").WantStatus(http.StatusNotFound)
	b.Do(http.MethodDelete, "/ranking", nil).WantStatus(http.StatusMethodNotAllowed)
	if logged := site.Log.String(); logged != "" {
		t.Errorf("log = %s", logged)
	}
}

func TestPanicsBecomeErrorPages(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	site.Server.AddGet("/panic", func(v *pages.Visit) error {
		_ = v.HTML(http.StatusOK, "half a page")
		panic("secret 91c2")
	})
	for range 3 {
		answer := site.Browser().Get("/panic").WantStatus(http.StatusInternalServerError).WantNone("91c2", "half a page")
		answer.WantText("h1", "Der skete en fejl")
	}
	if strings.Count(site.Log.String(), "panic: secret 91c2") != 3 {
		t.Errorf("log = %s", site.Log)
	}
}

func TestAnswersHalfDoneAreNotSent(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	site.Server.AddGet("/half", func(v *pages.Visit) error {
		if err := v.HTML(http.StatusOK, "half a page"); err != nil {
			return err
		}
		return errors.New("then it failed")
	})
	site.Browser().Get("/half").WantStatus(http.StatusInternalServerError).WantNone("half a page").WantText("h1", "Der skete en fejl")
}

func TestComponentsThatFailLeaveNoHalfPage(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	half := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, "<p>half a page")
		return errors.New("no more")
	})
	site.Server.AddGet("/component", func(v *pages.Visit) error {
		return half.Render(v.Request().Context(), v.Response())
	})
	site.Browser().Get("/component").WantStatus(http.StatusInternalServerError).WantNone("half a page")
}

func TestPagesThatAreNotThere(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	for _, role := range []account.Role{account.Public, account.Editor} {
		b := site.SignedIn(role)
		answer := b.Get("/nothing/here").WantStatus(http.StatusNotFound).WantText("h1", "Siden findes ikke")
		if answer.Find("nav.nav a").Length() == 0 {
			t.Error("the page that is not there has no menu")
		}
		if signedIn := answer.Find(`form[action="/logout"]`).Length() > 0; signedIn != (role != account.Public) {
			t.Errorf("%q: signed in %v on the page that is not there", role, signedIn)
		}
		b.Get("/nothing?lang=en").WantText("h1", "Page not found")
	}
	checkProblem(t, site.Browser().Get("/api/v1/nothing"), http.StatusNotFound)
}

func TestMethodsThatAreNotThere(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	answer := site.Browser().Do(http.MethodPut, "/ranking", nil).WantStatus(http.StatusMethodNotAllowed)
	if allow := answer.Header.Get("Allow"); !strings.Contains(allow, "GET") {
		t.Errorf("Allow = %q", allow)
	}
}

func TestStrangersToTheAPIAreToldSo(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	site.Server.AddGet("/api/v1/inner", reply("inner"), account.Analyst)
	checkProblem(t, site.Browser().Get("/api/v1/inner"), http.StatusUnauthorized)
	checkProblem(t, site.SignedIn(account.Editor).Get("/api/v1/inner"), http.StatusForbidden)
}

func TestProbes(t *testing.T) {
	t.Parallel()
	var broken atomic.Bool
	site := webtest.New(t, webtest.WithParts(func(p *web.Parts) {
		ready := p.Ready
		p.Ready = func(ctx context.Context) error {
			if broken.Load() {
				return errors.New("no database")
			}
			return ready(ctx)
		}
	}))
	b := site.Browser()
	b.Get("/healthz").WantStatus(http.StatusOK)
	b.Get("/readyz").WantStatus(http.StatusOK)
	broken.Store(true)
	b.Get("/healthz").WantStatus(http.StatusOK)
	b.Get("/readyz").WantStatus(http.StatusServiceUnavailable).WantNone("no database")
}
