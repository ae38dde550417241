package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"modenhed/internal/benchmark"
	"modenhed/internal/fieldwork"
	"modenhed/internal/mail"
	"modenhed/internal/store"
)

// collecting is how answers are collected, as the flags say.
type collecting struct {
	// sender is nil where mail is not set up.
	sender     *mail.Sender
	base       string
	controller string
}

// mailFlags say how mail goes out and where its links lead.
type mailFlags struct {
	BaseURL  string `name:"base-url" help:"command.help.base_url" placeholder:"https://…"`
	SMTP     string `name:"smtp" help:"command.help.smtp" placeholder:"smtp://…"`
	MailFrom string `help:"command.help.mail_from" placeholder:"ADDRESS"`
}

// collecting reads the flags about mail and links.
func (c *mailFlags) collecting(p *program) (collecting, error) {
	var to collecting
	base, ok := baseAddress(c.BaseURL)
	if !ok {
		return to, p.misuse("command.usage.base_url", "Value", c.BaseURL)
	}
	to.base = base
	switch {
	case c.SMTP == "" && c.MailFrom == "":
		return to, nil
	case c.SMTP == "" || c.MailFrom == "" || base == "":
		return to, p.misuse("command.usage.mail_flags")
	}
	settings, err := mail.Parse(c.SMTP, c.MailFrom)
	switch {
	case errors.Is(err, mail.ErrFrom):
		return to, p.misuse("command.usage.mail_from", "Value", c.MailFrom)
	case errors.Is(err, mail.ErrClear):
		return to, p.misuse("command.usage.smtp_clear")
	case err != nil:
		return to, p.misuse("command.usage.smtp")
	}
	if to.sender, err = mail.NewSender(settings); err != nil {
		return to, fmt.Errorf("prepare the mail: %w", err)
	}
	return to, nil
}

// baseAddress returns an address of ours without a slash at the end; empty stays empty.
func baseAddress(typed string) (base string, ok bool) {
	typed = strings.TrimRight(strings.TrimSpace(typed), "/")
	if typed == "" {
		return "", true
	}
	address, err := url.Parse(typed)
	ok = err == nil && (address.Scheme == "https" || address.Scheme == "http") && address.Host != "" &&
		address.Path == "" && address.RawQuery == "" && address.Fragment == "" && address.User == nil
	return typed, ok
}

// fieldworksOf returns what collects answers.
func (p *program) fieldworksOf(to collecting, s *store.Store, keeper *benchmark.Keeper, zone *time.Location, log *slog.Logger) *fieldwork.Service {
	service := &fieldwork.Service{
		Store: s, Waves: surveysOf(s, keeper, log), Readers: keeper, Zone: zone, Now: p.now, Log: log, BaseURL: to.base,
		Register: func() fieldwork.Register {
			now := keeper.Current()
			return fieldwork.Register{Directory: now.Directory, Seats: now.Seats()}
		},
	}
	if to.sender != nil {
		service.Post = fieldwork.NewPost(s, to.sender, p.now, log)
	}
	return service
}

// tendEvery is how often fieldworks are looked after.
const tendEvery = time.Minute

// tendFieldworks closes and deletes what is due, now and every minute.
func tendFieldworks(ctx context.Context, service *fieldwork.Service, log *slog.Logger) {
	ticker := time.NewTicker(tendEvery)
	defer ticker.Stop()
	for {
		if err := service.Tend(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "look after fieldworks", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
