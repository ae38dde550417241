package fieldwork

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"modenhed/internal/municipality"
	"modenhed/internal/survey"
)

// Register is what is known of councils: who sits there, and where they are.
type Register struct {
	Directory *municipality.Directory
	Seats     municipality.Seats
}

// Election returns the year of the election that a wave's population comes from,
// 0 when none is known: the one that its design names, else the latest before
// the year of the fieldwork, because councils sit from 1 January after an
// election in November.
func (r Register) Election(w survey.Wave) int {
	if w.Design != nil && w.Design.Election != 0 {
		return w.Design.Election
	}
	first, _, ok := w.Months()
	if !ok {
		return 0
	}
	for _, year := range r.Seats.Years() {
		if year < first.Year {
			return year
		}
	}
	return 0
}

// Parties returns the seats of each party in the population of a wave.
func (r Register) Parties(w survey.Wave) []municipality.PartySeats {
	return r.Seats.Election(r.Election(w))
}

// day returns a day in the last month of a wave's fieldwork, by which its figures
// are placed in regions too.
func day(w survey.Wave) municipality.Date {
	_, last, _ := w.Months()
	return municipality.Date{Year: last.Year, Month: last.Month, Day: 1}
}

// Region returns the key of the region of a municipality at the time of a wave,
// empty when it has none.
func (r Register) Region(w survey.Wave, code int) string {
	region, ok := r.Directory.Region(municipality.Code(code), day(w))
	if !ok {
		return ""
	}
	return region.Key
}

// place finds a municipality by code, with or without a leading zero, or by
// name, with or without "Kommune".
func (r Register) place(cell string) (code int, ok bool) {
	cell = strings.TrimSpace(cell)
	if parsed, err := municipality.ParseCode(strings.TrimPrefix(cell, "0")); err == nil {
		_, known := r.Directory.Lookup(parsed)
		return int(parsed), known
	}
	wanted := strings.TrimSuffix(plain(cell), " kommune")
	for _, m := range r.Directory.All() {
		if plain(m.Name) == wanted {
			return int(m.Code), true
		}
	}
	return 0, false
}

// otherNames are what parties are called beside their list letter and their
// name in the official figures: in English, and for short.
var otherNames = map[string][]string{
	"A":   {"Social Democrats", "The Social Democrats", "Social Democratic Party"},
	"V":   {"Liberal Party", "The Liberal Party", "Venstre, Danmarks Liberale Parti", "Liberal Party of Denmark"},
	"C":   {"Konservative", "De Konservative", "Conservatives", "Conservative People's Party", "The Conservative People's Party"},
	"F":   {"Socialist People's Party", "The Socialist People's Party", "Green Left"},
	"O":   {"Danish People's Party", "The Danish People's Party", "DF"},
	"I":   {"LA"},
	"Æ":   {"Denmark Democrats", "The Denmark Democrats", "Danmarksdemokraterne - Inger Støjberg"},
	"Ø":   {"Enhedslisten - De Rød-Grønne", "Red-Green Alliance", "The Red-Green Alliance"},
	"B":   {"De Radikale", "Radikale", "Social Liberals", "Social Liberal Party", "Danish Social Liberal Party"},
	"S":   {"Schleswig Party", "The Schleswig Party"},
	"Å":   {"The Alternative", "Alternative"},
	"M":   {"Moderates", "The Moderates"},
	"D":   {"New Right", "The New Right"},
	"K":   {"Kristendemokrater", "Christian Democrats", "The Christian Democrats"},
	"OTH": {"Lokalliste", "Lokallister", "Øvrige", "Andre", "Local list", "Local lists", "Other", "Others", "Local lists and others"},
}

// party finds a party among those with seats by list letter or name.
func party(cell string, among []municipality.PartySeats) (letter string, ok bool) {
	wanted := plain(cell)
	for _, p := range among {
		if wanted != "" && slices.Contains(namesOf(p), wanted) {
			return p.Letter, true
		}
	}
	return "", false
}

// namesOf returns everything a party may be called, folded. Official names such
// as "SF - Socialistisk Folkeparti" stand for each of their parts too.
func namesOf(p municipality.PartySeats) []string {
	names := append([]string{p.Letter, p.Party}, strings.Split(p.Party, " - ")...)
	names = append(names, otherNames[p.Letter]...)
	for i := range names {
		names[i] = plain(names[i])
	}
	return names
}

// plain folds a name: case, composed letters, apostrophes and repeated space.
func plain(s string) string {
	s = strings.NewReplacer("’", "'", "–", "-").Replace(norm.NFC.String(s))
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}
