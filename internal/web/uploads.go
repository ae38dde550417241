package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"time"

	"modenhed/internal/web/pages"
)

const (
	// mostFields is how many fields and files a form with files may have.
	mostFields = 100
	// uploadPatience is how long a form with files may take to arrive and be
	// answered: long enough for 50 megabytes over a slow line.
	uploadPatience = 10 * time.Minute
	// readOn is how much of a form is read in all, in bytes. What is beyond the
	// limits is read and dropped up to here, because a browser that is still
	// sending shows no answer.
	readOn = 256 << 20
	// mostRefused is how much is read of a form whose sender may not send it: as
	// much as a form of somebody has whose session has ended meanwhile.
	mostRefused = 64 << 20
)

var errTooManyFields = errors.New("the form has too many fields")

// readFiles reads a form with files as evidence: fields into the request's form,
// files into the visit. A file that is too large, or one too many, is dropped as
// it is read and named all the same, so that the rest of the form is not lost.
func (s *Server) readFiles(v *pages.Visit) error {
	request := v.Request()
	reader, err := request.MultipartReader()
	if err != nil {
		return err
	}
	control := http.NewResponseController(v.Response())
	// A connection without deadlines has none to put off.
	_ = control.SetReadDeadline(time.Now().Add(uploadPatience))
	_ = control.SetWriteDeadline(time.Now().Add(uploadPatience))
	values := url.Values{}
	room := s.limits.Body
	for range mostFields {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			request.PostForm, request.Form = values, values
			request.MultipartForm = &multipart.Form{Value: values}
			return nil
		}
		if err != nil {
			return err
		}
		if part.FileName() == "" {
			err = readField(part, values, &room)
		} else {
			err = readFile(v, part)
		}
		if err != nil {
			return err
		}
	}
	return errTooManyFields
}

// dropFiles reads a form that is refused, so that its sender sees the answer.
func dropFiles(v *pages.Visit) {
	// What cannot be read need not be.
	_, _ = io.Copy(io.Discard, io.LimitReader(v.Request().Body, mostRefused))
}

// readField adds a field to the form; room is what all fields may still hold.
func readField(part *multipart.Part, values url.Values, room *int64) error {
	text, err := io.ReadAll(io.LimitReader(part, *room+1))
	if err != nil {
		return err
	}
	if *room -= int64(len(text)); *room < 0 {
		return &http.MaxBytesError{}
	}
	// A chooser in which nothing was chosen sends a file without a name.
	_, parameters, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if _, file := parameters["filename"]; err != nil || file {
		return err
	}
	values.Add(part.FormName(), string(text))
	return nil
}

// readFile adds a file to the visit.
func readFile(v *pages.Visit, part *multipart.Part) error {
	upload := pages.Upload{Name: part.FileName(), TooMany: len(v.Uploads) >= pages.MaxUploads}
	if !upload.TooMany {
		content, err := io.ReadAll(io.LimitReader(part, pages.MaxUpload+1))
		if err != nil {
			return err
		}
		if upload.TooLarge = len(content) > pages.MaxUpload; !upload.TooLarge {
			upload.Content = content
		}
	}
	v.Uploads = append(v.Uploads, upload)
	_, err := io.Copy(io.Discard, part)
	return err
}
