package webtest

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
)

// Upload sends a form with files as a browser does: pairs of three are the
// field, the name and the content of each file; one without field is left out.
func (b *Browser) Upload(path string, values url.Values, files ...string) *Answer {
	b.site.t.Helper()
	return b.UploadWith(path, values, nil, files...)
}

// UploadWith is [Browser.Upload] with headers, in pairs.
func (b *Browser) UploadWith(path string, values url.Values, headers []string, files ...string) *Answer {
	t := b.site.t
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	form := url.Values{"csrf": {b.csrf}}
	for name, list := range values {
		form[name] = list
	}
	for name, list := range form {
		for _, value := range list {
			b.site.must("write a field", w.WriteField(name, value))
		}
	}
	for i := 0; i+2 < len(files); i += 3 {
		if files[i] == "" {
			continue
		}
		part, err := w.CreateFormFile(files[i], files[i+1])
		b.site.must("write a file", err)
		_, err = part.Write([]byte(files[i+2]))
		b.site.must("write a file", err)
	}
	b.site.must("end the form", w.Close())
	return b.Do(http.MethodPost, path, &body, append(headers, "Content-Type", w.FormDataContentType())...)
}

// Form returns the fields of the form that matches a selector as they would be
// sent, without its buttons.
func (a *Answer) Form(selector string) url.Values {
	a.t.Helper()
	form := a.Find(selector)
	if form.Length() != 1 {
		a.t.Fatalf("%s has %d forms %s, want 1", a.what, form.Length(), selector)
	}
	values := url.Values{}
	for _, field := range form.Find("input[name], select[name], textarea[name]").EachIter() {
		name := field.AttrOr("name", "")
		switch {
		case field.Is(`[type="file"]`):
		case field.Is(`[type="checkbox"], [type="radio"]`):
			if _, checked := field.Attr("checked"); checked {
				values.Add(name, field.AttrOr("value", "on"))
			}
		case field.Is("select"):
			chosen := field.Find("option[selected]")
			if chosen.Length() == 0 {
				chosen = field.Find("option").First()
			}
			values.Add(name, chosen.AttrOr("value", ""))
		case field.Is("textarea"):
			values.Add(name, field.Text())
		default:
			values.Add(name, field.AttrOr("value", ""))
		}
	}
	return values
}
