package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"modenhed/internal/locale"
	"modenhed/internal/web/pages"
)

// worthPacking is the size in bytes from which an answer is compressed.
const worthPacking = 1 << 10

// The headers of answers, as they go into the header map; not to be changed.
var (
	varies       = []string{"HX-Request, Accept-Encoding, Accept-Language, Cookie"}
	revalidate   = []string{"no-cache"}
	keepPrivate  = []string{"private, no-store"}
	packed       = []string{"gzip"}
	languageTags = map[locale.Lang][]string{locale.Danish: {"da"}, locale.English: {"en"}}
)

// answer gives the public a ready-made answer where the route allows it, and
// has the handler make one otherwise.
func (s *Server) answer(r route) pages.Handler {
	return func(v *pages.Visit) error {
		setAnswerHeaders(v, r.ready && !v.Actor.SignedIn())
		if !r.ready || v.Actor.SignedIn() {
			return s.make(v, r.handler)
		}
		request := v.Request()
		request.URL.RawQuery = canonicalQuery(request.URL.RawQuery, r.parameters)
		key := readyKey{
			stamp:    s.pages.Snapshots.Current().Stamp(),
			path:     request.URL.Path,
			query:    request.URL.RawQuery,
			lang:     v.Look.Lang(),
			fragment: v.Fragment(),
		}
		if made := s.ready.find(key); made != nil {
			return made.write(v)
		}
		return s.makeReady(v, r.handler, key)
	}
}

// setAnswerHeaders lets browsers and proxies keep what everybody gets, and
// nothing else.
func setAnswerHeaders(v *pages.Visit, public bool) {
	h := v.Response().Header()
	h["Vary"] = varies
	h["Content-Language"] = languageTags[v.Look.Lang()]
	h["Cache-Control"] = keepPrivate
	if public {
		h["Cache-Control"] = revalidate
	}
}

// make runs the handler against a recorder, so that nothing is sent of an
// answer that turns into an error half-way.
func (s *Server) make(v *pages.Visit, handler pages.Handler) error {
	s.menus.fill(v)
	recorded := recorders.Get().(*recorder)
	defer recorded.release()
	if err := recorded.run(v, handler); err != nil {
		return err
	}
	return recorded.send(v)
}

// makeReady has one of those who ask the same at the same time make the
// answer, and gives it to all of them. Whoever gets nothing from the other's
// attempt makes the answer alone: the other may have hung up.
func (s *Server) makeReady(v *pages.Visit, handler pages.Handler, key readyKey) error {
	mine := false
	result, err, _ := s.making.Do(key.text(), func() (any, error) {
		mine = true
		s.menus.fill(v)
		recorded := recorders.Get().(*recorder)
		defer recorded.release()
		if err := recorded.run(v, handler); err != nil {
			return nil, err
		}
		if recorded.status != http.StatusOK {
			return nil, nil
		}
		return s.ready.keep(key, recorded), nil
	})
	if err != nil && mine {
		return err
	}
	if made, ok := result.(*readyAnswer); ok && err == nil {
		return made.write(v)
	}
	return s.make(v, handler)
}

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

func compressible(contentType string) bool {
	return strings.HasPrefix(contentType, "text/") || strings.HasPrefix(contentType, "application/json") ||
		strings.HasPrefix(contentType, "application/problem+json")
}

func pack(body []byte, level int) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, level)
	if err != nil {
		return nil, fmt.Errorf("compress an answer: %w", err)
	}
	if _, err := w.Write(body); err != nil {
		return nil, fmt.Errorf("compress an answer: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress an answer: %w", err)
	}
	return out.Bytes(), nil
}

// entityTag is a strong tag of a body, without the quotes.
func entityTag(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:12])
}

// acceptsGzip reads Accept-Encoding (RFC 9110, 12.5.3): gzip is named, or
// covered by "*", with a weight above 0.
func acceptsGzip(r *http.Request) bool {
	wildcard := false
	for _, line := range r.Header["Accept-Encoding"] {
		for item := range strings.SplitSeq(line, ",") {
			coding, parameters, _ := strings.Cut(item, ";")
			coding = strings.TrimSpace(coding)
			switch {
			case strings.EqualFold(coding, "gzip"):
				return weighty(parameters)
			case coding == "*":
				wildcard = weighty(parameters)
			}
		}
	}
	return wildcard
}

// weighty reports whether a coding's parameters give it a weight above 0.
func weighty(parameters string) bool {
	name, value, given := strings.Cut(strings.TrimSpace(parameters), "=")
	if !given || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return true
	}
	weight, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	return err == nil && weight > 0
}

// hasTag compares weakly, as If-None-Match asks for.
func hasTag(header, tag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == "*" || candidate == tag {
			return true
		}
	}
	return false
}
