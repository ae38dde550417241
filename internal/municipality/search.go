package municipality

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// searchName is a name in the two spellings people type: with aa for å, and
// with the bare letters of a foreign keyboard.
type searchName struct{ double, bare string }

var (
	doubleLetters = strings.NewReplacer("å", "aa", "ø", "oe", "æ", "ae")
	bareLetters   = strings.NewReplacer("aa", "a", "oe", "o")
)

func newSearchName(name string) searchName {
	double := fold(name)
	return searchName{double: double, bare: bareLetters.Replace(double)}
}

// contains reports whether the name contains a folded text.
func (n searchName) contains(folded string) bool {
	return strings.Contains(n.double, folded) || strings.Contains(n.bare, folded)
}

func foldWanted(text string) string { return strings.TrimSuffix(fold(text), " kommune") }

// NameContains reports whether a name contains the text as a person types it.
// Case, accents, hyphens and a trailing "Kommune" do not matter; å and aa, ø and
// oe, æ and ae are alike, and a plain a or o finds å and ø. Every name contains
// an empty text.
func NameContains(name, text string) bool {
	return newSearchName(name).contains(foldWanted(text))
}

// Search returns the municipalities whose name contains the text as by
// [NameContains], in Danish order.
func (d *Directory) Search(text string) []*Municipality {
	wanted := foldWanted(text)
	var found []*Municipality
	for i, m := range d.all {
		if d.names[i].contains(wanted) {
			found = append(found, m)
		}
	}
	return found
}

// Named returns the one municipality that a text names as people write it: with
// the name whole, spelt as [NameContains] allows.
func (d *Directory) Named(text string) (m *Municipality, ok bool) {
	wanted := foldWanted(text)
	for i, name := range d.names {
		if wanted == "" || wanted != name.double && wanted != name.bare {
			continue
		}
		if m != nil {
			return nil, false
		}
		m = d.all[i]
	}
	return m, m != nil
}

// Find returns the municipality that a cell of a list names: by code, also with
// leading zeros; by name as [Directory.Named] takes it, or in the genitive, as in
// "Københavns Kommune" and "Bornholms Regionskommune"; or by both at once, as in
// "461 Odense" and "Odense (461)".
func (d *Directory) Find(cell string) (m *Municipality, ok bool) {
	cell = strings.TrimSpace(cell)
	if code, err := ParseCode(strings.TrimLeft(cell, "0")); err == nil {
		return d.Lookup(code)
	}
	if m, ok = d.spelt(cell); ok {
		return m, true
	}
	codes := strings.FieldsFunc(cell, func(r rune) bool { return r < '0' || r > '9' })
	name := strings.TrimFunc(cell, func(r rune) bool { return strings.ContainsRune("0123456789 ()–-:.,", r) })
	if len(codes) != 1 || name == "" {
		return nil, false
	}
	m, ok = d.Find(codes[0])
	named, isNamed := d.spelt(name)
	return m, ok && isNamed && named == m
}

// spelt is Named, and takes the genitive too.
func (d *Directory) spelt(name string) (m *Municipality, ok bool) {
	bare := strings.TrimSuffix(foldWanted(name), " regionskommune")
	for _, name := range []string{name, bare, strings.TrimSuffix(bare, "s")} {
		if m, ok = d.Named(name); ok {
			return m, true
		}
	}
	return nil, false
}

// fold returns the text in lower case, without accents, with å, ø and æ
// written as two letters and every run of other signs as one space.
func fold(text string) string {
	text = doubleLetters.Replace(strings.ToLower(norm.NFC.String(text)))
	// A Transformer has state, so it cannot be shared.
	stripped, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn))), text)
	if err == nil {
		text = stripped
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}
