package answersheet

import (
	"cmp"
	"slices"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
)

// Outcome is what comes of a row.
type Outcome uint8

// The outcomes.
const (
	// Left says nothing: its answer is empty, or nobody touched it while
	// somebody else answered.
	Left Outcome = iota
	// Unchanged says what is recorded.
	Unchanged
	// Changes says something new.
	Changes
	// Clash says something new of a question that somebody else has answered
	// since the file was made.
	Clash
)

// Line is a row with what comes of it.
type Line struct {
	Entry
	Outcome Outcome
	// Latest is the latest status of the row's source, nil when there is none.
	Latest *assessment.Status
	// Own is the municipality's own answer, nil when there is none or it was withdrawn.
	Own *assessment.Status
}

// ReplacesOwn reports whether the row would take the place of what the
// municipality said itself, or took back, rather than of an earlier import.
func (l Line) ReplacesOwn() bool {
	return l.Outcome == Changes && l.Report.Source == assessment.Self && l.Latest != nil && l.Latest.Channel != assessment.ChannelImport
}

// Contradicts reports whether the row is a finding that does not agree with the
// municipality's own answer.
func (l Line) Contradicts() bool {
	return l.Outcome == Changes && l.Report.Source == assessment.Desk && l.Own != nil && l.Own.Answer != l.Report.Answer
}

// Show notes in the sheet which statuses people were shown as the latest.
func (s *Sheet) Show(lines []Line) {
	shown := make(map[int]int, len(lines))
	for _, l := range lines {
		shown[l.Row.Line] = revision(l.Latest)
	}
	for i := range s.Rows {
		if at, ok := shown[s.Rows[i].Line]; ok {
			s.Rows[i].Latest = &at
		}
	}
}

// Histories hold every status by municipality, question and source.
type Histories map[voice][]assessment.Status

// NewHistories sorts statuses; their order does not matter.
func NewHistories(statuses []assessment.Status) Histories {
	h := make(Histories)
	for _, s := range statuses {
		v := voice{s.Key(), s.Source}
		h[v] = append(h[v], s)
	}
	for _, list := range h {
		slices.SortFunc(list, func(a, b assessment.Status) int { return cmp.Compare(a.Revision, b.Revision) })
	}
	return h
}

// at returns the status with a revision, nil for none.
func (h Histories) at(v voice, revision int) *assessment.Status {
	list := h[v]
	if revision < 1 || revision > len(list) || list[revision-1].Revision != revision {
		return nil
	}
	return &list[revision-1]
}

// latest returns the newest status, or the one that people were shown as such.
func (h Histories) latest(v voice, shown *int) *assessment.Status {
	if shown != nil {
		return h.at(v, *shown)
	}
	return h.at(v, len(h[v]))
}

// Compare holds the entries against what was recorded and checks those that say
// something new. Problems are as for [Guide.Read]; rows with problems have no line.
func (s *Sheet) Compare(entries []Entry, h Histories) ([]Line, fault.Problems) {
	var problems fault.Problems
	lines := make([]Line, 0, len(entries))
	for _, e := range entries {
		line, key := s.line(e, h)
		if key != "" {
			problems.AddRow(e.Row.Line, s.Name(ColumnValue), key)
			continue
		}
		var faults fault.Problems
		if line.Outcome == Changes || line.Outcome == Clash {
			faults = assessment.Check(e.Place, line.Report)
		}
		for _, p := range faults {
			p.Row, p.Field = e.Row.Line, s.Name(p.Field)
			problems = append(problems, p)
		}
		if len(faults) == 0 {
			lines = append(lines, line)
		}
	}
	return lines, problems
}

// line says what comes of a row, or by the key of a message why it cannot be taken.
func (s *Sheet) line(e Entry, h Histories) (line Line, key string) {
	v := e.voice()
	line = Line{Entry: e, Latest: h.latest(v, e.Row.Latest)}
	if own := h.latest(voice{v.Key, assessment.Self}, nil); own != nil && own.Answer.State != assessment.NotAnswered {
		line.Own = own
	}
	seen := line.Latest
	if e.Dated {
		seen = h.at(v, e.Seen)
	}
	switch {
	case e.Dated && e.Seen > 0 && seen == nil:
		return line, "answersheet.revision_not_there"
	case !e.Says && s.loses(e, seen):
		return line, "answersheet.text_without_answer"
	}
	line.Outcome = s.outcome(e, seen, line.Latest)
	line.Report = s.follows(e, line.Latest)
	return line, ""
}

func (s *Sheet) outcome(e Entry, seen, latest *assessment.Status) Outcome {
	switch {
	case !e.Says, e.Report.Answer.State == assessment.NotAnswered && latest == nil:
		return Left
	case s.same(e, latest):
		return Unchanged
	case revision(seen) == revision(latest):
		return Changes
	case s.same(e, seen):
		return Left
	}
	return Clash
}

// follows returns the report that supersedes the latest status. A workbook says
// nothing of files, so they stay with the answer.
func (s *Sheet) follows(e Entry, latest *assessment.Status) assessment.Report {
	r := e.Report
	r.Seen = revision(latest)
	if latest != nil && r.Channel == assessment.ChannelWorkbook && r.Answer.State != assessment.NotAnswered {
		r.Evidence.Files = latest.Evidence.Files
	}
	return r
}

func revision(status *assessment.Status) int {
	if status == nil {
		return 0
	}
	return status.Revision
}

// same reports whether a row says what a status says, in the columns that the
// file has.
func (s *Sheet) same(e Entry, status *assessment.Status) bool {
	if status == nil {
		return false
	}
	r := e.Report
	if r.Answer != status.Answer {
		return false
	}
	return (!s.has(ColumnReason) || r.Reason == status.Reason) &&
		(!s.has(ColumnText) || r.Evidence.Text == status.Evidence.Text) &&
		(!s.has(ColumnLink) || r.Evidence.Link == status.Evidence.Link) &&
		(!s.has(ColumnPublic) || r.Evidence.Public == status.Evidence.Public || r.Evidence.Text+r.Evidence.Link == "") &&
		(!s.has(ColumnComment) || r.Comment == status.Comment)
}

// loses reports whether a row without answer has texts that nobody has
// recorded, which would be lost.
func (s *Sheet) loses(e Entry, seen *assessment.Status) bool {
	known := assessment.Report{}
	if seen != nil {
		known.Reason, known.Evidence, known.Comment = seen.Reason, seen.Evidence, seen.Comment
	}
	r := e.Report
	differs := func(typed, recorded string) bool { return typed != "" && typed != recorded }
	return differs(r.Reason, known.Reason) || differs(r.Evidence.Text, known.Evidence.Text) ||
		differs(r.Evidence.Link, known.Evidence.Link) || differs(r.Comment, known.Comment)
}
