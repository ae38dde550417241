package pages

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"

	"github.com/a-h/templ"

	"modenhed/internal/web/view"
)

// largeBuffer is the size above which a buffer is not kept for the next page.
const largeBuffer = 1 << 20

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// write renders a component whole before it answers, so that a template that
// fails leaves no half page behind.
func write(v *Visit, status int, component templ.Component) error {
	buffer := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buffer.Cap() <= largeBuffer {
			buffer.Reset()
			buffers.Put(buffer)
		}
	}()
	if err := component.Render(v.Request().Context(), buffer); err != nil {
		return fmt.Errorf("render %s: %w", v.Path(), err)
	}
	return v.HTMLBlob(status, buffer.Bytes())
}

// show answers with a page.
func show(v *Visit, p view.Page, body templ.Component) error {
	return write(v, http.StatusOK, view.Layout(p, body))
}

// showStatus answers with a page that is not the one hoped for.
func showStatus(v *Visit, status int, p view.Page, body templ.Component) error {
	return write(v, status, view.Layout(p, body))
}
