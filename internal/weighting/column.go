package weighting

import (
	"cmp"
	"math"
	"slices"
)

// Blank is the code of a respondent without a value.
const Blank int16 = -1

// MaxLabels is the largest number of different values of a column.
const MaxLabels = math.MaxInt16

// Column is one categorical variable of a sample: a code per respondent, in
// the order of the sample. The order of labels is the order of results.
type Column struct {
	Name string
	// Labels are the values, without repetition; none is empty. A value that nobody has may be among them.
	Labels []string
	// Codes are indices into Labels, or [Blank].
	Codes []int16
}

// Encode returns values as a column whose labels are the values that occur, in
// byte order; the empty value is [Blank]. It refuses more than [MaxLabels]
// different values.
func Encode(name string, values []string) (Column, error) {
	e := NewEncoder(name)
	for _, v := range values {
		e.Add(v)
	}
	return e.Column()
}

// EncodeAs returns values as a column with these labels in this order; the
// empty value is [Blank]. Every value that is not a label is refused.
func EncodeAs(name string, labels, values []string) (Column, error) {
	e := NewEncoder(name)
	for _, l := range labels {
		e.code(l)
	}
	listed := len(e.labels)
	for _, v := range values {
		e.Add(v)
	}
	if len(e.labels) == listed {
		return Column{Name: name, Labels: e.labels, Codes: e.codes}, nil
	}
	count, first := counts(e.codes, len(e.labels))
	var all Refused
	for code := listed; code < len(e.labels); code++ {
		all = append(all, Refusal{Reason: UnlistedValue, Column: name, Label: e.labels[code], Respondents: count[code], First: first[code]})
	}
	return Column{}, all
}

// Encoder makes a column from values that come one at a time.
type Encoder struct {
	name   string
	known  map[string]int16
	labels []string
	codes  []int16
	full   bool
}

// NewEncoder returns an encoder without respondents.
func NewEncoder(name string) *Encoder {
	return &Encoder{name: name, known: make(map[string]int16)}
}

// Add appends a respondent's value; empty is [Blank].
func (e *Encoder) Add(value string) {
	if value == "" {
		e.codes = append(e.codes, Blank)
		return
	}
	e.codes = append(e.codes, e.code(value))
}

func (e *Encoder) code(label string) int16 {
	if code, ok := e.known[label]; ok {
		return code
	}
	if len(e.labels) == MaxLabels {
		e.full = true
		return Blank
	}
	code := int16(len(e.labels))
	e.known[label] = code
	e.labels = append(e.labels, label)
	return code
}

// Column returns what was added, labels in byte order. The encoder may be used further.
func (e *Encoder) Column() (Column, error) {
	if e.full {
		return Column{}, Refused{{Reason: TooManyLabels, Column: e.name, Respondents: len(e.codes)}}
	}
	order := make([]int16, len(e.labels))
	for i := range order {
		order[i] = int16(i)
	}
	slices.SortFunc(order, func(a, b int16) int { return cmp.Compare(e.labels[a], e.labels[b]) })
	labels, place := make([]string, len(order)), make([]int16, len(order))
	for i, code := range order {
		labels[i], place[code] = e.labels[code], int16(i)
	}
	return Column{Name: e.name, Labels: labels, Codes: recode(e.codes, place)}, nil
}

// recode returns codes with code c as place[c].
func recode(codes, place []int16) []int16 {
	out := make([]int16, len(codes))
	for i, c := range codes {
		if c == Blank {
			out[i] = Blank
			continue
		}
		out[i] = place[c]
	}
	return out
}

// counts returns how often each code occurs and where first, −1 for never.
// What is no code of a label is left out.
func counts(codes []int16, labels int) (count, first []int) {
	count, first = make([]int, labels), make([]int, labels)
	for i := range first {
		first[i] = -1
	}
	for i, c := range codes {
		if uint(c) >= uint(labels) {
			continue
		}
		if count[c] == 0 {
			first[c] = i
		}
		count[c]++
	}
	return count, first
}

// Check refuses a column with labels that are empty or repeated, or with codes
// that stand for no label. Blanks are allowed.
func (c Column) Check() error {
	if all := c.faults(); len(all) > 0 {
		return all
	}
	return nil
}

func (c Column) faults() (all Refused) {
	if len(c.Labels) > MaxLabels {
		all = append(all, Refusal{Reason: TooManyLabels, Column: c.Name, Respondents: len(c.Codes)})
	}
	seen := make(map[string]bool, len(c.Labels))
	for _, l := range c.Labels {
		if l == "" || seen[l] {
			all = append(all, Refusal{Reason: BadLabel, Column: c.Name, Label: l})
		}
		seen[l] = true
	}
	strangers, first := 0, 0
	for i, code := range c.Codes {
		if code != Blank && uint(code) >= uint(len(c.Labels)) {
			if strangers == 0 {
				first = i
			}
			strangers++
		}
	}
	if strangers > 0 {
		all = append(all, Refusal{Reason: UnknownCode, Column: c.Name, Respondents: strangers, First: first})
	}
	return all
}
