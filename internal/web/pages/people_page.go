package pages

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/letter"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

const peoplePath = "/admin/people"

// peoplePage is what the list of people is made from.
type peoplePage struct {
	people []account.Person
	// typed stands in the form, with its faults.
	typed  account.New
	code   string
	faults view.FieldErrors
	// rows are the faults in a list of contacts.
	rows view.RowFaults
	// done is what the visitor has just done, refused what kept them from it.
	done    string
	refused error
	// made is a link that has just been made.
	made *view.PersonalLink
}

// PeopleList lists who may get in.
func (h *Handlers) PeopleList(v *Visit) error {
	return h.showPeople(v, http.StatusOK, peoplePage{done: v.QueryParam("done"), typed: account.New{Role: account.Editor, Language: "da"}})
}

func (h *Handlers) showPeople(v *Visit, status int, page peoplePage) error {
	var err error
	if page.people, err = h.People.People(v.Request().Context(), v.Actor); err != nil {
		return err
	}
	v.Response().Header().Set("Referrer-Policy", "no-referrer")
	p := h.page(v, v.Look.T("people.title"), v.Look.T("people.lead"))
	p.Address = peoplePath
	return showStatus(v, status, p, view.PeopleBody(v.Look, h.peopleModel(v, page)))
}

// AddPerson takes the form that lets one person in.
func (h *Handlers) AddPerson(v *Visit) error {
	page := peoplePage{
		typed: account.New{Email: v.FormValue(account.FieldEmail), Role: account.Role(v.FormValue(account.FieldRole)), Language: v.FormValue(account.FieldLanguage)},
		code:  v.FormValue(account.FieldMunicipality),
	}
	if page.code != "" {
		// A code that is none is told as one that is missing.
		page.typed.Municipality, _ = municipality.ParseCode(page.code)
	}
	_, err := h.People.Invite(v.Request().Context(), v.Actor, page.typed)
	if fault.KindOf(err) == fault.Invalid {
		if h.addedTwice(v, page.typed) {
			return v.Redirect(http.StatusSeeOther, peoplePath+"?done=added")
		}
		page.faults = fieldErrors(v.Look, err)
		return h.showPeople(v, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, peoplePath+"?done=added&q="+url.QueryEscape(account.NormalEmail(page.typed.Email)))
}

// addedTwice reports whether just that person has been let in and has not come yet.
func (h *Handlers) addedTwice(v *Visit, n account.New) bool {
	people, err := h.People.People(v.Request().Context(), v.Actor)
	if err != nil {
		return false
	}
	for _, p := range people {
		if p.Email == account.NormalEmail(n.Email) {
			return p.State() == account.Invited && p.Role == n.Role && p.Municipality == n.Municipality && p.Language == n.Language
		}
	}
	return false
}

// personID is the account that the address names.
func personID(v *Visit) (account.ID, error) {
	id, err := strconv.ParseInt(v.Param("id"), 10, 64)
	if err != nil || id <= 0 {
		return 0, fault.New(fault.NotFound, "fault.not_found")
	}
	return account.ID(id), nil
}

// person returns the person whom the address names.
func (h *Handlers) person(v *Visit) (account.Person, error) {
	id, err := personID(v)
	if err != nil {
		return account.Person{}, err
	}
	people, err := h.People.People(v.Request().Context(), v.Actor)
	if err != nil {
		return account.Person{}, err
	}
	for _, p := range people {
		if p.ID == id {
			return p, nil
		}
	}
	return account.Person{}, fault.New(fault.NotFound, "fault.not_found")
}

// ClosePerson keeps somebody out.
func (h *Handlers) ClosePerson(v *Visit) error {
	p, err := h.person(v)
	if err != nil {
		return err
	}
	return h.afterPerson(v, "closed", h.People.Close(v.Request().Context(), v.Actor, p.ID))
}

// ReopenPerson lets somebody in again.
func (h *Handlers) ReopenPerson(v *Visit) error {
	p, err := h.person(v)
	if err != nil {
		return err
	}
	return h.afterPerson(v, "reopened", h.People.Reopen(v.Request().Context(), v.Actor, p.ID))
}

func (h *Handlers) afterPerson(v *Visit, done string, err error) error {
	if fault.KindOf(err) == fault.Conflict {
		return h.showPeople(v, http.StatusConflict, peoplePage{refused: err, typed: account.New{Role: account.Editor, Language: "da"}})
	}
	if err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, peoplePath+"?done="+done)
}

// LinkPerson makes a link for somebody and shows it once.
func (h *Handlers) LinkPerson(v *Visit) error {
	p, err := h.person(v)
	if err != nil {
		return err
	}
	if p.State() == account.Closed {
		return h.afterPerson(v, "", fault.New(fault.Conflict, "people.is_closed"))
	}
	token, until, err := h.People.NewLink(v.Request().Context(), v.Actor, p.ID)
	if err != nil {
		return err
	}
	link := origin(v) + letter.InvitationPath + token
	subject, text := h.Letters.Personal(p.Account, link)
	page := peoplePage{typed: account.New{Role: account.Editor, Language: "da"}, made: &view.PersonalLink{
		Email: p.Email, Link: link, Mailto: mailto([]string{p.Email}, nil, subject, text),
		Until: v.Look.T("people.made.text", "Until", v.Look.DateTime(until)),
	}}
	return h.showPeople(v, http.StatusOK, page)
}

// SendPerson sends somebody a new link.
func (h *Handlers) SendPerson(v *Visit) error {
	p, err := h.person(v)
	if err != nil {
		return err
	}
	if p.State() != account.Invited || !h.Letters.ByMail() {
		return h.afterPerson(v, "", fault.New(fault.Conflict, "people.cannot_send"))
	}
	_, err = h.Letters.Invite(v.Request().Context(), v.Actor, []account.Account{p.Account})
	return h.afterPerson(v, "sent", err)
}

// SendPeople sends a link to everybody who has no password and no link that works.
func (h *Handlers) SendPeople(v *Visit) error {
	people, err := h.People.People(v.Request().Context(), v.Actor)
	if err != nil {
		return err
	}
	if !h.Letters.ByMail() {
		return h.afterPerson(v, "", fault.New(fault.Conflict, "people.cannot_send"))
	}
	var list []account.Account
	for _, p := range people {
		if linkless(p) {
			list = append(list, p.Account)
		}
	}
	_, err = h.Letters.Invite(v.Request().Context(), v.Actor, list)
	return h.afterPerson(v, "sent", err)
}

// linkless reports whether somebody waits for a first link.
func linkless(p account.Person) bool {
	return p.State() == account.Invited && p.LinkUntil.IsZero()
}

// personTones are the tones of the badges of accounts.
var personTones = map[account.State]view.AlertKind{
	account.Invited: view.AlertInfo, account.Active: view.AlertSuccess, account.Closed: view.AlertWarning,
}

func (h *Handlers) peopleModel(v *Visit, page peoplePage) view.People {
	l := v.Look
	m := view.People{
		CSRF: v.CSRF, Faults: page.faults, Form: personForm(v, page), Made: page.made, Name: v.QueryParam("q"),
		Notices: peopleNotices(l, page),
		Rows:    page.rows,
		File: view.Field{
			Name: fieldContacts, Label: l.T("people.contacts.file"), Accept: ".csv,.xlsx,text/csv", Error: page.faults.Of(fieldContacts),
		},
	}
	var headings []string
	for _, c := range []string{"municipality", "email", "language"} {
		heading := l.T("people.contacts.heading." + c)
		headings = append(headings, heading)
		m.Columns = append(m.Columns, view.Fact{Label: heading, Value: l.T("people.contacts.column." + c)})
	}
	m.Example = strings.Join(headings, ";") + "\n461;digitalisering@odense.example;da\nKøbenhavn;it@kbh.example;en"
	wanted := account.State(v.QueryParam("state"))
	for _, state := range []account.State{"", account.Invited, account.Active, account.Closed} {
		key := string(state)
		if key == "" {
			key = "all"
		}
		m.States = append(m.States, view.Choice{Value: string(state), Text: l.T("people.state." + key), Selected: state == wanted})
	}
	waiting := 0
	for _, p := range page.people {
		if linkless(p) {
			waiting++
		}
		line := h.personLine(v, p)
		text := strings.ToLower(p.Email + " " + line.Municipality)
		if (wanted == "" || p.State() == wanted) && strings.Contains(text, strings.ToLower(strings.TrimSpace(m.Name))) {
			m.Lines = append(m.Lines, line)
		}
	}
	m.Count = l.N("people.count", len(m.Lines))
	if waiting > 0 && h.Letters.ByMail() {
		m.SendAll = l.N("people.send_all.button", waiting)
	}
	return m
}

func (h *Handlers) personLine(v *Visit, p account.Person) view.PersonLine {
	l := v.Look
	line := view.PersonLine{
		Email: p.Email, Role: l.T("login.role." + string(p.Role)), Action: peoplePath + "/" + strconv.FormatInt(int64(p.ID), 10),
		State:  view.RoundState{Text: l.T("people.state." + string(p.State())), Tone: personTones[p.State()]},
		Closed: p.State() == account.Closed, CanSend: p.State() == account.Invited && h.Letters.ByMail(),
	}
	if p.Municipality != 0 {
		line.Municipality = placeName(v.Snapshot, int(p.Municipality))
	}
	if !p.SignedInAt.IsZero() {
		line.SignedIn = l.DateTime(p.SignedInAt)
	}
	if p.State() == account.Invited && !p.LinkUntil.IsZero() {
		line.Link = l.T("people.link_until", "Date", l.Date(p.LinkUntil))
	}
	return line
}

func peopleNotices(l view.Look, page peoplePage) []view.Notice {
	if page.refused != nil {
		return []view.Notice{{Kind: view.AlertError, Heading: l.T("people.refused"), Text: conflictText(l, page.refused)}}
	}
	switch page.done {
	case "added", "closed", "reopened", "sent", "imported":
		return []view.Notice{{Kind: view.AlertSuccess, Heading: l.T("people.done." + page.done), Text: l.T("people.next." + page.done)}}
	}
	return nil
}

func personForm(v *Visit, page peoplePage) view.PersonForm {
	l, faults := v.Look, page.faults
	field := func(name, key, value string) view.Field {
		return view.Field{Name: name, Label: l.T(key), Value: value, Error: faults.Of(name)}
	}
	f := view.PersonForm{
		Email:        field(account.FieldEmail, "people.add.email", page.typed.Email),
		Role:         field(account.FieldRole, "people.add.role", ""),
		Municipality: field(account.FieldMunicipality, "people.add.municipality", ""),
		Language:     field(account.FieldLanguage, "people.add.language", ""),
	}
	f.Email.Type = "email"
	f.Municipality.Hint = l.T("people.add.municipality_hint")
	for _, role := range []account.Role{account.Editor, account.Analyst, account.Administrator} {
		f.Roles = append(f.Roles, view.Choice{Value: string(role), Text: l.T("login.role." + string(role)), Selected: role == page.typed.Role})
	}
	f.Municipalities = []view.Choice{{Text: l.T("people.add.no_municipality")}}
	for _, unit := range v.Snapshot.Units {
		code := unit.Code.String()
		f.Municipalities = append(f.Municipalities, view.Choice{Value: code, Text: unit.Name, Selected: code == page.code})
	}
	for _, lang := range []string{"da", "en"} {
		f.Languages = append(f.Languages, view.Choice{Value: lang, Text: l.T("people.language." + lang), Selected: lang == page.typed.Language})
	}
	return f
}
