package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/config"
	"modenhed/internal/fault"
	"modenhed/internal/round"
	"modenhed/internal/store"
	"modenhed/internal/web"
)

// sessionSweep is how often expired sessions are removed.
const sessionSweep = time.Hour

// serveCommand serves the pages.
type serveCommand struct {
	Addr        string `help:"command.help.addr" default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	DB          string `name:"db" help:"command.help.serve_db" placeholder:"FILE|postgres://…"`
	Demo        bool   `help:"command.help.demo"`
	BehindProxy bool   `help:"command.help.behind_proxy"`
	mailFlags
	Controller string `help:"command.help.controller" placeholder:"TEXT"`
}

// Run implements command. It returns when the context ends, after the requests
// under way; to be stopped while starting is no failure.
func (c *serveCommand) Run(ctx context.Context, p *program) error {
	err := c.serve(ctx, p)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func (c *serveCommand) serve(ctx context.Context, p *program) (err error) {
	settings, err := c.settings(p)
	if err != nil {
		return err
	}
	collect, err := c.collecting(p)
	if err != nil {
		return err
	}
	collect.controller = strings.TrimSpace(c.Controller)
	log := slog.New(slog.NewTextHandler(p.err, nil))
	listener, err := listen(ctx, settings.Address)
	if err != nil {
		return err
	}
	// The server closes the listener too; the second close says nothing new.
	defer func() { _ = listener.Close() }()
	s, err := p.openToServe(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	keeper, err := loadKeeper(ctx, s, p.now, log)
	if err != nil {
		return err
	}
	zone, err := copenhagen()
	if err != nil {
		return err
	}
	fieldworks := p.fieldworksOf(collect, s, keeper, zone, log)
	rounds := &round.Service{Store: s, Readers: keeper, Zone: zone, Now: p.now, Log: log}
	accounts := account.NewService(s, p.now)
	letters := p.lettersOf(collect, s, rounds, accounts, log)
	rounds.Notices = letters
	if err := letters.Start(ctx); err != nil {
		return err
	}
	handler, err := p.assemble(assembly{settings, s, keeper, fieldworks, rounds, accounts, letters, collect.controller, zone, log})
	if err != nil {
		return err
	}
	if err := p.greet(ctx, accounts, address(listener)); err != nil {
		return err
	}
	background, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	running.Go(func() { keeper.Run(background) })
	running.Go(func() { sweepSessions(background, s, log) })
	running.Go(func() { sweepFiles(background, s, p.now, log) })
	running.Go(func() { keepRetention(background, surveysOf(s, keeper, log), p.now, zone, log) })
	running.Go(func() { tendFieldworks(background, fieldworks, log) })
	running.Go(func() { rounds.Run(background) })
	if fieldworks.Post != nil {
		defer collect.sender.Close()
		running.Go(func() { fieldworks.Post.Run(background) })
		running.Go(func() { letters.Post.Run(background) })
	}
	return serve(ctx, settings, listener, handler, log)
}

func (c *serveCommand) settings(p *program) (config.Server, error) {
	settings, err := config.NewServer(config.Choice{
		Address: c.Addr, Database: c.DB, Demo: c.Demo, BehindProxy: c.BehindProxy,
	})
	switch {
	case errors.Is(err, config.ErrDemoAddress):
		return settings, p.misuse("command.usage.demo_address", "Address", c.Addr)
	case err != nil:
		return settings, p.misuse("command.usage.address", "Address", c.Addr)
	}
	return settings, nil
}

// listen takes the port before anything else happens.
func listen(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err == nil {
		return listener, nil
	}
	key := "command.failed.listen"
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		key = "command.failed.port_busy"
	case errors.Is(err, syscall.EACCES):
		key = "command.failed.port_forbidden"
	}
	return nil, &fault.Error{Kind: fault.Invalid, Message: fault.Text(key, "Address", address), Err: err}
}

// address is where a browser on this machine finds the server.
func address(listener net.Listener) string {
	host, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return "http://" + listener.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// greet says where the server is and, as long as there is no account, how to
// open the first.
func (p *program) greet(ctx context.Context, accounts *account.Service, address string) error {
	fmt.Fprintln(p.err, p.words.T("command.serving", "Address", address))
	token, needed, err := accounts.NewSetupToken(ctx)
	if err != nil {
		return err
	}
	if needed {
		fmt.Fprintln(p.err, p.words.T("command.setup", "Address", address+"/setup/"+token))
	}
	return nil
}

// sweepSessions removes expired sessions now and every hour.
func sweepSessions(ctx context.Context, s *store.Store, log *slog.Logger) {
	sessions := s.Sessions(web.SessionOwner)
	ticker := time.NewTicker(sessionSweep)
	defer ticker.Stop()
	for {
		if _, err := sessions.DeleteExpired(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "remove expired sessions", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// serve answers until the context ends, and then lets the requests under way finish.
func serve(ctx context.Context, settings config.Server, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: settings.Timeouts.ReadHeader,
		ReadTimeout:       settings.Timeouts.Read,
		WriteTimeout:      settings.Timeouts.Write,
		IdleTimeout:       settings.Timeouts.Idle,
		MaxHeaderBytes:    settings.Limits.Header,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	log.Info("stopping")
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), settings.Timeouts.Drain)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		return errors.Join(fmt.Errorf("finish the requests under way: %w", err), server.Close())
	}
	return nil
}
