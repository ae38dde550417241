package store

import (
	"modenhed/internal/assessment"
	"modenhed/internal/history"
)

const byAuthor = " LEFT JOIN accounts a ON a.id = e.author_id"

// chronicles are where the history comes from, a table for each kind.
func chronicles() []chronicle {
	return []chronicle{
		statusChronicle(history.Answer, assessment.Self), statusChronicle(history.Finding, assessment.Desk),
		verdictChronicle(), targetChronicle(),
		roundChronicle(), planChronicle(), replyChronicle(), correctionChronicle(),
		documentChronicle(), letterChronicle(), fieldworkChronicle(), accountChronicle(),
	}
}

// parts collects the parts that say something.
type parts []history.Part

func (p *parts) text(name history.Name, text string) {
	if text != "" {
		*p = append(*p, history.Part{Name: name, Text: text})
	}
}

func (p *parts) number(name history.Name, c cells, i int) {
	if x, ok := c.number(i); ok {
		*p = append(*p, history.Part{Name: name, Number: x, HasNumber: true})
	}
}

func (p *parts) time(name history.Name, c cells, i int) {
	if x, ok := c.number(i); ok {
		*p = append(*p, history.Part{Name: name, At: instant(int64(x))})
	}
}

// statusColumnsOf are the columns of an answer in the order in which statusParts reads them.
func statusColumnsOf(table string) []string {
	var columns []string
	for _, name := range []string{"state", "value", "reason", "evidence_text", "evidence_link", "files", "evidence_public", "comment"} {
		columns = append(columns, table+"."+name)
	}
	return columns
}

func statusChronicle(kind history.Kind, source assessment.Source) chronicle {
	return chronicle{
		kind: kind,
		from: "statuses e LEFT JOIN statuses p ON p.municipality = e.municipality AND p.indicator = e.indicator" +
			" AND p.source = e.source AND p.revision = e.revision - 1" + byAuthor,
		where:        "e.source = '" + string(source) + "'",
		municipality: "e.municipality", indicator: "e.indicator", channel: "e.channel",
		columns: append(statusColumnsOf("e"), statusColumnsOf("p")...),
		fill: func(e *history.Entry, c cells) {
			half := len(c) / 2
			e.After = statusParts(c[:half])
			if !c[half:].null(0) {
				e.Before = statusParts(c[half:])
			}
			e.Step = statusStep(e)
		},
	}
}

// statusParts makes parts of an answer; evidence is public or not only where there is some.
func statusParts(c cells) []history.Part {
	answer := history.Part{Name: history.PartAnswer, Text: c.text(0)}
	answer.Number, answer.HasNumber = c.number(1)
	p := parts{answer}
	p.text(history.PartReason, c.text(2))
	p.text(history.PartEvidence, c.text(3))
	p.text(history.PartLink, c.text(4))
	files, _ := c.number(5)
	if files > 0 {
		p.number(history.PartFiles, c, 5)
	}
	if c.text(3) != "" || c.text(4) != "" {
		p.text(history.PartPublic, c.yes(6))
	}
	p.text(history.PartComment, c.text(7))
	return p
}

// statusStep says what became of an answer.
func statusStep(e *history.Entry) string {
	const none = string(assessment.NotAnswered)
	switch changes := e.Changes(); {
	case e.After[0].Text == none:
		return history.StepWithdrawn
	case len(e.Before) == 0 || e.Before[0].Text == none:
		return history.StepAnswered
	case e.Before[0] != e.After[0]:
		return history.StepChanged
	case changes[0].Name != history.PartAnswer:
		return history.StepDetails
	}
	return history.StepConfirmed
}

func verdictChronicle() chronicle {
	return chronicle{
		kind: history.Verdict, from: "verdicts e JOIN statuses s ON s.id = e.status" + byAuthor,
		municipality: "s.municipality", indicator: "s.indicator", step: "e.kind",
		columns: []string{
			"s.state", "s.value", "e.kind", "e.comment", "(SELECT p.kind FROM verdicts p WHERE p.status = e.status AND p.id < e.id" +
				" AND p.kind IN ('verified', 'questioned') ORDER BY p.id DESC LIMIT 1)",
		},
		fill: func(e *history.Entry, c cells) {
			answer := history.Part{Name: history.PartAnswer, Text: c.text(0)}
			answer.Number, answer.HasNumber = c.number(1)
			before, after := parts{answer}, parts{answer}
			before.text(history.PartVerdict, c.text(4))
			if e.Step == string(assessment.VerdictVerified) || e.Step == string(assessment.VerdictQuestioned) {
				after.text(history.PartVerdict, e.Step)
			} else {
				after.text(history.PartVerdict, c.text(4))
			}
			after.text(history.PartComment, c.text(3))
			e.Before, e.After = before, after
		},
	}
}

func targetChronicle() chronicle {
	return chronicle{
		kind: history.Target,
		from: "targets e LEFT JOIN targets p ON p.id = (SELECT max(q.id) FROM targets q WHERE q.municipality = e.municipality" +
			" AND q.indicator = e.indicator AND q.id < e.id)" + byAuthor,
		municipality: "e.municipality", indicator: "e.indicator",
		columns: []string{"e.value", "e.due", "e.owner", "p.value", "p.due", "p.owner"},
		fill: func(e *history.Entry, c cells) {
			e.Before, e.After = targetParts(c[3:]), targetParts(c[:3])
			switch {
			case len(e.After) == 0:
				e.Step = history.StepWithdrawn
			case len(e.Before) == 0:
				e.Step = history.StepSet
			default:
				e.Step = history.StepChanged
			}
		},
	}
}

func targetParts(c cells) []history.Part {
	var p parts
	p.number(history.PartTarget, c, 0)
	p.text(history.PartDue, c.text(1))
	p.text(history.PartOwner, c.text(2))
	return p
}

func roundChronicle() chronicle {
	return chronicle{
		kind: history.Round, from: "round_events e" + byAuthor, step: "e.kind", subject: "e.round",
		columns: []string{
			"e.cutoff", "(SELECT p.kind FROM round_events p WHERE p.round = e.round AND p.id < e.id ORDER BY p.id DESC LIMIT 1)",
		},
		fill: func(e *history.Entry, c cells) {
			var before, after parts
			before.text(history.PartState, c.text(1))
			after.text(history.PartState, e.Step)
			after.time(history.PartCutoff, c, 0)
			e.Before, e.After = before, after
		},
	}
}

func planChronicle() chronicle {
	return chronicle{
		kind: history.Plan,
		from: "round_plans e LEFT JOIN round_plans p ON p.id =" +
			" (SELECT max(q.id) FROM round_plans q WHERE q.round = e.round AND q.id < e.id)" + byAuthor,
		subject: "e.round", columns: []string{"e.reply_by", "e.publish_at", "p.reply_by", "p.publish_at"},
		fill: func(e *history.Entry, c cells) {
			var before, after parts
			after.time(history.PartReplyBy, c, 0)
			after.time(history.PartPublish, c, 1)
			before.time(history.PartReplyBy, c, 2)
			before.time(history.PartPublish, c, 3)
			e.Before, e.After, e.Step = before, after, history.StepSet
			if len(after) == 0 {
				e.Step = history.StepWithdrawn
			}
		},
	}
}

func replyChronicle() chronicle {
	return chronicle{
		kind: history.Reply,
		from: "round_replies e LEFT JOIN round_replies p ON p.id = (SELECT max(q.id) FROM round_replies q" +
			" WHERE q.round = e.round AND q.municipality = e.municipality AND q.id < e.id)" + byAuthor,
		municipality: "e.municipality", step: "e.kind", subject: "e.round",
		columns: []string{"e.kind", "e.text", "e.public", "p.kind", "p.text", "p.public"},
		fill: func(e *history.Entry, c cells) {
			e.After = replyParts(c[:3])
			if !c.null(3) {
				e.Before = replyParts(c[3:])
			}
		},
	}
}

func replyParts(c cells) []history.Part {
	var p parts
	p.text(history.PartReply, c.text(0))
	p.text(history.PartText, c.text(1))
	if c.text(1) != "" {
		p.text(history.PartPublic, c.yes(2))
	}
	return p
}

func correctionChronicle() chronicle {
	return chronicle{
		kind: history.Correction, from: "corrections e" + byAuthor, municipality: "e.municipality", indicator: "e.indicator", subject: "e.round",
		columns: []string{"e.wrong_da", "e.wrong_en", "e.right_da", "e.right_en"},
		fill: func(e *history.Entry, c cells) {
			var before, after parts
			before.text(history.PartDanish, c.text(0))
			before.text(history.PartEnglish, c.text(1))
			after.text(history.PartDanish, c.text(2))
			after.text(history.PartEnglish, c.text(3))
			e.Before, e.After = before, after
		},
	}
}

func documentChronicle() chronicle {
	return chronicle{
		kind: history.Document, from: "documents e" + byAuthor, step: "e.kind", subject: "e.key", channel: "e.origin",
		columns: []string{
			"substr(e.sha256, 1, 12)", "e.comment",
			"(SELECT substr(p.sha256, 1, 12) FROM documents p WHERE p.kind = e.kind AND p.key = e.key AND p.id < e.id ORDER BY p.id DESC LIMIT 1)",
		},
		fill: func(e *history.Entry, c cells) {
			var before, after parts
			after.text(history.PartDigest, c.text(0))
			after.text(history.PartComment, c.text(1))
			before.text(history.PartDigest, c.text(2))
			e.Before, e.After = before, after
		},
	}
}

// letterChronicle leaves the text of a letter out: a link that lets somebody in
// may be put into it.
func letterChronicle() chronicle {
	return chronicle{
		kind: history.Letter, from: "letters e JOIN accounts r ON r.id = e.account_id" + byAuthor,
		municipality: "r.municipality", step: "e.kind", subject: "coalesce(e.round, '')", owner: "r.email",
		columns: []string{"r.email", "e.subject", "e.state"},
		fill: func(e *history.Entry, c cells) {
			var after parts
			after.text(history.PartRecipient, c.text(0))
			after.text(history.PartLetter, c.text(1))
			after.text(history.PartState, "letter_"+c.text(2))
			e.After = after
		},
	}
}

// fieldworkChronicle has steps and counts alone: nothing of it says who was
// invited or who has answered.
func fieldworkChronicle() chronicle {
	return chronicle{
		kind: history.Fieldwork, from: "fieldworks e" + byAuthor, at: "e.since",
		id:   "(SELECT count(*) FROM fieldworks o WHERE o.wave <= e.wave)",
		step: "e.state", subject: "e.wave", columns: []string{"e.invited", "e.mailings", "e.closes_at", "e.state"},
		fill: func(e *history.Entry, c cells) {
			var after parts
			after.text(history.PartState, "fieldwork_"+c.text(3))
			if c.text(3) != "draft" {
				after.number(history.PartInvited, c, 0)
				after.number(history.PartMailings, c, 1)
				after.time(history.PartCloses, c, 2)
			}
			e.After = after
		},
	}
}

func accountChronicle() chronicle {
	return chronicle{
		kind: history.Account, from: "account_events e JOIN accounts r ON r.id = e.account_id LEFT JOIN accounts a ON a.id = e.actor_id",
		municipality: "r.municipality", step: "e.kind", subject: "r.email", owner: "r.email", columns: []string{"r.role"},
		fill: func(e *history.Entry, c cells) {
			e.After = []history.Part{{Name: history.PartRole, Text: c.text(0)}}
			e.Before = e.After
		},
	}
}
