// Package framework describes what is measured and how: areas, indicators,
// levels, weights, scales and the declared method. It parses and checks
// framework files and refuses everything it does not know. It knows no
// answers, no units and no scores.
//
// Words follow the OECD/JRC Handbook on Constructing Composite Indicators (2008).
package framework

// IndicatorKey identifies an indicator within a framework, for example "rpa.processes".
type IndicatorKey string

// AreaKey identifies an area within a framework, for example "rpa".
type AreaKey string

// Text is wording in both languages.
type Text struct {
	DA string `yaml:"da"`
	EN string `yaml:"en"`
}

// In returns the text in a language, "da" or "en"; an empty text falls back to
// the other language.
func (t Text) In(lang string) string {
	if lang == "en" && t.EN != "" || t.DA == "" {
		return t.EN
	}
	return t.DA
}

// Framework is one version of a maturity framework. It is immutable once parsed.
type Framework struct {
	Key     string
	Version int
	Title   Text
	Source  Source
	Method  Method
	// Areas are the top areas in file order.
	Areas []Area
}

// Source is the publication the framework rests on.
type Source struct {
	Title     string
	Publisher string
	Year      int
}

// Aggregation is how scores are combined into one.
type Aggregation string

// The aggregations; geometric and harmonic means are taken over scores mapped to [1, 100].
const (
	Arithmetic Aggregation = "arithmetic"
	Geometric  Aggregation = "geometric"
	Harmonic   Aggregation = "harmonic"
)

// MissingRule is what an applicable indicator without a value counts.
type MissingRule string

// The missing rules.
const (
	// Renormalise leaves missing indicators out and rescales the weights of the rest.
	Renormalise MissingRule = "renormalise"
	// Zero counts missing indicators as 0 points.
	Zero MissingRule = "zero"
)

// Method is the declared method. Shares run from 0 to 1; thresholds are
// compared with a slack of [Slack].
type Method struct {
	Aggregation Aggregation
	Missing     MissingRule
	// MinAreaCoverage is the least share, by count, of an area's applicable
	// parts that must have a value for the area to have a score.
	MinAreaCoverage float64
	// MinIndexWeight is the least weight share of applicable areas that must
	// have a score for the unit to have an overall score.
	MinIndexWeight float64
	// MinCoverage is the least overall coverage, by weight, for a unit to be ranked.
	MinCoverage float64
	// MaxNotApplicable is the largest weight share answered "not applicable" for a unit to be ranked.
	MaxNotApplicable float64
	// MaxAgeMonths is the age after which a status counts as not answered; 0 means never.
	MaxAgeMonths int
}

// Slack is the tolerance of every coverage threshold.
const Slack = 1e-9

// Area groups indicators, or other areas in deeper hierarchies, never both.
type Area struct {
	Key    AreaKey
	Weight float64
	Title  Text
	// Why is the source's reason for the area.
	Why Text
	// Aggregation overrides the method's for this area when not empty.
	Aggregation Aggregation
	Areas       []Area
	Indicators  []Indicator
}

// Type is the type of an indicator's value.
type Type string

// The value types.
const (
	// Level is an integer 0 to 5, worth 20 points a level.
	Level Type = "level"
	// Percent is 0 to 100 with at most one decimal.
	Percent Type = "percent"
	// Number is any finite number within Min and Max where given.
	Number Type = "number"
	// Days is a non-negative integer.
	Days Type = "days"
	// YesNo is 1 for yes (100 points) and 0 for no.
	YesNo Type = "yesno"
)

// MaxLevel is the highest level; there are MaxLevel+1 levels from 0.
const MaxLevel = 5

// ScaleKind is how a numeric value becomes points.
type ScaleKind string

// The scales.
const (
	// Goalposts is linear from Low (0 points) to High (100 points), clamped.
	Goalposts ScaleKind = "goalposts"
	// MinMax is linear from the smallest to the largest value among the units at hand.
	MinMax ScaleKind = "minmax"
)

// Scale turns a numeric value into points from 0 to 100.
type Scale struct {
	Kind ScaleKind
	// Low gives 0 points and High 100; Low > High means that less is better.
	// They are equal where a MinMax indicator has no goalposts.
	Low, High float64
	// Down means that less is better; it agrees with Low and High where they differ.
	Down bool
}

// LessIsBetter reports whether a smaller value gives more points.
func (s Scale) LessIsBetter() bool {
	if s.Kind == MinMax {
		return s.Down
	}
	return s.Low > s.High
}

// Indicator is one question.
type Indicator struct {
	Key    IndicatorKey
	Weight float64
	Type   Type
	// Unit is what a numeric value counts; empty where the type says enough.
	Unit Text
	// Min and Max bound what may be reported, nil where unbounded. Number only.
	Min, Max *float64
	// Scale holds for every type: level and yesno have fixed goalposts (0 to 5, 0 to 1).
	Scale         Scale
	NotApplicable bool
	Title         Text
	Question      Text
	Help          Text
	// Levels are the MaxLevel+1 descriptions, lowest first; nil for other types than level.
	Levels []Text
}

// Place is where an indicator stands in the framework.
type Place struct {
	// Indicator points into the framework and must not be changed.
	Indicator *Indicator
	// Area is the area that holds the indicator, Top the top area above it (the same in two-level frameworks).
	Area, Top *Area
}

// Places returns every indicator in file order with its areas.
func (f *Framework) Places() []Place {
	var places []Place
	for i := range f.Areas {
		places = appendPlaces(places, &f.Areas[i], &f.Areas[i])
	}
	return places
}

func appendPlaces(places []Place, area, top *Area) []Place {
	for i := range area.Areas {
		places = appendPlaces(places, &area.Areas[i], top)
	}
	for i := range area.Indicators {
		places = append(places, Place{Indicator: &area.Indicators[i], Area: area, Top: top})
	}
	return places
}

// Indicator returns the place of an indicator; ok is false when the framework has none with that key.
func (f *Framework) Indicator(key IndicatorKey) (place Place, ok bool) {
	for i := range f.Areas {
		if place, ok = placeIn(&f.Areas[i], &f.Areas[i], key); ok {
			return place, true
		}
	}
	return Place{}, false
}

// placeIn looks for an indicator in an area and the areas within.
func placeIn(area, top *Area, key IndicatorKey) (place Place, ok bool) {
	for i := range area.Indicators {
		if area.Indicators[i].Key == key {
			return Place{Indicator: &area.Indicators[i], Area: area, Top: top}, true
		}
	}
	for i := range area.Areas {
		if place, ok = placeIn(&area.Areas[i], top, key); ok {
			return place, true
		}
	}
	return Place{}, false
}

// Area returns a top area by key; ok is false when there is none.
func (f *Framework) Area(key AreaKey) (area *Area, ok bool) {
	for i := range f.Areas {
		if f.Areas[i].Key == key {
			return &f.Areas[i], true
		}
	}
	return nil, false
}

// Arithmetic reports whether the overall score and every area are arithmetic
// means, so that contributions add up to the score.
func (f *Framework) Arithmetic() bool {
	return f.Method.Aggregation == Arithmetic && arithmetic(f.Areas)
}

func arithmetic(areas []Area) bool {
	for i := range areas {
		if a := &areas[i]; a.Aggregation != "" && a.Aggregation != Arithmetic || !arithmetic(a.Areas) {
			return false
		}
	}
	return true
}
