package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"sync"

	"modenhed/internal/web/pages"
)

// recorder holds an answer back. Headers go straight to the real one.
type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

var recorders = sync.Pool{New: func() any { return new(recorder) }}

// run has a handler answer into the recorder. Afterwards, also when it panics,
// the response is as if nothing had been written.
func (r *recorder) run(v *pages.Visit, handler pages.Handler) error {
	response := v.Response()
	r.ResponseWriter = response.Writer
	response.Writer = r
	defer func() {
		response.Writer = r.ResponseWriter
		response.Committed, response.Size = false, 0
	}()
	return handler(v)
}

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) { r.status = status }

// Write implements http.ResponseWriter.
func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.body.Write(p)
}

// largeRecorder is the size in bytes above which a recorder is not used again.
const largeRecorder = 1 << 20

func (r *recorder) release() {
	if r.body.Cap() > largeRecorder {
		return
	}
	r.ResponseWriter, r.status = nil, 0
	r.body.Reset()
	recorders.Put(r)
}

// send sends what was recorded, compressed where it pays.
func (r *recorder) send(v *pages.Visit) error {
	h := v.Response().Header()
	body := r.body.Bytes()
	if len(body) >= worthPacking && compressible(h.Get("Content-Type")) && acceptsGzip(v.Request()) {
		small, err := pack(body, gzip.BestSpeed)
		if err != nil {
			return err
		}
		h["Content-Encoding"] = packed
		body = small
	}
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return transmit(v, r.status, body)
}

// transmit sends an answer whose headers are set.
func transmit(v *pages.Visit, status int, body []byte) error {
	w := v.Response()
	if status >= http.StatusOK && status != http.StatusNoContent && status != http.StatusNotModified {
		w.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
	}
	w.WriteHeader(status)
	if len(body) == 0 || v.Request().Method == http.MethodHead {
		return nil
	}
	// The client may have gone; there is nobody left to tell.
	_, _ = w.Write(body)
	return nil
}
