package weighting

import (
	"maps"
	"math"
	"slices"
)

// Merging says which strata are weighted as one: each key goes into its value,
// which may be a new name. What is not named stays as it is.
type Merging map[string]string

// Apply returns the margin with its strata merged. A merged stratum stands
// where the first of its parts stood. It refuses a merge of a stratum that
// neither population nor sample knows, and one that leads into a stratum which
// is itself merged elsewhere.
func (g Merging) Apply(m Margin) (Margin, error) {
	if err := m.Column.Check(); err != nil {
		return Margin{}, err
	}
	if all := g.faults(m); len(all) > 0 {
		return Margin{}, all
	}
	var labels []string
	known := make(map[string]int16)
	place := make([]int16, len(m.Column.Labels))
	for i, l := range m.Column.Labels {
		into := g.into(l)
		code, ok := known[into]
		if !ok {
			code = int16(len(labels))
			known[into], labels = code, append(labels, into)
		}
		place[i] = code
	}
	column := Column{Name: m.Column.Name, Labels: labels, Codes: recode(m.Column.Codes, place)}
	return Margin{Column: column, Population: g.population(m.Population)}, nil
}

func (g Merging) into(label string) string {
	if into, ok := g[label]; ok {
		return into
	}
	return label
}

func (g Merging) population(counts []Count) (merged []Count) {
	at := make(map[string]int, len(counts))
	for _, c := range counts {
		into := g.into(c.Label)
		i, ok := at[into]
		if !ok {
			i = len(merged)
			at[into], merged = i, append(merged, Count{Label: into})
		}
		merged[i].People += c.People
	}
	return merged
}

func (g Merging) faults(m Margin) (all Refused) {
	known := make(map[string]bool)
	for _, l := range m.Column.Labels {
		known[l] = true
	}
	for _, c := range m.Population {
		known[c.Label] = true
	}
	for _, from := range slices.Sorted(maps.Keys(g)) {
		into := g[from]
		switch {
		case into == "":
			all = append(all, Refusal{Reason: BadLabel, Column: m.Column.Name, Label: into})
		case !known[from]:
			all = append(all, Refusal{Reason: UnknownStratum, Column: m.Column.Name, Label: from})
		case g.into(into) != into:
			all = append(all, Refusal{Reason: ChainedMerge, Column: m.Column.Name, Label: from})
		}
	}
	return all
}

// SmallStratum is the number of respondents under which a stratum should be
// merged with another: with so few its part of the sampling error is hardly
// known, and with one it is taken to be nothing.
const SmallStratum = 5

// Merge is one proposal: this stratum into that one.
type Merge struct {
	From, Into string
	// Respondents is how many respondents From has.
	Respondents int
}

// Suggest proposes merges after which no stratum has fewer than least
// respondents, in the order of the population; none when that is so already.
// Time after time the smallest stratum joins the one whose response rate is
// closest, which changes the weights least. Who belongs together politically
// it cannot know: it is for a person to take, change or leave. Respondents
// whose stratum has no people are not part of it.
func Suggest(m Margin, least int) []Merge {
	groups := grouped(m)
	if len(groups) == 0 {
		return nil
	}
	for len(groups) > 1 {
		small := smallest(groups)
		if groups[small].respondents >= least {
			break
		}
		into := closest(groups, small)
		groups[into].join(groups[small])
		groups = slices.Delete(groups, small, small+1)
	}
	into := make(map[string]string)
	for _, g := range groups {
		for _, part := range g.parts {
			into[part] = g.name
		}
	}
	return proposals(m, into)
}

func proposals(m Margin, into map[string]string) (merges []Merge) {
	respondents := respondentsOf(m.Column)
	for _, c := range m.Population {
		if name, ok := into[c.Label]; ok && name != c.Label {
			merges = append(merges, Merge{From: c.Label, Into: name, Respondents: respondents[c.Label]})
		}
	}
	return merges
}

// group is strata that are proposed to be one; its name is that of its largest.
type group struct {
	name                string
	largest, population float64
	respondents         int
	parts               []string
}

func grouped(m Margin) (groups []group) {
	respondents := respondentsOf(m.Column)
	for _, c := range m.Population {
		if c.People > 0 {
			groups = append(groups, group{name: c.Label, largest: c.People, population: c.People, respondents: respondents[c.Label], parts: []string{c.Label}})
		}
	}
	return groups
}

func respondentsOf(c Column) map[string]int {
	count, _ := counts(c.Codes, len(c.Labels))
	byLabel := make(map[string]int, len(count))
	for code, n := range count {
		byLabel[c.Labels[code]] += n
	}
	return byLabel
}

func (g *group) join(other group) {
	if other.largest > g.largest {
		g.name, g.largest = other.name, other.largest
	}
	g.population += other.population
	g.respondents += other.respondents
	g.parts = append(g.parts, other.parts...)
}

func (g group) rate() float64 { return float64(g.respondents) / g.population }

func smallest(groups []group) int {
	at := 0
	for i, g := range groups {
		if g.respondents < groups[at].respondents {
			at = i
		}
	}
	return at
}

func closest(groups []group, to int) int {
	at, least := -1, math.Inf(1)
	for i, g := range groups {
		if far := math.Abs(g.rate() - groups[to].rate()); i != to && (at < 0 || far < least) {
			at, least = i, far
		}
	}
	return at
}
