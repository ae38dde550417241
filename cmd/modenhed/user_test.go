package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"modenhed/internal/store"
)

// seeded returns the name of a database with the seed.
func seeded(t *testing.T) string {
	t.Helper()
	name := database(t)
	s, err := store.Open(context.Background(), name, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := appendSeed(context.Background(), s, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestUsers(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	add := func(input, email, role string, more ...string) outcome {
		return call(t, input, append([]string{"user", "add", "--db", db, "--email", email, "--role", role}, more...)...)
	}
	const password = "correct horse battery\n"
	add(password, "Admin@Example.dk", "administrator").want(t, statusDone, "admin@example.dk")
	add(password, "editor@example.dk", "editor", "--municipality", "461").want(t, statusDone, "editor@example.dk")
	add("windows line ending\r\n", "analyst@example.dk", "analyst").want(t, statusDone, "analyst@example.dk")

	add(password, "admin@example.dk", "analyst").want(t, statusFailed, "already")
	add(password, "b@example.dk", "editor").want(t, statusFailed, "municipality")
	add(password, "b@example.dk", "editor", "--municipality", "0461").want(t, statusFailed, "0461")
	add(password, "b@example.dk", "editor", "--municipality", "999").want(t, statusFailed, "999")
	add(password, "b@example.dk", "analyst", "--municipality", "461").want(t, statusFailed, "editors")
	add(password, "not an address", "analyst").want(t, statusFailed, "email")
	add("short\n", "b@example.dk", "analyst").want(t, statusFailed, "12")
	add("", "b@example.dk", "analyst").want(t, statusFailed, "standard input")

	list := call(t, "", "user", "list", "--db", db).want(t, statusDone, "")
	want := "admin@example.dk\tadministrator\t\topen\nanalyst@example.dk\tanalyst\t\topen\neditor@example.dk\teditor\t461\topen\n"
	if list.out != want {
		t.Errorf("list = %q, want %q", list.out, want)
	}
	if strings.Contains(list.out, "$argon2") {
		t.Error("the list shows hashes")
	}

	change := func(input, email string) outcome {
		return call(t, input, "user", "password", "--db", db, "--email", email)
	}
	change("another long password\n", "ADMIN@example.dk").want(t, statusDone, "admin@example.dk")
	change("another long password\n", "nobody@example.dk").want(t, statusFailed, "nobody@example.dk")
	change("short\n", "admin@example.dk").want(t, statusFailed, "12")
}

func TestUserInvite(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	invite := func(more ...string) outcome {
		return call(t, "", append([]string{"user", "invite", "--db", db, "--email", "Ole@example.dk", "--role", "editor", "--municipality", "461"}, more...)...)
	}
	first := invite("--language", "da", "--base-url", "https://modenhed.example").want(t, statusDone, "https://modenhed.example/invite/")
	second := invite().want(t, statusDone, "http://127.0.0.1:8080/invite/")
	if first.out == second.out {
		t.Error("the new link is the old one")
	}
	call(t, "", "user", "list", "--db", db).want(t, statusDone, "ole@example.dk\teditor\t461\tinvited\n")
	call(t, "", "user", "invite", "--db", db, "--email", "ole@example.dk", "--role", "analyst").want(t, statusFailed, "already")
	invite("--language", "de").want(t, statusUsage, "")
	invite("--smtp", "smtp://127.0.0.1:1").want(t, statusUsage, "--mail-from")
}
