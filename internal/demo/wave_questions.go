package demo

import "modenhed/internal/survey"

// The keys of options.
const (
	optionHarvested = "harvested"
	optionPotential = "potential"
	optionDontKnow  = "dontknow"
)

// gainsQuestion is that of the wave of June 2017.
func gainsQuestion() survey.Question {
	return survey.Question{
		Key: "digital_gains",
		Text: survey.Text{
			DA: "Hvilket af følgende udsagn passer bedst på din holdning?",
			EN: "Which of the following statements best fits your view?",
		},
		Options: []survey.Option{
			{Key: optionHarvested, Reading: survey.Harvested, Text: survey.Text{
				DA: "Alle eller næsten alle digitale gevinster er hentet", EN: "All or nearly all digital gains have been harvested"}},
			{Key: optionPotential, Reading: survey.Potential, Text: survey.Text{
				DA: "Der er et betydeligt potentiale for at hente flere digitale gevinster", EN: "There is considerable potential for harvesting more digital gains"}},
			{Key: optionDontKnow, Reading: survey.DontKnow, Text: survey.Text{DA: "Ved ikke", EN: "Don’t know"}},
		},
	}
}

// priorityQuestion is on a scale from 1 to 5.
func priorityQuestion() survey.Question {
	q := survey.Question{
		Key: "priority",
		Text: survey.Text{
			DA: "I hvor høj grad prioriterer jeres kommunalbestyrelse digitalisering?",
			EN: "To what extent does your council give priority to digitalisation?",
		},
	}
	for i, text := range []survey.Text{
		{DA: "Slet ikke", EN: "Not at all"},
		{DA: "I mindre grad", EN: "To a small extent"},
		{DA: "I nogen grad", EN: "To some extent"},
		{DA: "I høj grad", EN: "To a large extent"},
		{DA: "I meget høj grad", EN: "To a very large extent"},
	} {
		score := float64(i + 1)
		q.Options = append(q.Options, survey.Option{Key: priorityKeys[i], Text: text, Score: &score})
	}
	q.Options = append(q.Options, survey.Option{Key: optionDontKnow, Text: survey.Text{DA: "Ved ikke", EN: "Don’t know"}})
	return q
}

// priorityKeys are the options of the second question on its scale, in order.
var priorityKeys = [...]string{"not", "little", "some", "high", "highest"}
