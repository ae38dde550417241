package attachment

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

const (
	// mostEntries is how many files an Office document may consist of. Large
	// presentations have a few thousand.
	mostEntries = 20_000
	// mostUnpacked is how much of a document is ever unpacked, in bytes: the list
	// of its parts, or the name of its type.
	mostUnpacked = 1 << 20
)

// zipKind tells which Office document a zip archive is. Only the directory and
// the files that name types and parts are read.
func zipKind(content []byte) (kind, string) {
	// Counted before the reader makes something of each.
	if bytes.Count(content, []byte("PK\x01\x02")) > mostEntries {
		return kind{}, refusedType
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return kind{}, refusedType
	}
	entries := make(map[string]*zip.File, len(archive.File))
	for _, f := range archive.File {
		name := strings.ToLower(f.Name)
		if _, twice := entries[name]; twice {
			// Which of them counts is for every reader to choose.
			return kind{}, refusedType
		}
		entries[name] = f
	}
	if types, found := entries["[content_types].xml"]; found {
		return microsoftKind(types, archive.File)
	}
	if name, found := entries["mimetype"]; found {
		return openKind(name, entries["meta-inf/manifest.xml"], archive.File)
	}
	return kind{}, refusedType
}

// microsoftKind goes by the list of the parts' types, which the programs that
// open the document go by too.
func microsoftKind(types *zip.File, files []*zip.File) (kind, string) {
	list, ok := unpacked(types)
	if !ok {
		return kind{}, refusedType
	}
	list = strings.ToLower(list)
	for _, word := range []string{"macroenabled", "vbaproject", "macrosheet"} {
		if strings.Contains(list, word) {
			return kind{}, refusedMacros
		}
	}
	for _, f := range files {
		if strings.HasSuffix(strings.ToLower(f.Name), "vbaproject.bin") {
			return kind{}, refusedMacros
		}
	}
	for _, k := range []kind{docx, xlsx, pptx} {
		if strings.Contains(list, `"`+k.media+`.main+xml"`) {
			return k, ""
		}
	}
	return kind{}, refusedType
}

// openKind goes by the type that an OpenDocument file begins with. Its manifest,
// nil where there is none, says whether parts of it are encrypted.
func openKind(name, manifest *zip.File, files []*zip.File) (kind, string) {
	media, ok := unpacked(name)
	if !ok {
		return kind{}, refusedType
	}
	if manifest != nil {
		switch list, ok := unpacked(manifest); {
		case !ok:
			return kind{}, refusedType
		case strings.Contains(list, "encryption-data"):
			return kind{}, refusedEncrypted
		}
	}
	for _, f := range files {
		if folder, _, _ := strings.Cut(strings.ToLower(f.Name), "/"); folder == "basic" || folder == "scripts" {
			return kind{}, refusedMacros
		}
	}
	for _, k := range openKinds {
		if strings.TrimSpace(media) == k.media {
			return k, ""
		}
	}
	return kind{}, refusedType
}

// unpacked returns the content of an entry; ok is false when it is damaged or
// larger than an entry of its purpose is.
func unpacked(f *zip.File) (content string, ok bool) {
	r, err := f.Open()
	if err != nil {
		return "", false
	}
	defer func() { _ = r.Close() }()
	read, err := io.ReadAll(io.LimitReader(r, mostUnpacked+1))
	return string(read), err == nil && len(read) <= mostUnpacked
}
