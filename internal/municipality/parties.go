package municipality

import (
	"strings"

	"modenhed/internal/fault"
	"modenhed/internal/reference/csvfile"
)

// FileParties is the file of party names; databases from before it have none.
const FileParties = "parties.csv"

// OtherLists is the letter that stands for local and all other lists.
const OtherLists = "OTH"

// Party is a list that stands for election.
type Party struct {
	// Letter is the list letter, or [OtherLists].
	Letter string
	Name   Name
	// Others are further names that people use for it.
	Others []string
}

type partyRow struct {
	Letter string `csv:"letter"`
	NameDA string `csv:"name_da"`
	NameEN string `csv:"name_en"`
	Others string `csv:"other_names"`
}

func readParties(content []byte, problems *fault.Problems) []Party {
	var parties []Party
	once := newUniqueness()
	csvfile.Each(FileParties, content, problems, func(row csvfile.Row, r partyRow) {
		once.check(row, "letter", r.Letter)
		party := Party{
			Letter: row.Text("letter", r.Letter),
			Name:   Name{DA: row.Text("name_da", r.NameDA), EN: row.Text("name_en", r.NameEN)},
		}
		for other := range strings.SplitSeq(r.Others, ";") {
			if other = strings.TrimSpace(other); other != "" {
				party.Others = append(party.Others, other)
			}
		}
		parties = append(parties, party)
	})
	return parties
}

// PartyName returns the name of a party in a language, "da" or "en": as the file
// of parties has it, else as the latest national figures have it, else the letter.
func (s Seats) PartyName(letter, lang string) string {
	for _, p := range s.Parties {
		if p.Letter == letter {
			return p.Name.In(lang)
		}
	}
	name, year := letter, 0
	for _, p := range s.National {
		if p.Letter == letter && p.Year > year && p.Party != "" {
			name, year = p.Party, p.Year
		}
	}
	return name
}

// AllParties returns the file of parties, and after it those that only have
// seats, in the order in which they are first named.
func (s Seats) AllParties() []Party {
	parties := append([]Party(nil), s.Parties...)
	known := make(map[string]bool, len(parties))
	for _, p := range parties {
		known[p.Letter] = true
	}
	add := func(letter string) {
		if !known[letter] {
			known[letter] = true
			name := s.PartyName(letter, "da")
			parties = append(parties, Party{Letter: letter, Name: Name{DA: name, EN: name}})
		}
	}
	for _, p := range s.National {
		add(p.Letter)
	}
	for _, c := range s.Councils {
		add(c.Letter)
	}
	return parties
}
