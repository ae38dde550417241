package weighting

// WarningKind says what a reader of the weights should know.
type WarningKind uint8

// The kinds.
const (
	// Small: a stratum has fewer than [SmallStratum] respondents and more than one.
	Small WarningKind = iota + 1
	// Single: a stratum has one respondent, who adds nothing to the error, which is therefore too small.
	Single
	// MoreThanPeople: a stratum has more respondents than people.
	MoreThanPeople
)

// Warning is one thing to know about the weights.
type Warning struct {
	Kind WarningKind
	// Column is the name of the margin, Label the stratum.
	Column, Label string
	Respondents   int
	Population    float64
}

// Warnings returns what to know about the weights, by margin and stratum. It is
// empty when nothing is the matter.
func (w *Weights) Warnings() (list []Warning) {
	for _, strata := range w.Margins() {
		for _, s := range strata.List {
			add := func(kind WarningKind) {
				list = append(list, Warning{Kind: kind, Column: strata.Column, Label: s.Label, Respondents: s.Respondents, Population: s.Population})
			}
			switch {
			case s.Respondents == 1 && s.Population > 1:
				add(Single)
			case s.Respondents < SmallStratum && float64(s.Respondents) < s.Population:
				add(Small)
			}
			if float64(s.Respondents) > s.Population {
				add(MoreThanPeople)
			}
		}
	}
	return list
}
