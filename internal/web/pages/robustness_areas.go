package pages

import (
	"math"

	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/sensitivity"
	"modenhed/internal/web/view"
)

func areaHead(l view.Look, s *benchmark.Snapshot, key framework.AreaKey) view.AreaHead {
	head := view.AreaHead{Title: areaTitle(l, s, key)}
	if area, ok := s.Framework.Area(key); ok {
		head.Short = shortArea(l, *area)
	}
	return head
}

func matrixRows(l view.Look, s *benchmark.Snapshot, keys []framework.AreaKey, matrix [][]sensitivity.Correlation) []view.MatrixRow {
	rows := make([]view.MatrixRow, len(keys))
	for i, key := range keys {
		rows[i].AreaHead = areaHead(l, s, key)
		for j, c := range matrix[i] {
			text := coefficient(l, c.Coefficient)
			if i == j {
				text = ""
			}
			rows[i].Cells = append(rows[i].Cells, text)
		}
	}
	return rows
}

// What is said of correlations between areas: two that follow each other this
// closely count the same thing twice.
const tooAlike = 0.9

// matrixReadings say which areas go together most and least.
func matrixReadings(l view.Look, s *benchmark.Snapshot, a *sensitivity.Analysis) []string {
	type pair struct {
		i, j int
		r    float64
	}
	var most, least pair
	defined, negative := 0, 0
	for i, row := range a.Areas.Pearson {
		for j, c := range row[:i] {
			if !c.Coefficient.OK {
				continue
			}
			p := pair{j, i, c.Coefficient.Value}
			if defined == 0 || p.r > most.r {
				most = p
			}
			if defined == 0 || p.r < least.r {
				least = p
			}
			if p.r < 0 {
				negative++
			}
			defined++
		}
	}
	if defined == 0 {
		return []string{l.T("robustness.matrix.undefined")}
	}
	say := func(key string, p pair) string {
		return l.T(key, "Area", areaTitle(l, s, a.Areas.Keys[p.i]), "Other", areaTitle(l, s, a.Areas.Keys[p.j]), "Value", l.Decimal(p.r, 2))
	}
	list := []string{l.T("robustness.matrix.reading")}
	if defined > 1 {
		list = append(list, say("robustness.matrix.most", most), say("robustness.matrix.least", least))
	}
	if most.r > tooAlike {
		list = append(list, l.T("robustness.matrix.alike", "Limit", l.Decimal(tooAlike, 1)))
	}
	if negative > 0 {
		return append(list, l.N("robustness.matrix.negative", negative))
	}
	return append(list, l.T("robustness.matrix.positive"))
}

func alphaRows(l view.Look, s *benchmark.Snapshot, a *sensitivity.Analysis) []view.AlphaRow {
	rows := make([]view.AlphaRow, len(a.Areas.Keys))
	for i, key := range a.Areas.Keys {
		within := a.Areas.Within[i]
		rows[i] = view.AlphaRow{
			Area: areaTitle(l, s, key), Rest: l.Missing(), Without: l.Missing(),
			Alpha: coefficient(l, within.Raw),
			Basis: l.N("robustness.alpha.rows", within.Rows, "Items", l.Int(within.Items)),
		}
		if parts := a.Areas.Consistency.Parts; i < len(parts) {
			rows[i].Rest, rows[i].Without = coefficient(l, parts[i].Rest), coefficient(l, parts[i].Without)
		}
	}
	return rows
}

// goodAlpha is where consistency is usually called good enough.
const goodAlpha = 0.7

// alphaReadings say what the alpha of all areas means.
func alphaReadings(l view.Look, a *sensitivity.Analysis) []string {
	all := a.Areas.Consistency
	if !all.Raw.OK {
		return []string{l.T("robustness.alpha.undefined")}
	}
	key := "robustness.alpha.reading_low"
	if all.Raw.Value >= goodAlpha {
		key = "robustness.alpha.reading_good"
	}
	list := []string{l.T(key, "Value", coefficient(l, all.Raw), "Standardised", coefficient(l, all.Standardised), "Limit", l.Decimal(goodAlpha, 1), "N", l.Int(all.Rows))}
	low, defined := 0, 0
	for _, within := range a.Areas.Within {
		if within.Raw.OK {
			defined++
		}
		if within.Raw.OK && math.Round(100*within.Raw.Value) < 100*goodAlpha {
			low++
		}
	}
	switch {
	case low > 0:
		list = append(list, l.N("robustness.alpha.within_low", low, "Limit", l.Decimal(goodAlpha, 1)))
	case defined > 0:
		list = append(list, l.T("robustness.alpha.within_good", "Limit", l.Decimal(goodAlpha, 1)))
	}
	return append(list, l.T("robustness.alpha.columns"), l.T("robustness.alpha.caution"))
}
