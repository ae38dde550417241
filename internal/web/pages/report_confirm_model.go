package pages

import (
	"strconv"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// confirmForm offers to confirm the answers among some that can be, nil when
// none can. While a round is in review it offers nothing: what is confirmed then
// would wait for an analyst as a change after the cutoff.
func (r *reporting) confirmForm(places []framework.Place, address, where string) *view.ReportConfirmMany {
	l := r.look
	list := r.confirmable(places)
	if len(list) == 0 || r.rounds.open == nil && r.snapshot.Review != nil {
		return nil
	}
	m := &view.ReportConfirmMany{
		Action: address, CSRF: r.csrf,
		Heading: l.N("reporting.confirm.heading", len(list)),
		Text:    l.N("reporting.confirm.text."+where, len(list)),
		Button:  l.N("reporting.confirm.button."+where, len(list)),
		Left:    r.left(places),
	}
	for _, place := range list {
		status := r.answered(place.Indicator.Key)
		m.Items = append(m.Items, view.ReportConfirmItem{
			Value:  string(place.Indicator.Key) + " " + strconv.Itoa(status.Revision),
			Title:  place.Indicator.Title.In(l.Code()),
			Answer: answerWords(l, place.Indicator, status.Answer),
			Saved:  l.Date(status.RecordedAt),
		})
	}
	return m
}

// left lists the questions that a confirmation leaves, with why.
func (r *reporting) left(places []framework.Place) []view.ReportLeft {
	var list []view.ReportLeft
	for _, place := range places {
		why := r.obstacle(place)
		if why == noObstacle || r.fresh(place) && why != hasDraft {
			continue
		}
		list = append(list, view.ReportLeft{
			Link: view.Link{Href: questionAddress(place, "", 0), Text: place.Indicator.Title.In(r.look.Code())},
			Why:  r.look.T("reporting.left." + string(why)),
		})
	}
	return list
}

// confirmNote says what was just confirmed and what was left, nil for nothing.
func (r *reporting) confirmNote(places []framework.Place) *view.ReportConfirmed {
	if len(r.confirmed) == 0 {
		return nil
	}
	l := r.look
	m := &view.ReportConfirmed{
		Text: l.N("reporting.confirmed", len(r.confirmed), "When", r.when(r.confirmed[0].RecordedAt)),
		Left: r.left(places),
	}
	for _, s := range r.confirmed {
		place, _ := r.snapshot.Framework.Indicator(s.Indicator)
		m.Done = append(m.Done, view.ReportLine{Label: r.title(s.Indicator), Text: answerWords(l, place.Indicator, s.Answer)})
	}
	return m
}

// overtakenEvents tells what others saved while somebody was about to confirm.
func (r *reporting) overtakenEvents() []view.ReportEvent {
	var events []view.ReportEvent
	for _, changed := range r.overtaken {
		one := []assessment.Status{changed.Current}
		if seen := r.revision(changed.Attempt.Indicator, changed.Attempt.Seen); seen != nil {
			one = append(one, *seen)
		}
		events = append(events, r.events(one, true)[0])
	}
	return events
}

// confirmOne offers to confirm the answer to one question; nil where there is
// nothing to confirm, or something else to settle first.
func (r *reporting) confirmOne(place framework.Place, q *view.ReportQuestion) *view.ReportConfirm {
	if q.Faults != nil || q.Conflict != nil || q.Draft != "" || r.fresh(place) || r.obstacle(place) != noObstacle {
		return nil
	}
	return &view.ReportConfirm{Action: formAddress(place) + "/confirm", Seen: r.answered(place.Indicator.Key).Revision}
}
