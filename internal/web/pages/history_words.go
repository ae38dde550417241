package pages

import (
	"strings"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/history"
	"modenhed/internal/target"
	"modenhed/internal/web/view"
)

// historyWords tell entries to a reader.
type historyWords struct {
	look     view.Look
	snapshot *benchmark.Snapshot
	actor    account.Actor
}

func (w historyWords) entry(e history.Entry) view.HistoryEntry {
	l := w.look
	m := view.HistoryEntry{
		Machine: e.At.Format(time.RFC3339), When: l.DateTime(e.At), Kind: l.T("history.kind." + string(e.Kind)), Step: w.step(e),
		Municipality: w.municipality(e), Title: w.title(e), Subject: w.subject(e), Href: w.href(e), Who: w.who(e.Who),
	}
	for _, c := range e.Changes() {
		m.Changes = append(m.Changes, w.change(e, c))
	}
	return m
}

// known translates a key, or gives a word back as the table has it when nobody
// has worded it.
func (w historyWords) known(key, word string) string {
	if w.look.Has(key + word) {
		return w.look.T(key + word)
	}
	return word
}

func (w historyWords) step(e history.Entry) string {
	if e.Step == "" {
		return ""
	}
	return w.known("history.step."+string(e.Kind)+".", e.Step)
}

func (w historyWords) municipality(e history.Entry) string {
	if e.Municipality == 0 {
		return ""
	}
	if unit, found := w.snapshot.Unit(e.Municipality); found {
		return unit.Name
	}
	return e.Municipality.String()
}

func (w historyWords) title(e history.Entry) string {
	if e.Indicator == "" {
		return ""
	}
	if place, found := w.snapshot.Framework.Indicator(e.Indicator); found {
		return place.Indicator.Title.In(w.look.Code())
	}
	return string(e.Indicator)
}

// subject names the round, survey, document or account.
func (w historyWords) subject(e history.Entry) string {
	l := w.look
	switch {
	case e.Subject == "":
		return ""
	case e.Kind == history.Round || e.Kind == history.Plan || e.Kind == history.Reply || e.Kind == history.Correction || e.Kind == history.Letter:
		return l.T("history.subject.round", "Key", e.Subject)
	case e.Kind == history.Fieldwork:
		return l.T("history.subject.survey", "Key", e.Subject)
	}
	return e.Subject
}

// href leads to what an entry is about, empty where there is no page of it.
func (w historyWords) href(e history.Entry) string {
	editor := w.actor.Role == account.Editor
	place, found := w.snapshot.Framework.Indicator(e.Indicator)
	switch e.Kind {
	case history.Answer, history.Finding, history.Verdict:
		if editor && found {
			return questionAddress(place, "", 0)
		}
		return "/municipalities/" + e.Municipality.String()
	case history.Target:
		if editor && found {
			return targetAddress(place)
		}
		return allTargetsPath + queryOf(paramMunicipality, e.Municipality.String())
	case history.Round, history.Plan, history.Reply:
		return "/rounds/" + e.Subject
	case history.Correction:
		return "/corrections"
	case history.Fieldwork:
		return "/surveys/" + e.Subject + "/fieldwork"
	}
	return ""
}

// who names a person, or the role of one whose name the reader is not to know.
func (w historyWords) who(p history.Person) string {
	switch {
	case p.Email != "":
		return p.Email
	case p.Role != account.Public:
		return w.look.T("history.role." + string(p.Role))
	}
	return w.look.T("history.nobody")
}

func (w historyWords) change(e history.Entry, c history.Change) view.HistoryChange {
	m := view.HistoryChange{Label: w.look.T("history.part." + string(c.Name))}
	if e.Kind == history.Reply && c.Name == history.PartPublic {
		m.Label = w.look.T("history.part.public_remark")
	}
	if c.Before != nil {
		m.Before = w.part(e, *c.Before)
	}
	if c.After != nil {
		m.After = w.part(e, *c.After)
	}
	m.Same = c.Before != nil && c.After != nil && *c.Before == *c.After
	return m
}

// part writes a part as people read it.
func (w historyWords) part(e history.Entry, p history.Part) string {
	l := w.look
	var indicator *framework.Indicator
	if place, found := w.snapshot.Framework.Indicator(e.Indicator); found {
		indicator = place.Indicator
	}
	switch p.Name {
	case history.PartAnswer:
		return answerWords(l, indicator, assessment.Answer{State: assessment.State(p.Text), Value: p.Number})
	case history.PartTarget:
		return answerWords(l, indicator, assessment.Answer{State: assessment.Reported, Value: p.Number})
	case history.PartDue:
		return l.Date(target.Day(p.Text).End(w.snapshot.AsOf.Location()))
	case history.PartPublic, history.PartVerdict, history.PartState, history.PartReply, history.PartRole:
		return w.known("history.word.", p.Text)
	}
	switch {
	case p.HasNumber:
		return l.Exact(p.Number)
	case !p.At.IsZero():
		return l.DateTime(p.At)
	}
	return p.Text
}

// sides are an entry's changes as two texts, a line for each part.
func sides(changes []view.HistoryChange) (before, after string) {
	var was, is []string
	for _, c := range changes {
		if c.Before != "" {
			was = append(was, c.Label+": "+c.Before)
		}
		if c.After != "" {
			is = append(is, c.Label+": "+c.After)
		}
	}
	return strings.Join(was, "\n"), strings.Join(is, "\n")
}
