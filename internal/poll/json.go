package poll

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"modenhed/internal/estimation"
	"modenhed/internal/weighting"
)

// document is the JSON form of a result. Keys may be added, never renamed; what
// is not defined is null.
type document struct {
	Method       methodJSON `json:"method"`
	N            int        `json:"n"`
	Answered     int        `json:"n_answered"`
	People       float64    `json:"population_size"`
	ResponseRate float64    `json:"response_rate"`
	Strata       object     `json:"strata"`
	// Raked holds the strata of each raked column.
	Raked     object        `json:"raked"`
	Kish      kishJSON      `json:"kish"`
	Margin    marginJSON    `json:"max_margin_of_error"`
	Published bool          `json:"published"`
	Options   object        `json:"options"`
	By        object        `json:"by"`
	Warnings  []warningJSON `json:"warnings"`
	// Suggested holds, for each stratum to merge, what to merge it into.
	Suggested object `json:"suggested_collapse"`
}

type methodJSON struct {
	Question   string   `json:"question"`
	Stratum    *string  `json:"stratum"`
	Rake       []string `json:"rake"`
	Collapse   object   `json:"collapse"`
	Level      float64  `json:"level"`
	Interval   string   `json:"ci"`
	Correction bool     `json:"fpc"`
	Minimum    int      `json:"min_n"`
	// Trim and WithholdAlike are left out when the plan has none.
	Trim          *trimJSON `json:"trim,omitempty"`
	WithholdAlike bool      `json:"withhold_alike,omitempty"`
}

type trimJSON struct {
	// Lower and Upper are relative to N/n; Upper is null without a bound.
	Lower  float64  `json:"lower"`
	Upper  *float64 `json:"upper"`
	Strict bool     `json:"strict"`
	// Respondents is how many had a weight outside.
	Respondents int `json:"respondents"`
}

type stratumJSON struct {
	People      float64 `json:"population"`
	Respondents int     `json:"respondents"`
	Relative    float64 `json:"relative_weight"`
	Final       float64 `json:"final_weight"`
}

type kishJSON struct {
	Deff      float64 `json:"deff"`
	Effective float64 `json:"n_eff"`
}

type marginJSON struct {
	Plain  *float64 `json:"plain"`
	Finite *float64 `json:"fpc"`
	// Weighted is Finite with Kish's design effect.
	Weighted *float64 `json:"fpc_kish"`
}

type optionJSON struct {
	Count      int         `json:"count"`
	Unweighted float64     `json:"unweighted_share"`
	Share      float64     `json:"share"`
	SE         *float64    `json:"se"`
	DF         int         `json:"df"`
	CI         *[2]float64 `json:"ci"`
	Method     *string     `json:"ci_method"`
	Margin     *float64    `json:"margin_of_error"`
	Deff       *float64    `json:"deff"`
	Effective  *float64    `json:"n_eff"`
}

type groupJSON struct {
	N         int     `json:"n"`
	Published bool    `json:"published"`
	Options   *object `json:"options,omitempty"`
}

type shareJSON struct {
	Share float64     `json:"share"`
	SE    *float64    `json:"se"`
	DF    int         `json:"df"`
	CI    *[2]float64 `json:"ci"`
}

type warningJSON struct {
	Kind        string   `json:"kind"`
	Column      string   `json:"column,omitempty"`
	Stratum     string   `json:"stratum,omitempty"`
	Option      string   `json:"option,omitempty"`
	Respondents int      `json:"respondents,omitempty"`
	Share       *float64 `json:"share,omitempty"`
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
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encoder.Encode(m.key); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := encoder.Encode(m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// WriteJSON writes the result, indented, figures in full precision. The same
// result gives the same bytes.
func (r *Result) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r.document()); err != nil {
		return fmt.Errorf("write estimates as JSON: %w", err)
	}
	return nil
}

func (r *Result) document() document {
	kish := r.Weights.Kish()
	out := document{
		Method: r.methodJSON(), N: r.Respondents, Answered: r.Total.Answered,
		People: r.People, ResponseRate: float64(r.Respondents) / r.People,
		Strata: strataJSON(r.strata()), Raked: object{},
		Kish:      kishJSON{kish.Deff, kish.Effective},
		Margin:    marginJSON{figure(r.Margin.Plain), figure(r.Margin.Finite), figure(r.Margin.Weighted(kish.Deff))},
		Published: r.Total.Published, Options: object{}, By: object{},
		Warnings: r.warningsJSON(), Suggested: object{},
	}
	for _, m := range r.raked() {
		out.Raked = append(out.Raked, member{m.Column, strataJSON(m.List)})
	}
	for _, s := range r.Total.Shares {
		out.Options = append(out.Options, member{s.Option, optionOf(s)})
	}
	for _, b := range r.By {
		groups := object{}
		for _, g := range b.Groups {
			groups = append(groups, member{g.Label, groupOf(g)})
		}
		out.By = append(out.By, member{b.Column, groups})
	}
	for _, m := range r.Suggested {
		out.Suggested = append(out.Suggested, member{m.From, m.Into})
	}
	return out
}

func (r *Result) methodJSON() methodJSON {
	p := r.Plan
	out := methodJSON{
		Question: p.Question, Rake: append([]string{}, p.Rake...), Collapse: object{},
		Level: estimation.Default(r.Weights).Level, Interval: p.Interval.String(),
		Correction: p.Correction == estimation.Finite, Minimum: p.Minimum.N(),
		Trim: trimOf(r.Weights), WithholdAlike: p.WithholdAlike,
	}
	if p.Stratum != "" {
		out.Stratum = &p.Stratum
	}
	for _, from := range slices.Sorted(maps.Keys(p.Collapse)) {
		out.Collapse = append(out.Collapse, member{from, p.Collapse[from]})
	}
	return out
}

func trimOf(w *weighting.Weights) *trimJSON {
	t, ok := w.Trimmed()
	if !ok {
		return nil
	}
	out := &trimJSON{Lower: t.Lower, Strict: t.Strict, Respondents: t.Lowered + t.Raised}
	if !math.IsInf(t.Upper, 1) {
		out.Upper = &t.Upper
	}
	return out
}

func strataJSON(list []weighting.Stratum) object {
	out := make(object, len(list))
	for i, s := range list {
		out[i] = member{s.Label, stratumJSON{s.Population, s.Respondents, s.Relative, s.Final}}
	}
	return out
}

func optionOf(s estimation.Share) optionJSON {
	out := optionJSON{
		Count: s.Count, Unweighted: s.Unweighted, Share: s.Value, SE: figure(s.SE), DF: s.DF, CI: interval(s.Interval),
		Margin: figure(s.Margin), Deff: figure(s.Deff), Effective: figure(s.Effective),
	}
	if s.Interval.OK {
		name := s.Interval.Method.String()
		out.Method = &name
	}
	return out
}

func groupOf(g estimation.Group) groupJSON {
	out := groupJSON{N: g.Answered, Published: g.Published}
	if !g.Published {
		return out
	}
	options := make(object, len(g.Shares))
	for i, s := range g.Shares {
		options[i] = member{s.Option, shareJSON{s.Value, figure(s.SE), s.DF, interval(s.Interval)}}
	}
	out.Options = &options
	return out
}

func (r *Result) warningsJSON() []warningJSON {
	list := []warningJSON{}
	for _, w := range r.Weights.Warnings() {
		list = append(list, warningJSON{Kind: stratumKind(w.Kind), Column: w.Column, Stratum: w.Label, Respondents: w.Respondents})
	}
	for _, w := range r.Total.Warnings {
		one := warningJSON{Kind: shareKind(w.Kind), Option: w.Option, Respondents: w.Count}
		if w.Share > 0 {
			one.Share = &w.Share
		}
		list = append(list, one)
	}
	return list
}

func stratumKind(k weighting.WarningKind) string {
	switch k {
	case weighting.Single:
		return "single_respondent"
	case weighting.MoreThanPeople:
		return "more_respondents_than_people"
	}
	return "small_stratum"
}

func shareKind(k estimation.WarningKind) string {
	switch k {
	case estimation.Everybody:
		return "everybody_responded"
	case estimation.LeftBlank:
		return "left_blank"
	case estimation.Trimmed:
		return "trimmed"
	case estimation.NoSpread:
		return "no_spread"
	case estimation.Unanimous:
		return "unanimous"
	}
	return "non_response"
}

func figure(f estimation.Figure) *float64 {
	if !f.OK {
		return nil
	}
	return &f.Value
}

func interval(i estimation.Interval) *[2]float64 {
	if !i.OK {
		return nil
	}
	return &[2]float64{i.Low, i.High}
}
