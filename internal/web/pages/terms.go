package pages

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// wish is what a reader sets otherwise than the declared method, as typed into
// an address. Fields are named as package benchmark names them.
type wish struct {
	terms benchmark.Terms
	// typed are the texts by field.
	typed    url.Values
	problems fault.Problems
}

// readWish reads the terms of an address. Weights of areas that the framework
// does not have are problems; weights and shares are written with a point or a comma,
// the coverage in per cent.
func readWish(f *framework.Framework, values url.Values) wish {
	w := wish{typed: url.Values{}}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		key, weight := strings.CutPrefix(name, benchmark.FieldWeight)
		if _, known := f.Area(framework.AreaKey(key)); weight && !known {
			w.problems.Add("", "terms.unknown_area", "Key", truncate(key, maxSearch))
		}
	}
	for i := range f.Areas {
		key := f.Areas[i].Key
		if weight, given := w.number(values, benchmark.FieldWeight+string(key)); given {
			if w.terms.Weights == nil {
				w.terms.Weights = make(map[framework.AreaKey]float64)
			}
			w.terms.Weights[key] = weight
		}
	}
	if text := values.Get(benchmark.FieldAggregation); text != "" {
		w.typed.Set(benchmark.FieldAggregation, text)
		w.terms.Aggregation = framework.Aggregation(text)
	}
	if percent, given := w.number(values, benchmark.FieldMinCoverage); given {
		share := percent / 100
		// What is shown of the declared limit is rounded; it means the limit itself.
		if math.Abs(share-f.Method.MinCoverage) < 0.0005 {
			share = f.Method.MinCoverage
		}
		w.terms.MinCoverage = &share
	}
	return w
}

// number reads a field; given is false when it is empty or no number, which is
// then a problem.
func (w *wish) number(values url.Values, field string) (x float64, given bool) {
	text := strings.TrimSpace(values.Get(field))
	if text == "" {
		return 0, false
	}
	w.typed.Set(field, truncate(text, maxSearch))
	x, err := strconv.ParseFloat(strings.Replace(strings.TrimSuffix(text, "%"), ",", ".", 1), 64)
	if err != nil || math.IsInf(x, 0) {
		w.problems.Add(field, "terms.no_number")
		return 0, false
	}
	return x, true
}

// under returns the snapshot on the terms of an address: itself when they are
// the declared ones. The error is an Invalid fault with every problem.
func under(s *benchmark.Snapshot, values url.Values) (*benchmark.Snapshot, wish, error) {
	w := readWish(s.Framework, values)
	if w.terms.Declared(s.Framework) && len(w.problems) == 0 {
		return s, w, nil
	}
	variant, err := s.Under(w.terms)
	if len(w.problems) > 0 {
		var known *fault.Error
		if errors.As(err, &known) {
			w.problems = append(w.problems, known.Problems...)
		}
		return nil, w, w.problems.Err()
	}
	if err != nil {
		return nil, w, err
	}
	return variant, w, nil
}

// termsQuery writes the settings of a snapshot as they stand in an address:
// what is as declared is left out.
func termsQuery(s *benchmark.Snapshot) url.Values {
	values := url.Values{}
	if s.Declared == nil {
		return values
	}
	declared := s.Declared.Framework
	for i := range s.Framework.Areas {
		if w := s.Framework.Areas[i].Weight; w != declared.Areas[i].Weight {
			values.Set(benchmark.FieldWeight+string(s.Framework.Areas[i].Key), plainNumber(w))
		}
	}
	if a := s.Framework.Method.Aggregation; a != declared.Method.Aggregation {
		values.Set(benchmark.FieldAggregation, string(a))
	}
	if c := s.Framework.Method.MinCoverage; c != declared.Method.MinCoverage {
		values.Set(benchmark.FieldMinCoverage, plainNumber(c*100))
	}
	return values
}

// plainNumber writes a number for an address, with at most four decimals.
func plainNumber(x float64) string {
	return strconv.FormatFloat(math.Round(x*1e4)/1e4, 'f', -1, 64)
}

// termsForm is the form with which a reader sets terms, as typed.
func termsForm(l view.Look, f *framework.Framework, w wish, err error) view.Terms {
	faults := fieldErrors(l, err)
	declared := declaredTexts(l, f)
	field := func(name, label string) view.Field {
		value := w.typed.Get(name)
		if value == "" {
			value = declared[name]
		}
		return view.Field{Name: name, Label: label, Value: value, Error: faults.Of(name), InputMode: "decimal", Autocomplete: "off"}
	}
	m := view.Terms{Faults: faults, Open: len(w.typed) > 0 && !w.terms.Declared(f) || len(faults) > 0}
	for i := range f.Areas {
		area := &f.Areas[i]
		m.Weights = append(m.Weights, field(benchmark.FieldWeight+string(area.Key), area.Title.In(l.Code())))
	}
	chosen := w.terms.Aggregation
	if chosen == "" {
		chosen = f.Method.Aggregation
	}
	for _, a := range []framework.Aggregation{framework.Arithmetic, framework.Geometric, framework.Harmonic} {
		m.Aggregations = append(m.Aggregations, choice(string(a), l.T("terms.aggregation."+string(a)), string(chosen)))
	}
	m.AggregationError = faults.Of(benchmark.FieldAggregation)
	m.Coverage = field(benchmark.FieldMinCoverage, l.T("terms.coverage"))
	m.Coverage.Unit = "%"
	return m
}

// declaredTexts are the terms of the declared method as the form shows them, by field.
func declaredTexts(l view.Look, f *framework.Framework) map[string]string {
	texts := map[string]string{
		benchmark.FieldAggregation: string(f.Method.Aggregation),
		benchmark.FieldMinCoverage: l.Short(math.Round(f.Method.MinCoverage*1000) / 10),
	}
	for i := range f.Areas {
		texts[benchmark.FieldWeight+string(f.Areas[i].Key)] = l.Short(f.Areas[i].Weight)
	}
	return texts
}

// rankingDefaults are the values of the ranking's form that its address leaves out.
func rankingDefaults(l view.Look, f *framework.Framework) string {
	defaults := declaredTexts(l, f)
	for _, name := range []string{"q", "region", "group", "size", "area", ParamBasis} {
		defaults[name] = ""
	}
	defaults["sort"] = string(benchmark.ByRank)
	// Texts have a form in JSON.
	text, _ := json.Marshal(defaults)
	return string(text)
}

// termsNotice says in what a snapshot is not the declared one; nil when it is.
func termsNotice(l view.Look, s *benchmark.Snapshot) *view.TermsNotice {
	if s.Declared == nil {
		return nil
	}
	declared, now := s.Declared.Framework, s.Framework
	n := &view.TermsNotice{}
	for i := range now.Areas {
		if w, was := now.Areas[i].Weight, declared.Areas[i].Weight; w != was {
			n.Settings = append(n.Settings, l.T("terms.weight_was", "Area", now.Areas[i].Title.In(l.Code()), "Weight", l.Short(w), "Declared", l.Short(was)))
		}
	}
	if a := now.Method.Aggregation; a != declared.Method.Aggregation {
		n.Settings = append(n.Settings, l.T("terms.aggregation_is", "Mean", l.T("terms.mean."+string(a))))
	}
	if c := now.Method.MinCoverage; c != declared.Method.MinCoverage {
		n.Settings = append(n.Settings, l.T("terms.coverage_was", "Share", l.Share(c), "Declared", l.Share(declared.Method.MinCoverage)))
	}
	return n
}
