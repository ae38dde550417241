// Package webtest starts the whole router over a real SQLite database and
// visits it as a browser would. It is for tests only.
package webtest

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"modenhed/assets"
	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/attachment"
	"modenhed/internal/benchmark"
	"modenhed/internal/board"
	"modenhed/internal/config"
	"modenhed/internal/council"
	"modenhed/internal/fieldwork"
	"modenhed/internal/history"
	"modenhed/internal/letter"
	"modenhed/internal/locale"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
	"modenhed/internal/store"
	"modenhed/internal/survey"
	"modenhed/internal/target"
	"modenhed/internal/verification"
	"modenhed/internal/web"
	"modenhed/internal/web/pages"
)

// Password is the password of every account.
const Password = "a password for tests"

// Odense is the municipality of the editor.
const Odense municipality.Code = 461

// Site is a running server with its parts.
type Site struct {
	URL      string
	Server   *web.Server
	Store    *store.Store
	Keeper   *benchmark.Keeper
	Accounts *account.Service
	// Verdicts is what analysts and municipalities say about answers.
	Verdicts *verification.Service
	// Fieldworks collects answers; a test may give it a post.
	Fieldworks *fieldwork.Service
	// Letters writes to contacts; a test may give it a post.
	Letters *letter.Service
	// Log is what the server logged.
	Log *Log

	t testing.TB
}

// Setting changes how a site is put together.
type Setting func(*settings)

type settings struct {
	demo   bool
	config config.Choice
	parts  func(*web.Parts)
	now    func() time.Time
}

// WithDemo fills the database with the invented country.
func WithDemo() Setting { return func(s *settings) { s.demo = true } }

// BehindProxy has the site believe that a proxy speaks HTTPS for it.
func BehindProxy() Setting { return func(s *settings) { s.config.BehindProxy = true } }

// WithClock replaces the clock.
func WithClock(now func() time.Time) Setting { return func(s *settings) { s.now = now } }

// WithParts changes the parts before the server is put together from them.
func WithParts(change func(*web.Parts)) Setting { return func(s *settings) { s.parts = change } }

// New starts a site over a new database with the seed, and with the invented
// country if so set. It stops at the end of the test.
func New(t testing.TB, change ...Setting) *Site {
	t.Helper()
	s := settings{now: time.Now, parts: func(*web.Parts) {}}
	for _, c := range change {
		c(&s)
	}
	site := &Site{t: t, Log: new(Log)}
	site.openDatabase(s)
	site.start(s)
	return site
}

func (s *Site) must(what string, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("%s: %v", what, err)
	}
}

func (s *Site) openDatabase(set settings) {
	s.t.Helper()
	content, err := templates[set.demo]()
	s.must("make the database", err)
	name := filepath.Join(s.t.TempDir(), "test.db")
	s.must("copy the database", os.WriteFile(name, content, 0o600))
	s.Store, err = store.Open(context.Background(), name, store.Options{Migrate: true, Now: set.now})
	s.must("open the database", err)
	s.t.Cleanup(func() { s.must("close the database", s.Store.Close()) })
	s.Accounts = account.NewService(s.Store, set.now)
}

func (s *Site) start(set settings) {
	s.t.Helper()
	zone, err := time.LoadLocation("Europe/Copenhagen")
	s.must("load the zone", err)
	log := slog.New(slog.NewTextHandler(s.Log, nil))
	s.Keeper = benchmark.NewKeeper(s.Store, &round.Service{Store: s.Store}, set.now, zone, log)
	s.must("load the snapshot", s.Keeper.Load(context.Background()))
	files, err := readAssets()
	s.must("read the assets", err)
	catalogue, err := readWording()
	s.must("read the wording", err)
	settings, err := config.NewServer(set.config)
	s.must("settle the settings", err)
	reports := &assessment.Service{Store: s.Store, Frameworks: s.Keeper, Publisher: s.Keeper, Now: set.now, Log: log}
	letters := s.letters(catalogue, set.now, log)
	s.Verdicts = &verification.Service{Store: s.Store, Readers: s.Keeper, Reports: reports, Notices: letters, Log: log}
	parts := web.Parts{
		Config:    settings,
		Log:       log,
		Catalogue: catalogue,
		Assets:    files,
		Accounts:  s.Accounts,
		Sessions:  s.Store.Sessions(web.SessionOwner),
		Ready:     s.Store.Ping,
		Pages: pages.Handlers{
			Snapshots:  s.Keeper,
			Reports:    reports,
			Verdicts:   s.Verdicts,
			Files:      &attachment.Service{Store: s.Store},
			Waves:      &survey.Service{Store: s.Store, Readers: s.Keeper, Estimator: s.Keeper, Comparer: s.Keeper, Log: log},
			Estimates:  s.Keeper,
			Councils:   &council.Service{Store: s.Store, Readers: s.Keeper, Log: log},
			Rounds:     &round.Service{Store: s.Store, Readers: s.Keeper, Notices: letters, Zone: zone, Now: set.now, Log: log},
			Histories:  &history.Service{Store: s.Store},
			Targets:    &target.Service{Store: s.Store, Frameworks: s.Keeper, Zone: zone, Now: set.now, Log: log},
			Outlines:   files.Outlines(),
			Fieldworks: s.fieldworks(set.now, zone, log),
			People:     s.Accounts,
			Letters:    letters,
			Boards:     &board.Service{Store: s.Store, Rounds: &round.Service{Store: s.Store}, Letters: letters, Now: set.now},
		},
		Now: set.now,
	}
	parts.Config.Demo = set.demo
	set.parts(&parts)
	s.Server, err = web.New(parts)
	s.must("put the server together", err)
	listening := httptest.NewServer(s.Server)
	s.t.Cleanup(listening.Close)
	s.URL = listening.URL
}

// fieldworks collects answers, without mail.
func (s *Site) fieldworks(now func() time.Time, zone *time.Location, log *slog.Logger) *fieldwork.Service {
	s.Fieldworks = &fieldwork.Service{
		Store: s.Store, Waves: &survey.Service{Store: s.Store, Readers: s.Keeper, Estimator: s.Keeper, Log: log},
		Readers: s.Keeper, Zone: zone, Now: now, Log: log,
		Register: func() fieldwork.Register {
			current := s.Keeper.Current()
			return fieldwork.Register{Directory: current.Directory, Seats: current.Seats()}
		},
	}
	return s.Fieldworks
}

// letters writes to contacts, without mail.
func (s *Site) letters(words *locale.Catalogue, now func() time.Time, log *slog.Logger) *letter.Service {
	s.Letters = &letter.Service{
		Store: s.Store, Rounds: &round.Service{Store: s.Store}, Links: s.Accounts, Words: words, Now: now, Log: log,
	}
	return s.Letters
}

// Email is the address of the account with a role.
func Email(role account.Role) string { return string(role) + "@example.test" }

// What every site of a test binary shares; neither is ever changed.
var (
	readAssets  = sync.OnceValues(assets.New)
	readWording = sync.OnceValues(locale.Load)
)

// account opens the account with a role unless it is there.
func (s *Site) account(role account.Role) {
	s.t.Helper()
	_, err := openAccount(context.Background(), s.Store, role)
	s.must("open an account", err)
}
