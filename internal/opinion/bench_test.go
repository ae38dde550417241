package opinion_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"modenhed/internal/opinion"
	"modenhed/internal/survey"
)

// BenchmarkOpinion estimates everything that is shown of a wave, for all members
// of all councils and for forty times as many.
func BenchmarkOpinion(b *testing.B) {
	for _, n := range []int{326, 2_400, 100_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			in := crowdOf(n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := opinion.Estimate(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// crowdOf invents answers from 98 councils whose seats fit.
func crowdOf(n int) opinion.Input {
	lots := rand.New(rand.NewPCG(1, 2))
	in := opinion.Input{
		Wave: inventedWave(0), Places: map[int]opinion.Place{},
		Seats:     opinion.Seats{Election: 2025, National: map[string]int{}, Councils: map[int]map[string]int{}},
		Responses: &survey.Responses{Columns: []string{"sex"}, Questions: []string{"gains", "weight"}},
	}
	options := [][]string{{"all", "nearly", "more", "dk", ""}, {"low", "mid", "high", "none", ""}}
	for i := range n {
		code, party := 101+lots.IntN(98), "P"+strconv.Itoa(min(lots.IntN(12), lots.IntN(12)))
		in.Places[code] = opinion.Place{Region: "r" + strconv.Itoa(code%5), Group: "g" + strconv.Itoa(code%6), Size: "s" + strconv.Itoa(code%4)}
		in.Seats.National[party] += 2
		if code%3 == 0 && n < 10_000 {
			if in.Seats.Councils[code] == nil {
				in.Seats.Councils[code] = map[string]int{}
			}
			in.Seats.Councils[code][party] += 2
		}
		in.Responses.Rows = append(in.Responses.Rows, survey.Response{
			Municipality: code, Party: party, Values: []string{[]string{"f", "m"}[i%2]},
			Answers: []string{options[0][lots.IntN(5)], options[1][lots.IntN(5)]},
		})
	}
	return in
}
