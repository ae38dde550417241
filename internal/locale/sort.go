package locale

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// SortNames sorts items by name in Danish order, in which Aa counts as Å and
// comes last; the same order serves both languages.
func SortNames[T any](items []T, name func(T) string) {
	danish := collate.New(language.Danish)
	slices.SortStableFunc(items, func(a, b T) int {
		return danish.CompareString(name(a), name(b))
	})
}
