package assets_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"modenhed/assets"
)

// servedNames lists what must be served, from the files on disk.
func servedNames(t *testing.T) []string {
	t.Helper()
	names := []string{"css/fds.css", "css/app.css", "css/answer.css", "js/app.js", "js/charts.js"}
	for _, pattern := range []string{"js/*.js", "fonts/*.woff2", "img/*.svg"} {
		found, err := fs.Glob(os.DirFS("."), pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("no files for %s: %v", pattern, err)
		}
		names = append(names, found...)
	}
	return names
}

func newFiles(t *testing.T) *assets.Files {
	t.Helper()
	files, err := assets.New()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func request(handler http.Handler, method, target string, header ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, response *http.Response) []byte {
	t.Helper()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func get(t *testing.T, files *assets.Files, name string) string {
	t.Helper()
	response := request(files.Handler(), http.MethodGet, files.URL(name))
	if response.StatusCode != http.StatusOK {
		t.Fatalf("GET %s = %d", name, response.StatusCode)
	}
	return string(body(t, response))
}

func TestEveryFileIsServedForEver(t *testing.T) {
	t.Parallel()
	files := newFiles(t)
	types := map[string]string{
		".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
		".svg": "image/svg+xml", ".woff2": "font/woff2",
	}
	for _, name := range servedNames(t) {
		response := request(files.Handler(), http.MethodGet, files.URL(name))
		if response.StatusCode != http.StatusOK {
			t.Errorf("GET %s = %d, want 200", name, response.StatusCode)
			continue
		}
		if got, want := response.Header.Get("Cache-Control"), "public, max-age=31536000, immutable"; got != want {
			t.Errorf("%s: Cache-Control = %q, want %q", name, got, want)
		}
		if got, want := response.Header.Get("Content-Type"), types[path.Ext(name)]; got != want {
			t.Errorf("%s: Content-Type = %q, want %q", name, got, want)
		}
		if disk, err := os.ReadFile(name); err == nil && !bytes.Equal(disk, body(t, response)) {
			t.Errorf("%s: served bytes differ from the file", name)
		}
	}
}

func TestGzipHoldsTheSameContent(t *testing.T) {
	t.Parallel()
	files := newFiles(t)
	for _, name := range servedNames(t) {
		plain := body(t, request(files.Handler(), http.MethodGet, files.URL(name)))
		response := request(files.Handler(), http.MethodGet, files.URL(name), "Accept-Encoding", "gzip, br")
		if response.Header.Get("Content-Encoding") != "gzip" {
			if path.Ext(name) != ".woff2" && len(plain) > 400 {
				t.Errorf("%s (%d bytes) is not compressed", name, len(plain))
			}
			continue
		}
		reader, err := gzip.NewReader(response.Body)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		unpacked, err := io.ReadAll(reader)
		if err != nil || !bytes.Equal(unpacked, plain) {
			t.Errorf("%s: unpacked content differs: %v", name, err)
		}
	}
}

func TestEncodingIsNegotiated(t *testing.T) {
	t.Parallel()
	files := newFiles(t)
	tests := []struct{ name, accept, want string }{
		{"nothing asked for", "", ""},
		{"gzip", "gzip", "gzip"},
		{"among others", "br;q=1, gzip;q=0.5", "gzip"},
		{"upper case", "GZIP", "gzip"},
		{"refused", "gzip;q=0", ""},
		{"refused to three decimals", "gzip;q=0.000, br", ""},
		{"anything", "*", "gzip"},
		{"anything but gzip", "*, gzip;q=0", ""},
		{"nothing but identity", "identity", ""},
		{"a weight that is no number", "gzip;q=much", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			response := request(files.Handler(), http.MethodGet, files.URL("css/app.css"), "Accept-Encoding", test.accept)
			if got := response.Header.Get("Content-Encoding"); got != test.want {
				t.Errorf("Accept-Encoding %q: got %q, want %q", test.accept, got, test.want)
			}
			if got := response.Header.Get("Vary"); got != "Accept-Encoding" {
				t.Errorf("Vary = %q", got)
			}
		})
	}
}

func TestConditionalRequests(t *testing.T) {
	t.Parallel()
	files := newFiles(t)
	target := files.URL("css/fds.css")
	plain := request(files.Handler(), http.MethodGet, target).Header.Get("ETag")
	packed := request(files.Handler(), http.MethodGet, target, "Accept-Encoding", "gzip").Header.Get("ETag")
	if plain == "" || plain == packed {
		t.Fatalf("entity tags %q and %q must be there and differ", plain, packed)
	}
	tests := []struct {
		name, match string
		want        int
	}{
		{"same", plain, http.StatusNotModified},
		{"weak", "W/" + plain, http.StatusNotModified},
		{"in a list", `"other", ` + plain, http.StatusNotModified},
		{"any", "*", http.StatusNotModified},
		{"another encoding", packed, http.StatusOK},
		{"another", `"other"`, http.StatusOK},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			response := request(files.Handler(), http.MethodGet, target, "If-None-Match", test.match)
			if response.StatusCode != test.want {
				t.Errorf("If-None-Match %s = %d, want %d", test.match, response.StatusCode, test.want)
			}
			if content := body(t, response); test.want == http.StatusNotModified && len(content) > 0 {
				t.Errorf("304 with %d bytes", len(content))
			}
		})
	}
}

func TestMethods(t *testing.T) {
	t.Parallel()
	files := newFiles(t)
	target := files.URL("img/logo.svg")
	head := request(files.Handler(), http.MethodHead, target)
	if content := body(t, head); head.StatusCode != http.StatusOK || len(content) > 0 || head.Header.Get("Content-Length") == "" {
		t.Errorf("HEAD = %d, %d bytes, Content-Length %q", head.StatusCode, len(content), head.Header.Get("Content-Length"))
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		response := request(files.Handler(), method, target)
		if response.StatusCode != http.StatusMethodNotAllowed || response.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s = %d, Allow %q", method, response.StatusCode, response.Header.Get("Allow"))
		}
	}
}

func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	files := newFiles(t)
	base := strings.TrimSuffix(files.URL("css/app.css"), "/css/app.css")
	targets := map[string]string{
		"another hash": "/assets/0000000000000000/css/app.css", "no hash": "/assets/css/app.css", "unknown file": base + "/css/none.css",
		"a part of a joined file": base + "/css/app/tokens.css", "a directory": base + "/css", "the root": base + "/",
		"not embedded": base + "/testdata/axe/axe.min.js", "outside": base + "/../assets.go",
	}
	for name, target := range targets {
		t.Run(name, func(t *testing.T) {
			response := request(files.Handler(), http.MethodGet, target)
			if response.StatusCode != http.StatusNotFound {
				t.Errorf("GET %s = %d, want 404", target, response.StatusCode)
			}
			if cache := response.Header.Get("Cache-Control"); strings.Contains(cache, "immutable") {
				t.Errorf("404 is cached: %q", cache)
			}
		})
	}
}

func TestAddressesFollowContent(t *testing.T) {
	t.Parallel()
	address := func(change func(fstest.MapFS)) string {
		tree := fstest.MapFS{}
		for _, pattern := range []string{"css/fds.css", "css/app/*.css", "css/answer/*.css", "js/*.js", "js/app/*.js", "js/charts/*.js", "img/*.svg"} {
			names, err := fs.Glob(os.DirFS("."), pattern)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range names {
				content, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				tree[name] = &fstest.MapFile{Data: content}
			}
		}
		change(tree)
		files, err := assets.Build(tree)
		if err != nil {
			t.Fatal(err)
		}
		return files.URL("css/fds.css")
	}
	same := address(func(fstest.MapFS) {})
	if again := address(func(fstest.MapFS) {}); again != same {
		t.Errorf("same content, but %s and %s", same, again)
	}
	if other := address(func(tree fstest.MapFS) { tree["css/app/tokens.css"].Data = []byte("b{}") }); other == same {
		t.Error("a changed part of another file leaves the address as it was")
	}
	if other := address(func(tree fstest.MapFS) { tree["img/new.svg"] = &fstest.MapFile{Data: []byte("<svg/>")} }); other == same {
		t.Error("an added file leaves the address as it was")
	}
}

func TestBuildNamesTheFault(t *testing.T) {
	t.Parallel()
	if _, err := assets.Build(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "css/") && !strings.Contains(err.Error(), "js/") {
		t.Errorf("empty tree: %v, want an error that names a file", err)
	}
}

// reference matches url(...) in a style sheet.
var reference = regexp.MustCompile(`url\(["']?([^"')]+)["']?\)`)

func TestStyleSheetsReferToFilesThatAreServed(t *testing.T) {
	t.Parallel()
	files := newFiles(t)
	for _, sheet := range []string{"css/fds.css", "css/app.css"} {
		found := reference.FindAllStringSubmatch(get(t, files, sheet), -1)
		if len(found) == 0 {
			t.Errorf("%s refers to nothing", sheet)
		}
		for _, match := range found {
			name := path.Join(path.Dir(sheet), match[1])
			if response := request(files.Handler(), http.MethodGet, files.URL(name)); response.StatusCode != http.StatusOK {
				t.Errorf("%s: url(%s) = %d", sheet, match[1], response.StatusCode)
			}
		}
	}
}

func TestNothingBreaksTheContentSecurityPolicy(t *testing.T) {
	t.Parallel()
	files := newFiles(t)
	for _, name := range servedNames(t) {
		forbidden := map[string][]string{
			".css": {"data:", "@import", "http:", "https:", "javascript:"},
			".svg": {"style=", "<style", "<script", "data:", "onload", "<!DOCTYPE", "<!ENTITY"},
		}[path.Ext(name)]
		content := get(t, files, name)
		for _, word := range forbidden {
			if strings.Contains(content, word) {
				t.Errorf("%s holds %q", name, word)
			}
		}
	}
	for _, name := range []string{"js/app.js", "js/charts.js"} {
		content := get(t, files, name)
		for _, word := range []string{"innerHTML", "insertAdjacentHTML", "eval(", "new Function", "localStorage", "document.write", `setAttribute('style'`} {
			if strings.Contains(content, word) {
				t.Errorf("%s uses %s", name, word)
			}
		}
	}
}
