package pages

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

// mostDeciding is how many areas a sentence names.
const mostDeciding = 3

// compareWhy says why each of the municipalities compared is ahead of the next.
func compareWhy(l view.Look, s *benchmark.Snapshot, codes []municipality.Code) ([]view.Why, error) {
	leads, err := s.Leads(codes)
	if err != nil {
		return nil, err
	}
	var list []view.Why
	for i := range leads {
		list = append(list, whyModel(l, &leads[i]))
	}
	return list, nil
}

func whyModel(l view.Look, lead *benchmark.Lead) view.Why {
	ahead, behind := lead.Ahead.Card.Score.Value, lead.Behind.Card.Score.Value
	w := view.Why{
		Title:    l.T("compare_why.pair", "Ahead", lead.Ahead.Name, "Behind", lead.Behind.Name),
		Verdict:  verdict(l, lead),
		Ahead:    lead.Ahead.Name,
		Behind:   lead.Behind.Name,
		Additive: lead.Additive,
		Total: view.WhyRow{
			Title: l.ScoreTitle(), Share: 1,
			Ahead: view.Points(lead.Ahead.Card.Score), Behind: view.Points(lead.Behind.Card.Score),
			Points: view.Points{Value: round1(ahead) - round1(behind), OK: true},
		},
		Note: l.T("compare_why.note_alone", "Ahead", lead.Ahead.Name, "Behind", lead.Behind.Name),
	}
	parts := make([]float64, len(lead.Areas))
	lacking := false
	for i, area := range lead.Areas {
		parts[i] = area.Points.Value
		lacking = lacking || !area.Scores[0].OK || !area.Scores[1].OK
	}
	if lead.Additive {
		parts = addingUp(behind, ahead, parts)
		w.Note = l.T("compare_why.note")
		if lacking {
			w.Note += " " + l.T("compare_why.note_lacking")
		}
	}
	for i, area := range lead.Areas {
		w.Rows = append(w.Rows, view.WhyRow{
			Title: area.Area.Title.In(l.Code()), Share: area.Share,
			Ahead: view.Points(area.Scores[0]), Behind: view.Points(area.Scores[1]),
			Points: view.Points{Value: parts[i], OK: area.Points.OK},
		})
	}
	return w
}

// verdict says which areas decide.
func verdict(l view.Look, lead *benchmark.Lead) string {
	deciding := lead.Deciding()
	args := []any{
		"Ahead", lead.Ahead.Name, "Behind", lead.Behind.Name,
		"Points", l.Score(round1(lead.Ahead.Card.Score.Value) - round1(lead.Behind.Card.Score.Value)),
	}
	names := make([]string, 0, mostDeciding)
	for _, area := range deciding[:min(mostDeciding, len(deciding))] {
		names = append(names, area.Area.Title.In(l.Code()))
	}
	args = append(args, "Areas", nameList(l, names), "N", len(deciding))
	kind := "single"
	switch {
	case lead.Difference == 0:
		kind = "even"
	case len(deciding) == 0:
		kind = "none"
	case !lead.Additive && len(deciding) > mostDeciding:
		kind = "any_more"
	case !lead.Additive && len(deciding) > 1:
		kind = "any"
	case !lead.Additive:
		kind = "turns"
	case len(deciding) > mostDeciding:
		kind = "more"
	case len(deciding) > 1:
		kind = "several"
	}
	return l.T("compare_why.verdict."+kind, args...)
}
