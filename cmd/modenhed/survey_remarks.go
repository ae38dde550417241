package main

import (
	"fmt"
	"strings"

	"modenhed/internal/estimation"
	"modenhed/internal/poll"
	"modenhed/internal/weighting"
)

// remark prints what to know about estimates on standard error, a line each.
func (p *program) remark(r *poll.Result) {
	for _, line := range p.remarks(r) {
		fmt.Fprintln(p.err, "modenhed: "+strings.ReplaceAll(line, "\n", " "))
	}
}

func (p *program) remarks(r *poll.Result) (lines []string) {
	for _, w := range r.Weights.Warnings() {
		lines = append(lines, p.words.T(stratumRemark(w.Kind), "Column", w.Column, "Label", w.Label, "Respondents", w.Respondents))
	}
	if len(r.Suggested) > 0 {
		flags := make([]string, len(r.Suggested))
		for i, m := range r.Suggested {
			flags[i] = "--collapse " + m.From + "=" + m.Into
		}
		lines = append(lines, p.words.T("poll.remark.suggested", "Flags", strings.Join(flags, " ")))
	}
	for _, w := range r.Total.Warnings {
		switch w.Kind {
		case estimation.NonResponse:
			lines = append(lines, p.words.T("poll.remark.non_response", "Rate", p.words.Share(w.Share)))
		case estimation.NoSpread:
			lines = append(lines, p.words.T("poll.remark.no_spread", "Option", w.Option))
		}
	}
	return append(lines, p.withheld(r)...)
}

func stratumRemark(k weighting.WarningKind) string {
	switch k {
	case weighting.Single:
		return "poll.remark.single"
	case weighting.MoreThanPeople:
		return "poll.remark.more_than_people"
	}
	return "poll.remark.small"
}

// withheld says how much is held back and why.
func (p *program) withheld(r *poll.Result) (lines []string) {
	least := r.Plan.Minimum.N()
	if !r.Total.Published {
		lines = append(lines, p.words.T("poll.remark.too_few", "Answered", r.Total.Answered, "Least", least))
	}
	for _, b := range r.By {
		groups, others := b.Withheld(least)
		if groups == 0 {
			continue
		}
		lines = append(lines, p.words.T("poll.remark.withheld", "Column", b.Column, "Groups", groups-others, "Others", others, "Least", least))
	}
	return lines
}
