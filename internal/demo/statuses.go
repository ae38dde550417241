package demo

import (
	"cmp"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Statuses returns invented statuses of every municipality of the directory,
// in the order of recording and all recorded before now, without numbers: the
// store gives those. Answers come from three rounds and from single updates
// between them. A few municipalities answer too little to be ranked, one
// answered most of it too long ago, and two pairs tie.
func Statuses(f *framework.Framework, d *municipality.Directory, now time.Time, by Authors) []assessment.Status {
	places := f.Places()
	var statuses []assessment.Status
	for _, p := range cast(d) {
		entries := p.betweenEntries(places, now)
		for index := range campaigns {
			entries = append(entries, p.campaignEntries(index, places, now)...)
		}
		statuses = append(statuses, p.statuses(entries, by)...)
	}
	for i := range statuses {
		statuses[i].Framework, statuses[i].FrameworkVersion = f.Key, f.Version
	}
	slices.SortStableFunc(statuses, func(a, b assessment.Status) int { return a.RecordedAt.Compare(b.RecordedAt) })
	return statuses
}

// spoken is one line of history: the statuses of one source about one indicator.
type spoken struct {
	indicator framework.IndicatorKey
	source    assessment.Source
}

// statuses turns the entries of one municipality into statuses in order of
// time, each line of history with rising revisions.
func (p *player) statuses(entries []entry, by Authors) []assessment.Status {
	slices.SortStableFunc(entries, func(a, b entry) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.place.Indicator.Key, b.place.Indicator.Key))
	})
	last := make(map[spoken]assessment.Status)
	var statuses []assessment.Status
	for _, e := range entries {
		line := spoken{e.place.Indicator.Key, e.source}
		before, found := last[line]
		if found && e.optional && before.Answer == e.answer || !found && e.answer.State == assessment.NotAnswered {
			continue
		}
		s := p.status(e, by)
		s.Revision = before.Revision + 1
		last[line] = s
		statuses = append(statuses, s)
	}
	return statuses
}

func (p *player) status(e entry, by Authors) assessment.Status {
	author := p.author(e.source, by)
	s := assessment.Status{
		Municipality: p.municipality.Code,
		Indicator:    e.place.Indicator.Key,
		Answer:       e.answer,
		Source:       e.source,
		Channel:      assessment.ChannelDemo,
		Author:       author.ID,
		AuthorName:   author.Email,
		RecordedAt:   e.at,
	}
	switch {
	case e.source == assessment.Desk:
		s.Evidence = deskEvidence(e.place, s)
	case e.answer.State == assessment.NotApplicable:
		s.Reason = reasonFor(e.place.Indicator)
	case e.answer.State == assessment.Reported:
		s.Evidence = evidenceFor(e.place, s)
	}
	s.Comment = commentFor(s)
	return s
}

func (p *player) author(source assessment.Source, by Authors) account.Actor {
	switch {
	case source == assessment.Desk:
		return by.Analyst
	case p.municipality.Code == by.Editor.Municipality:
		return by.Editor
	}
	return by.Administrator
}
