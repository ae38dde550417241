package pages

import (
	"context"
	"net/http"
	"net/url"
	"path"
	"strings"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/attachment"
	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

// Attachments takes files in as evidence and hands them out; see [attachment.Service].
type Attachments interface {
	Keep(ctx context.Context, actor account.Actor, code municipality.Code, name string, content []byte) (assessment.File, error)
	Find(ctx context.Context, actor account.Actor, code municipality.Code, hashes []string) ([]assessment.File, error)
	// Internal returns a file for who may read more than the public, NotFound for others.
	Internal(ctx context.Context, actor account.Actor, code municipality.Code, hash, name string) (assessment.File, error)
	Content(ctx context.Context, hash string) ([]byte, error)
}

// Limits on the files of one form: how many, and the bytes of each.
const (
	MaxUploads = assessment.MaxFiles
	MaxUpload  = attachment.MaxSize
)

// Upload is a file that came with a form. Of one that is too large, or one too
// many, only the name is left.
type Upload struct {
	Name              string
	Content           []byte
	TooLarge, TooMany bool
}

// filePolicy has a browser that shows a file all the same run nothing of it.
const filePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

// EvidenceFile hands out a file that an answer rests on. Everybody may have
// those that an answer of the visitor's snapshot makes public; for who may not
// read a file there is none.
func (h *Handlers) EvidenceFile(v *Visit) error {
	code, err := municipality.ParseCode(v.Param("code"))
	if err != nil {
		return attachment.NotFound()
	}
	hash, name := v.Param("hash"), lastOfPath(v.Request().URL)
	file, public := publicFile(v, code, hash, name)
	if !public {
		if file, err = h.Files.Internal(v.Request().Context(), v.Actor, code, hash, name); err != nil {
			return err
		}
	}
	setFileHeaders(v, file, public)
	if v.Request().Header.Get("If-None-Match") == fileTag(file) {
		return v.NoContent(http.StatusNotModified)
	}
	content, err := h.Files.Content(v.Request().Context(), file.Hash)
	if err != nil {
		return err
	}
	return v.Blob(http.StatusOK, file.Type, content)
}

// lastOfPath is the last part of an address as it was before it was escaped.
func lastOfPath(u *url.URL) string {
	name, err := url.PathUnescape(path.Base(u.EscapedPath()))
	if err != nil {
		return ""
	}
	return name
}

// publicFile returns a file that an answer of the visitor's snapshot lets
// everybody read, preferably under a name.
func publicFile(v *Visit, code municipality.Code, hash, name string) (found assessment.File, ok bool) {
	unit, known := v.Snapshot.Unit(code)
	if !known || v.Look.Withheld {
		return found, false
	}
	for _, answer := range unit.Answers {
		for _, file := range publicFiles(answer) {
			if file.Hash != hash || ok && file.Name != name {
				continue
			}
			if found, ok = file, true; file.Name == name {
				return found, true
			}
		}
	}
	return found, ok
}

// publicFiles are those of an answer that everybody may read.
func publicFiles(answer benchmark.Answer) []assessment.File {
	if answer.Status == nil {
		return nil
	}
	return answer.Status.Evidence.PublicFiles()
}

// setFileHeaders has browsers save the file under its name and take it for what
// it is. What is internal is kept nowhere.
func setFileHeaders(v *Visit, file assessment.File, public bool) {
	header := v.Response().Header()
	header.Set("Content-Disposition", attached(file.Name))
	header.Set("Content-Security-Policy", filePolicy)
	header.Set("ETag", fileTag(file))
	header.Set("Cache-Control", "private, no-store")
	header.Del("Content-Language")
	if public && !v.Actor.SignedIn() {
		header.Set("Cache-Control", "no-cache")
	}
}

func fileTag(file assessment.File) string { return `"` + file.Hash + `"` }

// attached is the header of a file to be saved under a name, as RFC 6266 has it:
// in plain letters for old programs, and as it is for the others.
func attached(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r) {
			return '_'
		}
		return r
	}, name)
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + encoded(name)
}

// encoded writes a name in the letters of RFC 8187.
func encoded(name string) string {
	const hexadecimal = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexadecimal[c>>4])
		b.WriteByte(hexadecimal[c&15])
	}
	return b.String()
}

// fileAddress is where a municipality's file is fetched.
func fileAddress(code municipality.Code, file assessment.File) string {
	return "/evidence/" + code.String() + "/" + file.Hash + "/" + url.PathEscape(file.Name)
}

// fileLinks are links to files of a municipality, each saying what it is.
func fileLinks(l view.Look, code municipality.Code, files []assessment.File) []view.FileLink {
	var links []view.FileLink
	for _, file := range files {
		link := view.FileLink{Href: l.To(fileAddress(code, file)), Name: file.Name, Words: fileWords(l, file)}
		if !file.Public {
			link.Internal = l.T("files.internal")
		}
		links = append(links, link)
	}
	return links
}

// fileWords are the kind of a file and its size.
func fileWords(l view.Look, file assessment.File) string {
	kind := strings.ToUpper(strings.TrimPrefix(path.Ext(file.Name), "."))
	const kilobyte = 1024
	if file.Size < kilobyte*kilobyte {
		return l.T("files.kilobytes", "Kind", kind, "Size", l.Int(int(max(1, (file.Size+kilobyte/2)/kilobyte))))
	}
	return l.T("files.megabytes", "Kind", kind, "Size", l.Short(float64(file.Size)/(kilobyte*kilobyte)))
}

// fileNames are the names of files in one line, with who may read them.
func fileNames(l view.Look, files []assessment.File) string {
	var names []string
	for _, file := range files {
		key := "files.named_internal"
		if file.Public {
			key = "files.named_public"
		}
		names = append(names, l.T(key, "Name", file.Name))
	}
	return strings.Join(names, ", ")
}
