package pages

import (
	"modenhed/internal/account"
	"modenhed/internal/letter"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// reach says whom the opening of a round has reached; nil for visitors who may
// not see that, and after publication.
func (h *Handlers) reach(v *Visit, r round.Round) (*view.Reach, error) {
	if !account.MayWriteToContacts(v.Actor) || r.State == round.Published {
		return nil, nil
	}
	b, err := h.board(v)
	if err != nil {
		return nil, err
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
	l, totals := v.Look, b.Totals()
	m := &view.Reach{
		Text:      l.T("board.reach.text", "Asked", l.N("board.contacts", len(asked)), "Contacts", l.N("board.contacts", totals.Contacts), "Municipalities", l.N("board.municipalities", totals.Reached)),
		BoardHref: boardAddress(r.Key), LettersHref: lettersAddress(r.Key),
	}
	if totals.Letters.ByHand > 0 {
		m.ByHand = l.N("board.reach.by_hand", totals.Letters.ByHand)
	}
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
