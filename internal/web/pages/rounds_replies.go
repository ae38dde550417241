package pages

import (
	"slices"
	"strings"

	"modenhed/internal/locale"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// reviewReplies are the replies to a round in review, for those who may read
// them all; nil for others.
func reviewReplies(l view.Look, page roundPage) *view.RoundReplies {
	s := page.standings
	if s == nil {
		return nil
	}
	m := &view.RoundReplies{Text: l.T("rounds.replies.in_review"), Tally: tallyFigures(l, s.Tally), Own: true, Concerns: concerns(l, s.Concerns, page.names)}
	for _, r := range s.Replies {
		line := replyLine(l, r, slices.Contains(s.Outdated, r.Municipality))
		line.Municipality = view.Link{Href: roundAddress(page.round.Key) + "/preview/" + r.Municipality.String(), Text: page.names[r.Municipality]}
		m.Lines = append(m.Lines, line)
	}
	sortReplies(m.Lines)
	return m
}

// publishedReplies are the replies to a published round: all of them for those
// who may read them, else the remarks that municipalities made public. Rounds
// from before there were replies have none.
func publishedReplies(l view.Look, page roundPage) *view.RoundReplies {
	answered := page.tally.Agreed + page.tally.Commented + page.tally.Disputed
	if answered == 0 {
		return nil
	}
	m := &view.RoundReplies{Text: l.T("rounds.replies.text"), Tally: tallyFigures(l, page.tally), Own: page.replies != nil}
	list, write := page.remarks, remarkLine
	if m.Own {
		list, write = page.replies, func(l view.Look, r round.Reply) view.ReplyLine { return replyLine(l, r, false) }
	}
	for _, r := range list {
		line := write(l, r)
		line.Municipality = view.Link{Href: "/municipalities/" + r.Municipality.String(), Text: page.names[r.Municipality]}
		m.Lines = append(m.Lines, line)
	}
	sortReplies(m.Lines)
	return m
}

func sortReplies(lines []view.ReplyLine) {
	locale.SortNames(lines, func(r view.ReplyLine) string { return r.Municipality.Text })
}

func tallyFigures(l view.Look, t round.Tally) []view.Figure {
	figure := func(key string, n int) view.Figure {
		return view.Figure{Label: l.T("rounds.tally." + key), Value: l.Int(n), Words: l.N("rounds.tally.municipalities", n)}
	}
	return []view.Figure{figure("agreed", t.Agreed), figure("commented", t.Commented), figure("disputed", t.Disputed), figure("silent", t.None)}
}

// concerns say what an administrator should look at before publishing.
func concerns(l view.Look, c round.Concerns, names map[municipality.Code]string) []string {
	var list []string
	named := func(key string, codes []municipality.Code) {
		if len(codes) > 0 {
			list = append(list, l.N(key, len(codes), "Names", someNames(l, codes, names)))
		}
	}
	named("rounds.concerns.disputed", c.Disputed)
	named("rounds.concerns.outdated", c.Outdated)
	if c.Unanswered > 0 {
		list = append(list, l.N("rounds.concerns.unanswered", c.Unanswered))
	}
	if c.Undecided > 0 {
		list = append(list, l.N("rounds.concerns.undecided", c.Undecided))
	}
	if n := len(c.Silent); n > 0 {
		list = append(list, l.N("rounds.concerns.silent", n))
	}
	return list
}

// someNames names municipalities in alphabetical order.
func someNames(l view.Look, codes []municipality.Code, names map[municipality.Code]string) string {
	list := make([]string, len(codes))
	for i, code := range codes {
		list[i] = names[code]
	}
	locale.SortNames(list, func(name string) string { return name })
	const most = 10
	if len(list) > most {
		return strings.Join(list[:most], ", ") + " " + l.N("rounds.concerns.more", len(list)-most)
	}
	return strings.Join(list, ", ")
}

// remarkOf is the public remark of a municipality on the round whose figures the
// page shows, or on the round published last; nil when there is none.
func (h *Handlers) remarkOf(v *Visit, code municipality.Code) (*view.Remark, error) {
	ctx, l := v.Request().Context(), v.Look
	r := v.Round
	if r == nil {
		rounds, err := h.Rounds.Rounds(ctx)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(rounds, func(r round.Round) bool { return r.State == round.Published })
		if at < 0 || v.Snapshot.Earlier && !v.Snapshot.Withheld {
			return nil, nil
		}
		r = &rounds[at]
	}
	_, remarks, err := h.Rounds.Remarks(ctx, r.Key, 0)
	if err != nil {
		return nil, err
	}
	for _, remark := range remarks {
		if remark.Municipality == code {
			link := view.Link{Href: roundAddress(r.Key), Text: r.Title.In(l.Code())}
			return &view.Remark{Round: link, Line: remarkLine(l, remark)}, nil
		}
	}
	return nil, nil
}
