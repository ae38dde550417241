package pages

import (
	"net/url"
	"strconv"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/verification"
	"modenhed/internal/web/view"
)

// verifyChoice is what an analyst has picked from the queue, as the address
// says it.
type verifyChoice struct {
	filter verification.Filter
	// page counts from 1.
	page int
	// done and was say what has just been decided, and about which answer.
	done, was string
}

// verifyChoiceOf reads a choice; what cannot be read is not chosen.
func verifyChoiceOf(values url.Values) verifyChoice {
	c := verifyChoice{done: values.Get(paramDone), was: values.Get(paramWas)}
	if code, err := municipality.ParseCode(values.Get("municipality")); err == nil {
		c.filter.Municipality = code
	}
	c.filter.Area = framework.AreaKey(values.Get("area"))
	for _, kind := range verification.Kinds() {
		if string(kind) == values.Get("kind") {
			c.filter.Kind = kind
		}
	}
	for _, sort := range verification.Sorts() {
		if string(sort) == values.Get("sort") && sort != verification.ByAge {
			c.filter.Sort = sort
		}
	}
	c.filter.Lacking = values.Get("lacking") == lackingYes
	c.page, _ = strconv.Atoi(values.Get(paramPage))
	c.page = max(1, c.page)
	return c
}

// values are the choice as an address says it, without what is not chosen and
// without what was just decided.
func (c verifyChoice) values() url.Values {
	values := url.Values{}
	set := func(name, value string) {
		if value != "" {
			values.Set(name, value)
		}
	}
	if c.filter.Municipality != 0 {
		set("municipality", c.filter.Municipality.String())
	}
	set("area", string(c.filter.Area))
	set("kind", string(c.filter.Kind))
	set("sort", string(c.filter.Sort))
	if c.filter.Lacking {
		set("lacking", lackingYes)
	}
	if c.page > 1 {
		set(paramPage, strconv.Itoa(c.page))
	}
	return values
}

// picked reports whether the choice leaves something out.
func (c verifyChoice) picked() bool {
	f := c.filter
	f.Sort = ""
	return f != verification.Filter{}
}

// address is a page of ours with the choice.
func (c verifyChoice) address(path string) string {
	values := c.values()
	if c.done != "" {
		values.Set(paramDone, c.done)
	}
	if c.was != "" {
		values.Set(paramWas, c.was)
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// plain is the choice without what was just decided.
func (c verifyChoice) plain() verifyChoice {
	c.done, c.was = "", ""
	return c
}

// with returns the choice with what was just decided.
func (c verifyChoice) with(name, value string) verifyChoice {
	if name == paramDone {
		c.done, c.was = value, ""
	}
	return c
}

// onPage is the choice on another page of the list.
func (c verifyChoice) onPage(page int) verifyChoice {
	c.page = page
	return c.plain()
}

// onwards leads to the next answer that waits, or to the list when none does,
// and says there what was decided.
func (c verifyChoice) onwards(key assessment.Key, kind assessment.VerdictKind, next verification.Item, found bool) string {
	c.done, c.was = string(kind), key.Municipality.String()+"."+string(key.Indicator)
	if !found {
		c.page = 1
		return c.address(verifyPath)
	}
	return c.address(itemPath(next.Key()))
}

// hidden are the choice as fields of a form.
func (c verifyChoice) hidden() []view.Hidden {
	values := c.values()
	fields := make([]view.Hidden, 0, len(values))
	for _, name := range []string{"municipality", "area", "kind", "sort", "lacking", paramPage} {
		if value := values.Get(name); value != "" {
			fields = append(fields, view.Hidden{Name: name, Value: value})
		}
	}
	return fields
}

// verifyFilter is the form of the choice. Municipalities are those that have
// something waiting.
func verifyFilter(l view.Look, s *benchmark.Snapshot, c verifyChoice, items []verification.Item) view.VerifyFilter {
	f := view.VerifyFilter{Lacking: c.filter.Lacking, Chosen: c.picked(), ResetHref: verifyPath}
	f.Municipalities = []view.Choice{{Text: l.T("verification.filter.all_municipalities"), Selected: c.filter.Municipality == 0}}
	waiting := make(map[municipality.Code]bool)
	for _, item := range items {
		waiting[item.Unit.Code] = true
	}
	for _, unit := range s.Units {
		if waiting[unit.Code] || unit.Code == c.filter.Municipality {
			f.Municipalities = append(f.Municipalities, view.Choice{
				Value: unit.Code.String(), Text: unit.Name, Selected: unit.Code == c.filter.Municipality,
			})
		}
	}
	f.Areas = []view.Choice{{Text: l.T("verification.filter.all_areas"), Selected: c.filter.Area == ""}}
	for _, area := range s.Framework.Areas {
		f.Areas = append(f.Areas, view.Choice{
			Value: string(area.Key), Text: area.Title.In(l.Code()), Selected: area.Key == c.filter.Area,
		})
	}
	f.Kinds = []view.Choice{{Text: l.T("verification.filter.all_kinds"), Selected: c.filter.Kind == ""}}
	for _, kind := range verification.Kinds() {
		f.Kinds = append(f.Kinds, view.Choice{Value: string(kind), Text: kindWords(l, kind), Selected: kind == c.filter.Kind})
	}
	for _, sort := range verification.Sorts() {
		f.Sorts = append(f.Sorts, view.Choice{
			Value: string(sort), Text: l.T("verification.sort." + string(sort)),
			Selected: sort == c.filter.Sort || c.filter.Sort == "" && sort == verification.ByAge,
		})
	}
	return f
}
