package pages

import (
	"cmp"
	"math"
	"slices"

	"modenhed/internal/benchmark"
	"modenhed/internal/sensitivity"
	"modenhed/internal/web/view"
)

// sensitivityModel is which choices move the ranking, and how the areas hang together.
func sensitivityModel(l view.Look, s *benchmark.Snapshot, a *sensitivity.Analysis) *view.Sensitivity {
	m := &view.Sensitivity{
		Text:    l.T("robustness.effects.text", "Spread", l.Percent(100*sensitivity.WeightSpread)),
		Figures: sensitivityFigures(l, a),
		About:   sensitivityReadings(l, a),
		Matrix:  matrixRows(l, s, a.Areas.Keys, a.Areas.Pearson),
		Ranks:   matrixRows(l, s, a.Areas.Keys, a.Areas.Spearman),
	}
	m.MatrixRead = matrixReadings(l, s, a)
	m.Alpha, m.AlphaRead = alphaRows(l, s, a), alphaReadings(l, a)
	for _, key := range a.Areas.Keys {
		m.Areas = append(m.Areas, areaHead(l, s, key))
	}
	if a.Shift.OK {
		m.Effects, m.EffectsRead = effectRows(l, s, a), effectReadings(l, s, a)
	} else {
		m.NoEffects = l.T("robustness.effects.none")
	}
	return m
}

func sensitivityFigures(l view.Look, a *sensitivity.Analysis) []view.Figure {
	return []view.Figure{
		{Label: l.T("robustness.shift.label"), Value: l.Decimal(a.Shift.Mean, 1), Words: l.T("robustness.shift.unit")},
		{Label: l.T("robustness.spearman.label"), Value: coefficient(l, a.Spearman.Coefficient), Words: l.T("robustness.correlation.unit")},
		{Label: l.T("robustness.kendall.label"), Value: coefficient(l, a.Kendall.Coefficient), Words: l.T("robustness.correlation.unit")},
	}
}

func sensitivityReadings(l view.Look, a *sensitivity.Analysis) []string {
	list := []string{l.T("robustness.shift.reading", "Places", l.Decimal(a.Shift.Mean, 1), "Spread", l.Percent(100*sensitivity.WeightSpread))}
	if a.Spearman.Coefficient.OK {
		list = append(list, l.T("robustness.spearman.reading", "Value", coefficient(l, a.Spearman.Coefficient)))
	}
	if k := a.Kendall.Coefficient; k.OK {
		// Of the pairs without a tie, (1+τ)/2 stand in the same order.
		list = append(list, l.T("robustness.kendall.reading", "Value", coefficient(l, k), "Share", l.Percent(math.Round(50*(1+k.Value)))))
	}
	if a.LeftOut > 0 {
		list = append(list, l.N("robustness.shift.left_out", a.LeftOut, "Ranked", l.Int(a.Ranked)))
	}
	return list
}

// coefficient writes a figure from -1 to 1 with two decimals.
func coefficient(l view.Look, f sensitivity.Figure) string {
	if !f.OK {
		return l.Missing()
	}
	return l.Decimal(f.Value, 2)
}

// ordered are the places of the effects, the largest total first.
func ordered(a *sensitivity.Analysis) []int {
	order := make([]int, len(a.Shift.Effects))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Compare(a.Shift.Effects[j].Total.Value, a.Shift.Effects[i].Total.Value)
	})
	return order
}

func effectRows(l view.Look, s *benchmark.Snapshot, a *sensitivity.Analysis) []view.EffectRow {
	var rows []view.EffectRow
	for _, i := range ordered(a) {
		e := a.Shift.Effects[i]
		rows = append(rows, view.EffectRow{
			Name:       factorName(l, s, a.Factors[i]),
			Total:      effect(l, e.Total.Share()),
			TotalError: effect(l, e.Total.Error),
			First:      effect(l, e.First.Share()),
			FirstError: effect(l, e.First.Error),
			Bar:        100 * e.Total.Share(),
			TotalNoise: e.Total.Noise(),
			FirstNoise: e.First.Noise(),
		})
	}
	return rows
}

func factorName(l view.Look, s *benchmark.Snapshot, f sensitivity.Factor) string {
	if f.Choice == sensitivity.AreaWeight {
		return l.T("robustness.factor.area_weight", "Area", areaTitle(l, s, f.Area))
	}
	return l.T("robustness.factor." + f.Choice.String())
}

// effect writes a share of the variance, 0 to 1, with two decimals; one too
// small for them is not shown as none.
func effect(l view.Look, x float64) string {
	if x > 0 && x < 0.005 {
		return l.T("robustness.effects.small", "Value", l.Decimal(0.01, 2))
	}
	return l.Decimal(x, 2)
}

// effectReadings say what the figures of the first row mean, and how far all
// weights go together.
func effectReadings(l view.Look, s *benchmark.Snapshot, a *sensitivity.Analysis) []string {
	top := ordered(a)[0]
	e, name := a.Shift.Effects[top], factorName(l, s, a.Factors[top])
	list := []string{
		l.T("robustness.effects.reading_total", "Name", name, "Value", effect(l, e.Total.Share()), "Share", l.Percent(math.Round(100*e.Total.Share()))),
		l.T("robustness.effects.reading_first", "Name", name, "Value", effect(l, e.First.Share()), "Share", l.Percent(math.Round(100*e.First.Share()))),
	}
	weights := 0.0
	for i, f := range a.Factors {
		if f.Choice == sensitivity.AreaWeight {
			weights += a.Shift.Effects[i].Total.Share()
		}
	}
	switch {
	case weights < 0.05:
		list = append(list, l.T("robustness.effects.reading_weights", "Share", l.Percent(max(1, math.Ceil(100*weights)))))
	case a.Factors[top].Choice == sensitivity.AreaWeight:
		list = append(list, l.T("robustness.effects.reading_weight_first"))
	}
	return append(list, l.T("robustness.effects.reading_error", "Draws", l.Int(a.Shift.Draws)))
}
