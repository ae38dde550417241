// Package desk reads public evidence the way an analyst does who wants to make
// a finding of it: which indicator a fact is about, and what level it could
// show. It only suggests; no fact becomes an answer before a person says so.
package desk

import (
	"math"
	"strings"
	"unicode"

	"modenhed/internal/evidence"
	"modenhed/internal/framework"
)

// Suggestion is what a fact could be an answer to.
type Suggestion struct {
	Indicator framework.IndicatorKey
	// Level is the suggested level from 0 to 5; it is defined when Sure.
	Level int
	// Sure means that the wording of the fact speaks for a level; a case does not.
	Sure bool
}

// Suggest returns the level indicator of the fact's area whose Danish wording
// shares most with the fact's, rare words and those of title and question
// counting for more; the first of
// several, and of the area where no word is shared. ok is false when the area
// has no level indicator. places are the framework's.
func Suggest(item evidence.Item, places []framework.Place) (s Suggestion, ok bool) {
	candidates := levelIndicators(item.Area, places)
	if len(candidates) == 0 {
		return Suggestion{}, false
	}
	vocabularies := make([]map[string]bool, len(candidates))
	known := make(map[string]int)
	for i, indicator := range candidates {
		vocabularies[i] = stems(wording(indicator))
		for stem := range vocabularies[i] {
			known[stem]++
		}
	}
	best, most := 0, 0.0
	fact := stems(item.Fact.DA)
	for i, vocabulary := range vocabularies {
		asked := stems(candidates[i].Title.DA + " " + candidates[i].Question.DA)
		shared := 0.0
		for stem := range fact {
			rarity := math.Log(1 + float64(len(candidates))/float64(max(1, known[stem])))
			switch {
			case asked[stem]:
				shared += 2 * rarity
			case vocabulary[stem]:
				shared += rarity
			}
		}
		if shared > most+1e-9 {
			best, most = i, shared
		}
	}
	s.Indicator = candidates[best].Key
	s.Level, s.Sure = levelOf(item)
	return s, true
}

func levelIndicators(area framework.AreaKey, places []framework.Place) []*framework.Indicator {
	var list []*framework.Indicator
	for _, place := range places {
		if place.Top.Key == area && place.Indicator.Type == framework.Level {
			list = append(list, place.Indicator)
		}
	}
	return list
}

// wording is everything that is said in Danish about an indicator.
func wording(i *framework.Indicator) string {
	texts := []string{i.Title.DA, i.Question.DA, i.Help.DA}
	for _, level := range i.Levels {
		texts = append(texts, level.DA)
	}
	return strings.Join(texts, " ")
}

// stemLength is how much of a word is compared: endings of Danish words differ,
// and shorter words say little.
const stemLength = 5

func stems(text string) map[string]bool {
	found := make(map[string]bool)
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, word := range words {
		if runes := []rune(word); len(runes) >= stemLength {
			found[string(runes[:stemLength])] = true
		}
	}
	return found
}

// The levels that wording can speak for.
const (
	explored    = 1
	pilot       = 2
	inOperation = 3
)

// levelOf guesses, modestly, from the wording of a fact: a membership alone shows
// no more than that the need was seen.
func levelOf(item evidence.Item) (level int, sure bool) {
	if item.Kind == evidence.Case {
		return 0, false
	}
	text := strings.ToLower(item.Fact.DA)
	for _, sign := range []struct {
		level int
		words []string
	}{
		{pilot, []string{"forsøg", "afprøv", "prøvet", "test", "pilot", "levende lab"}},
		{explored, []string{
			"overvej", "foranalyse", "analyse", "undersøg", "drøfte", "afsat", "afsatte", "bevillig", "mål om", "vil ", "planlæg",
			"ønske", "nedsatte", "oprettede et udvalg", "besluttede", "kortlagt", "tænketank",
		}},
	} {
		for _, word := range sign.words {
			if strings.Contains(text, word) {
				return sign.level, true
			}
		}
	}
	if item.Kind == evidence.Membership {
		return explored, true
	}
	return inOperation, true
}
