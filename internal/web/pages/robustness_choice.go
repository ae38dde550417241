package pages

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/web/view"
)

// claimChoice is a headline as an address or the form asks for it.
type claimChoice struct {
	// values are the fields that were sent, by name, as they were typed.
	values      map[string]string
	unit, other typedMunicipality
	claim       benchmark.Claim
	// given is the address's own query.
	given url.Values
}

func claimFields() []string {
	return []string{
		benchmark.FieldKind, benchmark.FieldUnit, benchmark.FieldOther, benchmark.FieldN,
		benchmark.FieldRegion, benchmark.FieldOtherRegion,
	}
}

// readClaim reads a query. A number that is none is 0.
func readClaim(s *benchmark.Snapshot, query url.Values) claimChoice {
	c := claimChoice{values: make(map[string]string), given: query}
	for _, name := range claimFields() {
		c.values[name] = truncate(strings.TrimSpace(query.Get(name)), maxSearch)
	}
	c.unit, c.other = typedName(s, c.values[benchmark.FieldUnit]), typedName(s, c.values[benchmark.FieldOther])
	n, err := strconv.Atoi(c.values[benchmark.FieldN])
	if err != nil {
		n = 0
	}
	c.claim = benchmark.Claim{
		Kind: benchmark.ClaimKind(c.values[benchmark.FieldKind]),
		Unit: c.unit.code, Other: c.other.code, N: n,
		Region: c.values[benchmark.FieldRegion], OtherRegion: c.values[benchmark.FieldOtherRegion],
	}
	return c
}

// typedName looks up who a text means.
func typedName(s *benchmark.Snapshot, text string) typedMunicipality {
	var one compareChoice
	one.add(s, 1, text)
	if len(one.typed) == 0 {
		return typedMunicipality{}
	}
	return one.typed[0]
}

// beginning reports whether nothing was asked yet.
func (c *claimChoice) beginning() bool {
	return !slices.ContainsFunc(claimFields(), c.given.Has)
}

func (c *claimChoice) check(s *benchmark.Snapshot) (*benchmark.CheckedClaim, error) {
	return s.CheckClaim(c.claim)
}

// address is the one that the headline is known by.
func (c *claimChoice) address() string { return claimAddress(c.claim) }

// claimAddress is the address of a headline.
func claimAddress(c benchmark.Claim) string {
	query := url.Values{benchmark.FieldKind: {string(c.Kind)}}
	switch c.Kind {
	case benchmark.ClaimFirst, benchmark.ClaimTop, benchmark.ClaimAhead:
		query.Set(benchmark.FieldUnit, c.Unit.String())
	}
	switch c.Kind {
	case benchmark.ClaimTop:
		query.Set(benchmark.FieldN, strconv.Itoa(c.N))
	case benchmark.ClaimAhead:
		query.Set(benchmark.FieldOther, c.Other.String())
	case benchmark.ClaimRegions:
		query.Set(benchmark.FieldRegion, c.Region)
		query.Set(benchmark.FieldOtherRegion, c.OtherRegion)
	}
	return "/robustness?" + query.Encode()
}

// canonical reports whether the address is the one that the headline is known by.
func (c *claimChoice) canonical() bool {
	asked := make(url.Values)
	for _, name := range claimFields() {
		if c.given.Has(name) {
			asked[name] = c.given[name]
		}
	}
	return "/robustness?"+asked.Encode() == c.address()
}

// faults translates what is wrong, each at its field; nil when the error is not
// about the headline.
func (c *claimChoice) faults(l view.Look, err error) view.FieldErrors {
	var known *fault.Error
	if !errors.As(err, &known) || known.Kind != fault.Invalid {
		return nil
	}
	list := make(view.FieldErrors, 0, len(known.Problems))
	for _, p := range known.Problems {
		e := view.FieldError{ID: p.Field, Text: message(l, p.Message)}
		if p.Field == benchmark.FieldKind {
			e.ID = kindID(benchmark.ClaimFirst)
		}
		if p.Message.Key == "robustness.problem.unknown" {
			e.Text = c.unknown(l, p.Field)
		}
		list = append(list, e)
	}
	return list
}

// unknown says why a text names no municipality.
func (c *claimChoice) unknown(l view.Look, field string) string {
	typed := c.unit
	if field == benchmark.FieldOther {
		typed = c.other
	}
	switch {
	case typed.text == "":
		return l.T("robustness.problem.empty")
	case len(typed.several) > 0:
		return l.T("compare.problem.several", "Value", typed.text, "Names", nameList(l, shortened(l, typed.several)))
	}
	return l.T("compare.problem.unknown", "Value", typed.text)
}

func kindID(kind benchmark.ClaimKind) string { return "kind-" + string(kind) }

// form is the form with what was typed. A known municipality stands there by name.
func (c *claimChoice) form(l view.Look, s *benchmark.Snapshot, faults view.FieldErrors) view.ClaimForm {
	f := view.ClaimForm{
		Faults:      faults,
		KindError:   faults.Of(kindID(benchmark.ClaimFirst)),
		Unit:        c.field(faults, benchmark.FieldUnit, l.T("robustness.form.unit")),
		Other:       c.field(faults, benchmark.FieldOther, l.T("robustness.form.ahead_of")),
		N:           c.field(faults, benchmark.FieldN, l.T("robustness.form.number")),
		Region:      c.field(faults, benchmark.FieldRegion, l.T("robustness.form.region")),
		OtherRegion: c.field(faults, benchmark.FieldOtherRegion, l.T("robustness.form.ahead_of_region")),
	}
	f.N.InputMode = "numeric"
	f.Unit.Value, f.Other.Value = typedText(s, c.unit), typedText(s, c.other)
	f.RegionChoices = regionChoices(l, s, c.values[benchmark.FieldRegion])
	f.OtherChoices = regionChoices(l, s, c.values[benchmark.FieldOtherRegion])
	for _, kind := range benchmark.ClaimKinds() {
		f.Kinds = append(f.Kinds, view.Choice{
			Value: string(kind), Text: l.T("robustness.kind." + string(kind)),
			Selected: kind == c.claim.Kind || c.beginning() && kind == benchmark.ClaimFirst,
		})
	}
	for _, m := range s.Directory.All() {
		f.Names = append(f.Names, m.Name)
	}
	return f
}

func (c *claimChoice) field(faults view.FieldErrors, name, label string) view.Field {
	return view.Field{Name: name, Label: label, Value: c.values[name], Error: faults.Of(name)}
}

// typedText is the name of the municipality that is meant, or what was typed.
func typedText(s *benchmark.Snapshot, typed typedMunicipality) string {
	if m, ok := s.Directory.Lookup(typed.code); ok {
		return m.Name
	}
	return typed.text
}

// regionChoices are the regions to choose from, with one chosen; a region that
// is not known stays in the list as it was asked for.
func regionChoices(l view.Look, s *benchmark.Snapshot, chosen string) []view.Choice {
	list := []view.Choice{{Text: l.T("robustness.form.no_region")}}
	known := chosen == ""
	for _, r := range s.Overview().Regions {
		list = append(list, view.Choice{Value: r.Region.Key, Text: r.Region.Name.In(l.Code()), Selected: r.Region.Key == chosen})
		known = known || r.Region.Key == chosen
	}
	if !known {
		list = append(list, view.Choice{Value: chosen, Text: chosen, Selected: true})
	}
	return list
}

// claimExamples are headlines to begin with.
func claimExamples(l view.Look, s *benchmark.Snapshot) []view.Suggestion {
	rows := s.List(benchmark.Query{}).Rows
	last := min(s.Overview().Country.Ranked, 10)
	claims := []benchmark.Claim{
		{Kind: benchmark.ClaimFirst, Unit: rows[0].Code},
		{Kind: benchmark.ClaimTop, Unit: rows[last-1].Code, N: last},
		{Kind: benchmark.ClaimAhead, Unit: rows[0].Code, Other: rows[1].Code},
	}
	best := slices.Clone(s.Overview().Regions)
	best = slices.DeleteFunc(best, func(r benchmark.RegionMean) bool { return r.Summary.Ranked == 0 })
	slices.SortStableFunc(best, func(a, b benchmark.RegionMean) int {
		return cmp.Compare(b.Summary.Score.Mean.Value, a.Summary.Score.Mean.Value)
	})
	if len(best) > 1 {
		claims = append(claims, benchmark.Claim{Kind: benchmark.ClaimRegions, Region: best[0].Region.Key, OtherRegion: best[1].Region.Key})
	}
	list := make([]view.Suggestion, len(claims))
	for i, c := range claims {
		list[i] = view.Suggestion{Link: view.Link{Href: claimAddress(c), Text: claimWords(l, s, c)}}
	}
	return list
}
