package fieldwork

import (
	"slices"

	"modenhed/internal/estimation"
	"modenhed/internal/municipality"
	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
	"modenhed/internal/weighting"
)

// Tally is how many have answered: numbers of ballots.
type Tally struct {
	// Parties are by list letter, Places by municipality.
	Parties map[string]int
	Places  map[int]int
}

func (t Tally) total() int {
	n := 0
	for _, count := range t.Parties {
		n += count
	}
	return n
}

// Answered is a number of answers that may be shown, or not.
type Answered struct {
	N int
	// Shown is false where the number would tell of fewer than the minimum; N is 0 then.
	Shown bool
}

// Line is how far the fieldwork is in one party or one region.
type Line struct {
	// Key is a list letter, or the key of a region; empty for no region.
	Key string
	// Name is what it is called; empty for no region.
	Name municipality.Name
	// Seats are how many politicians there are, 0 when it is not known.
	Seats int
	// SeatsPartly means that the seats of some councils are not known.
	SeatsPartly bool
	Invited     int
	Answered    Answered
	// Nobody means that nobody has answered of a group that is large enough to say so.
	Nobody bool
}

// Progress is what is shown while answers come in.
type Progress struct {
	Invited  int
	Answered Answered
	// Parties are in the order of the election's result, Regions in that of the directory.
	Parties, Regions []Line
	// Withheld counts the lines whose number is not shown.
	Withheld int
	Minimum  int
	Outlook  Outlook
}

// Outlook is how precise the result would be if no further answer came.
type Outlook struct {
	// People is the population, 0 when it is not known.
	People int
	// Margin is that of a share of one half; not defined where the number of
	// answers is not shown.
	Margin estimation.MaxMargin
	// Kish is the design effect of weights by party, with the parties that are not
	// shown taken as one.
	Kish estimation.Figure
	// Weighted is the margin with that effect.
	Weighted estimation.Figure
}

// preview returns the invited against the seats, before anybody has answered.
func preview(w survey.Wave, of Register, contacts []Contact) Progress {
	counts := countsOf(w, of, contacts)
	return progress(w, of, Fieldwork{Terms: TermsOf(w), Invited: len(contacts)}, counts, Tally{})
}

// countsOf counts contacts by party and region.
func countsOf(w survey.Wave, of Register, contacts []Contact) []Count {
	parties, regions := make(map[string]int), make(map[string]int)
	for _, c := range contacts {
		parties[c.Party]++
		regions[of.Region(w, c.Municipality)]++
	}
	var list []Count
	for _, kind := range []struct {
		name   string
		counts map[string]int
	}{{CountParty, parties}, {CountRegion, regions}} {
		for _, key := range sortedKeys(kind.counts) {
			list = append(list, Count{Kind: kind.name, Key: key, Invited: kind.counts[key]})
		}
	}
	return list
}

func sortedKeys(m map[string]int) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// progress puts together what may be shown.
func progress(w survey.Wave, of Register, f Fieldwork, counts []Count, t Tally) Progress {
	rule := f.Terms.rule()
	p := Progress{Invited: f.Invited, Minimum: rule.N()}
	p.Parties = partyLines(of, of.Parties(w), counts)
	p.Regions = regionLines(w, of, counts)
	byRegion := make(map[string]int)
	for code, n := range t.Places {
		byRegion[of.Region(w, code)] += n
	}
	total := fill(rule, p.Parties, t.Parties)
	also := fill(rule, p.Regions, byRegion)
	if total && also {
		p.Answered = Answered{N: t.total(), Shown: true}
	}
	for _, line := range slices.Concat(p.Parties, p.Regions) {
		if !line.Answered.Shown && !line.Nobody && line.Invited > 0 {
			p.Withheld++
		}
	}
	p.Outlook = outlook(w, of, p)
	return p
}

// fill enters the numbers that the rule allows and reports whether their sum may be shown.
func fill(rule smallarea.Minimum, lines []Line, answered map[string]int) (total bool) {
	counts := make([]int, len(lines))
	for i, line := range lines {
		counts[i] = answered[line.Key]
	}
	row := rule.Row(counts, nil)
	for i, n := range counts {
		// A number of nobody has nobody to protect; that a whole group is silent is
		// said only of groups as large as any other figure's.
		lines[i].Nobody = n == 0 && lines[i].Invited >= rule.N()
	}
	if !row.Total {
		return false
	}
	conceal(lines, counts, row.Cells)
	for i, n := range counts {
		if row.Cells[i] {
			lines[i].Answered = Answered{N: n, Shown: true}
		}
	}
	return true
}

// conceal withholds further numbers until nobody can conclude from the sum of
// the withheld ones, and from how many were invited, that somebody of a withheld
// line has answered: it must be possible that all came from the others. Where
// that cannot be had, because nearly everybody has answered, the sum alone is shown.
func conceal(lines []Line, counts []int, shown []bool) {
	for {
		withheld, room := 0, 0
		for i, line := range lines {
			if !shown[i] && !line.Nobody {
				withheld, room = withheld+counts[i], room+line.Invited
			}
		}
		tight := false
		for i, line := range lines {
			tight = tight || !shown[i] && !line.Nobody && counts[i] > 0 && withheld > room-line.Invited
		}
		if !tight {
			return
		}
		next := -1
		for i, n := range counts {
			if shown[i] && (next < 0 || n < counts[next]) {
				next = i
			}
		}
		if next < 0 {
			return
		}
		shown[next] = false
	}
}

// partyLines has a line for every party with seats or invited people.
func partyLines(of Register, parties []municipality.PartySeats, counts []Count) []Line {
	var lines []Line
	for _, p := range parties {
		name := municipality.Name{DA: of.Seats.PartyName(p.Letter, "da"), EN: of.Seats.PartyName(p.Letter, "en")}
		lines = append(lines, Line{Key: p.Letter, Name: name, Seats: p.Seats})
	}
	return withInvited(lines, counts, CountParty)
}

// regionLines has a line for every region, with the seats of its councils.
func regionLines(w survey.Wave, of Register, counts []Count) []Line {
	var lines []Line
	for _, r := range of.Directory.Regions(day(w)) {
		line := Line{Key: r.Key, Name: r.Name}
		for _, m := range of.Directory.InRegion(r.Key, day(w)) {
			line.Seats += m.CouncilSeats
			line.SeatsPartly = line.SeatsPartly || m.CouncilSeats == 0
		}
		lines = append(lines, line)
	}
	return withInvited(lines, counts, CountRegion)
}

// withInvited enters how many were invited; a group that is not known from the
// seats comes last.
func withInvited(lines []Line, counts []Count, kind string) []Line {
	for _, c := range counts {
		if c.Kind != kind {
			continue
		}
		at := slices.IndexFunc(lines, func(l Line) bool { return l.Key == c.Key })
		if at < 0 {
			at, lines = len(lines), append(lines, Line{Key: c.Key})
		}
		lines[at].Invited = c.Invited
	}
	return lines
}

// outlook says how precise the answers so far are. It rests on numbers that are
// shown, so that nothing else can be concluded from it.
func outlook(w survey.Wave, of Register, p Progress) Outlook {
	o := Outlook{People: people(w, of)}
	if !p.Answered.Shown {
		return o
	}
	o.Margin = estimation.MaxMarginOf(p.Answered.N, float64(o.People))
	strata, rest := []stratum{}, stratum{people: float64(o.People), answered: p.Answered.N}
	for _, line := range p.Parties {
		if line.Answered.Shown && line.Seats > 0 {
			strata = append(strata, stratum{people: float64(line.Seats), answered: line.Answered.N})
			rest.people -= float64(line.Seats)
			rest.answered -= line.Answered.N
		}
	}
	deff, ok := kish(append(strata, rest))
	if ok && o.People > 0 {
		o.Kish = estimation.Figure{Value: deff, OK: true}
		o.Weighted = o.Margin.Weighted(deff)
	}
	return o
}

// people is the population of a wave: what its design says, else all seats.
func people(w survey.Wave, of Register) int {
	if w.Design != nil && w.Design.People > 0 {
		return w.Design.People
	}
	return of.Seats.Total(of.Election(w))
}

// stratum is a part of the population with its respondents.
type stratum struct {
	people   float64
	answered int
}

// kish is the design effect of weights that make strata as large as in the
// population: n·Σ(N_h²/n_h)/N². ok is false where a stratum has people and nobody answered.
func kish(strata []stratum) (deff float64, ok bool) {
	n, sum, squares := 0, 0.0, 0.0
	for _, s := range strata {
		if s.people <= 0 && s.answered == 0 {
			continue
		}
		if s.people <= 0 || s.answered == 0 {
			return 0, false
		}
		n += s.answered
		sum += s.people
		squares += s.people * s.people / float64(s.answered)
	}
	k, ok := weighting.KishOf(n, sum, squares)
	return k.Deff, ok
}
