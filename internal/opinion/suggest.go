package opinion

import (
	"slices"

	"modenhed/internal/municipality"
	"modenhed/internal/survey"
	"modenhed/internal/weighting"
)

// Suggestion is a party, or several that are weighted as one, that might be
// weighted with another.
type Suggestion struct {
	// Label is the party, Parts are the parties that are weighted under it.
	Label string
	Parts []string
	// Respondents is how many answered; People how many politicians there are.
	Respondents int
	People      float64
	// Into is the label to merge with, empty when there is nothing to suggest.
	Into string
}

// Merges are what merging parties starts from.
type Merges struct {
	// Small are parties with under five respondents or without politicians.
	Small []Suggestion
	// Labels are all that parties can be merged with.
	Labels []string
}

// SuggestMerges looks for parties that should not be weighted for themselves
// under the design of the wave. Nothing is merged by it. It is empty where
// answers cannot be weighted for another reason.
func SuggestMerges(in Input) Merges {
	e, err := newEstimate(in)
	if err != nil || len(e.population.Margins) == 0 {
		return Merges{}
	}
	plain := weighting.Margin{Column: e.margins[0], Population: e.population.Margins[0]}
	merging := weighting.Merging{}
	for _, m := range e.design.Merge {
		merging[m.From] = m.Into
	}
	margin, err := merging.Apply(plain)
	if err != nil {
		// What is merged in vain is told as a refusal.
		margin, merging = plain, weighting.Merging{}
	}
	return suggestions(plain, margin, merging)
}

func suggestions(plain, margin weighting.Margin, merging weighting.Merging) Merges {
	respondents, people := make(map[string]int), make(map[string]float64)
	for _, code := range margin.Column.Codes {
		if code != weighting.Blank {
			respondents[margin.Column.Labels[code]]++
		}
	}
	var out Merges
	for _, c := range margin.Population {
		people[c.Label] = c.People
		if c.People > 0 {
			out.Labels = append(out.Labels, c.Label)
		}
	}
	into := make(map[string]string)
	for _, m := range weighting.Suggest(margin, weighting.SmallStratum) {
		into[m.From] = m.Into
	}
	strangers := slices.DeleteFunc(slices.Clone(margin.Column.Labels), func(l string) bool { return people[l] > 0 || respondents[l] == 0 })
	for _, label := range slices.Concat(out.Labels, strangers) {
		target := into[label]
		if people[label] == 0 && people[municipality.OtherLists] > 0 {
			target = municipality.OtherLists
		}
		if respondents[label] >= weighting.SmallStratum && people[label] > 0 && target == "" {
			continue
		}
		out.Small = append(out.Small, Suggestion{
			Label: label, Parts: partsOf(label, plain, merging), Respondents: respondents[label], People: people[label], Into: target,
		})
	}
	return out
}

// partsOf are the parties that are weighted under a label.
func partsOf(label string, plain weighting.Margin, merging weighting.Merging) []string {
	var parts []string
	add := func(party string) {
		into, merged := merging[party]
		if (merged && into == label || !merged && party == label) && !slices.Contains(parts, party) {
			parts = append(parts, party)
		}
	}
	for _, c := range plain.Population {
		add(c.Label)
	}
	for _, l := range plain.Column.Labels {
		add(l)
	}
	return parts
}

// Merge returns a design's merges with further ones: each label's parties, all
// of them, under another label. Where that is merged too, they follow it.
func (m Merges) Merge(before []survey.Merge, into map[string]string) []survey.Merge {
	target := make(map[string]string)
	var order []string
	set := func(from, to string) {
		if _, known := target[from]; !known {
			order = append(order, from)
		}
		target[from] = to
	}
	for _, b := range before {
		set(b.From, b.Into)
	}
	for _, s := range m.Small {
		if to := into[s.Label]; to != "" && to != s.Label {
			for _, part := range s.Parts {
				set(part, to)
			}
		}
	}
	var merges []survey.Merge
	for _, from := range order {
		to := target[from]
		// As many steps as there are merges lead to the end or in a circle.
		for range order {
			if next, merged := target[to]; merged && next != from && next != to {
				to = next
			}
		}
		merges = append(merges, survey.Merge{From: from, Into: to})
	}
	return merges
}
