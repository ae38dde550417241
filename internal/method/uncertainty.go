package method

import (
	"math"
	"strconv"

	"modenhed/internal/locale"
	"modenhed/internal/robustness"
	"modenhed/internal/sensitivity"
)

// uncertainty explains how much of the ranking rests on choices of method.
func uncertainty(p *locale.Printer) []Step {
	s := robustness.Defaults()
	return []Step{
		intervals(p, s),
		step(p, "rank_groups", p.T("method.step.rank_groups.text"), p.T("method.step.rank_groups.compared")),
		step(p, "headlines", p.T("method.step.headlines.text",
			"Safe", p.Share(robustness.SafeFrom), "Fragile", p.Share(robustness.FragileFrom)), p.T("method.step.headlines.turns")),
		step(p, "sensitivity", p.T("method.step.sensitivity.text", "Spread", p.Share(sensitivity.WeightSpread)),
			p.T("method.step.sensitivity.effects", "Draws", p.Int(sensitivity.DefaultSettings().Draws))),
		step(p, "what_if", p.T("method.step.what_if.text"), p.T("method.step.what_if.declared")),
	}
}

func intervals(p *locale.Printer, s robustness.Settings) Step {
	const share = 0.14
	spread := math.Sqrt(share * (1 - share) / (s.Concentration + 1))
	concentration := p.Exact(s.Concentration)
	return Step{
		Key:   "intervals",
		Title: p.T("method.step.intervals.title"),
		Text: []string{
			p.T("method.step.intervals.text", "Draws", p.Int(s.Draws)),
			p.T("method.step.intervals.vary"),
			p.T("method.step.intervals.concentration", "Concentration", concentration,
				"Share", p.Share(share), "Points", p.Decimal(spread*100, 0)),
			p.T("method.step.intervals.quantiles"),
			p.T("method.step.intervals.method_only"),
			p.T("method.step.intervals.seed", "Seed", strconv.FormatUint(s.Seed, 10)),
		},
		Formula: p.T("method.step.intervals.formula", "Concentration", concentration),
	}
}
