// Package intake understands tables that other people made: which column holds
// what a wave of responses needs, and which party, municipality or answer each
// cell means. It matches headers and cells by key or by Danish or English name,
// whatever their case and spacing, and reports every faulty row at once. It
// knows where nothing is kept and what nothing is used for.
package intake

import (
	"slices"

	"modenhed/internal/municipality"
	"modenhed/internal/survey"
)

// Kind is what a column holds.
type Kind uint8

// The kinds.
const (
	// Municipality is the council of a respondent; it may be unknown.
	Municipality Kind = iota
	// Party is the party, which every respondent has.
	Party
	// Answer is the answer to a question.
	Answer
	// Trait is something else that is known of respondents.
	Trait
)

// Item is something that a file of responses can have a column for.
type Item struct {
	// Key is its name in [survey.Responses].
	Key  string
	Kind Kind
	// Text is the wording of the question; empty for the other kinds.
	Text survey.Text
	// Required items have a column.
	Required bool
	// Complete items have a value in every row.
	Complete bool
}

// FromDirectory in place of a column takes the region from the municipality.
const FromDirectory = "=municipality"

// RegionTrait is the trait that can be taken from the directory.
const RegionTrait = "region"

// Guide reads files for one wave. It is immutable.
type Guide struct {
	wave      survey.Wave
	directory *municipality.Directory
	items     []Item
	words     map[string]Words
	// on is the day that regions are as of.
	on municipality.Date
}

// NewGuide returns a guide for a wave of kind responses. Margins are the
// population of the wave, whose values traits are matched with; nil for none.
func NewGuide(w survey.Wave, d *municipality.Directory, parties []municipality.Party, margins *Margins) *Guide {
	_, last, _ := w.Months()
	g := &Guide{
		wave: w, directory: d, words: make(map[string]Words),
		on: municipality.Date{Year: last.Year, Month: last.Month, Day: 1},
	}
	g.items = itemsOf(w)
	for _, item := range g.items {
		switch item.Kind {
		case Party:
			g.words[item.Key] = partyWords(parties, margins)
		case Answer:
			g.words[item.Key] = optionWords(w, item.Key)
		case Trait:
			g.words[item.Key] = traitWords(item.Key, d.Regions(g.on), margins)
		}
	}
	return g
}

// Items lists what a file can have: municipality and party, the questions in
// their order, then what else the design of the wave names.
func (g *Guide) Items() []Item { return g.items }

// Words returns what the cells of an item may mean; none for the municipality
// and for traits that may have any value.
func (g *Guide) Words(item string) []Word { return g.words[item].list }

// Councils returns all municipalities as words, in Danish order.
func (g *Guide) Councils() []Word {
	var words []Word
	for _, m := range g.directory.All() {
		words = append(words, Word{Key: m.Code.String(), Name: survey.Text{DA: m.Name, EN: m.Name}})
	}
	return words
}

func itemsOf(w survey.Wave) []Item {
	items := []Item{
		{Key: survey.ColumnMunicipality, Kind: Municipality},
		{Key: survey.ColumnParty, Kind: Party, Required: true, Complete: true},
	}
	for _, q := range w.Questions {
		items = append(items, Item{Key: q.Key, Kind: Answer, Text: q.Text, Required: true})
	}
	for _, name := range w.Design.Columns() {
		raked := slices.Contains(w.Design.Rake, name)
		items = append(items, Item{Key: name, Kind: Trait, Required: raked, Complete: raked})
	}
	return items
}

// Mapping says how a file is to be understood.
type Mapping struct {
	// Columns are the headers by item; an item without one is not in the file.
	Columns map[string]string
	// Choices say, by item and cell, which key is meant where no word fits; the
	// empty key is no answer.
	Choices map[string]map[string]string
}

func (m Mapping) choice(item, cell string) (key string, ok bool) {
	key, ok = m.Choices[item][cell]
	return key, ok
}
