package pages

import (
	"net/url"
	"strconv"
	"strings"

	"modenhed/internal/improvement"
	"modenhed/internal/scoring"
	"modenhed/internal/web/view"
)

// The fields of the forms in which a goal is chosen. The first says which of
// the others counts.
const (
	goalField = "goal"
	rankField = "rank"
	bandField = "band"
)

// chosenGoal is a goal as an address names it.
type chosenGoal struct {
	improvement.Goal
	// rank and band are what was typed.
	rank, band string
	// asked means that a goal is named, well or badly.
	asked  bool
	faults view.FieldErrors
}

// readGoal reads a goal; ranked is how many municipalities have a rank.
func readGoal(l view.Look, values url.Values, ranked int) chosenGoal {
	text := func(name string) string { return truncate(strings.TrimSpace(values.Get(name)), maxSearch) }
	g := chosenGoal{rank: text(rankField), band: text(bandField)}
	kind := text(goalField)
	if kind == "" {
		kind = g.kind()
	}
	g.asked = kind != ""
	switch kind {
	case "":
	case rankField:
		g.readRank(l, ranked)
	case bandField:
		g.readBand(l)
	case "both":
		g.refuse(rankField, l.T("advice.problem.both"))
	default:
		g.refuse("", l.T("advice.problem.goal", "Value", kind))
	}
	return g
}

// kind tells from the fields what the goal is when the address does not say.
func (g *chosenGoal) kind() string {
	switch {
	case g.rank != "" && g.band != "":
		return "both"
	case g.rank != "":
		return rankField
	case g.band != "":
		return bandField
	}
	return ""
}

func (g *chosenGoal) refuse(field, text string) {
	g.faults = append(g.faults, view.FieldError{ID: field, Text: text})
}

func (g *chosenGoal) readRank(l view.Look, ranked int) {
	rank, err := strconv.Atoi(g.rank)
	switch {
	case g.rank == "":
		g.refuse(rankField, l.T("advice.problem.no_rank", "N", l.Int(ranked)))
	case err != nil || rank < 1:
		g.refuse(rankField, l.T("advice.problem.not_rank", "Value", g.rank, "N", l.Int(ranked)))
	case rank > ranked:
		g.refuse(rankField, l.T("advice.problem.beyond", "N", l.Int(ranked)))
	default:
		g.Rank = rank
	}
}

func (g *chosenGoal) readBand(l view.Look) {
	band, err := strconv.Atoi(g.band)
	if err != nil || band < int(scoring.Initial) || band > int(scoring.Leading) {
		g.refuse(bandField, l.T("advice.problem.band"))
		return
	}
	g.Band = scoring.Band(band)
}

const (
	// placesAhead is how far above its rank a municipality is first offered a goal.
	placesAhead = 10
	// pointsPerBand is how much of the scale a band covers.
	pointsPerBand = 20
)

// form is where the goal is chosen, with what was typed, else with a goal a
// little way off.
func (a *adviser) form(g chosenGoal) *view.ReachForm {
	l := a.look
	f := &view.ReachForm{
		Text:   a.say("reach"),
		Action: adviceAddress(a.unit) + "#reach",
		Faults: g.faults,
		Rank: view.Field{
			Name: rankField, Label: l.T("advice.reach.rank"), InputMode: "numeric", Autocomplete: "off",
			Hint:  l.T("advice.reach.rank_hint", "N", l.Int(a.snapshot.Overview().Country.Ranked)),
			Value: g.rank, Error: g.faults.Of(rankField),
		},
		Band: view.Field{
			Name: bandField, Label: l.T("advice.reach.band"), Hint: l.T("advice.reach.band_hint"), Error: g.faults.Of(bandField),
		},
	}
	if f.Rank.Value == "" && f.Rank.Error == "" {
		f.Rank.Value = strconv.Itoa(max(a.unit.Place.Rank-placesAhead, 1))
	}
	selected := g.band
	if selected == "" {
		selected = strconv.Itoa(min(int(a.unit.Card.Band)+1, int(scoring.Leading)))
	}
	for _, band := range view.Bands() {
		from := (int(band) - 1) * pointsPerBand
		text := l.T("advice.reach.band_choice", "Band", int(band), "Title", band.Name(l), "From", l.Int(from))
		f.Bands = append(f.Bands, choice(strconv.Itoa(int(band)), text, selected))
	}
	return f
}
