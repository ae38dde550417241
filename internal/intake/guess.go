package intake

import (
	"slices"
	"strings"

	"modenhed/internal/survey"
)

// headings are what people write above columns, the surest first; those of one
// line mean the same.
var headings = [][]string{
	{survey.ColumnMunicipality, "municipality code", "code", "kommunekode", "kommunenummer", "kommunenr", "komkode", "kommune", "kommunenavn", "municipality name", "council", "kom"},
	{survey.ColumnParty, "party letter", "partibogstav", "listebogstav", "letter", "bogstav", "parti", "party name", "partinavn", "list", "liste"},
	{"seats", "count", "mandater", "antal mandater", "antal", "people", "population", "personer", "number of seats"},
	{"election year", "year", "valgår", "valg", "år"},
	{"sex", "gender", "køn"},
	{"age", "age group", "alder", "aldersgruppe"},
	{RegionTrait, "regioner", "regionsnavn", "region name"},
	{"education", "uddannelse"},
	{"role", "function", "rolle", "funktion", "hverv"},
}

// alike returns what people may write above the column of a name, the name
// itself first, in the form that headers are compared in.
func alike(name string) []string {
	wanted := bare(name)
	texts := []string{wanted}
	for _, line := range headings {
		var same []string
		for _, text := range line {
			same = append(same, bare(text))
		}
		if slices.Contains(same, wanted) {
			texts = append(texts, same...)
		}
	}
	return texts
}

// column returns the header that fits the first of some texts that any fits.
func column(header []string, taken map[string]bool, texts []string) (name string, ok bool) {
	for _, text := range texts {
		for _, name := range header {
			if !taken[name] && text != "" && bare(name) == text {
				return name, true
			}
		}
	}
	return "", false
}

// Guess says which columns of a file look like what the wave needs. A column is
// taken once.
func (g *Guide) Guess(header []string) Mapping {
	m := Mapping{Columns: make(map[string]string), Choices: make(map[string]map[string]string)}
	taken := make(map[string]bool)
	take := func(item Item, texts []string) {
		if _, found := m.Columns[item.Key]; found {
			return
		}
		if name, ok := column(header, taken, texts); ok {
			m.Columns[item.Key], taken[name] = name, true
		}
	}
	for _, item := range g.items {
		take(item, []string{bare(item.Key), bare(item.Text.DA), bare(item.Text.EN)})
	}
	for _, item := range g.items {
		take(item, alike(item.Key))
	}
	g.guessAnswer(header, taken, take)
	if _, found := m.Columns[RegionTrait]; !found && g.derivable(RegionTrait) && m.Columns[survey.ColumnMunicipality] != "" {
		m.Columns[RegionTrait] = FromDirectory
	}
	return m
}

// guessAnswer finds the column of the one question of a wave by what surveys
// call it.
func (g *Guide) guessAnswer(header []string, taken map[string]bool, take func(Item, []string)) {
	if len(g.wave.Questions) != 1 {
		return
	}
	texts := []string{"answer", "svar", "response", "besvarelse", "spørgsmål", "question", "q1", "spm1"}
	for _, item := range g.items {
		if item.Kind == Answer {
			take(item, texts)
		}
	}
}

// derivable reports whether an item can be taken from the municipality.
func (g *Guide) derivable(item string) bool {
	return item == RegionTrait && slices.ContainsFunc(g.items, func(i Item) bool { return i.Key == item && i.Kind == Trait })
}

// Derivable reports whether an item can be taken from the directory; see [FromDirectory].
func (g *Guide) Derivable(item Item) bool { return g.derivable(item.Key) }

// joined lists names in a message.
func joined(names []string) string { return strings.Join(names, ", ") }
