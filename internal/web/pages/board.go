package pages

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/benchmark"
	"modenhed/internal/board"
	"modenhed/internal/fault"
	"modenhed/internal/letter"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// Boards shows how far municipalities are in a round, and reminds.
type Boards interface {
	Board(ctx context.Context, actor account.Actor, now *benchmark.Snapshot, key round.Key) (*board.Board, error)
	Remind(ctx context.Context, actor account.Actor, now *benchmark.Snapshot, r board.Reminder) (letter.Reach, error)
}

func boardAddress(key round.Key) string { return roundAddress(key) + "/board" }

// The parameters of a board.
const (
	paramShow = "show"
	paramSort = "sort"
)

// Board shows how far every municipality is, or the part of it that refreshes itself.
func (h *Handlers) Board(v *Visit) error {
	b, err := h.board(v)
	if err != nil {
		return err
	}
	m := h.boardModel(v, b)
	if v.Fragment() {
		return write(v, http.StatusOK, view.BoardPart(v.Look, m))
	}
	p := h.page(v, v.Look.T("board.title", "Title", b.Round.Title.In(v.Look.Code())), v.Look.T("board.lead."+string(b.Round.State)))
	p.Crumbs = roundCrumbs(v.Look, b.Round)
	return show(v, p, view.BoardBody(v.Look, m))
}

// board reads how far all are: now, or for a published round when it counted.
func (h *Handlers) board(v *Visit) (*board.Board, error) {
	ctx, key := v.Request().Context(), roundKey(v)
	r, err := h.Rounds.Round(ctx, key)
	if err != nil {
		return nil, err
	}
	s := h.Snapshots.Current()
	if r.State == round.Published {
		if s, err = h.Snapshots.At(ctx, r.AsOf()); err != nil {
			return nil, fmt.Errorf("look back at round %s: %w", key, err)
		}
	}
	return h.Boards.Board(ctx, v.Actor, s, key)
}

func (h *Handlers) boardModel(v *Visit, b *board.Board) view.Board {
	l, key := v.Look, b.Round.Key
	filter, order := board.Filter(v.QueryParam(paramShow)), board.Order(v.QueryParam(paramSort))
	lines, totals := b.Chosen(filter, order), b.Totals()
	m := view.Board{
		Address:     boardAddress(key),
		Query:       boardAddress(key) + boardQuery(filter, order),
		Figures:     boardFigures(l, totals, len(b.Lines)),
		Count:       l.N("board.count", len(lines)),
		At:          l.T("board.at", "Time", l.DateTime(b.At)),
		LettersHref: roundAddress(key) + "/letters",
		LettersText: l.T("board.letters.link"),
		CSVHref:     boardAddress(key) + ".csv",
		Replies:     b.Round.State != round.Open,
	}
	if totals.Letters.ByHand > 0 {
		m.LettersText = l.N("board.letters.link_by_hand", totals.Letters.ByHand)
	}
	if b.Round.State == round.Open {
		m.RemindHref = roundAddress(key) + "/remind"
	}
	for _, f := range board.Filters() {
		name := string(f)
		if f == board.All {
			name = "all"
		}
		m.Filters = append(m.Filters, view.Choice{Value: string(f), Text: l.T("board.show." + name), Selected: f == filter})
	}
	for _, o := range board.Orders() {
		name := string(o)
		if o == board.ByName {
			name = "name"
		}
		m.Orders = append(m.Orders, view.Choice{Value: string(o), Text: l.T("board.sort." + name), Selected: o == order})
	}
	for _, line := range lines {
		m.Lines = append(m.Lines, boardLine(l, line))
	}
	if v.QueryParam("done") == "reminded" {
		m.Notices = []view.Notice{h.remindedNotice(l)}
	}
	return m
}

// remindedNotice says what becomes of a reminder that has just been queued.
func (h *Handlers) remindedNotice(l view.Look) view.Notice {
	if h.Letters.ByMail() {
		return view.Notice{Kind: view.AlertSuccess, Heading: l.T("board.done.reminded"), Text: l.T("board.done.reminded_text")}
	}
	return view.Notice{Kind: view.AlertSuccess, Heading: l.T("board.done.reminded_by_hand"), Text: l.T("board.done.reminded_by_hand_text")}
}

func boardQuery(f board.Filter, o board.Order) string {
	values := url.Values{}
	if f != board.All {
		values.Set(paramShow, string(f))
	}
	if o != board.ByName {
		values.Set(paramSort, string(o))
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

func boardFigures(l view.Look, t board.Totals, of int) []view.Figure {
	return []view.Figure{
		{Label: l.T("board.figure.finished"), Value: l.Int(t.Finished), Words: l.T("board.figure.of", "N", l.Int(of))},
		{Label: l.T("board.figure.started"), Value: l.Int(t.Started), Words: l.N("board.figure.not_started", t.NotStarted, "Of", l.Int(of))},
		{Label: l.T("board.figure.answered"), Value: l.Int(t.Answered), Words: l.T("board.figure.of", "N", l.Int(t.Asked))},
		{Label: l.T("board.figure.questions"), Value: l.Int(t.Questions), Words: l.N("board.figure.lacking", t.Lacking)},
		{Label: l.T("board.figure.contacts"), Value: l.Int(t.Contacts), Words: l.N("board.figure.reached", t.Reached)},
	}
}

// progressTones are the tones of the badges of progress.
var progressTones = map[board.Progress]view.AlertKind{
	board.NotStarted: view.AlertWarning, board.Started: view.AlertInfo, board.Finished: view.AlertSuccess,
}

func boardLine(l view.Look, line board.Line) view.BoardLine {
	progress := line.Progress()
	row := view.BoardLine{
		Name: line.Name, Href: "/municipalities/" + line.Municipality.String(),
		Progress:   view.RoundState{Text: l.T("board.progress." + string(progress)), Tone: progressTones[progress]},
		Answered:   l.T("board.answered", "N", l.Int(line.Answered), "Of", l.Int(line.Total)),
		Lacking:    countWords(l, line.Lacking),
		Drafts:     countWords(l, line.Drafts),
		Questions:  countWords(l, line.Questions),
		Contacts:   l.N("board.contacts", line.Contacts),
		NoContacts: line.Contacts == 0,
		Letters:    letterWords(l, line.Letters),
	}
	if line.Contacts == 0 {
		row.Contacts = l.T("board.no_contacts")
	}
	if !line.ActiveAt.IsZero() {
		row.Active, row.Machine = l.DateTime(line.ActiveAt), line.ActiveAt.Format(time.RFC3339)
	}
	if line.Reply != "" {
		row.Reply = l.T("board.reply." + string(line.Reply))
	}
	return row
}

// countWords writes a number that is not 0.
func countWords(l view.Look, n int) string {
	if n == 0 {
		return ""
	}
	return l.Int(n)
}

// letterWords counts letters by what became of them.
func letterWords(l view.Look, c letter.Counts) []string {
	var words []string
	for _, part := range []struct {
		key string
		n   int
	}{{"board.letter.sent", c.Sent}, {"board.letter.waiting", c.Waiting}, {"board.letter.failed", c.Failed}, {"board.letter.by_hand", c.ByHand}} {
		if part.n > 0 {
			words = append(words, l.N(part.key, part.n))
		}
	}
	return words
}

// BoardCSV answers with the whole board as a file. Times are in UTC; addresses
// are not in it.
func (h *Handlers) BoardCSV(v *Visit) error {
	b, err := h.board(v)
	if err != nil {
		return err
	}
	rows := [][]string{{
		"code", "municipality", "progress", "answered", "questions_in_all", "lacking_evidence", "drafts", "open_questions",
		"last_activity", "contacts", "letters_sent", "letters_waiting", "letters_failed", "letters_by_hand", "last_reminder", "reply",
	}}
	for _, line := range b.Lines {
		c := line.Letters
		rows = append(rows, []string{
			line.Municipality.String(), line.Name, string(line.Progress()), strconv.Itoa(line.Answered), strconv.Itoa(line.Total),
			strconv.Itoa(line.Lacking), strconv.Itoa(line.Drafts), strconv.Itoa(line.Questions), fileTime(line.ActiveAt),
			strconv.Itoa(line.Contacts), strconv.Itoa(c.Sent), strconv.Itoa(c.Waiting), strconv.Itoa(c.Failed), strconv.Itoa(c.ByHand),
			fileTime(line.RemindedAt), string(line.Reply),
		})
	}
	content := bytes.NewBufferString("\ufeff")
	out := csv.NewWriter(content)
	out.Comma, out.UseCRLF = ';', true
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("write the board of %s: %w", b.Round.Key, err)
	}
	v.Response().Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "round-"+string(b.Round.Key)+".csv"))
	return v.Blob(http.StatusOK, csvType, content.Bytes())
}

// fileTime writes a time for programs, the zero time as nothing.
func fileTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Remind shows a reminder to be looked at and sent.
func (h *Handlers) Remind(v *Visit) error {
	r, err := h.Rounds.Round(v.Request().Context(), roundKey(v))
	if err != nil {
		return err
	}
	typed := board.Reminder{Round: r.Key, Whom: board.WhoHasNotFinished, Text: h.Letters.Standard(letter.Reminder, r, time.Time{})}
	return h.showRemind(v, http.StatusOK, typed, nil)
}

// SendReminder queues it.
func (h *Handlers) SendReminder(v *Visit) error {
	seen, _ := strconv.ParseInt(v.FormValue("seen"), 10, 64)
	typed := board.Reminder{
		Round: roundKey(v), Whom: board.Whom(v.FormValue(board.FieldWhom)), Again: v.FormValue("again") != "", Seen: letter.ID(seen),
	}
	typed.Text.Subject.DA, typed.Text.Subject.EN = v.FormValue(letter.FieldSubjectDA), v.FormValue(letter.FieldSubjectEN)
	typed.Text.Body.DA, typed.Text.Body.EN = v.FormValue(letter.FieldBodyDA), v.FormValue(letter.FieldBodyEN)
	_, err := h.Boards.Remind(v.Request().Context(), v.Actor, h.Snapshots.Current(), typed)
	switch fault.KindOf(err) {
	case fault.Conflict:
		return h.showRemind(v, http.StatusConflict, typed, err)
	case fault.Invalid:
		return h.showRemind(v, http.StatusUnprocessableEntity, typed, err)
	}
	if err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, boardAddress(typed.Round)+"?done=reminded")
}

func (h *Handlers) showRemind(v *Visit, status int, typed board.Reminder, refused error) error {
	b, err := h.board(v)
	if err != nil {
		return err
	}
	l := v.Look
	if b.Round.State != round.Open && refused == nil {
		return v.Redirect(http.StatusSeeOther, boardAddress(b.Round.Key))
	}
	p := h.page(v, l.T("board.remind.title", "Title", b.Round.Title.In(l.Code())), l.T("board.remind.lead"))
	p.Crumbs = append(roundCrumbs(l, b.Round), view.Link{Href: boardAddress(b.Round.Key), Text: l.T("board.crumb")})
	p.Address = roundAddress(b.Round.Key) + "/remind"
	return showStatus(v, status, p, view.RemindBody(l, h.remindModel(v, b, typed, refused)))
}

func (h *Handlers) remindModel(v *Visit, b *board.Board, typed board.Reminder, refused error) view.RemindForm {
	l := v.Look
	faults := fieldErrors(l, refused)
	if problemsOf(refused) == nil {
		faults = nil
	}
	field := func(name, key, value string, limit int) view.Field {
		return view.Field{Name: name, Label: l.T(key), Value: value, Error: faults.Of(name), Limit: limit, Rows: 12}
	}
	m := view.RemindForm{
		CSRF: v.CSRF, Seen: strconv.FormatInt(int64(b.LastReminder), 10), Address: roundAddress(b.Round.Key) + "/remind",
		Back: boardAddress(b.Round.Key), Faults: faults,
		Whom:      view.Field{Name: board.FieldWhom, Label: l.T("board.remind.whom"), Error: faults.Of(board.FieldWhom)},
		SubjectDA: field(letter.FieldSubjectDA, "board.letters.subject", typed.Text.Subject.DA, 0),
		BodyDA:    field(letter.FieldBodyDA, "board.letters.body", typed.Text.Body.DA, letter.MaxBody),
		SubjectEN: field(letter.FieldSubjectEN, "board.letters.subject", typed.Text.Subject.EN, 0),
		BodyEN:    field(letter.FieldBodyEN, "board.letters.body", typed.Text.Body.EN, letter.MaxBody),
		Again:     view.Field{Name: "again", Label: l.T("board.remind.again")},
		Ticked:    typed.Again,
		Button:    l.T("board.remind.button"),
	}
	for _, whom := range []board.Whom{board.WhoHasNotFinished, board.WhoHasNotStarted} {
		due, _ := b.Behind(whom, b.At)
		m.Choices = append(m.Choices, view.Choice{Value: string(whom), Text: l.N("board.remind.who."+string(whom), len(due)), Selected: whom == typed.Whom})
	}
	if _, recent := b.Behind(board.WhoHasNotFinished, b.At); len(recent) > 0 {
		m.Recent = l.N("board.remind.recent", len(recent))
	}
	if !h.Letters.ByMail() {
		m.ByHand, m.Button = l.T("board.remind.by_hand"), l.T("board.remind.button_by_hand")
	}
	if fault.KindOf(refused) == fault.Conflict {
		m.Notices = []view.Notice{conflictNotice(l, refused)}
	}
	return m
}

// conflictNotice says what somebody else has done in the meantime.
func conflictNotice(l view.Look, refused error) view.Notice {
	return view.Notice{Kind: view.AlertError, Heading: l.T("board.conflict"), Text: conflictText(l, refused)}
}

func conflictText(l view.Look, refused error) string {
	var known *fault.Error
	if errors.As(refused, &known) {
		return message(l, known.Message)
	}
	return ""
}

// allCodes are the codes of all municipalities.
func allCodes(s *benchmark.Snapshot) []municipality.Code {
	codes := make([]municipality.Code, len(s.Units))
	for i, unit := range s.Units {
		codes[i] = unit.Code
	}
	return codes
}
