package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"

	"modenhed/internal/fault"
	"modenhed/internal/web/pages"
)

// What is read of a form that a stranger sent: in all, and of typed text.
const (
	strangersBody = 64 << 20
	strangersText = 128 << 10
)

// keepTyping lets somebody whose session has ended sign in without losing what
// they typed. It reports false where there is nothing to keep: the form is not
// of a question, comes from another site, or is a script's, which keeps it.
func (s *Server) keepTyping(v *pages.Visit, r route) (handler pages.Handler, ok bool) {
	request := v.Request()
	if !r.typed || v.Actor.SignedIn() || scripted(request) || s.guard.Check(request) != nil {
		return nil, false
	}
	fields, err := typedText(v.Response(), request)
	if err != nil {
		return nil, false
	}
	kept, ok := pages.KeptOf(request.URL.EscapedPath(), fields)
	if !ok {
		return nil, false
	}
	next := s.openable.nearest(request.URL.EscapedPath())
	return func(v *pages.Visit) error { return s.pages.SignInFirst(v, next, kept) }, true
}

// sendAgain answers a form of somebody who has signed in anew since it was
// opened, in another tab: it is shown as it was filled in, to be sent again. It
// reports false for everything else.
func (s *Server) sendAgain(v *pages.Visit, r route, err error) (handler pages.Handler, ok bool) {
	var known *fault.Error
	request := v.Request()
	if !r.typed || request.Header.Get("X-Draft") != "" || !errors.As(err, &known) || known.Message.Key != staleForm {
		return nil, false
	}
	own := request.PostFormValue(pages.FieldAccount) == strconv.FormatInt(int64(v.Actor.ID), 10)
	return s.pages.SendAgain, own
}

func scripted(r *http.Request) bool {
	return r.Header.Get("HX-Request") == "true" || r.Header.Get("X-Draft") != ""
}

// typedText reads the fields of a form and passes over its files.
func typedText(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(w, r.Body, strangersBody)
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	if kind != "multipart/form-data" {
		text, err := io.ReadAll(io.LimitReader(r.Body, strangersText))
		if err != nil {
			return nil, err
		}
		return url.ParseQuery(string(text))
	}
	return partsText(multipart.NewReader(r.Body, parameters["boundary"]))
}

func partsText(parts *multipart.Reader) (url.Values, error) {
	fields, left := url.Values{}, int64(strangersText)
	for range mostFields {
		part, err := parts.NextPart()
		if err == io.EOF {
			return fields, nil
		}
		if err != nil {
			return nil, err
		}
		if part.FileName() != "" {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(part, left))
		if err != nil {
			return nil, err
		}
		left -= int64(len(text))
		fields.Add(part.FormName(), string(text))
	}
	return nil, errTooManyFields
}
