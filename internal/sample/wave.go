package sample

import "modenhed/internal/survey"

// Wave returns a survey of politicians with one question, whose shares are
// known only in words.
func Wave() survey.Wave {
	words := func(low, high float64, da, en string) survey.Share {
		return survey.Share{Basis: survey.Words, Low: &low, High: &high, Words: survey.Text{DA: da, EN: en}}
	}
	return survey.Wave{
		Key:         "wave-2025",
		Title:       survey.Text{DA: "Prøveundersøgelse 2025", EN: "Sample survey 2025"},
		Fieldwork:   "2025-06",
		Population:  survey.Text{DA: "Kommunalpolitikere", EN: "Municipal politicians"},
		Respondents: 300,
		Purpose:     survey.Gap,
		Source:      survey.Source{Title: "Prøvenotat", Year: 2025},
		Questions: []survey.Question{{
			Key:  "gains",
			Text: survey.Text{DA: "Er gevinsterne hentet?", EN: "Are the gains harvested?"},
			Options: []survey.Option{
				{
					Key: "harvested", Reading: survey.Harvested, Text: survey.Text{DA: "Ja, næsten alle", EN: "Yes, nearly all"},
					Share: words(50, 70, "de fleste", "most"),
				},
				{
					Key: "potential", Reading: survey.Potential, Text: survey.Text{DA: "Nej, der er mere", EN: "No, there is more"},
					Share: words(30, 37, "omkring hver tredje", "about one in three"),
				},
			},
		}},
	}
}
