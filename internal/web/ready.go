package web

import (
	"bytes"
	"compress/gzip"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"modenhed/internal/locale"
	"modenhed/internal/web/pages"
)

const (
	// readyLimit is how many bytes of ready-made answers are kept.
	readyLimit = 16 << 20
	// longestReadyQuery is the longest query whose answer is kept, in bytes.
	longestReadyQuery = 256
)

// readyKey is all that a public answer depends on.
type readyKey struct {
	stamp, path, query string
	lang               locale.Lang
	fragment           bool
}

// text writes the key as one text.
func (k readyKey) text() string {
	return strings.Join([]string{k.stamp, k.path, k.query, string(k.lang), strconv.FormatBool(k.fragment)}, "\x00")
}

// readyAnswer is a finished public answer. Its headers go into the header map
// as they are. It is immutable.
type readyAnswer struct {
	contentType []string
	// disposition names the file of a download; nil for a page.
	disposition   []string
	plain, packed variant
}

// variant is an answer in one coding; the body is nil where the coding does not pay.
type variant struct {
	body        []byte
	tag, length []string
}

func (a *readyAnswer) size() int { return len(a.plain.body) + len(a.packed.body) }

// write sends the answer, or says that the browser has it.
func (a *readyAnswer) write(v *pages.Visit) error {
	w, r := v.Response(), v.Request()
	h := w.Header()
	chosen := &a.plain
	if a.packed.body != nil && acceptsGzip(r) {
		chosen = &a.packed
	}
	h["Etag"] = chosen.tag
	if known := r.Header["If-None-Match"]; len(known) > 0 && hasTag(known[0], chosen.tag[0]) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h["Content-Type"] = a.contentType
	if a.disposition != nil {
		h["Content-Disposition"] = a.disposition
	}
	h["Content-Length"] = chosen.length
	if chosen == &a.packed {
		h["Content-Encoding"] = packed
	}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		// The client may have gone; there is nobody left to tell.
		_, _ = w.Write(chosen.body)
	}
	return nil
}

// readyAnswers keeps the public answers of one snapshot. When there is no room
// for another, some are dropped; they are made again when asked for.
type readyAnswers struct {
	limit int

	mu    sync.RWMutex
	stamp string
	bytes int
	made  map[readyKey]*readyAnswer
}

func newReadyAnswers(limit int) *readyAnswers {
	return &readyAnswers{limit: limit, made: make(map[readyKey]*readyAnswer)}
}

// find returns the answer of a key, nil when it is not made yet.
func (a *readyAnswers) find(key readyKey) *readyAnswer {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.made[key]
}

// keep makes an answer of what was recorded and keeps it, unless it is too
// special or too large to be asked for again.
func (a *readyAnswers) keep(key readyKey, r *recorder) *readyAnswer {
	made := newReadyAnswer(r)
	if len(key.query) > longestReadyQuery || made.size() > a.limit/8 {
		return made
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if key.stamp != a.stamp {
		clear(a.made)
		a.stamp, a.bytes = key.stamp, 0
	}
	if old, ok := a.made[key]; ok {
		a.bytes -= old.size()
	}
	a.made[key] = made
	a.bytes += made.size()
	for other, answer := range a.made {
		if a.bytes <= a.limit {
			break
		}
		if other != key {
			delete(a.made, other)
			a.bytes -= answer.size()
		}
	}
	return made
}

func newReadyAnswer(r *recorder) *readyAnswer {
	body := bytes.Clone(r.body.Bytes())
	tag := entityTag(body)
	made := &readyAnswer{
		contentType: []string{r.Header().Get("Content-Type")},
		disposition: r.Header()["Content-Disposition"],
		plain:       newVariant(body, tag),
	}
	if len(body) < worthPacking || !compressible(made.contentType[0]) {
		return made
	}
	// Writing to memory does not fail; without this form the plain one serves.
	if small, err := pack(body, gzip.DefaultCompression); err == nil && len(small) < len(body) {
		made.packed = newVariant(bytes.Clone(small), tag+"-gzip")
	}
	return made
}

func newVariant(body []byte, tag string) variant {
	return variant{body: body, tag: []string{`"` + tag + `"`}, length: []string{strconv.Itoa(len(body))}}
}

// mostMatched is how many parameters one name with a star stands for at most.
const mostMatched = 64

// matching returns the names that a name of the list stands for: itself or,
// where it ends in a star, every parameter that begins so.
func matching(values url.Values, name string) []string {
	prefix, open := strings.CutSuffix(name, "*")
	if !open {
		return []string{name}
	}
	var names []string
	for _, given := range slices.Sorted(maps.Keys(values)) {
		if strings.HasPrefix(given, prefix) && len(names) < mostMatched {
			names = append(names, given)
		}
	}
	return names
}

// canonicalQuery keeps the parameters with a name from the sorted list, the
// first value of each, without empty ones, in the order of the list. Equal
// questions therefore have equal addresses, and strange ones are no questions.
func canonicalQuery(raw string, names []string) string {
	if raw == "" {
		return ""
	}
	values, err := url.ParseQuery(raw)
	if err != nil && len(values) == 0 {
		return ""
	}
	var b strings.Builder
	for _, pattern := range names {
		for _, name := range matching(values, pattern) {
			value := values.Get(name)
			if value == "" {
				continue
			}
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(url.QueryEscape(name))
			b.WriteByte('=')
			b.WriteString(url.QueryEscape(value))
		}
	}
	return b.String()
}
