package pages

import (
	"modenhed/internal/locale"
	"modenhed/internal/web/view"
)

// glossaryTerms are the keys of the words that the glossary explains.
func glossaryTerms() []string {
	return []string{
		"framework", "area", "indicator", "level", "status", "draft", "evidence", "not_answered",
		"dont_know", "not_applicable", "score", "claimed", "verified", "verification", "desk", "coverage",
		"band", "rank", "rank_interval", "round", "cutoff", "provisional", "peers", "target",
		"wave", "margin", "perceived", "gap",
	}
}

// Glossary explains the words used on the pages.
func (h *Handlers) Glossary(v *Visit) error {
	l := v.Look
	var entries []view.GlossaryEntry
	for _, key := range glossaryTerms() {
		entries = append(entries, view.GlossaryEntry{
			Key: key, Term: l.T("glossary.term." + key), Text: l.T("glossary.text." + key),
			Translated: l.In(otherLanguage(l)).T("glossary.term." + key),
		})
	}
	locale.SortNames(entries, func(e view.GlossaryEntry) string { return e.Term })
	p := h.page(v, l.T("glossary.title"), l.T("glossary.lead"))
	return show(v, p, view.GlossaryBody(l, entries))
}

func otherLanguage(l view.Look) string {
	for _, lang := range locale.Langs() {
		if lang != l.Lang() {
			return string(lang)
		}
	}
	return l.Code()
}
