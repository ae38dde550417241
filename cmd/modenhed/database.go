package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"modenhed/internal/benchmark"
	"modenhed/internal/reference"
	"modenhed/internal/round"
	"modenhed/internal/store"
	"modenhed/seed"
)

// databaseFlag is the flag of every command that works on a database.
type databaseFlag struct {
	DB string `name:"db" help:"command.help.db" default:"modenhed.db" placeholder:"FILE|postgres://…"`
}

// withStore runs use on the database, which must exist and be current.
func (f databaseFlag) withStore(ctx context.Context, use func(s *store.Store) error) (err error) {
	s, err := store.Open(ctx, f.DB, store.Options{})
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return use(s)
}

// migrateCommand brings a database up to date.
type migrateCommand struct{ databaseFlag }

// Run implements command.
func (c *migrateCommand) Run(ctx context.Context, p *program) error {
	s, err := store.Open(ctx, c.DB, store.Options{Migrate: true})
	if err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	if err := s.Close(); err != nil {
		return fmt.Errorf("close the database: %w", err)
	}
	_, err = fmt.Fprintln(p.out, p.words.T("command.migrated", "Name", c.DB))
	return err
}

// appendSeed brings the seed that the program holds, and that the database has
// not seen, into the database.
func appendSeed(ctx context.Context, s *store.Store, recorded time.Time) error {
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		return err
	}
	for i := range documents {
		documents[i].RecordedAt = recorded
	}
	if _, err := s.AppendDocuments(ctx, documents); err != nil {
		return fmt.Errorf("seed the database: %w", err)
	}
	return nil
}

// loadKeeper returns a keeper with the newest snapshot.
func loadKeeper(ctx context.Context, s *store.Store, now func() time.Time, log *slog.Logger) (*benchmark.Keeper, error) {
	zone, err := copenhagen()
	if err != nil {
		return nil, err
	}
	keeper := benchmark.NewKeeper(s, &round.Service{Store: s}, now, zone, log)
	if err := keeper.Load(ctx); err != nil {
		return nil, fmt.Errorf("load the results: %w", err)
	}
	return keeper, nil
}

// copenhagen is the time zone in which days begin and end.
func copenhagen() (*time.Location, error) {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		return nil, fmt.Errorf("load the time zone: %w", err)
	}
	return zone, nil
}
