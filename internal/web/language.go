package web

import (
	"fmt"
	"net/http"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"modenhed/assets"
	"modenhed/internal/locale"
	"modenhed/internal/web/pages"
	"modenhed/internal/web/view"
)

const (
	languageCookie = "modenhed_lang"
	// rememberLanguage is how long a chosen language is remembered.
	rememberLanguage = 365 * 24 * time.Hour
	// longestAccept is the longest Accept-Language header that is read.
	longestAccept = 256
)

// looks are what pages need in each language.
type looks map[locale.Lang]view.Look

func newLooks(catalogue *locale.Catalogue, files *assets.Files) looks {
	all := make(looks)
	for _, lang := range locale.Langs() {
		all[lang] = view.Look{Printer: catalogue.Printer(lang), Asset: files.URL}
	}
	return all
}

// languages finds the language of a request.
type languages struct {
	// matched remembers which language fits a header: browsers send few different ones.
	matched *lru.Cache[string, locale.Lang]
	secure  bool
}

func newLanguages(secure bool) (*languages, error) {
	matched, err := lru.New[string, locale.Lang](256)
	if err != nil {
		return nil, fmt.Errorf("remember languages: %w", err)
	}
	return &languages{matched: matched, secure: secure}, nil
}

// of returns the language that was chosen now, earlier, or in the browser's settings.
func (l *languages) of(w http.ResponseWriter, r *http.Request) locale.Lang {
	if r.URL.RawQuery != "" {
		if lang, ok := locale.Parse(r.URL.Query().Get("lang")); ok {
			l.remember(w, lang)
			return lang
		}
	}
	if len(r.Header["Cookie"]) > 0 {
		if cookie, err := r.Cookie(languageCookie); err == nil {
			if lang, ok := locale.Parse(cookie.Value); ok {
				return lang
			}
		}
	}
	return l.match(r.Header.Get("Accept-Language"))
}

// wanted returns the language that the address asks for, else that of the
// browser's settings. No cookie is read or set.
func (l *languages) wanted(r *http.Request) locale.Lang {
	if lang, ok := locale.Parse(r.URL.Query().Get("lang")); ok {
		return lang
	}
	return l.match(r.Header.Get("Accept-Language"))
}

func (l *languages) remember(w http.ResponseWriter, lang locale.Lang) {
	http.SetCookie(w, &http.Cookie{
		Name: languageCookie, Value: string(lang), Path: "/", MaxAge: int(rememberLanguage / time.Second),
		Secure: l.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func (l *languages) match(accept string) locale.Lang {
	if accept == "" || len(accept) > longestAccept {
		return locale.Danish
	}
	if lang, ok := l.matched.Get(accept); ok {
		return lang
	}
	lang := locale.Match(accept)
	l.matched.Add(accept, lang)
	return lang
}

// speak keeps the language that somebody signed in has just chosen, and uses the
// one they have chosen earlier where this browser knows of none.
func (s *Server) speak(v *pages.Visit) {
	if !v.Actor.SignedIn() {
		return
	}
	request := v.Request()
	if chosen, ok := locale.Parse(request.URL.Query().Get("lang")); ok {
		if err := s.sessions.accounts.ChooseLanguage(request.Context(), v.Actor, string(chosen)); err != nil {
			// The page is in the language all the same, and the next choice is kept again.
			s.log.ErrorContext(request.Context(), "keep a language", "request", v.RequestID, "error", err)
		}
		return
	}
	if _, err := request.Cookie(languageCookie); err == nil || v.Actor.Language == "" {
		return
	}
	lang, _ := locale.Parse(v.Actor.Language)
	v.Look = s.looks[lang]
}
