package pages

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/verification"
	"modenhed/internal/web/view"
)

// verifyPageSize is how many answers stand on one page of the list.
const verifyPageSize = 50

// queueModel builds the list of what waits.
func (h *Handlers) queueModel(v *Visit, page verifyPage, items []verification.Item) view.VerifyQueue {
	l, c, s := v.Look, page.choice, h.Snapshots.Current()
	picked := c.filter.Apply(items)
	pages := max(1, (len(picked)+verifyPageSize-1)/verifyPageSize)
	c.page = min(c.page, pages)
	first := (c.page - 1) * verifyPageSize
	shown := picked[first:min(first+verifyPageSize, len(picked))]
	m := view.VerifyQueue{
		Notices: queueNotices(l, s, page),
		Faults:  page.faults,
		Filter:  verifyFilter(l, s, c, items),
		Count:   l.N("verification.count", len(picked)),
		Hidden:  c.hidden(),
	}
	if pages > 1 {
		m.Range = l.T("verification.list.range", "First", l.Int(first+1), "Last", l.Int(first+len(shown)))
	}
	if c.page > 1 {
		m.Previous = view.Link{Href: c.onPage(c.page - 1).address(verifyPath), Text: l.T("verification.list.previous")}
	}
	if c.page < pages {
		m.Following = view.Link{Href: c.onPage(c.page + 1).address(verifyPath), Text: l.T("verification.list.following")}
	}
	for _, item := range shown {
		m.Lines = append(m.Lines, verifyLine(l, c, item, page))
	}
	for i := range m.Faults {
		if len(m.Lines) > 0 {
			m.Faults[i].ID = m.Lines[0].ID // to the first box
		}
	}
	m.EmptyTitle, m.EmptyText = l.T("verification.empty.title"), l.T("verification.empty.text")
	if c.picked() {
		m.EmptyTitle, m.EmptyText = l.T("verification.empty.picked_title"), l.T("verification.empty.picked_text")
	}
	return m
}

func verifyLine(l view.Look, c verifyChoice, item verification.Item, page verifyPage) view.VerifyLine {
	value := seenText(item.Seen())
	line := view.VerifyLine{
		ID:       "item-" + strconv.FormatInt(int64(item.Status.ID), 10),
		Value:    value,
		Checked:  slices.Contains(page.chosen, value),
		Href:     c.onPage(1).address(itemPath(item.Key())),
		Name:     item.Unit.Name,
		Title:    item.Place.Indicator.Title.In(l.Code()),
		Answer:   answerWords(l, item.Place.Indicator, item.Status.Answer),
		Marks:    kindBadges(l, item),
		Evidence: evidenceStrength(l, item),
		Lacking:  item.Lacking,
		Machine:  item.Since.UTC().Format(time.RFC3339),
		Since:    l.Date(item.Since),
	}
	if item.Impact > 0 {
		line.Impact = l.Decimal(item.Impact, 2)
	}
	return line
}

// evidenceStrength says in a word or two what an answer rests on.
func evidenceStrength(l view.Look, item verification.Item) string {
	e := item.Status.Evidence
	switch {
	case len(e.Files) > 0 && e.Link != "":
		return l.T("verification.evidence.link_and_file")
	case len(e.Files) > 0:
		return l.T("verification.evidence.file")
	case e.Link != "":
		return l.T("verification.evidence.link")
	case e.Text != "":
		return l.T("verification.evidence.text")
	case item.Lacking:
		return l.T("verification.evidence.lacking")
	}
	return l.T("verification.evidence.nothing")
}

func kindWords(l view.Look, kind verification.Kind) string {
	return l.T("verification.kind." + string(kind))
}

// kindBadges say why an answer waits.
func kindBadges(l view.Look, item verification.Item) []view.Badge {
	badges := make([]view.Badge, 0, len(item.Kinds))
	for _, kind := range item.Kinds {
		badges = append(badges, view.Badge{Text: kindWords(l, kind), Tone: kindTone(kind)})
	}
	return badges
}

func kindTone(kind verification.Kind) view.AlertKind {
	switch kind {
	case verification.Late, verification.SetAside:
		return view.AlertWarning
	}
	return view.AlertInfo
}

// queueNotices say what has just been done, or why it was not.
func queueNotices(l view.Look, s *benchmark.Snapshot, page verifyPage) []view.Notice {
	if page.changed != nil {
		names := make([]string, len(page.changed.Keys))
		for i, key := range page.changed.Keys {
			names[i] = answerName(l, s, key)
		}
		return []view.Notice{{
			Kind: view.AlertWarning, Heading: l.T("verification.changed_several"),
			Text: l.T("verification.changed_which", "Names", strings.Join(names, "; ")),
		}}
	}
	if n, err := strconv.Atoi(page.choice.done); err == nil && n > 0 {
		return []view.Notice{{Kind: view.AlertSuccess, Heading: l.N("verification.done.several", n)}}
	}
	return doneNotices(l, s, page.choice)
}

// doneNotices say what was decided about the answer before this one.
func doneNotices(l view.Look, s *benchmark.Snapshot, c verifyChoice) []view.Notice {
	kind := assessment.VerdictKind(c.done)
	switch kind {
	case assessment.VerdictVerified, assessment.VerdictQuestioned, assessment.VerdictAccepted:
	default:
		return nil
	}
	key, ok := parseWas(c.was)
	if !ok {
		return nil
	}
	if _, known := s.Framework.Indicator(key.Indicator); !known {
		return nil
	}
	return []view.Notice{{
		Kind: view.AlertSuccess, Heading: l.T("verification.done." + string(kind)), Text: answerName(l, s, key),
		Link: view.Link{Href: itemPath(key), Text: l.T("verification.done.look")},
	}}
}

// parseWas reads which answer was decided about.
func parseWas(was string) (key assessment.Key, ok bool) {
	number, name, found := strings.Cut(was, ".")
	code, err := municipality.ParseCode(number)
	return assessment.Key{Municipality: code, Indicator: framework.IndicatorKey(name)}, found && err == nil
}

// answerName names a municipality and a question.
func answerName(l view.Look, s *benchmark.Snapshot, key assessment.Key) string {
	name := key.Municipality.String()
	if unit, ok := s.Unit(key.Municipality); ok {
		name = unit.Name
	}
	title := string(key.Indicator)
	if place, ok := s.Framework.Indicator(key.Indicator); ok {
		title = place.Indicator.Title.In(l.Code())
	}
	return l.T("verification.place", "Name", name, "Title", title)
}

// itemModel builds the page of one answer.
func itemModel(l view.Look, s *benchmark.Snapshot, page itemPage, thread verification.Thread, items []verification.Item) view.VerifyItem {
	place, _ := s.Framework.Indicator(page.key.Indicator)
	unit, _ := s.Unit(page.key.Municipality)
	m := view.VerifyItem{
		Notices:     doneNotices(l, s, page.choice),
		Question:    place.Indicator.Question.In(l.Code()),
		Thread:      threadLines(l, place.Indicator, thread, true),
		QueueHref:   page.choice.plain().address(verifyPath),
		ProfileHref: "/municipalities/" + unit.Code.String(),
		ProfileText: l.T("verification.item.profile", "Name", unit.Name),
	}
	if page.changed {
		m.Notices = []view.Notice{{Kind: view.AlertWarning, Heading: l.T("verification.changed"), Text: l.T("verification.changed_one")}}
	}
	listed := page.choice.filter.Apply(items)
	setPlace(l, &m, page, listed)
	status, item := subject(thread, items)
	if status == nil {
		m.Facts = []view.ReportLine{{Label: l.T("report.version.answer"), Text: l.T("profile.state.not_answered")}}
		return m
	}
	m.Marks = itemBadges(l, status, item)
	m.Facts = statusFacts(l, place.Indicator, status)
	m.Effect = effectWords(l, s, unit, place, status, item)
	m.Levels = verifyLevels(l, place.Indicator, status.Answer)
	m.Form = verifyFormOf(l, s, page, thread, status, item)
	for _, p := range page.problems {
		id := ""
		if p.Field == verification.FieldComment {
			id = verification.FieldComment
		}
		m.Faults = append(m.Faults, view.FieldError{ID: id, Text: problemText(l, p)})
	}
	return m
}

// subject is the status that there is something to decide about: the one that
// waits, else the one that counts. The item is nil when nothing waits.
func subject(thread verification.Thread, items []verification.Item) (*assessment.Status, *verification.Item) {
	for i := range items {
		if items[i].Key() == thread.Key {
			return withAuthor(thread, items[i].Status), &items[i]
		}
	}
	return thread.Current, nil
}

// withAuthor returns the status as the thread has it, with its author.
func withAuthor(thread verification.Thread, status *assessment.Status) *assessment.Status {
	if known := thread.Finding(status.ID); known != nil {
		return known
	}
	return status
}

// setPlace says where in the list the answer stands, and what stands beside it.
func setPlace(l view.Look, m *view.VerifyItem, page itemPage, listed []verification.Item) {
	at := slices.IndexFunc(listed, func(i verification.Item) bool { return i.Key() == page.key })
	href := func(item verification.Item) string { return page.choice.plain().address(itemPath(item.Key())) }
	if at >= 0 {
		m.Place = l.T("verification.item.place", "Number", l.Int(at+1), "Of", l.Int(len(listed)))
	} else {
		m.Place = l.T("verification.item.not_waiting")
	}
	if at > 0 {
		m.Previous = view.Link{Href: href(listed[at-1]), Text: l.T("verification.item.previous")}
	}
	if next, found := verification.After(listed, page.key); found && at+1 < len(listed) {
		m.Following = view.Link{Href: href(next), Text: l.T("verification.item.following")}
	}
}

// itemBadges say how a status stands and why it waits.
func isVerified(status *assessment.Status) bool {
	return status.Verification(assessment.AsOf{}) == assessment.Verified
}

func itemBadges(l view.Look, status *assessment.Status, item *verification.Item) []view.Badge {
	switch {
	case item != nil:
		return kindBadges(l, *item)
	case isVerified(status):
		return []view.Badge{{Tone: view.AlertSuccess, Text: l.T("verification.entry.verified")}}
	}
	return nil
}

// statusFacts are an answer and what it rests on.
func statusFacts(l view.Look, indicator *framework.Indicator, status *assessment.Status) []view.ReportLine {
	facts := []view.ReportLine{{Label: l.T("report.version.answer"), Text: answerWords(l, indicator, status.Answer)}}
	facts = append(facts, statusDetails(l, *status)...)
	return append(facts, view.ReportLine{Label: l.T("verification.item.reported"), Text: reportedWords(l, status)})
}

// reportedWords say when and by whom a status was reported.
func reportedWords(l view.Look, status *assessment.Status) string {
	when := l.DateTime(status.RecordedAt)
	switch {
	case status.Source == assessment.Desk:
		return when + " · " + l.T("profile.source.desk")
	case status.AuthorName != "":
		return when + " · " + status.AuthorName
	}
	return when + " · " + l.T("report.event.by_nobody")
}

// effectWords say what an answer is worth, as reported and as long as nobody verifies it.
func effectWords(l view.Look, s *benchmark.Snapshot, unit *benchmark.Unit, place framework.Place, status *assessment.Status, item *verification.Item) []string {
	index := slices.IndexFunc(s.Places, func(p framework.Place) bool { return p.Indicator.Key == place.Indicator.Key })
	counting := unit.Answers[index].Status
	score := unit.Card.Indicators[index].Score
	if counting == nil || counting.ID != status.ID || !score.OK || item == nil {
		return nil
	}
	points := l.T("verification.effect.points", "Points", l.Short(score.Value))
	ceiling := item.Status.Cap(assessment.AsOf{})
	if score.Value <= ceiling {
		return []string{points + " " + l.T("verification.effect.nothing")}
	}
	return []string{
		points + " " + l.T("verification.effect.cap", "Cap", l.Short(ceiling)),
		l.T("verification.effect.impact", "Impact", l.Decimal(item.Impact, 2)),
	}
}

// verifyLevels are the levels of a question, none for one answered otherwise.
func verifyLevels(l view.Look, indicator *framework.Indicator, answer assessment.Answer) []view.VerifyLevel {
	if indicator.Type != framework.Level {
		return nil
	}
	var levels []view.VerifyLevel
	for level := range framework.MaxLevel + 1 {
		key := strconv.Itoa(level)
		v := view.VerifyLevel{
			Key: key, Class: "lv" + key, Name: l.T("level." + key),
			Chosen: answer.State == assessment.Reported && answer.Value == float64(level),
		}
		if level < len(indicator.Levels) {
			v.Text = indicator.Levels[level].In(l.Code())
		}
		levels = append(levels, v)
	}
	return levels
}

func verifyFormOf(l view.Look, s *benchmark.Snapshot, page itemPage, thread verification.Thread, status *assessment.Status, item *verification.Item) *view.VerifyForm {
	form := &view.VerifyForm{
		Action: itemPath(page.key) + "/verdict",
		Hidden: append(page.choice.hidden(),
			view.Hidden{Name: fieldStatus, Value: strconv.FormatInt(int64(status.ID), 10)},
			view.Hidden{Name: fieldLast, Value: strconv.FormatInt(int64(thread.Last(status.ID)), 10)}),
		Comment: view.Field{
			Name: verification.FieldComment, Label: l.T("verification.form.comment"), Hint: l.T("verification.form.comment_hint"),
			Value: page.typed, Limit: verification.MaxComment, Rows: 4,
		},
		Acceptable: item != nil && item.Is(verification.Late),
		Verified:   item == nil && isVerified(status),
	}
	for _, p := range page.problems {
		if p.Field == verification.FieldComment {
			form.Comment.Error = strings.TrimSpace(form.Comment.Error + " " + problemText(l, p))
		}
	}
	if form.Acceptable && s.Review != nil {
		form.AcceptHint = l.T("verification.form.accept_hint", "Round", s.Review.Round.Title.In(l.Code()), "Cutoff", l.DateTime(s.Review.Cutoff))
	}
	return form
}
