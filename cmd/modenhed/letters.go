package main

import (
	"log/slog"

	"modenhed/internal/account"
	"modenhed/internal/letter"
	"modenhed/internal/round"
	"modenhed/internal/store"
)

// lettersOf returns what writes to the contacts of municipalities.
func (p *program) lettersOf(to collecting, s *store.Store, rounds *round.Service, accounts *account.Service, log *slog.Logger) *letter.Service {
	service := &letter.Service{
		Store: s, Rounds: rounds, Links: accounts, Words: p.catalogue, Now: p.now, Log: log,
	}
	if to.sender != nil {
		service.Post = letter.NewPost(s, accounts, p.catalogue, to.sender, to.base, p.now, log)
	}
	return service
}
