package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

const answerPath = "/report/rpa/rpa.strategy"

// posted sends a form as it is built, with a session's token first.
func posted(t *testing.T, b *webtest.Browser, build func(w *multipart.Writer) error) *webtest.Answer {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if err := w.WriteField("csrf", b.CSRF()); err != nil {
		t.Fatal(err)
	}
	if err := build(w); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Do(http.MethodPost, answerPath+"?lang=da", &body, "Content-Type", w.FormDataContentType())
}

func TestFormsWithFilesAreBounded(t *testing.T) {
	t.Parallel()
	editor := webtest.New(t).SignedIn(account.Editor)
	field := func(name, value string, times int) func(*multipart.Writer) error {
		return func(w *multipart.Writer) error {
			for range times {
				if err := w.WriteField(name, value); err != nil {
					return err
				}
			}
			return nil
		}
	}
	posted(t, editor, field("comment", "x", 200)).WantStatus(http.StatusUnprocessableEntity)
	posted(t, editor, field("comment", strings.Repeat("x", 600<<10), 2)).WantStatus(http.StatusRequestEntityTooLarge)
	huge := posted(t, editor, func(w *multipart.Writer) error {
		file, err := w.CreateFormFile("files", "stor.pdf")
		if err == nil {
			_, err = file.Write(bytes.Repeat([]byte("x"), 60<<20))
		}
		return err
	})
	huge.WantStatus(http.StatusRequestEntityTooLarge)
	if got := huge.Text(".form-error-message"); !strings.Contains(got, "”stor.pdf” er for stor") {
		t.Errorf("the page says %q", got)
	}
	broken := editor.Do(http.MethodPost, answerPath, strings.NewReader("--x\r\nnothing"), "Content-Type", "multipart/form-data; boundary=x")
	broken.WantStatus(http.StatusUnprocessableEntity)
}

func TestAFormWhoseSessionHasEndedIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	stranger := webtest.New(t).Browser()
	large := "%PDF-" + strings.Repeat("x", 20<<20)
	answer := stranger.Upload(answerPath, url.Values{"value": {"3"}}, "files", "a.pdf", large).WantStatus(http.StatusSeeOther)
	if got := answer.Header.Get("Location"); !strings.HasPrefix(got, "/login?") || !strings.Contains(got, "unsaved=1") {
		t.Errorf("leads to %q", got)
	}
	stranger.Upload(answerPath, url.Values{"csrf": {"wrong"}}, "files", "a.pdf", "%PDF-").WantStatus(http.StatusSeeOther)
}

func TestFilesNeedTheSessionsToken(t *testing.T) {
	t.Parallel()
	editor := webtest.New(t).SignedIn(account.Editor)
	editor.Upload(answerPath, url.Values{"csrf": {"wrong"}, "value": {"3"}, "seen": {"0"}}, "files", "a.pdf", "%PDF-").WantStatus(http.StatusForbidden)
}
