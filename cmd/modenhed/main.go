// Command modenhed measures how far Denmark's municipalities have come with
// the digital initiatives that Dansk Erhverv recommended in 2017: it serves
// the pages, keeps the database, and scores files of people's own figures.
//
// It exits with 0 when the work is done, 1 when it could not be done, with one
// line for each fault on standard error, and 2 when it was called wrongly.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // Copenhagen's clock, also on machines without time zones.

	"modenhed/internal/locale"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], terminal{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		lang: consoleLanguage(os.Getenv), wording: locale.Load,
	})
	stop()
	os.Exit(status)
}

// terminal is what a command talks to.
type terminal struct {
	in       io.Reader
	out, err io.Writer
	lang     locale.Lang
	// wording reads what is said in all languages.
	wording func() (*locale.Catalogue, error)
}

// consoleLanguage is Danish where the environment says so, English elsewhere.
func consoleLanguage(getenv func(string) string) locale.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			if len(value) >= 2 && value[:2] == "da" {
				return locale.Danish
			}
			return locale.English
		}
	}
	return locale.English
}

// program is what every command has at hand.
type program struct {
	terminal
	catalogue *locale.Catalogue
	words     *locale.Printer
	now       func() time.Time
}
