package config_test

import (
	"errors"
	"testing"

	"modenhed/internal/config"
)

func TestDefaults(t *testing.T) {
	t.Parallel()
	plain, err := config.NewServer(config.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	if plain.Address != "127.0.0.1:8080" || plain.Database != "modenhed.db" {
		t.Errorf("defaults = %s and %s", plain.Address, plain.Database)
	}
	for name, limit := range map[string]int64{
		"read header": int64(plain.Timeouts.ReadHeader), "read": int64(plain.Timeouts.Read),
		"write": int64(plain.Timeouts.Write), "idle": int64(plain.Timeouts.Idle),
		"drain": int64(plain.Timeouts.Drain), "header": int64(plain.Limits.Header), "body": plain.Limits.Body,
	} {
		if limit <= 0 {
			t.Errorf("%s is not limited", name)
		}
	}
	demo, err := config.NewServer(config.Choice{Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	if demo.Database != "modenhed-demo.db" {
		t.Errorf("demo database = %s", demo.Database)
	}
}

func TestDemoStaysOnThisMachine(t *testing.T) {
	t.Parallel()
	for address, allowed := range map[string]bool{
		"127.0.0.1:0": true, "127.9.9.9:80": true, "localhost:8080": true, "[::1]:8080": true,
		":8080": false, "0.0.0.0:8080": false, "[::]:8080": false, "192.168.1.4:8080": false, "example.org:80": false,
	} {
		_, err := config.NewServer(config.Choice{Address: address, Demo: true})
		if allowed != (err == nil) || err != nil && !errors.Is(err, config.ErrDemoAddress) {
			t.Errorf("demo on %s: %v, allowed %v", address, err, allowed)
		}
		if _, err := config.NewServer(config.Choice{Address: address}); err != nil {
			t.Errorf("serve on %s: %v", address, err)
		}
	}
}

func TestAddressNeedsAPort(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"localhost", "127.0.0.1", "a:b:c"} {
		if _, err := config.NewServer(config.Choice{Address: address}); err == nil {
			t.Errorf("address %q was accepted", address)
		}
	}
}
