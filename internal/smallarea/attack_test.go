package smallarea_test

import (
	"math"
	"slices"
	"testing"

	"modenhed/internal/smallarea"
)

// TestOwnAnswersAreNotRecovered attacks what is published of each council by
// trying all ways in which its parties could have answered. The attacker even
// knows the rates and the local effect exactly. More than one number in favour
// must remain, and of no party may it be certain that all its members answered
// and answered alike.
func TestOwnAnswersAreNotRecovered(t *testing.T) {
	t.Parallel()
	in, _ := oracle(t, "s3_few")
	r := estimate(t, in)
	for i, got := range r.Publish().Councils {
		if got.Basis != smallarea.FromAnswers {
			continue
		}
		t.Run(got.Code, func(t *testing.T) {
			t.Parallel()
			fits := make(map[int]int)
			sure := make([]verdicts, len(in.Councils[i].Parties))
			total := 0
			answers(in.Councils[i], *got.Answered, func(c smallarea.Council, favour int) {
				if !looksLike(t, r, c, got) {
					return
				}
				total++
				fits[favour]++
				for k, p := range c.Parties {
					sure[k].note(p)
				}
			})
			t.Logf("%d ways, by number in favour %v", total, fits)
			if len(fits) < 2 {
				t.Errorf("%v can only be %v in favour", got, fits)
			}
			for k, s := range sure {
				if s.favour == total || s.against == total {
					t.Errorf("party %d is known", k)
				}
			}
		})
	}
}

// verdicts counts the ways in which all members of a party answered alike.
type verdicts struct {
	favour, against int
}

func (v *verdicts) note(p smallarea.Party) {
	if p.Answered < p.Seats {
		return
	}
	if p.Favour == p.Answered {
		v.favour++
	}
	if p.Favour == 0 {
		v.against++
	}
}

// answers calls back for every way in which a band of respondents could have
// answered, all alike left out.
func answers(c smallarea.Council, band smallarea.Band, do func(c smallarea.Council, favour int)) {
	guess := smallarea.Council{Code: c.Code, Parties: slices.Clone(c.Parties)}
	var fill func(party, n, favour int)
	fill = func(party, n, favour int) {
		if party == len(guess.Parties) {
			if n >= band.Low && favour > 0 && favour < n {
				do(guess, favour)
			}
			return
		}
		p := &guess.Parties[party]
		for p.Answered = 0; p.Answered <= min(p.Seats, band.High-n); p.Answered++ {
			for p.Favour = 0; p.Favour <= p.Answered; p.Favour++ {
				fill(party+1, n+p.Answered, favour+p.Favour)
			}
		}
		p.Answered, p.Favour = 0, 0
	}
	fill(0, 0, 0)
}

// looksLike tells whether a council would be published as another was.
func looksLike(t *testing.T, r *smallarea.Result, c smallarea.Council, want smallarea.Published) bool {
	t.Helper()
	f, err := r.Figure(c, r.Minimum)
	if err != nil {
		t.Fatal(err)
	}
	seats := float64(f.Seats)
	return math.Round(f.Share/smallarea.AnswersStep) == math.Round(*want.Share/smallarea.AnswersStep) &&
		math.Floor(float64(f.Predictive90.Low)*10/seats) == math.Round(want.Interval.Low*10) &&
		math.Ceil(float64(f.Predictive90.High)*10/seats) == math.Round(want.Interval.High*10)
}
