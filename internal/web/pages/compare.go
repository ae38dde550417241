package pages

import (
	"net/http"

	"modenhed/internal/benchmark"
	"modenhed/internal/web/view"
)

// Compare answers two to six municipalities side by side. What the form sends
// is led on to the address that names them by code, so that equal comparisons
// have equal addresses; a choice with faults comes back as it was typed.
func (h *Handlers) Compare(v *Visit) error {
	s := v.Snapshot
	l := v.Look
	choice := readChoice(s, v.QueryParams())
	if choice.beginning() {
		return show(v, h.comparePage(v, s, nil), view.CompareBody(l, choosingModel(l, s, choice)))
	}
	comparison, err := s.Compare(choice.codes())
	if err != nil {
		faults := choice.faults(l, err)
		if faults == nil {
			return err
		}
		return showStatus(v, http.StatusUnprocessableEntity, h.comparePage(v, s, nil), view.CompareBody(l, refusedModel(l, s, choice, faults)))
	}
	if !choice.canonical() {
		return v.Redirect(http.StatusSeeOther, string(v.Look.To(compareAddress(choice.codes()))))
	}
	m := comparedModel(l, s, choice, comparison)
	if m.Result.Ahead, err = aheadTable(l, s, comparison); err != nil {
		return err
	}
	if m.Result.Why, err = compareWhy(l, s, choice.codes()); err != nil {
		return err
	}
	return show(v, h.comparePage(v, s, comparison), view.CompareBody(l, m))
}

// comparePage is the frame of the page; comparison is nil while there is none.
func (h *Handlers) comparePage(v *Visit, s *benchmark.Snapshot, comparison *benchmark.Comparison) view.Page {
	l := v.Look
	if comparison == nil {
		p := h.figurePage(v, s, l.T("compare.title"), l.T("compare.lead", "Least", benchmark.LeastCompared, "Most", benchmark.MostCompared))
		p.Description = l.T("compare.summary")
		return p
	}
	names := namesOf(comparison)
	title, lead := nameList(l, names), ""
	if len(names) > namesInTitle {
		title, lead = l.T("compare.title_many", "N", len(names)), nameList(l, names)
	}
	p := h.figurePage(v, s, title, lead)
	p.Kicker = l.T("compare.title")
	p.Description = l.T("compare.summary_names", "Names", nameList(l, names))
	p.Charts = true
	return p
}

// namesInTitle is how many names a heading has room for.
const namesInTitle = 3

func namesOf(c *benchmark.Comparison) []string {
	names := make([]string, len(c.Units))
	for i, u := range c.Units {
		names[i] = u.Name
	}
	return names
}

// nameList writes names as a sentence lists them: a, b and c.
func nameList(l view.Look, names []string) string {
	if len(names) == 0 {
		return ""
	}
	text := names[0]
	for i, name := range names[1:] {
		key := "compare.list.comma"
		if i == len(names)-2 {
			key = "compare.list.and"
		}
		text = l.T(key, "Before", text, "Name", name)
	}
	return text
}
