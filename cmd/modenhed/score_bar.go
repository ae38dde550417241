package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// bar shows how far long work has come, to a person at a terminal and to
// nobody else. Work that is done soon has none.
type bar struct {
	// screen is nil when nobody is watching.
	screen io.Writer
	title  string
	now    func() time.Time
	begun  time.Time
	shown  *progressbar.ProgressBar
}

// unhurried is how long work may take before there is a bar.
const unhurried = time.Second

// newBar begins the work with a title.
func (p *program) newBar(title string) *bar {
	return &bar{screen: screenOf(p.err), title: title, now: p.now, begun: p.now()}
}

// screenOf returns w if it is a terminal.
func screenOf(w io.Writer) io.Writer {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

// set shows that some of the work is done. The bar is for the eye only: where
// it cannot be written, the work goes on without.
func (b *bar) set(done, of int) {
	if b.screen == nil {
		return
	}
	if b.shown == nil {
		if b.now().Sub(b.begun) < unhurried {
			return
		}
		b.shown = progressbar.NewOptions(of,
			progressbar.OptionSetWriter(b.screen),
			progressbar.OptionSetDescription(b.title),
			progressbar.OptionSetWidth(30),
			progressbar.OptionThrottle(100*time.Millisecond),
		)
	}
	_ = b.shown.Set(done)
}

// clear takes the bar off the screen.
func (b *bar) clear() {
	if b.shown != nil {
		_ = b.shown.Clear()
	}
}
