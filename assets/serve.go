package assets

import (
	"net/http"
	"strconv"
	"strings"
)

const forEver = "public, max-age=31536000, immutable"

// Handler serves the files at the paths that URL returns. An address with another
// hash is answered with 404, never with other content.
func (f *Files) Handler() http.Handler {
	return http.HandlerFunc(f.serve)
}

func (f *Files) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name, ours := strings.CutPrefix(r.URL.Path, f.prefix+"/")
	found, known := f.files[name]
	if !ours || !known {
		w.Header().Set("Cache-Control", "no-store")
		http.NotFound(w, r)
		return
	}
	found.write(w, r)
}

func (a file) write(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", forEver)
	body, tag := a.plain, `"`+a.tag+`"`
	if a.gzipped != nil {
		header.Add("Vary", "Accept-Encoding")
		if packed := a.packed(r); packed != nil {
			header.Set("Content-Encoding", "gzip")
			body, tag = packed, `"`+a.tag+`-gzip"`
		}
	}
	header.Set("ETag", tag)
	if matches(r.Header.Get("If-None-Match"), tag) {
		header.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", a.contentType)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		// The client may have gone; there is nobody left to tell.
		_, _ = w.Write(body)
	}
}

// packed returns the compressed content if the client takes it and it is smaller.
func (a file) packed(r *http.Request) []byte {
	if !acceptsGzip(r.Header.Values("Accept-Encoding")) {
		return nil
	}
	return a.gzipped()
}

// acceptsGzip reads Accept-Encoding (RFC 9110, 12.5.3): gzip is named, or covered by
// "*", with a weight above 0.
func acceptsGzip(headers []string) bool {
	named, wildcard := -1.0, -1.0
	for _, item := range strings.Split(strings.Join(headers, ","), ",") {
		coding, weight := parseCoding(item)
		switch coding {
		case "gzip", "x-gzip":
			named = weight
		case "*":
			wildcard = weight
		}
	}
	if named >= 0 {
		return named > 0
	}
	return wildcard > 0
}

// parseCoding splits "gzip;q=0.5". A weight that cannot be read counts as 0.
func parseCoding(item string) (string, float64) {
	coding, parameters, _ := strings.Cut(item, ";")
	weight := 1.0
	key, value, given := strings.Cut(strings.TrimSpace(parameters), "=")
	if given && strings.EqualFold(strings.TrimSpace(key), "q") {
		parsed, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil {
			parsed = 0
		}
		weight = parsed
	}
	return strings.ToLower(strings.TrimSpace(coding)), weight
}

// matches compares weakly, as If-None-Match asks for.
func matches(header, tag string) bool {
	for _, candidate := range strings.Split(header, ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == "*" || candidate == tag {
			return true
		}
	}
	return false
}
