package pages

import (
	"modenhed/internal/account"
	"modenhed/internal/letter"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// reach says whom the opening of a round has reached, and after publication
// only which letters are left; nil for visitors who may not see that.
func (h *Handlers) reach(v *Visit, r round.Round) (*view.Reach, error) {
	if !account.MayWriteToContacts(v.Actor) {
		return nil, nil
	}
	b, err := h.board(v)
	if err != nil {
		return nil, err
	}
	l, totals := v.Look, b.Totals()
	m := &view.Reach{Title: l.T("board.reach.title"), BoardHref: boardAddress(r.Key), LettersHref: lettersAddress(r.Key)}
	if totals.Letters.ByHand > 0 {
		m.ByHand = l.N("board.reach.by_hand", totals.Letters.ByHand)
	}
	if r.State == round.Published {
		m.Title = l.T("board.crumb")
		return m, nil
	}
	letters, err := h.Letters.Letters(v.Request().Context(), v.Actor, r.Key)
	if err != nil {
		return nil, err
	}
	asked := make(map[account.ID]bool)
	for _, a := range letters {
		if a.Kind == letter.RoundOpened {
			asked[a.Account] = true
		}
	}
	m.Text = l.T("board.reach.text", "Asked", l.N("board.contacts", len(asked)),
		"Contacts", l.N("board.contacts", totals.Contacts), "Municipalities", l.N("board.municipalities", totals.Reached))
	for _, line := range b.Lines {
		if line.Contacts == 0 {
			m.Names = append(m.Names, view.Link{Text: line.Name})
		}
	}
	if len(m.Names) > 0 {
		m.Without = l.N("board.reach.without", len(m.Names))
	}
	if account.MayManagePeople(v.Actor) {
		m.PeopleHref = "/admin/people"
	}
	if account.MayRunRounds(v.Actor) && r.State == round.Open && len(asked) < totals.Contacts {
		m.Invite = &view.RoundStepForm{Action: roundAddress(r.Key) + "/invite", CSRF: v.CSRF}
	}
	return m, nil
}
