package workbook

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/robustness"
)

// topTen is the best ranks that people ask about.
const topTen = 10

// intervalColumns are where a municipality's rank lies over drawn methods.
func (c content) intervalColumns() []column[benchmark.Row] {
	figure := func(heading string, l look, of func(robustness.Interval) any) column[benchmark.Row] {
		return column[benchmark.Row]{
			heading: heading, look: l, width: 12,
			value: func(row benchmark.Row) any {
				if i, ok := c.interval(row); ok {
					return of(i)
				}
				return nil
			},
		}
	}
	return []column[benchmark.Row]{
		{
			heading: c.column("rank_group"), prompt: c.p.T("workbook.prompt.rank_group"), look: whole, width: 12,
			value: func(row benchmark.Row) any { return positive(c.groups[c.ordinal[row.Code]]) },
		},
		figure(c.column("rank_low"), whole, func(i robustness.Interval) any { return i.Low }),
		figure(c.column("rank_high"), whole, func(i robustness.Interval) any { return i.High }),
		figure(c.p.T("batch.interval.median"), whole, func(i robustness.Interval) any { return i.Median }),
		figure(c.p.T("batch.interval.mean"), tenths, func(i robustness.Interval) any { return round9(i.Mean) }),
		{heading: c.p.T("batch.interval.top10"), look: tenths, width: 12, value: c.withinTen},
	}
}

func (c content) interval(row benchmark.Row) (robustness.Interval, bool) {
	if c.drawn == nil {
		return robustness.Interval{}, false
	}
	return c.drawn.Interval(c.ordinal[row.Code])
}

// withinTen is the share of the draws that give one of the best ten ranks, in
// percent.
func (c content) withinTen(row benchmark.Row) any {
	if c.drawn == nil {
		return nil
	}
	share, ok := c.drawn.ShareWithin(c.ordinal[row.Code], topTen)
	if !ok {
		return nil
	}
	return percent(share)
}
