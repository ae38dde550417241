// Package assets holds the style sheets, scripts, fonts, pictures and municipal
// outlines that the pages need, and serves them under addresses that change with
// their content, so that a browser may keep every answer for ever.
//
// One hash covers the whole tree and stands first in each address
// (/assets/HASH/css/app.css). A relative reference from one file to another
// therefore leads to an address that is just as fixed.
//
// The vendored half is made by vendor.sh and listed in SHA256SUMS. Ours are css/app,
// css/answer, js/app, js/charts, img/logo.svg and img/signs.svg.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed css/fds.css css/app/*.css css/answer/*.css js/*.js js/app/*.js js/charts/*.js fonts/*.woff2 img/*.svg
var served embed.FS

// joined lists the files that are served as one: the parts of css/app.css lie in
// css/app, and so on. The order counts.
var joined = map[string][]string{
	"css/app.css":    {"tokens", "frame", "figures", "tables", "maps", "charts", "forms", "report", "lists", "compare", "advice", "robustness", "imports", "beliefs", "media"},
	"css/answer.css": {"form"},
	"js/app.js":      {"components", "details", "requests", "drafts", "keep", "keys", "actions", "attach"},
	"js/charts.js":   {"style", "radar", "trend", "bars", "dumbbell", "quadrant", "picture", "save", "start"},
}

// contentTypes lists what is served, by extension; compress says what gzip makes
// smaller.
var contentTypes = map[string]struct {
	name     string
	compress bool
}{
	".css":   {"text/css; charset=utf-8", true},
	".js":    {"text/javascript; charset=utf-8", true},
	".svg":   {"image/svg+xml", true},
	".woff2": {"font/woff2", false},
}

// Files are the embedded files, ready to be served. They never change.
type Files struct {
	prefix   string
	files    map[string]file
	outlines Outlines
}

type file struct {
	contentType string
	plain       []byte
	// gzipped compresses once, when first asked for, and is nil where gzip does not
	// pay. Ahead of time it would cost the start of the program 60 ms and 20 MB.
	gzipped func() []byte
	tag     string // strong entity tag of plain, without the quotes
}

// New reads the embedded files and hashes them.
func New() (*Files, error) {
	return build(served)
}

func build(tree fs.FS) (*Files, error) {
	contents, err := collect(tree)
	if err != nil {
		return nil, fmt.Errorf("collect assets: %w", err)
	}
	f := &Files{prefix: "/assets/" + treeHash(contents), files: make(map[string]file, len(contents))}
	for name, content := range contents {
		if f.files[name], err = prepare(name, content); err != nil {
			return nil, fmt.Errorf("prepare asset %s: %w", name, err)
		}
	}
	if f.outlines, err = readOutlines(); err != nil {
		return nil, fmt.Errorf("read municipal outlines: %w", err)
	}
	return f, nil
}

// URL returns the path at which the file is served; name is as in the tree, for
// example "css/app.css", and may end in a fragment ("img/icons.svg#check").
func (f *Files) URL(name string) string {
	return f.prefix + "/" + name
}

// Outlines returns the shapes for the map.
func (f *Files) Outlines() Outlines {
	return f.outlines
}

// collect returns the files to serve by name, with parts joined.
func collect(tree fs.FS) (map[string][]byte, error) {
	contents := map[string][]byte{}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || isPart(name) {
			return err
		}
		contents[name], err = fs.ReadFile(tree, name)
		return err
	})
	if err != nil {
		return nil, err
	}
	for whole, parts := range joined {
		if contents[whole], err = join(tree, whole, parts); err != nil {
			return nil, err
		}
	}
	return contents, nil
}

func isPart(name string) bool {
	_, part := joined[path.Dir(name)+path.Ext(name)]
	return part
}

// join reads the parts of whole, which lie in a directory of its name.
func join(tree fs.FS, whole string, parts []string) ([]byte, error) {
	extension := path.Ext(whole)
	directory := strings.TrimSuffix(whole, extension)
	var content bytes.Buffer
	for _, part := range parts {
		text, err := fs.ReadFile(tree, path.Join(directory, part+extension))
		if err != nil {
			return nil, err
		}
		content.Write(text)
	}
	return content.Bytes(), nil
}

func treeHash(contents map[string][]byte) string {
	names := make([]string, 0, len(contents))
	for name := range contents {
		names = append(names, name)
	}
	slices.Sort(names)
	hash := sha256.New()
	for _, name := range names {
		fmt.Fprintf(hash, "%s %d\n", name, len(contents[name]))
		hash.Write(contents[name])
	}
	return hex.EncodeToString(hash.Sum(nil)[:8])
}

func prepare(name string, content []byte) (file, error) {
	kind, known := contentTypes[strings.ToLower(path.Ext(name))]
	if !known {
		return file{}, fmt.Errorf("no content type for %q", path.Ext(name))
	}
	sum := sha256.Sum256(content)
	prepared := file{contentType: kind.name, plain: content, tag: hex.EncodeToString(sum[:8])}
	if kind.compress {
		prepared.gzipped = sync.OnceValue(func() []byte { return compress(content) })
	}
	return prepared, nil
}

// compress returns nil where the result is no smaller.
func compress(content []byte) []byte {
	var buffer bytes.Buffer
	writer := gzip.NewWriter(&buffer)
	if _, err := writer.Write(content); err != nil {
		return nil
	}
	if err := writer.Close(); err != nil || buffer.Len() >= len(content) {
		return nil
	}
	return bytes.Clone(buffer.Bytes())
}
