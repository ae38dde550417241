package opinion_test

import (
	"fmt"
	"strconv"

	"pgregory.net/rapid"

	"modenhed/internal/opinion"
	"modenhed/internal/survey"
)

// inventedWave asks two questions, the second on a scale, of people whose sex is known.
func inventedWave(minimum int) survey.Wave {
	score := func(x float64) *float64 { return &x }
	return survey.Wave{
		Key: "w", Kind: survey.FromResponses, Fieldwork: "2026-03",
		Design: &survey.Design{Minimum: minimum, By: []string{"sex"}},
		Questions: []survey.Question{
			{Key: "gains", Options: []survey.Option{
				{Key: "all", Reading: survey.Harvested}, {Key: "nearly", Reading: survey.Harvested},
				{Key: "more", Reading: survey.Potential}, {Key: "dk", Reading: survey.DontKnow},
			}},
			{Key: "weight", Options: []survey.Option{
				{Key: "low", Score: score(1)}, {Key: "mid", Score: score(2)}, {Key: "high", Score: score(3)}, {Key: "none"},
			}},
		},
	}
}

// country is a small country: parties with seats in councils, and who answered what.
type country struct {
	in opinion.Input
}

// drawCountry draws some councils with unlike parties and few respondents, who
// often answer alike.
func drawCountry(t *rapid.T) country {
	parties := rapid.IntRange(2, 6).Draw(t, "parties")
	councils := rapid.IntRange(3, 8).Draw(t, "councils")
	in := opinion.Input{
		Wave:   inventedWave(0),
		Seats:  opinion.Seats{Election: 2025, National: map[string]int{}, Councils: map[int]map[string]int{}},
		Places: map[int]opinion.Place{},
		Responses: &survey.Responses{
			Columns: []string{"sex"}, Questions: []string{"gains", "weight"},
		},
	}
	for c := range councils {
		code := 101 + c
		own := map[string]int{}
		in.Places[code] = opinion.Place{
			Region: "r" + strconv.Itoa(rapid.IntRange(0, 2).Draw(t, "region")), Group: "g" + strconv.Itoa(c%3), Size: "s" + strconv.Itoa(c%2),
		}
		lean := rapid.SampledFrom([]int{0, 0, 1, 2, 3}).Draw(t, "lean")
		for p := range parties {
			seats := rapid.IntRange(1, 9).Draw(t, "seats")
			key := "P" + strconv.Itoa(p)
			own[key], in.Seats.National[key] = seats, in.Seats.National[key]+seats
			for range rapid.IntRange(0, min(seats, 4)).Draw(t, "respondents") {
				in.Responses.Rows = append(in.Responses.Rows, drawResponse(t, code, key, lean))
			}
		}
		in.Seats.Councils[code] = own
	}
	for p := range parties {
		key := "P" + strconv.Itoa(p)
		// Who has nobody to answer for it could not be weighted.
		if own := in.Seats.Councils[101]; !answered(in, key) {
			in.Responses.Rows = append(in.Responses.Rows, drawResponse(t, 101, key, 0))
			own[key]++
			in.Seats.National[key]++
		}
	}
	return country{in}
}

func answered(in opinion.Input, party string) bool {
	for _, row := range in.Responses.Rows {
		if row.Party == party {
			return true
		}
	}
	return false
}

func drawResponse(t *rapid.T, code int, party string, lean int) survey.Response {
	gains := []string{"all", "nearly", "more", "dk", ""}
	answer := gains[lean]
	if rapid.IntRange(0, 2).Draw(t, "own mind") == 0 {
		answer = rapid.SampledFrom(gains).Draw(t, "gains")
	}
	return survey.Response{
		Municipality: code, Party: party,
		Values:  []string{rapid.SampledFrom([]string{"f", "m", "m", ""}).Draw(t, "sex")},
		Answers: []string{answer, rapid.SampledFrom([]string{"low", "mid", "mid", "high", "none", ""}).Draw(t, "weight")},
	}
}

// members returns the respondents of a group who answered a question.
func (c country) members(column, key string, question int) (rows []survey.Response) {
	for _, row := range c.in.Responses.Rows {
		place := c.in.Places[row.Municipality]
		value := map[string]string{
			opinion.ByRegion: place.Region, opinion.ByGroup: place.Group, opinion.BySize: place.Size, opinion.ByParty: row.Party, "sex": row.Values[0],
		}[column]
		if row.Answers[question] != "" && value == key {
			rows = append(rows, row)
		}
	}
	return rows
}

// estimate makes the report, and skips a country that has none.
func (c country) estimate(t *rapid.T) *opinion.Report {
	r, err := opinion.Estimate(c.in)
	if err != nil {
		t.Skip(fmt.Sprint(err))
	}
	return r
}
