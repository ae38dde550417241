package scoring

import (
	"fmt"
	"math"
	"slices"

	"modenhed/internal/framework"
)

// Model is a framework made ready for scoring many units. It is immutable and
// safe for concurrent use.
type Model struct {
	framework  *framework.Framework
	areas      []framework.AreaKey
	indicators []framework.IndicatorKey
	// groups[0] is the overall score, groups[i+1] is areas[i].
	groups  []group
	weights []float64
	scales  []scale
	// spans lists the indicators whose scale depends on the units at hand.
	spans []span
	// floor is where a score of 0 lies and step what one point adds: 0 and 1,
	// or 1 and 0.99 when a geometric or harmonic mean is involved.
	floor, step float64
}

// group is the overall score or one area.
type group struct {
	mean   mean
	parent int
	// weight is the group's within its parent.
	weight float64
	// first and end bound the group's own indicators; they are equal in an area of areas.
	first, end int
}

type span struct {
	indicator int
	down      bool
}

// Compile makes a parsed framework ready for scoring. It refuses a framework
// that could not have been parsed: no indicators, goalposts that are equal, a
// group without weight.
func Compile(f *framework.Framework) (*Model, error) {
	m := &Model{framework: f, floor: 0, step: 1}
	m.groups = []group{{mean: meanOf(f.Method.Aggregation), parent: -1}}
	if err := m.addAreas(f.Areas, 0); err != nil {
		return nil, fmt.Errorf("compile framework %s: %w", f.Key, err)
	}
	for _, g := range m.groups {
		if g.mean != arithmetic {
			m.floor, m.step = 1, 0.99
		}
	}
	return m, nil
}

func (m *Model) addAreas(areas []framework.Area, parent int) error {
	weights := make([]float64, len(areas))
	for i := range areas {
		weights[i] = areas[i].Weight
	}
	if err := rescale(weights); err != nil {
		return err
	}
	for i := range areas {
		if err := m.addArea(&areas[i], weights[i], parent); err != nil {
			return fmt.Errorf("area %s: %w", areas[i].Key, err)
		}
	}
	return nil
}

func (m *Model) addArea(area *framework.Area, weight float64, parent int) error {
	aggregation := area.Aggregation
	if aggregation == "" {
		aggregation = m.framework.Method.Aggregation
	}
	m.areas = append(m.areas, area.Key)
	m.groups = append(m.groups, group{
		mean:   meanOf(aggregation),
		parent: parent,
		weight: weight,
		first:  len(m.indicators),
		end:    len(m.indicators) + len(area.Indicators),
	})
	if len(area.Areas) > 0 {
		return m.addAreas(area.Areas, len(m.groups)-1)
	}
	return m.addIndicators(area.Indicators)
}

func (m *Model) addIndicators(indicators []framework.Indicator) error {
	weights := make([]float64, len(indicators))
	for i, indicator := range indicators {
		weights[i] = indicator.Weight
		s := goalposts(indicator.Scale)
		if indicator.Scale.Kind == framework.MinMax {
			m.spans = append(m.spans, span{len(m.indicators), indicator.Scale.Down})
		} else if !s.live {
			return fmt.Errorf("indicator %s: goalposts are equal", indicator.Key)
		}
		m.indicators = append(m.indicators, indicator.Key)
		m.scales = append(m.scales, s)
	}
	if err := rescale(weights); err != nil {
		return err
	}
	m.weights = append(m.weights, weights...)
	return nil
}

// rescale divides the weights of a group by a power of two, which changes no
// ratio and no digit and keeps their sums far from overflow.
func rescale(weights []float64) error {
	largest := 0.0
	for _, w := range weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			return fmt.Errorf("weight %v is not a finite number of at least 0", w)
		}
		largest = max(largest, w)
	}
	if largest == 0 {
		return fmt.Errorf("no weight among %d parts", len(weights))
	}
	_, exponent := math.Frexp(largest)
	for i, w := range weights {
		weights[i] = math.Ldexp(w, -exponent)
	}
	return nil
}

// Framework returns the framework the model was compiled from.
func (m *Model) Framework() *framework.Framework { return m.framework }

// Areas returns the keys of every area at every depth, parents before
// children, otherwise in file order.
func (m *Model) Areas() []framework.AreaKey { return slices.Clone(m.areas) }

// Indicators returns the indicator keys in file order: the columns of the
// answers given to [Model.Score].
func (m *Model) Indicators() []framework.IndicatorKey { return slices.Clone(m.indicators) }

// Independent reports whether the card of a unit depends on its own answers
// only, that is, whether no indicator has a minmax scale.
func (m *Model) Independent() bool { return len(m.spans) == 0 }
