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
	// shown is nil when nobody is watching.
	shown *progressbar.ProgressBar
	now   func() time.Time
	due   time.Time
}

// unhurried is how long work may take before there is a bar, tick how often it moves.
const (
	unhurried = time.Second
	tick      = 100 * time.Millisecond
)

// newBar begins work that comes in so many steps. screen may be nil.
func newBar(screen io.Writer, now func() time.Time, title string, steps int) *bar {
	b := &bar{now: now, due: now().Add(unhurried)}
	if screen != nil {
		b.shown = progressbar.NewOptions(steps,
			progressbar.OptionSetWriter(screen),
			progressbar.OptionSetDescription(title),
			progressbar.OptionSetWidth(30),
			progressbar.OptionSetRenderBlankState(false),
		)
		b.shown.StartWithoutRender()
	}
	return b
}

// screenOf returns w if it is a terminal.
func screenOf(w io.Writer) io.Writer {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

// set shows that some steps are done. The bar is for the eye only: where it
// cannot be written, the work goes on without.
func (b *bar) set(done int) {
	if b.shown == nil || b.now().Before(b.due) {
		return
	}
	b.due = b.now().Add(tick)
	_ = b.shown.Set(done)
}

// clear takes the bar off the screen.
func (b *bar) clear() {
	if b.shown != nil {
		_ = b.shown.Clear()
	}
}
