package intake

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"modenhed/internal/municipality"
	"modenhed/internal/survey"
)

// Word is something that a cell may mean.
type Word struct {
	// Key is what is recorded.
	Key string
	// Name is how people call it, by language; both texts may be the key.
	Name survey.Text
}

// Words are what the cells of one item may mean.
type Words struct {
	list []Word
	// by finds keys by what people write, from the most to the least exact way.
	by [ways]map[string][]string
}

// ways is how many ways of reading a cell there are: as it stands, without
// regard to case and spaces, and by its letters and digits alone.
const ways = 3

func written(way int, text string) string {
	switch way {
	case 0:
		return text
	case 1:
		return strings.Join(strings.Fields(strings.ToLower(norm.NFC.String(text))), "")
	}
	return bare(text)
}

// bare returns the letters and digits of a text in lower case.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, strings.ToLower(norm.NFC.String(text)))
}

// add appends a word with what people write for it.
func (w *Words) add(word Word, texts ...string) {
	w.list = append(w.list, word)
	for way := range ways {
		if w.by[way] == nil {
			w.by[way] = make(map[string][]string)
		}
		for _, text := range append([]string{word.Key, word.Name.DA, word.Name.EN}, texts...) {
			as := written(way, text)
			if as != "" && !slices.Contains(w.by[way][as], word.Key) {
				w.by[way][as] = append(w.by[way][as], word.Key)
			}
		}
	}
}

// find returns the key of the one word that a cell means, read as exactly as it
// can be.
func (w *Words) find(cell string) (key string, ok bool) {
	for way := range ways {
		if keys := w.by[way][written(way, cell)]; len(keys) > 0 {
			return keys[0], len(keys) == 1
		}
	}
	return "", false
}

// has reports whether there is a word with a key.
func (w *Words) has(key string) bool {
	return slices.ContainsFunc(w.list, func(word Word) bool { return word.Key == key })
}

// any reports whether every value is allowed.
func (w *Words) any() bool { return len(w.list) == 0 }

// partyWords know a party by letter, by every name, and by both together, as in
// "A – Socialdemokratiet".
func partyWords(parties []municipality.Party, margins *Margins) Words {
	var w Words
	for _, p := range parties {
		texts := append([]string{p.Name.DA, p.Name.EN}, p.Others...)
		for _, name := range slices.Clone(texts) {
			texts = append(texts, p.Letter+" "+name, name+" "+p.Letter)
		}
		w.add(Word{Key: p.Letter, Name: survey.Text(p.Name)}, texts...)
	}
	for _, label := range margins.labels(survey.ColumnParty) {
		if !w.has(label) {
			w.add(Word{Key: label, Name: survey.Text{DA: label, EN: label}})
		}
	}
	return w
}

func optionWords(wave survey.Wave, question string) Words {
	var w Words
	for _, q := range wave.Questions {
		if q.Key != question {
			continue
		}
		for _, o := range q.Options {
			w.add(Word{Key: o.Key, Name: o.Text})
		}
	}
	return w
}

// traitWords are the values of the population; regions are known by name too.
func traitWords(trait string, regions []municipality.Region, margins *Margins) Words {
	var w Words
	labels := margins.labels(trait)
	if trait == RegionTrait {
		for _, r := range regions {
			if len(labels) == 0 || slices.Contains(labels, r.Key) {
				w.add(Word{Key: r.Key, Name: survey.Text(r.Name)}, regionTexts(r)...)
			}
		}
	}
	for _, label := range labels {
		if !w.has(label) {
			w.add(Word{Key: label, Name: survey.Text{DA: label, EN: label}})
		}
	}
	return w
}

// regionTexts are further names of a region: with the word for it, and bare.
func regionTexts(r municipality.Region) []string {
	texts := []string{r.Code}
	for _, name := range []string{r.Name.DA, r.Name.EN} {
		texts = append(texts, strings.TrimPrefix(name, "Region "), "Region "+name, name+" Region")
	}
	return texts
}
