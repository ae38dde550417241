package framework

import (
	"slices"

	"modenhed/internal/fault"
)

// WithAggregation returns a copy of the framework whose method aggregates by
// a. Areas that declare their own aggregation keep it.
func (f *Framework) WithAggregation(a Aggregation) *Framework {
	out := *f
	out.Method.Aggregation = a
	return &out
}

// WithMissing returns a copy of the framework whose method counts missing
// indicators by the given rule. Its thresholds stay.
func (f *Framework) WithMissing(rule MissingRule) *Framework {
	out := *f
	out.Method.Missing = rule
	return &out
}

// WithScale returns a copy of the framework in which every percent, number and
// days indicator has a scale of the given kind; the direction stays. Indicators
// without goalposts cannot be given that scale: each is a problem in the error.
func (f *Framework) WithScale(kind ScaleKind) (*Framework, error) {
	out := *f
	out.Areas = cloneAreas(f.Areas)
	var problems fault.Problems
	for _, place := range out.Places() {
		indicator := place.Indicator
		if _, fixed := fixedScale(indicator.Type); fixed {
			continue
		}
		if kind == Goalposts && indicator.Scale.Low == indicator.Scale.High {
			problems.Add(string(indicator.Key), "framework.no_goalposts", "Key", string(indicator.Key))
			continue
		}
		indicator.Scale.Down = indicator.Scale.LessIsBetter()
		indicator.Scale.Kind = kind
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return &out, nil
}

func cloneAreas(areas []Area) []Area {
	areas = slices.Clone(areas)
	for i := range areas {
		areas[i].Areas = cloneAreas(areas[i].Areas)
		areas[i].Indicators = slices.Clone(areas[i].Indicators)
	}
	return areas
}

// WithAreaWeights returns a copy of the framework whose top areas have the
// weights given; areas that are not among them keep theirs.
func (f *Framework) WithAreaWeights(weights map[AreaKey]float64) *Framework {
	out := *f
	out.Areas = cloneAreas(f.Areas)
	for i := range out.Areas {
		if w, given := weights[out.Areas[i].Key]; given {
			out.Areas[i].Weight = w
		}
	}
	return &out
}

// WithMinCoverage returns a copy of the framework that ranks units from another
// overall coverage, 0 to 1.
func (f *Framework) WithMinCoverage(share float64) *Framework {
	out := *f
	out.Method.MinCoverage = share
	return &out
}
