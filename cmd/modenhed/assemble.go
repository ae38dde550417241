package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
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
	"modenhed/internal/round"
	"modenhed/internal/store"
	"modenhed/internal/survey"
	"modenhed/internal/target"
	"modenhed/internal/verification"
	"modenhed/internal/web"
	"modenhed/internal/web/pages"
)

// openToServe opens the database and prepares it.
func (p *program) openToServe(ctx context.Context, settings config.Server) (*store.Store, error) {
	s, err := store.Open(ctx, settings.Database, store.Options{Migrate: true, Now: p.now})
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := p.prepare(ctx, s, settings.Demo); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// prepare keeps demonstrations and real data apart and brings the seed up to date.
func (p *program) prepare(ctx context.Context, s *store.Store, demo bool) error {
	if !demo {
		if err := s.RefuseDemo(ctx); err != nil {
			return err
		}
		return appendSeed(ctx, s, p.now())
	}
	if err := s.MarkDemo(ctx); err != nil {
		return err
	}
	if err := appendSeed(ctx, s, p.now().Add(-demoPast)); err != nil {
		return err
	}
	return fillDemo(ctx, s, p.now())
}

// surveysOf returns what records surveys and keeps their retention.
func surveysOf(s *store.Store, keeper *benchmark.Keeper, log *slog.Logger) *survey.Service {
	return &survey.Service{Store: s, Readers: keeper, Estimator: keeper, Comparer: keeper, Log: log}
}

// assembly is what the web server is put together from.
type assembly struct {
	settings   config.Server
	store      *store.Store
	keeper     *benchmark.Keeper
	fieldworks *fieldwork.Service
	rounds     *round.Service
	accounts   *account.Service
	letters    *letter.Service
	// controller is who is responsible for personal data, empty for the operator.
	controller string
	zone       *time.Location
	log        *slog.Logger
}

// assemble puts the web server together.
func (p *program) assemble(a assembly) (http.Handler, error) {
	s, keeper, log := a.store, a.keeper, a.log
	files, err := assets.New()
	if err != nil {
		return nil, fmt.Errorf("read the assets: %w", err)
	}
	reports := &assessment.Service{Store: s, Frameworks: keeper, Publisher: keeper, Now: p.now, Log: log}
	server, err := web.New(web.Parts{
		Config:    a.settings,
		Log:       log,
		Catalogue: p.catalogue,
		Assets:    files,
		Accounts:  a.accounts,
		Sessions:  s.Sessions(web.SessionOwner),
		Ready:     s.Ping,
		Pages: pages.Handlers{
			Snapshots:  keeper,
			Reports:    reports,
			Verdicts:   &verification.Service{Store: s, Readers: keeper, Reports: reports, Notices: a.letters, Log: log},
			Files:      &attachment.Service{Store: s},
			Waves:      surveysOf(s, keeper, log),
			Estimates:  keeper,
			Councils:   &council.Service{Store: s, Readers: keeper, Log: log},
			Rounds:     a.rounds,
			Histories:  &history.Service{Store: s},
			Targets:    &target.Service{Store: s, Frameworks: keeper, Zone: a.zone, Now: p.now, Log: log},
			Fieldworks: a.fieldworks, Controller: a.controller,
			People:   a.accounts,
			Letters:  a.letters,
			Boards:   &board.Service{Store: s, Rounds: a.rounds, Letters: a.letters, Now: p.now},
			Outlines: files.Outlines(),
			Version:  version(),
		},
		Now: p.now,
	})
	if err != nil {
		return nil, fmt.Errorf("assemble the server: %w", err)
	}
	return server, nil
}
