package board

import (
	"slices"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/letter"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
)

// Progress is how far a municipality is.
type Progress string

// The steps of progress.
const (
	// NotStarted means that nothing has been saved since the round was opened.
	NotStarted Progress = "not_started"
	Started    Progress = "started"
	// Finished means that every question has been answered or confirmed since then.
	Finished Progress = "finished"
)

// Line is how far one municipality is.
type Line struct {
	Municipality municipality.Code
	Name         string
	// Answered is how many of Total questions the municipality has answered, or
	// confirmed, since the round was opened.
	Answered, Total int
	// Lacking is how many of those should carry evidence and do not.
	Lacking int
	// Drafts is how many questions are being typed.
	Drafts int
	// Questions is how many of analysts' questions wait for the municipality.
	Questions int
	// ActiveAt is when something was last saved since the round was opened, a
	// draft too; zero for never.
	ActiveAt time.Time
	// Contacts is to how many people letters go.
	Contacts int
	// Letters are those about the round.
	Letters letter.Counts
	// RemindedAt is when the latest reminder was queued; zero for never.
	RemindedAt time.Time
	// Reply is what the municipality says of its result, empty before it replies.
	Reply round.ReplyKind
}

// Progress returns how far the municipality is.
func (l Line) Progress() Progress {
	switch {
	case l.Answered >= l.Total && l.Total > 0:
		return Finished
	case l.Answered > 0 || l.Drafts > 0 || !l.ActiveAt.IsZero():
		return Started
	}
	return NotStarted
}

// Board is how far all are.
type Board struct {
	Round round.Round
	// At is when it was read.
	At time.Time
	// Lines are in Danish alphabetical order.
	Lines []Line
	// LastReminder is the number of the latest reminder, 0 before the first, and
	// LastReminderBy whom it came from.
	LastReminder   letter.ID
	LastReminderBy int64
}

// Totals sum up a board.
type Totals struct {
	NotStarted, Started, Finished int
	// Answered of Asked questions have been answered by all together.
	Answered, Asked                      int
	Lacking, Drafts, Questions, Contacts int
	// Reached is how many municipalities have a contact.
	Reached int
	Letters letter.Counts
}

// Totals sums up.
func (b *Board) Totals() Totals {
	var t Totals
	for _, l := range b.Lines {
		switch l.Progress() {
		case NotStarted:
			t.NotStarted++
		case Started:
			t.Started++
		case Finished:
			t.Finished++
		}
		t.Answered, t.Asked = t.Answered+l.Answered, t.Asked+l.Total
		t.Lacking, t.Drafts, t.Questions = t.Lacking+l.Lacking, t.Drafts+l.Drafts, t.Questions+l.Questions
		t.Contacts += l.Contacts
		if l.Contacts > 0 {
			t.Reached++
		}
		t.Letters.Waiting += l.Letters.Waiting
		t.Letters.Sent += l.Letters.Sent
		t.Letters.Failed += l.Letters.Failed
		t.Letters.ByHand += l.Letters.ByHand
	}
	return t
}

// Drafts are what is being typed for a municipality.
type Drafts struct {
	Count   int
	SavedAt time.Time
}

// facts are what a board is made from.
type facts struct {
	round    round.Round
	at       time.Time
	drafts   map[municipality.Code]Drafts
	contacts []letter.Contact
	letters  []letter.Addressed
	replies  map[municipality.Code]round.ReplyKind
}

// newBoard puts a board together; s is the newest there is, or what counted in a
// published round.
func newBoard(s *benchmark.Snapshot, f facts) *Board {
	b := &Board{Round: f.round, At: f.at, Lines: make([]Line, len(s.Units))}
	for i, unit := range s.Units {
		line := &b.Lines[i]
		line.Municipality, line.Name, line.Total = unit.Code, unit.Name, len(s.Places)
		line.Reply = f.replies[unit.Code]
		line.answers(s.Places, unit.Answers, f.round.OpenedAt)
		if d, typing := f.drafts[unit.Code]; typing {
			line.Drafts = d.Count
			line.active(d.SavedAt, f.round.OpenedAt)
		}
	}
	for _, c := range f.contacts {
		if i, ok := s.Index(c.Municipality); ok {
			b.Lines[i].Contacts++
		}
	}
	for _, a := range f.letters {
		if i, ok := s.Index(a.To.Municipality); ok {
			b.Lines[i].letter(a.Letter)
		}
		if a.Kind == letter.Reminder {
			b.LastReminder, b.LastReminderBy = a.ID, int64(a.Author)
		}
	}
	return b
}

// answers counts the own answers since the round was opened.
func (l *Line) answers(places []framework.Place, answers []benchmark.Answer, since time.Time) {
	for i, a := range answers {
		s := a.Status
		if s == nil || s.Source != assessment.Self {
			continue
		}
		if asked(s) {
			l.Questions++
		}
		l.active(s.RecordedAt, since)
		if s.RecordedAt.Before(since) || s.Answer.State == assessment.NotAnswered {
			continue
		}
		l.Answered++
		if s.Evidence.Empty() && assessment.EvidenceAdvice(places[i], s.Answer) != assessment.None {
			l.Lacking++
		}
	}
}

// asked reports whether analysts have asked about a status and wait for an answer.
func asked(s *assessment.Status) bool {
	n := len(s.Verdicts)
	return n > 0 && s.Verdicts[n-1].Kind == assessment.VerdictQuestioned
}

func (l *Line) active(at, since time.Time) {
	if !at.Before(since) && at.After(l.ActiveAt) {
		l.ActiveAt = at
	}
}

func (l *Line) letter(a letter.Letter) {
	l.Letters.Count(a)
	if a.Kind == letter.Reminder && a.RecordedAt.After(l.RemindedAt) {
		l.RemindedAt = a.RecordedAt
	}
}

// Filter chooses lines of a board.
type Filter string

// The filters. The zero Filter takes all.
const (
	All         Filter = ""
	Unstarted   Filter = "not_started"
	UnderWay    Filter = "started"
	Done        Filter = "finished"
	Unreached   Filter = "no_contacts"
	Undelivered Filter = "failed"
	Asked       Filter = "questions"
)

// Filters returns the filters in the order in which they are offered.
func Filters() []Filter {
	return []Filter{All, Unstarted, UnderWay, Done, Unreached, Undelivered, Asked}
}

func (f Filter) takes(l Line) bool {
	switch f {
	case Unreached:
		return l.Contacts == 0
	case Undelivered:
		return l.Letters.Failed > 0
	case Asked:
		return l.Questions > 0
	case All:
		return true
	}
	return string(l.Progress()) == string(f)
}

// Order is how the lines of a board are sorted.
type Order string

// The orders. The zero Order is alphabetical.
const (
	ByName      Order = ""
	ByAnswered  Order = "answered"
	ByActivity  Order = "activity"
	ByLacking   Order = "lacking"
	ByQuestions Order = "questions"
)

// Orders returns the orders in the order in which they are offered.
func Orders() []Order { return []Order{ByName, ByAnswered, ByActivity, ByLacking, ByQuestions} }

// compare orders two lines: fewest answers first, longest without activity
// first, most without evidence and most questions first.
func (o Order) compare(a, b Line) int {
	switch o {
	case ByAnswered:
		return a.Answered - b.Answered
	case ByActivity:
		return a.ActiveAt.Compare(b.ActiveAt)
	case ByLacking:
		return b.Lacking - a.Lacking
	case ByQuestions:
		return b.Questions - a.Questions
	}
	return 0
}

// Chosen returns the lines that a filter takes, in an order; equal ones stay
// alphabetical. An unknown filter takes none and an unknown order changes none.
func (b *Board) Chosen(f Filter, o Order) []Line {
	var lines []Line
	for _, l := range b.Lines {
		if f.takes(l) {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, o.compare)
	return lines
}
