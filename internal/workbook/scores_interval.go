package workbook

import (
	"strconv"
	"strings"

	"modenhed/internal/batch"
	"modenhed/internal/locale"
	"modenhed/internal/robustness"
)

// intervalColumns are where a unit's rank lies over drawn methods; there are
// none when no methods were drawn.
func intervalColumns(p *locale.Printer, r *batch.Result) []column[*batch.UnitResult] {
	if r.Drawn == nil {
		return nil
	}
	figure := func(key string, l look, of func(*batch.Interval) any) column[*batch.UnitResult] {
		return column[*batch.UnitResult]{
			heading: p.T("batch.interval." + key), look: l, width: 14,
			value: func(u *batch.UnitResult) any {
				if u.Interval == nil {
					return nil
				}
				return of(u.Interval)
			},
		}
	}
	return []column[*batch.UnitResult]{
		figure("low", whole, func(i *batch.Interval) any { return i.Low }),
		figure("high", whole, func(i *batch.Interval) any { return i.High }),
		figure("mean", tenths, func(i *batch.Interval) any { return round9(i.Mean) }),
		figure("median", whole, func(i *batch.Interval) any { return i.Median }),
		figure("sd", tenths, func(i *batch.Interval) any { return round9(i.SD) }),
		figure("top10", tenths, func(i *batch.Interval) any { return percent(i.Top10) }),
	}
}

// drawRows say how methods were drawn; there are none when none were.
func drawRows(p *locale.Printer, s *robustness.Settings) []methodRow {
	if s == nil {
		return nil
	}
	t := &topic{p: p, name: p.T("batch.draws.topic")}
	t.add(methodRow{item: p.T("batch.draws.meaning"), text: p.T("batch.draws.meaning_text")})
	t.add(methodRow{item: p.T("batch.draws.number"), value: s.Draws})
	t.add(methodRow{item: p.T("batch.draws.seed"), value: seedValue(s.Seed), text: p.T("batch.draws.seed_text")})
	t.add(methodRow{item: p.T("batch.draws.vary"), text: sourceNames(p, s.Sources)})
	t.add(methodRow{item: p.T("batch.draws.concentration"), value: s.Concentration, text: p.T("batch.draws.concentration_text")})
	return t.rows
}

// seedValue is a number while Excel can hold every digit of it.
func seedValue(seed uint64) any {
	const digits = 1e15
	if seed < digits {
		return int(seed)
	}
	return strconv.FormatUint(seed, 10)
}

// sourceNames says what was varied.
func sourceNames(p *locale.Printer, s robustness.Sources) string {
	var names []string
	for _, source := range []struct {
		on  bool
		key string
	}{{s.Areas, "areas"}, {s.Indicators, "indicators"}, {s.Aggregation, "aggregation"}, {s.Missing, "missing"}} {
		if source.on {
			names = append(names, p.T("batch.draws.source."+source.key))
		}
	}
	if len(names) == 0 {
		return p.T("batch.draws.nothing")
	}
	return strings.Join(names, " ")
}
