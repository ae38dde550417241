package method

import (
	"modenhed/internal/locale"
	"modenhed/internal/peers"
)

// improvement explains who is alike, and what would help.
func improvement(p *locale.Printer) []Step {
	other := []any{"Group", p.Exact(peers.OtherGroup), "Region", p.Exact(peers.OtherRegion)}
	distance := step(p, "peers", p.T("method.step.peers.text", other...), p.T("method.step.peers.alike"))
	distance.Formula = p.T("method.step.peers.distance", other...)
	return []Step{
		distance,
		step(p, "next_step", p.T("method.step.next_step.text"), p.T("method.step.next_step.others"), p.T("method.step.next_step.teachers")),
		step(p, "goal", p.T("method.step.goal.text"), p.T("method.step.goal.fewest")),
	}
}

// overTime explains movements, earlier times and measuring rounds.
func overTime(p *locale.Printer) []Step {
	return []Step{
		step(p, "movement", p.T("method.step.movement.text"),
			p.T("method.step.movement.method"), p.T("method.step.movement.others"), p.T("method.step.movement.reported"),
			p.T("method.step.movement.missing"), p.T("method.step.movement.ties"), p.T("method.step.movement.order")),
		step(p, "as_of", p.T("method.step.as_of.text"), p.T("method.step.as_of.ever")),
		step(p, "rounds", p.T("method.step.rounds.text"), p.T("method.step.rounds.sha256"),
			p.T("method.step.rounds.verify"), p.T("method.step.rounds.corrections")),
	}
}
