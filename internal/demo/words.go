package demo

import (
	"fmt"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
)

// What the invented staff writes. It is content, not wording of the product,
// and Danish in both languages, as real answers would be.
var (
	evidenceTexts = []string{
		"Opdigtet: Behandlet i økonomiudvalget i %d, punkt 7.",
		"Opdigtet: Årlig status på digitaliseringsstrategien %d.",
		"Opdigtet: Opgørelse fra digitaliseringsafdelingen, %d.",
		"Opdigtet: Årsberetning %d, afsnittet om drift og gevinster.",
		"Opdigtet: Internt notat fra %d med tal fra fagsystemet.",
		"Opdigtet: Revisionens gennemgang %d.",
	}
	levelFiveTexts = []string{
		"Opdigtet: Gevinstopgørelse %d med måling før og efter, forelagt byrådet.",
		"Opdigtet: Byrådets årlige opfølgning %d viser gevinsterne målt mod udgangspunktet.",
	}
	deskTexts = []string{
		"Opdigtet: Omtalt på kommunens hjemmeside i %d.",
		"Opdigtet: Fremgår af et offentligt referat fra %d.",
	}
	comments = []string{
		"Opdigtet: Tallet hentes igen i næste kvartal.",
		"Opdigtet: Afstemt med it-chefen inden indberetning.",
		"Opdigtet: Skøn; den endelige opgørelse følger.",
		"Opdigtet: Nyt system i år, derfor springet i tallet.",
	}
	reasons = map[framework.IndicatorKey]string{
		"smart_city.traffic_signals": "Opdigtet: Kommunen har ingen signalregulerede kryds.",
		"broadband.case_days":        "Opdigtet: Der er ikke modtaget ansøgninger de seneste 12 måneder.",
		"broadband.lease_price":      "Opdigtet: Kommunen udlejer hverken jord eller master til teleselskaber.",
		"broadband.tender":           "Opdigtet: Der er ikke holdt bredbåndsudbud, for markedet dækker hele kommunen.",
	}
)

const otherReason = "Opdigtet: Kommunen løser ikke denne opgave."

func reasonFor(i *framework.Indicator) string {
	if reason, ok := reasons[i.Key]; ok {
		return reason
	}
	return otherReason
}

// evidenceFor invents what an own answer rests on: always where it is required,
// mostly where it is asked for, seldom elsewhere.
func evidenceFor(place framework.Place, s assessment.Status) assessment.Evidence {
	code, key := s.Municipality.String(), string(place.Indicator.Key)
	at := s.RecordedAt.Format(time.DateOnly)
	texts, share := evidenceTexts, 0.12
	switch assessment.EvidenceAdvice(place, s.Answer) {
	case assessment.Required:
		texts, share = levelFiveTexts, 1
	case assessment.Asked:
		share = 0.9
	}
	if chance("evidence", code, key, at) >= share {
		return assessment.Evidence{}
	}
	evidence := assessment.Evidence{
		Text:   pick(texts, s.RecordedAt.Year(), "text", code, key, at),
		Public: chance("public", code, key) < 0.65,
	}
	if chance("link", code, key) < 0.6 {
		evidence.Link = link(code, key)
	}
	return evidence
}

func deskEvidence(place framework.Place, s assessment.Status) assessment.Evidence {
	code, key := s.Municipality.String(), string(place.Indicator.Key)
	return assessment.Evidence{
		Text:   pick(deskTexts, s.RecordedAt.Year(), "desk text", code, key),
		Link:   link(code, key),
		Public: true,
	}
}

func commentFor(s assessment.Status) string {
	code, key, at := s.Municipality.String(), string(s.Indicator), s.RecordedAt.Format(time.DateOnly)
	if chance("comments", code, key, at) >= 0.03 {
		return ""
	}
	return comments[draws("comment", code, key, at).IntN(len(comments))]
}

func pick(texts []string, year int, name ...string) string {
	return fmt.Sprintf(texts[draws(name...).IntN(len(texts))], year)
}

// link leads to a page that cannot exist: example.org is reserved (RFC 2606).
func link(code, indicator string) string {
	return "https://www.example.org/demo/" + code + "/" + indicator
}
