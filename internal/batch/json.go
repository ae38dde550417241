package batch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// document is the JSON form of a result. Keys may be added, never renamed;
// what is not defined is null.
type document struct {
	Method methodJSON `json:"method"`
	Units  []unitJSON `json:"units"`
}

type methodJSON struct {
	Framework        string  `json:"framework"`
	Version          int     `json:"version"`
	Aggregation      string  `json:"aggregation"`
	Missing          string  `json:"missing"`
	MinAreaCoverage  float64 `json:"min_area_coverage"`
	MinIndexWeight   float64 `json:"min_index_weight"`
	MinCoverage      float64 `json:"min_coverage"`
	MaxNotApplicable float64 `json:"max_not_applicable"`
	MaxAgeMonths     int     `json:"max_age_months"`
	Normalise        *string `json:"normalise"`
	// AreaAggregation holds the areas that declare their own.
	AreaAggregation object `json:"area_aggregation"`
	// What the methods behind the rank intervals were drawn with, null without.
	Draws         *int     `json:"draws"`
	Seed          *uint64  `json:"seed"`
	Vary          []string `json:"vary"`
	Concentration *float64 `json:"concentration"`
}

type unitJSON struct {
	Unit     string   `json:"unit"`
	Name     *string  `json:"name"`
	Score    *float64 `json:"score"`
	Rank     *int     `json:"rank"`
	Standing string   `json:"standing"`
	Coverage *float64 `json:"coverage"`
	// NotApplicable is the weight share answered not applicable.
	NotApplicable float64  `json:"not_applicable"`
	Lower         *float64 `json:"lower_bound"`
	Upper         *float64 `json:"upper_bound"`
	Band          *string  `json:"band"`
	Areas         object   `json:"areas"`
	Indicators    object   `json:"indicators"`
	// RankInterval is null for a unit that is not ranked, and without draws.
	RankInterval *intervalJSON `json:"rank_interval"`
}

// intervalJSON is the 90 % interval of a rank, its mean, median and standard
// deviation, and the share of draws in the top 10.
type intervalJSON struct {
	Low    int     `json:"low"`
	High   int     `json:"high"`
	Mean   float64 `json:"mean"`
	Median int     `json:"median"`
	SD     float64 `json:"sd"`
	Top10  float64 `json:"top10"`
}

type areaJSON struct {
	Score    *float64 `json:"score"`
	Coverage *float64 `json:"coverage"`
}

// object is a JSON object that keeps the order of its members.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// WriteJSON writes the method and one object per unit, in the order of the
// values file, indented. The same result gives the same bytes.
func (r *Result) WriteJSON(w io.Writer) error {
	out := document{Method: r.methodJSON(), Units: make([]unitJSON, len(r.Units))}
	for i := range r.Units {
		out.Units[i] = r.unitJSON(&r.Units[i])
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return fmt.Errorf("write result as JSON: %w", err)
	}
	return nil
}

func (r *Result) methodJSON() methodJSON {
	m := r.Framework.Method
	out := methodJSON{
		Framework:        r.Framework.Key,
		Version:          r.Framework.Version,
		Aggregation:      string(m.Aggregation),
		Missing:          string(m.Missing),
		MinAreaCoverage:  m.MinAreaCoverage,
		MinIndexWeight:   m.MinIndexWeight,
		MinCoverage:      m.MinCoverage,
		MaxNotApplicable: m.MaxNotApplicable,
		MaxAgeMonths:     m.MaxAgeMonths,
		Normalise:        textOrNull(r.Normalise()),
		AreaAggregation:  ownAggregations(r.Framework.Areas, object{}),
	}
	if s := r.Drawn; s != nil {
		out.Draws, out.Seed, out.Vary, out.Concentration = &s.Draws, &s.Seed, sources(s.Sources), &s.Concentration
	}
	return out
}

// sources lists what was varied; the list is empty when nothing was.
func sources(s robustness.Sources) []string {
	return strings.FieldsFunc(s.String(), func(r rune) bool { return r == ',' })
}

func (i *Interval) json() *intervalJSON {
	if i == nil {
		return nil
	}
	return &intervalJSON{Low: i.Low, High: i.High, Mean: round9(i.Mean), Median: i.Median, SD: round9(i.SD), Top10: round9(i.Top10)}
}

func ownAggregations(areas []framework.Area, out object) object {
	for _, a := range areas {
		if a.Aggregation != "" {
			out = append(out, member{string(a.Key), string(a.Aggregation)})
		}
		out = ownAggregations(a.Areas, out)
	}
	return out
}

func (r *Result) unitJSON(u *UnitResult) unitJSON {
	out := unitJSON{
		Unit:          u.Key,
		Name:          textOrNull(u.Name),
		Score:         pointsOrNull(u.Card.Score),
		Standing:      u.Card.Standing.String(),
		NotApplicable: round9(u.Card.NotApplicable),
		Lower:         pointsOrNull(u.Card.Lower),
		Upper:         pointsOrNull(u.Card.Upper),
		Band:          textOrNull(u.Card.Band.String()),
		Areas:         make(object, len(r.Areas)),
		Indicators:    make(object, len(r.Indicators)),
		RankInterval:  u.Interval.json(),
	}
	if u.Place.Rank > 0 {
		out.Rank = &u.Place.Rank
	}
	if u.Applicable() {
		out.Coverage = numberOrNull(u.Card.Coverage, true)
	}
	for i, key := range r.Areas {
		area := u.Card.Areas[i]
		out.Areas[i] = member{string(key), areaJSON{pointsOrNull(area.Score), numberOrNull(area.Coverage, area.Applicable)}}
	}
	for i, key := range r.Indicators {
		out.Indicators[i] = member{string(key), pointsOrNull(u.Card.Indicators[i].Score)}
	}
	return out
}

func pointsOrNull(p scoring.Points) *float64 { return numberOrNull(p.Value, p.OK) }

func numberOrNull(x float64, ok bool) *float64 {
	if !ok {
		return nil
	}
	x = round9(x)
	return &x
}

func textOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
