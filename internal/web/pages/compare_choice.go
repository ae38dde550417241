package pages

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

// mostTyped is how many municipalities of an address are looked at.
const mostTyped = 20

// compareChoice is what an address or the form asks to be compared.
type compareChoice struct {
	// fromForm tells the form's fields from the address that they lead to.
	fromForm bool
	// address is what the address says, empty from the form.
	address string
	typed   []typedMunicipality
}

// typedMunicipality is one choice as it was typed.
type typedMunicipality struct {
	// field is the number of the form's field, counted from 1.
	field int
	text  string
	// code is 0 when the text names no municipality, or several.
	code municipality.Code
	// several are the names that the text fits when it fits more than one.
	several []string
}

// readChoice reads the form's fields m1 to m6, or the codes of an address.
func readChoice(s *benchmark.Snapshot, values url.Values) compareChoice {
	var c compareChoice
	for i := 1; i <= benchmark.MostCompared; i++ {
		if values.Has(fieldOf(i)) {
			c.fromForm = true
			c.add(s, i, values.Get(fieldOf(i)))
		}
	}
	if c.fromForm {
		return c
	}
	c.address = values.Get("codes")
	for i, text := range strings.SplitN(c.address, ",", mostTyped+1) {
		if i < mostTyped {
			c.add(s, len(c.typed)+1, text)
		}
	}
	return c
}

func fieldOf(number int) string { return "m" + strconv.Itoa(number) }

// add notes a text unless it is empty.
func (c *compareChoice) add(s *benchmark.Snapshot, field int, text string) {
	text = truncate(strings.TrimSpace(text), maxSearch)
	if text == "" {
		return
	}
	typed := typedMunicipality{field: field, text: text}
	switch found := called(s.Directory, text); len(found) {
	case 0:
	case 1:
		typed.code = found[0].Code
	default:
		for _, m := range found {
			typed.several = append(typed.several, m.Name)
		}
	}
	c.typed = append(c.typed, typed)
}

// called returns the municipalities that a code, a name or part of a name
// fits; a whole name fits its own municipality only.
func called(d *municipality.Directory, text string) []*municipality.Municipality {
	if code, err := municipality.ParseCode(text); err == nil {
		if m, ok := d.Lookup(code); ok {
			return []*municipality.Municipality{m}
		}
		return nil
	}
	if !strings.ContainsFunc(text, unicode.IsLetter) {
		return nil
	}
	found := d.Search(text)
	for _, m := range found {
		if municipality.NameContains(text, m.Name) {
			return []*municipality.Municipality{m}
		}
	}
	return found
}

// beginning reports whether there is nothing to compare yet and nothing wrong:
// no choice at all, or an address that names one municipality to begin with.
func (c *compareChoice) beginning() bool {
	if len(c.typed) == 0 {
		return true
	}
	return !c.fromForm && len(c.typed) == 1 && c.typed[0].code != 0
}

// codes are the municipalities in the order typed, 0 for what names none.
func (c *compareChoice) codes() []municipality.Code {
	codes := make([]municipality.Code, len(c.typed))
	for i, typed := range c.typed {
		codes[i] = typed.code
	}
	return codes
}

// canonical reports whether the address is the one that the choice is known by.
func (c *compareChoice) canonical() bool {
	return !c.fromForm && compareAddress(c.codes()) == "/compare?codes="+c.address
}

// compareAddress is the address of a comparison.
func compareAddress(codes []municipality.Code) string {
	texts := make([]string, len(codes))
	for i, code := range codes {
		texts[i] = code.String()
	}
	return "/compare?codes=" + strings.Join(texts, ",")
}

// faults translates what is wrong with the choice, each at the field where it
// was typed; nil when the error is not about the choice.
func (c *compareChoice) faults(l view.Look, err error) view.FieldErrors {
	var known *fault.Error
	if !errors.As(err, &known) || known.Kind != fault.Invalid {
		return nil
	}
	list := make(view.FieldErrors, 0, len(known.Problems))
	for _, p := range known.Problems {
		list = append(list, c.fault(l, p))
	}
	return list
}

// fault translates one problem, whose field is a place in the choice.
func (c *compareChoice) fault(l view.Look, p fault.Problem) view.FieldError {
	place, err := strconv.Atoi(p.Field)
	if err != nil || place < 1 || place > len(c.typed) {
		return view.FieldError{ID: fieldOf(c.firstFree()), Text: message(l, p.Message)}
	}
	typed := c.typed[place-1]
	e := view.FieldError{Text: message(l, p.Message)}
	if typed.field <= benchmark.MostCompared {
		e.ID = fieldOf(typed.field)
	}
	switch {
	case p.Message.Key != "compare.problem.unknown":
	case len(typed.several) > 0:
		e.Text = l.T("compare.problem.several", "Value", typed.text, "Names", nameList(l, shortened(l, typed.several)))
	default:
		e.Text = l.T("compare.problem.unknown", "Value", typed.text)
	}
	return e
}

// mostNamed is how many names a message lists.
const mostNamed = 4

// shortened keeps the first names and counts the rest.
func shortened(l view.Look, names []string) []string {
	if len(names) <= mostNamed+1 {
		return names
	}
	return append(names[:mostNamed:mostNamed], l.T("compare.list.more", "N", len(names)-mostNamed))
}

// firstFree is the first field without a text, the first one when all have one.
func (c *compareChoice) firstFree() int {
	for field := 1; field <= benchmark.MostCompared; field++ {
		taken := false
		for _, typed := range c.typed {
			taken = taken || typed.field == field
		}
		if !taken {
			return field
		}
	}
	return 1
}

// form is the form with what was typed. A known municipality stands there by name.
func (c *compareChoice) form(l view.Look, s *benchmark.Snapshot, faults view.FieldErrors) view.CompareForm {
	f := view.CompareForm{Faults: faults}
	for i := 1; i <= benchmark.MostCompared; i++ {
		f.Fields = append(f.Fields, view.Field{
			Name: fieldOf(i), Label: l.T("compare.form.field", "N", i),
			Optional: i > benchmark.LeastCompared, Error: faults.Of(fieldOf(i)),
		})
	}
	var rest []string
	for _, typed := range c.typed {
		text := typed.text
		if m, ok := s.Directory.Lookup(typed.code); ok {
			text = m.Name
		}
		if typed.field <= benchmark.MostCompared {
			f.Fields[typed.field-1].Value = text
		} else {
			rest = append(rest, text)
		}
	}
	f.Rest = nameList(l, rest)
	for _, m := range s.Directory.All() {
		f.Names = append(f.Names, m.Name)
	}
	return f
}
