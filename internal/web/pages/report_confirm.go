package pages

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
)

// fieldConfirmed lists the answers to confirm: the question's key, a space and
// the revision that was seen.
const fieldConfirmed = "confirm"

// savedRange says, after a confirmation, from which status to which it went.
const savedRange = "confirmed"

// Why an answer is not confirmed with the others; a key of "reporting.left".
type obstacle string

const (
	noObstacle   obstacle = ""
	isUnanswered obstacle = "unanswered"
	hasDraft     obstacle = "draft"
	isQuestioned obstacle = "questioned"
	noEvidence   obstacle = "evidence"
	isFaulty     obstacle = "faulty"
)

// obstacle says what keeps the answer that is there from being confirmed as it is.
func (r *reporting) obstacle(place framework.Place) obstacle {
	status := r.answered(place.Indicator.Key)
	if status == nil {
		return isUnanswered
	}
	if _, found := r.draft(place); found {
		return hasDraft
	}
	if status.Verification(assessment.AsOf{}) == assessment.Questioned {
		return isQuestioned
	}
	problems := assessment.Check(place, again(*status).Clean())
	for _, p := range problems {
		if p.Field != assessment.FieldEvidenceText {
			return isFaulty
		}
	}
	if len(problems) > 0 {
		return noEvidence
	}
	return noObstacle
}

// again is the report that says the same as a status once more.
func again(s assessment.Status) assessment.Report {
	return assessment.Report{
		Municipality: s.Municipality, Indicator: s.Indicator, Answer: s.Answer, Reason: s.Reason,
		Evidence: s.Evidence, Comment: s.Comment, Source: assessment.Self, Channel: assessment.ChannelForm, Seen: s.Revision,
	}
}

// fresh reports whether there is nothing to confirm: the answer was given or
// confirmed in the open round or, when none is open, today.
func (r *reporting) fresh(place framework.Place) bool {
	if r.rounds.open != nil {
		return r.inRound(place)
	}
	status := r.answered(place.Indicator.Key)
	return status != nil && r.look.Date(status.RecordedAt) == r.look.Date(r.snapshot.AsOf)
}

// confirmable lists the answers among some that can be confirmed as they are.
func (r *reporting) confirmable(places []framework.Place) []framework.Place {
	var list []framework.Place
	for _, place := range places {
		if !r.fresh(place) && r.obstacle(place) == noObstacle {
			list = append(list, place)
		}
	}
	return list
}

// ConfirmAnswer records the answer to one question once more, as it is.
func (h *Handlers) ConfirmAnswer(v *Visit) error {
	place, err := h.asked(v)
	if err != nil {
		return err
	}
	r, err := h.reporting(v)
	if err != nil {
		return err
	}
	// What is not a number was not seen.
	seen, _ := strconv.Atoi(v.Request().PostFormValue(fieldSeen))
	status := r.revision(place.Indicator.Key, seen)
	if status == nil || r.obstacle(place) == hasDraft {
		r.warning = v.Look.T("reporting.confirm.look_again")
		return h.showPlace(v, r, place, http.StatusConflict)
	}
	recorded, err := h.Reports.Report(v.Request().Context(), v.Actor, again(*status))
	if err != nil {
		typed := typedOf(v.Look, place.Indicator, status)
		return h.refused(v, &sentAnswer{place: place, typed: typed}, err)
	}
	return h.goOn(v, place, recorded)
}

// ConfirmArea records the answers of an area once more, as they are.
func (h *Handlers) ConfirmArea(v *Visit) error {
	r, err := h.reporting(v)
	if err != nil {
		return err
	}
	area, err := r.area(v.Param("area"))
	if err != nil {
		return err
	}
	again := func(r *reporting, status int) error { return h.showArea(v, r, area, status) }
	return h.confirmMany(v, r, r.places(area), areaAddress(area), again)
}

// ConfirmAll records the answers of all areas once more, as they are.
func (h *Handlers) ConfirmAll(v *Visit) error {
	r, err := h.reporting(v)
	if err != nil {
		return err
	}
	again := func(r *reporting, status int) error { return h.showOverview(v, r, status) }
	return h.confirmMany(v, r, r.snapshot.Places, "/report", again)
}

// confirmMany records the answers that the form names, all of them or none.
func (h *Handlers) confirmMany(v *Visit, r *reporting, places []framework.Place, address string, show func(*reporting, int) error) error {
	reports, ok := r.toConfirm(v.Request().PostForm[fieldConfirmed], places)
	if !ok {
		r.warning = v.Look.T("reporting.confirm.look_again")
		return show(r, http.StatusConflict)
	}
	if len(reports) == 0 {
		return v.Redirect(http.StatusSeeOther, address)
	}
	recorded, err := h.Reports.ReportAll(v.Request().Context(), v.Actor, reports)
	var changed *assessment.ChangedAll
	switch {
	case errors.As(err, &changed):
		if r, err = h.reporting(v); err != nil {
			return err
		}
		r.overtaken = changed.Changes
		return show(r, http.StatusConflict)
	case fault.KindOf(err) == fault.Invalid:
		r.warning = v.Look.T("reporting.confirm.look_again")
		return show(r, http.StatusUnprocessableEntity)
	case err != nil:
		return err
	}
	first, last := recorded[0].ID, recorded[len(recorded)-1].ID
	return v.Redirect(http.StatusSeeOther, fmt.Sprintf("%s?%s=%d-%d", address, savedRange, first, last))
}

// toConfirm turns what the form lists into reports. It is not ok when the list
// names what this person cannot have seen, or what somebody is typing at.
func (r *reporting) toConfirm(list []string, places []framework.Place) (reports []assessment.Report, ok bool) {
	for _, item := range list {
		key, number, _ := strings.Cut(item, " ")
		i := slices.IndexFunc(places, func(p framework.Place) bool { return string(p.Indicator.Key) == key })
		seen, err := strconv.Atoi(number)
		if i < 0 || err != nil || r.obstacle(places[i]) == hasDraft {
			return nil, false
		}
		status := r.revision(places[i].Indicator.Key, seen)
		if status == nil || status.Answer.State == assessment.NotAnswered {
			return nil, false
		}
		reports = append(reports, again(*status))
	}
	return reports, true
}

// revision returns an own status by its revision, nil when there is none.
func (r *reporting) revision(key framework.IndicatorKey, number int) *assessment.Status {
	for i := range r.lines[key] {
		if s := &r.lines[key][i]; s.Source == assessment.Self && s.Revision == number {
			return s
		}
	}
	return nil
}

// readConfirmed finds what the address says was just confirmed.
func (r *reporting) readConfirmed(v *Visit) {
	from, to, _ := strings.Cut(v.QueryParam(savedRange), "-")
	first, err := strconv.ParseInt(from, 10, 64)
	last, err2 := strconv.ParseInt(to, 10, 64)
	if err != nil || err2 != nil {
		return
	}
	for _, s := range slices.Backward(r.history) {
		if s.Source == assessment.Self && int64(s.ID) >= first && int64(s.ID) <= last {
			r.confirmed = append(r.confirmed, s)
		}
	}
}
