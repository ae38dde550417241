package sample

import "modenhed/internal/survey"

// AskedWave returns a survey of politicians whose figures come from answers,
// and the answers of 24 of them in three municipalities.
func AskedWave() (survey.Wave, *survey.Responses) {
	wave := Wave()
	wave.Key, wave.Kind, wave.Fieldwork, wave.Respondents = "asked-2026", survey.FromResponses, "2026-03", 0
	wave.Design = &survey.Design{Election: 2025}
	options := wave.Questions[0].Options
	for i := range options {
		options[i].Share = survey.Share{}
	}
	r := &survey.Responses{Questions: []string{wave.Questions[0].Key}}
	for i := range 24 {
		answer := options[0].Key
		if i%3 == 0 {
			answer = options[1].Key
		}
		r.Rows = append(r.Rows, survey.Response{
			Municipality: []int{101, 461, 751}[i%3], Party: []string{"A", "V"}[i/2%2], Answers: []string{answer},
		})
	}
	return wave, r
}
