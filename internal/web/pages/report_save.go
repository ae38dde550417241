package pages

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/a-h/templ"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// What the buttons of a question's form do.
const (
	doNext     = "next"
	doWithdraw = "withdraw"
)

// sentAnswer is an answer that could not be saved.
type sentAnswer struct {
	place  framework.Place
	typed  typedAnswer
	faults fault.Problems
	// changed is set when somebody else was first, taken when a colleague is
	// typing at the same question.
	changed *assessment.Changed
	taken   *assessment.Taken
	// drafted means that the draft has been seen to.
	drafted bool
}

// SaveAnswer records the answer to one question.
func (h *Handlers) SaveAnswer(v *Visit) error {
	place, err := h.asked(v)
	if err != nil {
		return err
	}
	typed := readTyped(v.Request().PostFormValue)
	do := v.Request().PostFormValue(fieldAction)
	var faults fault.Problems
	if typed.files, faults, err = h.filesOf(v, place); err != nil {
		return err
	}
	if onlyFiles(do) || len(faults) > 0 {
		return h.keepFiles(v, &sentAnswer{place: place, typed: typed, faults: faults})
	}
	report, problems := typed.report(place, v.Look.Code())
	if do == doWithdraw {
		report, problems = typed.withdrawal(place), nil
	}
	if len(problems) > 0 {
		return h.sendBack(v, http.StatusUnprocessableEntity, &sentAnswer{place: place, typed: typed, faults: problems})
	}
	report.Municipality = v.Actor.Municipality
	status, err := h.Reports.Report(v.Request().Context(), v.Actor, report)
	if err != nil {
		return h.refused(v, &sentAnswer{place: place, typed: typed}, err)
	}
	if err := h.dropSeenDraft(v, place); err != nil {
		return err
	}
	if do == doNext {
		return h.goOn(v, place, status)
	}
	return h.stay(v, place, status)
}

// refused shows why an answer was not recorded, or returns the error when the
// form cannot put it right.
func (h *Handlers) refused(v *Visit, sent *sentAnswer, err error) error {
	if errors.As(err, &sent.changed) {
		sent.typed.seen = sent.changed.Current.Revision
		return h.sendBack(v, http.StatusConflict, sent)
	}
	sent.faults = problemsOf(err)
	if fault.KindOf(err) != fault.Invalid || len(sent.faults) == 0 {
		return err
	}
	return h.sendBack(v, http.StatusUnprocessableEntity, sent)
}

// sendBack answers with the form as it was filled in and what is the matter
// with it. Files that came with it go into the draft at once.
func (h *Handlers) sendBack(v *Visit, status int, sent *sentAnswer) error {
	if err := h.keepUploads(v, sent); err != nil {
		return err
	}
	r, err := h.reporting(v)
	if err != nil {
		return err
	}
	r.sent = sent
	if !v.Fragment() {
		return h.showPlace(v, r, sent.place, status)
	}
	live := v.Look.T("report.live.refused")
	if sent.changed != nil {
		live = r.conflictTitle(sent.changed)
	}
	return write(v, status, r.part(sent.place, live))
}

// stay answers at the same question, which says that it was saved.
func (h *Handlers) stay(v *Visit, place framework.Place, status assessment.Status) error {
	if !v.Fragment() {
		return v.Redirect(http.StatusSeeOther, addressOf(v, place, savedHere, status.ID))
	}
	r, err := h.reporting(v)
	if err != nil {
		return err
	}
	r.saved = &status
	return write(v, http.StatusOK, r.part(place, r.savedWords(status)))
}

// goOn leads to the next question, after the last one to the overview.
func (h *Handlers) goOn(v *Visit, place framework.Place, status assessment.Status) error {
	r := &reporting{snapshot: h.Snapshots.Current()}
	address := fmt.Sprintf("/report?%s=%d", savedBefore, status.ID)
	if next, found := r.next(place.Indicator.Key); found {
		address = addressOf(v, next, savedBefore, status.ID)
	}
	if v.Fragment() {
		v.Response().Header().Set("HX-Redirect", address)
		return v.NoContent(http.StatusNoContent)
	}
	return v.Redirect(http.StatusSeeOther, address)
}

// part is what htmx puts in the place of one question.
func (r *reporting) part(place framework.Place, live string) templ.Component {
	m := r.page(place.Top, []framework.Place{place})
	for _, q := range m.Questions {
		if q.Key == string(place.Indicator.Key) {
			return view.ReportSaved(r.look, m, q, live)
		}
	}
	return view.Live(live)
}
