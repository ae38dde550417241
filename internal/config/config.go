// Package config holds the settings of the programs. They are read once, by
// package main, and handed down; nothing looks at the environment later.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"
)

// The names of the databases unless another is given.
const (
	DefaultDatabase     = "modenhed.db"
	DefaultDemoDatabase = "modenhed-demo.db"
)

// DefaultAddress is where the server listens unless told otherwise.
const DefaultAddress = "127.0.0.1:8080"

// ErrDemoAddress means that a demonstration, whose passwords everybody knows,
// was to be reachable from other machines.
var ErrDemoAddress = errors.New("demonstration on an address that is not loopback")

// Server are the settings of the server.
type Server struct {
	// Address is host and port; port 0 takes a free one.
	Address string
	// Database is the path of a SQLite file or the address of a PostgreSQL database.
	Database string
	// Demo means a database of invented data and accounts that everybody knows.
	Demo bool
	// BehindProxy means that a proxy of ours speaks HTTPS with the browsers and
	// appends the client's address to X-Forwarded-For.
	BehindProxy bool
	Timeouts    Timeouts
	Limits      Limits
}

// Timeouts bound how long a client and the server wait for each other.
type Timeouts struct {
	ReadHeader, Read, Write, Idle time.Duration
	// Drain is how long requests under way may take when the server stops.
	Drain time.Duration
}

// Limits bound what one request may hold, in bytes.
type Limits struct {
	Header int
	Body   int64
}

// Choice is what a person chose; empty fields take their defaults.
type Choice struct {
	Address, Database string
	Demo, BehindProxy bool
}

// NewServer returns the settings that follow from a choice. It returns
// [ErrDemoAddress] for a demonstration that others could reach.
func NewServer(c Choice) (Server, error) {
	s := Server{
		Address:     c.Address,
		Database:    c.Database,
		Demo:        c.Demo,
		BehindProxy: c.BehindProxy,
		Timeouts: Timeouts{
			ReadHeader: 5 * time.Second,
			Read:       30 * time.Second,
			Write:      60 * time.Second,
			Idle:       2 * time.Minute,
			Drain:      20 * time.Second,
		},
		Limits: Limits{Header: 64 << 10, Body: 1 << 20},
	}
	if s.Address == "" {
		s.Address = DefaultAddress
	}
	if s.Database == "" {
		s.Database = DefaultDatabase
		if s.Demo {
			s.Database = DefaultDemoDatabase
		}
	}
	host, _, err := net.SplitHostPort(s.Address)
	if err != nil {
		return Server{}, fmt.Errorf("address %q: %w", s.Address, err)
	}
	if s.Demo && !loopback(host) {
		return Server{}, fmt.Errorf("%w: %s", ErrDemoAddress, s.Address)
	}
	return s, nil
}

// loopback reports whether only this machine reaches a host. An empty host
// means every address of the machine.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}
