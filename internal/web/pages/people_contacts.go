package pages

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"modenhed/internal/account"
	"modenhed/internal/contact"
	"modenhed/internal/fault"
	"modenhed/internal/web/view"
)

// MaxContactList is the largest form with a list of contacts, in bytes.
const MaxContactList = 5 << 20

// PlanContacts reads a list of contacts and shows what taking it in would do.
func (h *Handlers) PlanContacts(v *Visit) error {
	list, err := uploaded(v, fieldContacts)
	if err != nil {
		return h.refuseContacts(v, err)
	}
	plan, err := h.readContacts(v, bytes.NewReader(list))
	if err != nil {
		return h.refuseContacts(v, err)
	}
	l := v.Look
	m := view.ContactsPlan{CSRF: v.CSRF, List: plan.Text(), New: l.N("people.plan.new", len(plan.New))}
	if len(plan.New) == 0 {
		m.New = l.T("people.plan.nobody")
	}
	if len(plan.Known) > 0 {
		m.Known = l.N("people.plan.known", len(plan.Known))
	}
	for _, c := range plan.New {
		language := c.Language
		if language == "" {
			language = "da"
		}
		m.Lines = append(m.Lines, view.ContactLine{
			Email: c.Email, Municipality: placeName(v.Snapshot, int(c.Municipality)), Language: l.T("people.language." + language),
		})
	}
	p := h.page(v, l.T("people.plan.title"), l.T("people.plan.lead"))
	p.Crumbs = []view.Link{{Href: peoplePath, Text: l.T("people.title")}}
	p.Address = peoplePath
	return show(v, p, view.ContactsPlanBody(l, m))
}

// ImportContacts takes a list in, all of it or nothing. What has been taken in
// since the list was shown stays as it is.
func (h *Handlers) ImportContacts(v *Visit) error {
	plan, err := h.readContacts(v, strings.NewReader(v.FormValue("list")))
	if err != nil {
		return h.refuseContacts(v, err)
	}
	if _, err := h.People.InviteAll(v.Request().Context(), v.Actor, plan.Accounts()); err != nil {
		return h.refuseContacts(v, err)
	}
	return v.Redirect(http.StatusSeeOther, peoplePath+"?done=imported&state=invited")
}

func (h *Handlers) readContacts(v *Visit, list io.Reader) (contact.Plan, error) {
	people, err := h.People.People(v.Request().Context(), v.Actor)
	if err != nil {
		return contact.Plan{}, err
	}
	accounts := make([]account.Account, len(people))
	for i, p := range people {
		accounts[i] = p.Account
	}
	return contact.Read(list, h.Snapshots.Current().Directory, accounts)
}

// refuseContacts shows the page with everything that is wrong with a list.
func (h *Handlers) refuseContacts(v *Visit, err error) error {
	if fault.KindOf(err) != fault.Invalid {
		return err
	}
	l := v.Look
	page := peoplePage{typed: account.New{Role: account.Editor, Language: "da"}}
	page.rows = rowFaultsOf(l, problemsOf(err), func(column string) string { return column })
	page.rows.Advice = l.T("people.list.advice")
	for _, p := range problemsOf(err) {
		if p.Row == 0 {
			page.faults = append(page.faults, view.FieldError{ID: fieldContacts, Text: problemText(l, p)})
		}
	}
	if len(page.faults) == 0 && page.rows.Title == "" {
		page.faults = view.FieldErrors{{ID: fieldContacts, Text: conflictText(l, err)}}
	}
	return h.showPeople(v, http.StatusUnprocessableEntity, page)
}
