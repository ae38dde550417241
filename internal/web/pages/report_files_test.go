package pages_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/attachment"
	"modenhed/internal/web/webtest"
)

const filesKey = "rpa.strategy"

// formOf returns the fields of a question's form as the page shows them.
func formOf(t *testing.T, b *webtest.Browser, key string) url.Values {
	t.Helper()
	area, _, _ := strings.Cut(key, ".")
	return b.Get("/report/" + area + "?lang=da").Form(question(key) + " form[data-draft]")
}

// fileNamesIn are the files that a page lists at a question.
func fileNamesIn(a *webtest.Answer, key string) []string {
	var names []string
	for _, link := range a.Find(question(key) + " .mh-files--own a").EachIter() {
		names = append(names, link.Text())
	}
	return names
}

// namesOf are the names of files, public ones with a star.
func namesOf(files []assessment.File) []string {
	var names []string
	for _, file := range files {
		name := file.Name
		if file.Public {
			name += "*"
		}
		names = append(names, name)
	}
	return names
}

func wantNames(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: files are %q, want %q", what, got, want)
	}
}

func TestFilesAreSavedWithTheAnswer(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	form := formOf(t, editor, filesKey)
	form.Set("value", "5")
	send := func() {
		t.Helper()
		editor.Upload(questionPath(filesKey), form, "files", "Strategi på æ.pdf", pdfOf("1"), "files", "", "").
			WantLocation("/report/rpa?saved=1#rpa.strategy")
	}
	send()
	send() // the same save twice is one
	status := reported(t, site, webtest.Odense, filesKey)
	wantNames(t, "the answer", namesOf(status.Evidence.Files), "Strategi på æ.pdf")
	if len(statuses(t, site)) != 1 || status.Answer.Value != 5 {
		t.Errorf("%d statuses, the last %+v", len(statuses(t, site)), status)
	}

	page := editor.Get("/report/rpa?lang=da")
	wantNames(t, "the page", fileNamesIn(page, filesKey), "Strategi på æ.pdf")
	form = page.Form(question(filesKey) + " form[data-draft]")
	form.Set("file_public-"+status.Evidence.Files[0].Hash, "yes")
	form.Set("comment", "med filer")
	editor.Upload(questionPath(filesKey), form, "files", "to.pdf", pdfOf("2"), "files", "Strategi igen.pdf", pdfOf("1")).WantStatus(http.StatusSeeOther)
	status = reported(t, site, webtest.Odense, filesKey)
	wantNames(t, "the second answer", namesOf(status.Evidence.Files), "Strategi på æ.pdf*", "to.pdf")
	site.Browser().Get(fileURL(webtest.Odense, status.Evidence.Files[0])).WantStatus(http.StatusOK)
	site.Browser().Get(fileURL(webtest.Odense, status.Evidence.Files[1])).WantStatus(http.StatusNotFound)
}

func TestFilesWaitInTheDraft(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	form := formOf(t, editor, filesKey)
	form.Set("comment", "på vej")
	form.Set("do", "attach")
	editor.Upload(questionPath(filesKey), form, "files", "a.pdf", pdfOf("a"), "files", "b.pdf", pdfOf("b")).WantLocation("/report/rpa#rpa.strategy")
	if len(statuses(t, site)) != 0 {
		t.Error("files alone were recorded as an answer")
	}
	// Somebody signed out and in again.
	again := site.Browser()
	again.SignIn(webtest.Email(account.Editor), webtest.Password)
	page := again.Get("/report/rpa?lang=da")
	wantNames(t, "after a new sign-in", fileNamesIn(page, filesKey), "a.pdf", "b.pdf")
	form = page.Form(question(filesKey) + " form[data-draft]")
	if form.Get("comment") != "på vej" {
		t.Errorf("the comment is %q", form.Get("comment"))
	}

	// What is saved by itself sends no files and loses none, from an older window neither.
	older := url.Values{"value": {"3"}, "seen": {"0"}, "kept_files": {""}}
	typing(again, filesKey, older).WantStatus(http.StatusNoContent)
	page = again.Get("/report/rpa?lang=da")
	wantNames(t, "after an older window", fileNamesIn(page, filesKey), "a.pdf", "b.pdf")

	form = page.Form(question(filesKey) + " form[data-draft]")
	remove := page.Find(question(filesKey)+` .mh-files--own button`).First().AttrOr("value", "")
	form.Set("do", remove)
	again.Upload(questionPath(filesKey), form).WantLocation("/report/rpa#rpa.strategy")
	page = again.Get("/report/rpa?lang=da")
	wantNames(t, "after one was taken off", fileNamesIn(page, filesKey), "b.pdf")
	form = page.Form(question(filesKey) + " form[data-draft]")
	again.Upload(questionPath(filesKey), form).WantStatus(http.StatusSeeOther)
	wantNames(t, "the answer", namesOf(reported(t, site, webtest.Odense, filesKey).Evidence.Files), "b.pdf")
}

func TestRefusedAnswersKeepTheirFiles(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor, other := site.SignedIn(account.Editor), colleague(t, site, "b@example.test", webtest.Odense)
	form := formOf(t, editor, "rpa.processes")
	form.Set("value", "mange")
	form.Set("comment", "bliver stående")
	answer := editor.Upload(questionPath("rpa.processes"), form, "files", "a.pdf", pdfOf("a")).WantStatus(http.StatusUnprocessableEntity)
	wantNames(t, "a faulty answer", fileNamesIn(answer, "rpa.processes"), "a.pdf")
	wantNames(t, "its draft", fileNamesIn(editor.Get("/report/rpa"), "rpa.processes"), "a.pdf")

	mine := formOf(t, editor, filesKey)
	mine.Set("value", "2")
	other.Post(questionPath(filesKey), url.Values{"value": {"4"}, "seen": {"0"}}).WantStatus(http.StatusSeeOther)
	conflict := editor.Upload(questionPath(filesKey), mine, "files", "mit.pdf", pdfOf("mit")).WantStatus(http.StatusConflict)
	wantNames(t, "a conflict", fileNamesIn(conflict, filesKey), "mit.pdf")
	again := conflict.Form(question(filesKey) + " form[data-draft]")
	editor.Upload(questionPath(filesKey), again).WantStatus(http.StatusSeeOther)
	status := reported(t, site, webtest.Odense, filesKey)
	wantNames(t, "the answer on top", namesOf(status.Evidence.Files), "mit.pdf")
	if status.Answer.Value != 2 || status.Revision != 2 {
		t.Errorf("the answer is %+v", status)
	}
}

func TestFilesThatCannotBeTaken(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	large := pdfOf(strings.Repeat("x", attachment.MaxSize))
	for name, c := range map[string]struct {
		files  []string
		status int
		words  []string
		kept   []string
	}{
		"html in a pdf's name": {[]string{"files", "<b>a.pdf", "<html><script>alert(1)</script>"}, http.StatusUnprocessableEntity, []string{"Filen ”<b>a.pdf” kan ikke bruges."}, nil},
		"empty":                {[]string{"files", "tom.pdf", ""}, http.StatusUnprocessableEntity, []string{"Filen ”tom.pdf” er tom."}, nil},
		"too large": {[]string{"files", "stor.pdf", large, "files", "lille.pdf", pdfOf("l")}, http.StatusRequestEntityTooLarge,
			[]string{"Filen ”stor.pdf” er for stor. En fil må højst fylde 10 MB."}, []string{"lille.pdf"}},
		"six": {[]string{"files", "1.pdf", pdfOf("1"), "files", "2.pdf", pdfOf("2"), "files", "3.pdf", pdfOf("3"), "files", "4.pdf", pdfOf("4"),
			"files", "5.pdf", pdfOf("5"), "files", "6.pdf", pdfOf("6")}, http.StatusUnprocessableEntity,
			[]string{"Filen ”6.pdf” er ikke gemt. Et svar kan højst have 5 filer."}, []string{"1.pdf", "2.pdf", "3.pdf", "4.pdf", "5.pdf"}},
	} {
		editor.Post(questionPath(filesKey)+"/draft/discard", nil)
		form := formOf(t, editor, filesKey)
		form.Set("value", "3")
		form.Set("evidence_text", "bliver stående")
		answer := editor.Upload(questionPath(filesKey)+"?lang=da", form, c.files...).WantStatus(c.status)
		for _, words := range c.words {
			if got := answer.Text(question(filesKey) + ` [id="rpa.strategy-files-error"]`); !strings.Contains(got, words) {
				t.Errorf("%s: the field says %q", name, got)
			}
		}
		wantNames(t, name, fileNamesIn(answer, filesKey), c.kept...)
		if got := answer.Find(question(filesKey) + ` [name="evidence_text"]`).Text(); got != "bliver stående" {
			t.Errorf("%s: the text is %q", name, got)
		}
	}
	if len(statuses(t, site)) != 0 {
		t.Error("an answer was saved without its files")
	}
}

func TestNobodyTakesAnothersFile(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor, neighbour := site.SignedIn(account.Editor), colleague(t, site, "n@example.test", norddjurs)
	theirs := keptFile(t, site, webtest.Odense, "hemmelig.pdf", false)
	form := formOf(t, neighbour, filesKey)
	form.Set("value", "3")
	form.Set("kept_files", theirs.Hash+" "+strings.Repeat("z", 64)+" ' OR 1=1")
	answer := neighbour.Upload(questionPath(filesKey), form).WantStatus(http.StatusUnprocessableEntity)
	wantNames(t, "the neighbour", fileNamesIn(answer, filesKey))
	neighbour.Get(fileURL(norddjurs, theirs)).WantStatus(http.StatusNotFound)
	form = formOf(t, editor, filesKey)
	form.Set("value", "3")
	form.Set("kept_files", theirs.Hash)
	editor.Upload(questionPath(filesKey), form).WantStatus(http.StatusSeeOther)
	wantNames(t, "the owner", namesOf(reported(t, site, webtest.Odense, filesKey).Evidence.Files), "hemmelig.pdf")
}

func TestHtmxAttachesToOneQuestion(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	form := formOf(t, editor, filesKey)
	form.Set("do", "attach")
	answer := editor.UploadWith(questionPath(filesKey)+"?lang=da", form, []string{"HX-Request", "true"}, "files", "a.pdf", pdfOf("a")).WantStatus(http.StatusOK)
	wantNames(t, "the fragment", fileNamesIn(answer, filesKey), "a.pdf")
	if answer.Find("h1").Length() != 0 || answer.Find(`input[type="file"][autofocus]`).Length() != 1 || answer.Text("#live") != "Filerne er gemt i kladden." {
		t.Errorf("the fragment is %s", answer.Body)
	}
	if first := answer.Find(question(filesKey) + " form[data-draft] button").First(); first.AttrOr("value", "") != "next" {
		t.Errorf("the enter key presses %q", first.AttrOr("value", ""))
	}
}

func TestUploadsNeedTheRightToReport(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	for _, b := range []*webtest.Browser{site.Browser(), site.SignedIn(account.Analyst), site.SignedIn(account.Administrator)} {
		answer := b.Upload(questionPath(filesKey), url.Values{"value": {"3"}, "seen": {"0"}}, "files", "a.pdf", pdfOf("a"))
		if answer.Status != http.StatusSeeOther && answer.Status != http.StatusForbidden {
			t.Errorf("an upload is answered %d", answer.Status)
		}
	}
	file, _ := attachment.Inspect("a.pdf", []byte(pdfOf("a")))
	if _, err := site.Store.FileContent(t.Context(), file.Hash); err == nil {
		t.Error("a file was kept for somebody who may not report")
	}
	if diff := cmp.Diff(0, len(statuses(t, site))); diff != "" {
		t.Error(diff)
	}
}

func TestFilesOutliveTheSession(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	form := formOf(t, editor, filesKey)
	form.Set("value", "3")
	editor.Upload(questionPath(filesKey), form, "files", "a.pdf", pdfOf("a")).WantStatus(http.StatusSeeOther)
	form = formOf(t, editor, filesKey)
	form.Set("comment", "for sent")
	hash := form.Get("kept_files")
	form.Set("file_public-"+hash, "yes")

	late := site.Browser()
	page := late.Upload(questionPath(filesKey), form, "files", "b.pdf", pdfOf("b")).WantStatus(http.StatusUnauthorized)
	kept := page.Find(`input[name="kept"]`).AttrOr("value", "")
	late.Post("/login", url.Values{"email": {webtest.Email(account.Editor)}, "password": {webtest.Password}, "kept": {kept}}).
		WantLocation("/report/rpa#rpa.strategy")
	again := late.Get("/report/rpa")
	wantNames(t, "after signing in", fileNamesIn(again, filesKey), "a.pdf")
	if got := again.Form(question(filesKey) + " form[data-draft]").Get("file_public-" + hash); got != "yes" {
		t.Error("who may read the file is forgotten")
	}

	// A form of the earlier session is shown again with its files; those that came with it are not taken in.
	form.Set("csrf", "earlier")
	answer := late.Upload(questionPath(filesKey), form, "files", "c.pdf", pdfOf("c")).WantStatus(http.StatusConflict)
	wantNames(t, "sent again", fileNamesIn(answer, filesKey), "a.pdf")
	if len(statuses(t, site)) != 1 {
		t.Error("an answer was recorded")
	}
}
