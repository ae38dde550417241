package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/web"
	"modenhed/internal/web/webtest"
)

func TestConditionalAndCompressedAnswers(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	b := site.Browser()
	plain := b.Get("/ranking").WantStatus(http.StatusOK)
	packed := b.Get("/ranking", "Accept-Encoding", "br, gzip").WantStatus(http.StatusOK)
	if packed.Header.Get("Content-Encoding") != "gzip" || len(packed.Body) > len(plain.Body)/4 {
		t.Errorf("compressed to %d of %d bytes, %q", len(packed.Body), len(plain.Body), packed.Header.Get("Content-Encoding"))
	}
	if got := unpack(t, packed.Body); got != plain.Body {
		t.Error("the compressed page is another one")
	}
	tag, packedTag := plain.Header.Get("ETag"), packed.Header.Get("ETag")
	if tag == "" || tag == packedTag {
		t.Errorf("tags %q and %q", tag, packedTag)
	}
	cases := []struct {
		name, encoding, condition string
		status                    int
	}{
		{"the same", "", tag, http.StatusNotModified},
		{"the same, weak", "", "W/" + tag, http.StatusNotModified},
		{"one of several", "", `"x", ` + tag, http.StatusNotModified},
		{"any", "", "*", http.StatusNotModified},
		{"compressed", "gzip", packedTag, http.StatusNotModified},
		{"another coding", "gzip", tag, http.StatusOK},
		{"another page", "", `"x"`, http.StatusOK},
	}
	for _, c := range cases {
		answer := b.Get("/ranking", "Accept-Encoding", c.encoding, "If-None-Match", c.condition)
		if answer.Status != c.status {
			t.Errorf("%s: status %d, want %d", c.name, answer.Status, c.status)
		}
		if c.status == http.StatusNotModified && (answer.Body != "" || answer.Header.Get("Vary") == "" || answer.Header.Get("ETag") == "") {
			t.Errorf("%s: body of %d bytes, headers %v", c.name, len(answer.Body), answer.Header)
		}
	}
}

func TestPrivateAnswersAreCompressedToo(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := site.SignedIn(account.Editor)
	packed := b.Get("/method", "Accept-Encoding", "gzip").WantStatus(http.StatusOK)
	if packed.Header.Get("Content-Encoding") != "gzip" || packed.Header.Get("ETag") != "" {
		t.Errorf("headers = %v", packed.Header)
	}
	if got := unpack(t, packed.Body); !strings.Contains(got, `action="/logout"`) {
		t.Error("not the page of somebody signed in")
	}
}

func unpack(t *testing.T, body string) string {
	t.Helper()
	r, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAcceptsGzip(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{
		"":                        false,
		"gzip":                    true,
		"GZIP":                    true,
		"br, gzip;q=0.5":          true,
		"gzip;q=0":                false,
		"gzip; q=0.000":           false,
		"*":                       true,
		"*;q=0":                   false,
		"*, gzip;q=0":             false,
		"identity":                false,
		"deflate, br, zstd, gzip": true,
		"gzip;q=many":             false,
		"xgzip":                   false,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", header)
		if got := web.AcceptsGzip(r); got != want {
			t.Errorf("acceptsGzip(%q) = %v, want %v", header, got, want)
		}
	}
}
