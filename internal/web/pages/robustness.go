package pages

import (
	"net/http"

	"modenhed/internal/benchmark"
	"modenhed/internal/robustness"
	"modenhed/internal/web/view"
)

// fewestChecked is how many municipalities must be ranked before there is a
// ranking to check.
const fewestChecked = 3

// Robustness answers how much of the ranking rests on choices of method: what a
// headline is worth, and which choice moves most. What the form sends is led on
// to the address that says only what its kind of headline needs; htmx gets the
// checker alone, and the address in a header.
func (h *Handlers) Robustness(v *Visit) error {
	s := v.Snapshot
	l := v.Look
	if s.Overview().Country.Ranked < fewestChecked {
		m := view.Robustness{Few: l.N("robustness.few.text", fewestChecked, "Ranked", l.Int(s.Overview().Country.Ranked))}
		return h.showRobustness(v, s, http.StatusOK, m)
	}
	choice := readClaim(s, v.QueryParams())
	part, status, err := claimPart(l, s, choice, figuresOf(v))
	if err != nil {
		return err
	}
	checked := status == http.StatusOK && !choice.beginning()
	if v.Fragment() {
		if checked {
			v.Response().Header().Set("HX-Push-Url", string(l.To(choice.address())))
		}
		return write(v, status, view.ClaimAlone(l, part))
	}
	if checked && !choice.canonical() {
		return v.Redirect(http.StatusSeeOther, string(l.To(choice.address())))
	}
	analysis, err := s.Sensitivity()
	if err != nil {
		return err
	}
	m := view.Robustness{
		ClaimText:   l.T("robustness.claim.text", "Draws", l.Int(robustness.Defaults().Draws)),
		Claim:       part,
		Sensitivity: sensitivityModel(l, s, analysis),
	}
	return h.showRobustness(v, s, status, m)
}

func (h *Handlers) showRobustness(v *Visit, s *benchmark.Snapshot, status int, m view.Robustness) error {
	p := h.figurePage(v, s, v.Look.T("robustness.title"), v.Look.T("robustness.lead"))
	return showStatus(v, status, p, view.RobustnessBody(v.Look, m))
}

// figuresOf says which figures a sentence rests on: those of a published round
// or provisional ones.
func figuresOf(v *Visit) string {
	l, date := v.Look, v.Look.Date(v.Snapshot.AsOf)
	if v.Round != nil {
		return l.T("robustness.press.round", "Title", v.Round.Title.In(l.Code()), "Date", date)
	}
	return l.T("robustness.press.provisional", "Date", date)
}

// claimPart is the checker with what was asked, and the status it is answered
// with. figures are named in the sentence that can be printed.
func claimPart(l view.Look, s *benchmark.Snapshot, choice claimChoice, figures string) (view.ClaimPart, int, error) {
	if choice.beginning() {
		return view.ClaimPart{Form: choice.form(l, s, nil), Examples: claimExamples(l, s)}, http.StatusOK, nil
	}
	checked, err := choice.check(s)
	if err != nil {
		faults := choice.faults(l, err)
		if faults == nil {
			return view.ClaimPart{}, 0, err
		}
		part := view.ClaimPart{Form: choice.form(l, s, faults), Live: l.N("form.summary", len(faults))}
		return part, http.StatusUnprocessableEntity, nil
	}
	verdict := verdictModel(l, s, checked, figures)
	return view.ClaimPart{Form: choice.form(l, s, nil), Verdict: verdict, Live: verdict.Call + ". " + verdict.Share}, http.StatusOK, nil
}
