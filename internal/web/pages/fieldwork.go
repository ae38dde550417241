package pages

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/fieldwork"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// Fieldworks collects answers to surveys.
type Fieldworks interface {
	Status(ctx context.Context, actor account.Actor, key string) (*fieldwork.Status, error)
	Upload(ctx context.Context, actor account.Actor, key string, list io.Reader) error
	Open(ctx context.Context, actor account.Actor, key string, o fieldwork.Opening) error
	TestMail(ctx context.Context, actor account.Actor, key string, l fieldwork.Letter, link string) error
	Discard(ctx context.Context, actor account.Actor, key string) error
	NewLinks(ctx context.Context, actor account.Actor, key, origin string) ([]fieldwork.Invitee, error)
	Remind(ctx context.Context, actor account.Actor, key string, l fieldwork.Letter) error
	RetryMail(ctx context.Context, actor account.Actor, key string) error
	Change(ctx context.Context, actor account.Actor, key string, o fieldwork.Opening) error
	Prospect(ctx context.Context, actor account.Actor, key string, c fieldwork.Closing) (*fieldwork.Prospect, error)
	Close(ctx context.Context, actor account.Actor, key string, c fieldwork.Closing) error
	Cancel(ctx context.Context, actor account.Actor, key string) error
	Form(ctx context.Context, token string) (*fieldwork.Form, error)
	Answer(ctx context.Context, token string, answers map[string]string) error
}

// fieldContacts is the field of the file with contacts.
const fieldContacts = "contacts"

// Fieldwork shows how far the collection of answers is.
func (h *Handlers) Fieldwork(v *Visit) error {
	return h.showFieldwork(v, http.StatusOK, fieldworkPage{done: v.QueryParam("done")})
}

// fieldworkPage is what the page of a fieldwork is made from.
type fieldworkPage struct {
	status *fieldwork.Status
	// done names what the visitor has just done, empty for nothing.
	done string
	// typed stands in the form that was sent and could not be taken, with its faults.
	typed    *fieldwork.Opening
	problems fault.Problems
	// refused is what kept a faultless form from being taken.
	refused error
}

func (h *Handlers) showFieldwork(v *Visit, code int, page fieldworkPage) error {
	key, err := waveKey(v)
	if err != nil {
		return err
	}
	if page.status, err = h.Fieldworks.Status(v.Request().Context(), v.Actor, key); err != nil {
		return err
	}
	p := h.fieldworkFrame(v, page.status, "fieldwork.title", fieldworkLead(page.status))
	return showStatus(v, code, p, view.FieldworkBody(v.Look, h.fieldworkModel(v, page)))
}

func (h *Handlers) fieldworkFrame(v *Visit, status *fieldwork.Status, title, lead string) view.Page {
	l, wave := v.Look, status.Version.Wave
	p := h.page(v, l.T(title), l.T(lead))
	p.Kicker = wave.Title.In(l.Code())
	p.Crumbs = []view.Link{
		{Href: "/surveys", Text: l.T("surveys.title")}, {Href: waveAddress(wave.Key), Text: wave.Title.In(l.Code())},
	}
	p.Address = fieldworkAddress(wave.Key)
	return p
}

// doFieldwork does something and leads back to the page, or shows it again with
// what stood in the way.
func (h *Handlers) doFieldwork(v *Visit, done string, typed *fieldwork.Opening, do func(ctx context.Context, key string) error) error {
	key, err := waveKey(v)
	if err != nil {
		return err
	}
	err = do(v.Request().Context(), key)
	if err == nil {
		return v.Redirect(http.StatusSeeOther, fieldworkAddress(key)+"?done="+done)
	}
	page := fieldworkPage{typed: typed, problems: problemsOf(err), refused: err}
	switch fault.KindOf(err) {
	case fault.Conflict:
		return h.showFieldwork(v, http.StatusConflict, page)
	case fault.Invalid:
		return h.showFieldwork(v, http.StatusUnprocessableEntity, page)
	}
	return err
}

// UploadContacts takes a list of contacts.
func (h *Handlers) UploadContacts(v *Visit) error {
	return h.doFieldwork(v, "uploaded", nil, func(ctx context.Context, key string) error {
		list, err := uploaded(v, fieldContacts)
		if err != nil {
			return err
		}
		return h.Fieldworks.Upload(ctx, v.Actor, key, bytes.NewReader(list))
	})
}

// uploaded returns the content of a file that a form brought; an Invalid fault
// when it brought none.
func uploaded(v *Visit, field string) ([]byte, error) {
	header, err := v.FormFile(field)
	if err != nil {
		var problems fault.Problems
		problems.Add("", "fieldwork.no_file")
		return nil, problems.Err()
	}
	file, err := header.Open()
	if err != nil {
		return nil, fmt.Errorf("open an uploaded file: %w", err)
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("read an uploaded file: %w", err)
	}
	return content, nil
}

// typedOpening reads the forms that open, change and remind.
func typedOpening(v *Visit) *fieldwork.Opening {
	return &fieldwork.Opening{
		Closes: v.FormValue(fieldwork.FieldCloses), Minimum: v.FormValue(fieldwork.FieldMinimum),
		Letter: fieldwork.Letter{
			Subject: survey.Text{DA: v.FormValue(fieldwork.FieldSubjectDA), EN: v.FormValue(fieldwork.FieldSubjectEN)},
			Body:    survey.Text{DA: v.FormValue(fieldwork.FieldBodyDA), EN: v.FormValue(fieldwork.FieldBodyEN)},
		},
		Origin: origin(v),
	}
}

// origin begins the address that the visitor uses.
func origin(v *Visit) string { return v.Scheme() + "://" + v.Request().Host }

// OpenFieldwork opens the collection of answers.
func (h *Handlers) OpenFieldwork(v *Visit) error {
	typed := typedOpening(v)
	return h.doFieldwork(v, "opened", typed, func(ctx context.Context, key string) error {
		return h.Fieldworks.Open(ctx, v.Actor, key, *typed)
	})
}

// TestLetter sends the letter of the form to the visitor, and shows the form as it is.
func (h *Handlers) TestLetter(v *Visit) error {
	key, err := waveKey(v)
	if err != nil {
		return err
	}
	typed := typedOpening(v)
	page := fieldworkPage{typed: typed, done: "tested"}
	err = h.Fieldworks.TestMail(v.Request().Context(), v.Actor, key, typed.Letter, origin(v)+fieldworkAddress(key)+"/form")
	switch kind := fault.KindOf(err); {
	case err == nil:
		return h.showFieldwork(v, http.StatusOK, page)
	case kind == fault.Invalid || kind == fault.Conflict:
		page.done, page.problems, page.refused = "", problemsOf(err), err
		return h.showFieldwork(v, http.StatusUnprocessableEntity, page)
	}
	return err
}

// DiscardFieldwork deletes a draft.
func (h *Handlers) DiscardFieldwork(v *Visit) error {
	return h.doFieldwork(v, "discarded", nil, func(ctx context.Context, key string) error {
		return h.Fieldworks.Discard(ctx, v.Actor, key)
	})
}

// ChangeFieldwork moves the closing date and raises the minimum.
func (h *Handlers) ChangeFieldwork(v *Visit) error {
	typed := typedOpening(v)
	return h.doFieldwork(v, "changed", typed, func(ctx context.Context, key string) error {
		return h.Fieldworks.Change(ctx, v.Actor, key, *typed)
	})
}

// RemindFieldwork sends a reminder.
func (h *Handlers) RemindFieldwork(v *Visit) error {
	typed := typedOpening(v)
	return h.doFieldwork(v, "reminded", typed, func(ctx context.Context, key string) error {
		return h.Fieldworks.Remind(ctx, v.Actor, key, typed.Letter)
	})
}

// RetryMail sends again to addresses that would not do.
func (h *Handlers) RetryMail(v *Visit) error {
	return h.doFieldwork(v, "retried", nil, func(ctx context.Context, key string) error {
		return h.Fieldworks.RetryMail(ctx, v.Actor, key)
	})
}

// FieldworkLinks makes links and answers with them once, as a file for a mail merge.
func (h *Handlers) FieldworkLinks(v *Visit) error {
	key, err := waveKey(v)
	if err != nil {
		return err
	}
	list, err := h.Fieldworks.NewLinks(v.Request().Context(), v.Actor, key, origin(v))
	if fault.KindOf(err) == fault.Conflict {
		return h.showFieldwork(v, http.StatusConflict, fieldworkPage{refused: err})
	}
	if err != nil {
		return err
	}
	content, err := h.mergeList(v.Look, list)
	if err != nil {
		return err
	}
	v.Response().Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="links-%s.csv"`, strconv.Itoa(len(list))))
	return v.Blob(http.StatusOK, "text/csv; charset=utf-8", content)
}

// mergeList writes links as the spreadsheets of Danish computers open them: with
// semicolons and a byte-order mark.
func (h *Handlers) mergeList(l view.Look, list []fieldwork.Invitee) ([]byte, error) {
	out := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(out)
	w.Comma = ';'
	rows := [][]string{{"email", "link", "municipality", "party", "language"}}
	s := h.Snapshots.Current()
	for _, i := range list {
		rows = append(rows, []string{i.Email, i.Link, placeName(s, i.Municipality), s.Seats().PartyName(i.Party, l.Code()), i.Lang})
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write the list of links: %w", err)
	}
	return out.Bytes(), nil
}

// FieldworkClosing shows what closing would do.
func (h *Handlers) FieldworkClosing(v *Visit) error {
	return h.showProspect(v, http.StatusOK, fieldwork.Closing{}, nil)
}

// CloseFieldwork closes.
func (h *Handlers) CloseFieldwork(v *Visit) error {
	key, err := waveKey(v)
	if err != nil {
		return err
	}
	c, err := typedClosing(v)
	if err != nil {
		return err
	}
	err = h.Fieldworks.Close(v.Request().Context(), v.Actor, key, c)
	switch fault.KindOf(err) {
	case fault.Conflict:
		return h.showProspect(v, http.StatusConflict, c, err)
	case fault.Invalid:
		return h.showProspect(v, http.StatusUnprocessableEntity, c, err)
	}
	if err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, fieldworkAddress(key)+"?done=closed")
}

// mergePrefix begins the fields with the choice for a party; its letter follows.
const mergePrefix = "merge/"

func typedClosing(v *Visit) (fieldwork.Closing, error) {
	c := fieldwork.Closing{Merge: make(map[string]string)}
	c.Seen, _ = strconv.ParseInt(v.FormValue("seen"), 10, 64)
	form, err := v.FormParams()
	if err != nil {
		return c, fmt.Errorf("read the form: %w", err)
	}
	for name := range form {
		if len(name) > len(mergePrefix) && name[:len(mergePrefix)] == mergePrefix {
			c.Merge[name[len(mergePrefix):]] = form.Get(name)
		}
	}
	if content, err := uploaded(v, fieldwork.FieldMargins); err == nil && len(content) > 0 {
		c.Margins = bytes.NewReader(content)
	}
	return c, nil
}

func (h *Handlers) showProspect(v *Visit, code int, c fieldwork.Closing, refused error) error {
	key, err := waveKey(v)
	if err != nil {
		return err
	}
	c.Margins = nil
	prospect, err := h.Fieldworks.Prospect(v.Request().Context(), v.Actor, key, c)
	if fault.KindOf(err) == fault.Conflict {
		return h.showFieldwork(v, http.StatusConflict, fieldworkPage{refused: err})
	}
	if err != nil {
		return err
	}
	p := h.fieldworkFrame(v, &prospect.Status, "fieldwork.close.title", "fieldwork.close.lead")
	p.Crumbs = append(p.Crumbs, view.Link{Href: fieldworkAddress(key), Text: v.Look.T("fieldwork.title")})
	return showStatus(v, code, p, view.ClosingBody(v.Look, h.closingModel(v, prospect, refused)))
}

// FieldworkCancelling asks whether everything is to be deleted.
func (h *Handlers) FieldworkCancelling(v *Visit) error {
	key, err := waveKey(v)
	if err != nil {
		return err
	}
	status, err := h.Fieldworks.Status(v.Request().Context(), v.Actor, key)
	if err != nil {
		return err
	}
	p := h.fieldworkFrame(v, status, "fieldwork.cancel.title", "fieldwork.cancel.lead")
	p.Crumbs = append(p.Crumbs, view.Link{Href: fieldworkAddress(key), Text: v.Look.T("fieldwork.title")})
	return show(v, p, view.CancellingBody(v.Look, fieldworkAddress(key), v.CSRF))
}

// CancelFieldwork deletes everything.
func (h *Handlers) CancelFieldwork(v *Visit) error {
	return h.doFieldwork(v, "cancelled", nil, func(ctx context.Context, key string) error {
		return h.Fieldworks.Cancel(ctx, v.Actor, key)
	})
}
