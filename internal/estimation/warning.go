package estimation

// WarningKind says what a reader of estimates should know.
type WarningKind uint8

// The kinds.
const (
	// NonResponse: not everybody answered; no figure here says how the others
	// differ. Share is the response rate.
	NonResponse WarningKind = iota + 1
	// Everybody: the whole population answered, so there is no error of sampling.
	Everybody
	// LeftBlank: respondents left the question blank. Count is how many, Share their share.
	LeftBlank
	// Trimmed: the weights were trimmed and no longer meet the margins. Count is how many were outside the bounds.
	Trimmed
	// NoSpread: the strata differ and inside each all answered alike, so the error of
	// the option comes out as 0 and is too small.
	NoSpread
	// Unanimous: all who answered chose this option.
	Unanimous
)

// Warning is one thing to know about estimates.
type Warning struct {
	Kind WarningKind
	// Option is the option concerned, empty when it concerns them all.
	Option string
	Count  int
	Share  float64
}

// warnings are about the sample as a whole.
func (t *Table) warnings() (list []Warning) {
	n, population := t.Respondents(), t.design.population()
	switch {
	case float64(n) < population:
		list = append(list, Warning{Kind: NonResponse, Count: n, Share: float64(n) / population})
	case t.design.Correction == Finite:
		list = append(list, Warning{Kind: Everybody, Count: n, Share: 1})
	}
	if blank := n - t.total.answered; blank > 0 {
		list = append(list, Warning{Kind: LeftBlank, Count: blank, Share: float64(blank) / float64(n)})
	}
	if trimmed, ok := t.design.Weights.Trimmed(); ok && trimmed.Rounds > 0 {
		list = append(list, Warning{Kind: Trimmed, Count: trimmed.Lowered + trimmed.Raised})
	}
	return list
}

// doubts are about the shares of a group.
func (t *Table) doubts(g Group) (list []Warning) {
	for _, s := range g.Shares {
		switch {
		case s.Count == s.Answered:
			list = append(list, Warning{Kind: Unanimous, Option: s.Option, Count: s.Count, Share: 1})
		case !s.basis.edge && s.SE.OK && s.SE.Value == 0 && t.design.unknown() > 0:
			list = append(list, Warning{Kind: NoSpread, Option: s.Option, Count: s.Count, Share: s.Value})
		}
	}
	return list
}
