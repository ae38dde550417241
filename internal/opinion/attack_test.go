package opinion_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"modenhed/internal/opinion"
	"modenhed/internal/survey"
)

// TestWeightsDoNotTellWhatSmallPartiesAnswered attacks the figures by their
// weights: what the country's share is more than the shown parties explain is that
// of the withheld ones, and because their weights differ, an exact remainder would
// tell each one's answers. The attacker knows everybody's seats and tries all ways
// in which the withheld could have answered. Only rarely may all answers of a
// party be certain; they are in half of the trials when shares are exact.
func TestWeightsDoNotTellWhatSmallPartiesAnswered(t *testing.T) {
	t.Parallel()
	const trials = 200
	told, tried := 0, 0
	for seed := range uint64(trials) {
		in := partiesOf(rand.New(rand.NewPCG(seed, 4)))
		r, err := opinion.Estimate(in)
		if err != nil {
			t.Fatal(err)
		}
		a, ok := newAttack(r)
		if !ok {
			continue
		}
		tried++
		if a.tells() {
			told++
		}
	}
	t.Logf("of %d countries %d told all answers of a withheld party", tried, told)
	if tried < trials/4 || told*50 > tried {
		t.Errorf("%d of %d countries told all answers of a withheld party", told, tried)
	}
}

// partiesOf invents a council with three or four parties and two or three small ones.
func partiesOf(lots *rand.Rand) opinion.Input {
	wave := survey.Wave{Key: "w", Kind: survey.FromResponses, Fieldwork: "2026-03", Questions: []survey.Question{
		{Key: "q", Options: []survey.Option{{Key: "yes", Reading: survey.Harvested}, {Key: "no", Reading: survey.Potential}}},
	}}
	in := opinion.Input{
		Wave: wave, Responses: &survey.Responses{Questions: []string{"q"}},
		Seats: opinion.Seats{Election: 2025, National: map[string]int{}},
	}
	add := func(party string, respondents int, believing float64) {
		in.Seats.National[party] = int(float64(respondents) * (4 + 9*lots.Float64()))
		for range respondents {
			answer := "no"
			if lots.Float64() < believing {
				answer = "yes"
			}
			in.Responses.Rows = append(in.Responses.Rows, survey.Response{Municipality: 101, Party: party, Answers: []string{answer}})
		}
	}
	for i := range 3 + lots.IntN(2) {
		add("large"+strconv.Itoa(i), 10+lots.IntN(50), 0.2+0.6*lots.Float64())
	}
	for i := range 2 + lots.IntN(2) {
		add("small"+strconv.Itoa(i), 2+lots.IntN(3), 0.5)
	}
	return in
}

// attack is what is known of the withheld parties.
type attack struct {
	// people are the seats of each and respondents how many of all they are.
	people      []float64
	respondents int
	// rest are the sums that the shown parties can add to the share of all, rising;
	// low and high bound that share.
	rest      []float64
	low, high float64
	all       float64
}

// newAttack reads a report; ok is false when it withholds too much to try out.
func newAttack(r *opinion.Report) (a attack, ok bool) {
	q := r.Questions[0]
	parties, _ := q.Breakdown(opinion.ByParty)
	a.respondents, a.all, a.rest = q.Total.Answered, r.People, []float64{0}
	total := q.Total.Options[0]
	half := stepOfAll(q.Total.Answered) / 2
	a.low, a.high = total.Value-half, total.Value+half
	for i, g := range parties.Groups {
		people := r.Parties[i].People
		if !g.Shown {
			a.people = append(a.people, people)
			continue
		}
		a.respondents -= g.Answered
		a.add(people/a.all, g)
	}
	slices.Sort(a.rest)
	return a, len(a.people) >= 2 && a.respondents <= 9
}

// stepOfAll is the grid of the share of all, as the documentation says.
func stepOfAll(n int) float64 {
	for _, step := range []float64{0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1} {
		if step*float64(n) >= 1 {
			return step
		}
	}
	return 0.2
}

// add adds what a shown party can have answered to the sums.
func (a *attack) add(weight float64, g opinion.Group) {
	half := 0.0005
	switch {
	case g.Answered < 10:
		half = 0.1
	case g.Answered < 20:
		half = 0.025
	case g.Answered < 100:
		half = 0.005
	}
	var sums []float64
	for yes := range g.Answered + 1 {
		share := float64(yes) / float64(g.Answered)
		if math.Abs(share-g.Options[0].Value) > half+1e-9 {
			continue
		}
		for _, sum := range a.rest {
			sums = append(sums, sum+weight*share)
		}
	}
	a.rest = sums
}

// tells tries all ways in which the withheld could have answered, and tells
// whether in all that fit a party is of one mind.
func (a *attack) tells() bool {
	yes, no := make([]bool, len(a.people)), make([]bool, len(a.people))
	n, favour := make([]int, len(a.people)), make([]int, len(a.people))
	var try func(party, left int, sum float64)
	try = func(party, left int, sum float64) {
		if party == len(a.people) {
			if left == 0 && a.fits(sum) {
				for i := range n {
					yes[i], no[i] = yes[i] || favour[i] > 0, no[i] || favour[i] < n[i]
				}
			}
			return
		}
		for n[party] = 1; n[party] <= left; n[party]++ {
			for favour[party] = 0; favour[party] <= n[party]; favour[party]++ {
				try(party+1, left-n[party], sum+a.people[party]/a.all*float64(favour[party])/float64(n[party]))
			}
		}
	}
	try(0, a.respondents, 0)
	for i := range yes {
		if !yes[i] || !no[i] {
			return true
		}
	}
	return false
}

// fits tells whether a share of the withheld goes with some answers of the shown.
func (a *attack) fits(sum float64) bool {
	at, _ := slices.BinarySearch(a.rest, a.low-sum-1e-9)
	return at < len(a.rest) && a.rest[at] <= a.high-sum+1e-9
}
