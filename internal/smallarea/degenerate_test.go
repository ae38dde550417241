package smallarea_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"modenhed/internal/smallarea"
)

// one is a country of one council with one party.
func one(seats, answered, favour int) smallarea.Input {
	return smallarea.Input{Councils: []smallarea.Council{{Code: "a", Parties: []smallarea.Party{
		{Key: "P", Seats: seats, Answered: answered, Favour: favour},
	}}}}
}

func TestDegenerate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		in      smallarea.Input
		share   float64
		range90 smallarea.Seats
	}{
		{"one person, in favour", one(1, 1, 1), 1, smallarea.Seats{Low: 1, High: 1}},
		{"one person, against", one(1, 1, 0), 0, smallarea.Seats{}},
		{"everybody answered", one(9, 9, 3), 1. / 3, smallarea.Seats{Low: 3, High: 3}},
		{"all alike, the rest silent", one(20, 7, 7), 1, smallarea.Seats{Low: 20, High: 20}},
		{"a thousand answers", one(1000, 1000, 500), 0.5, smallarea.Seats{Low: 500, High: 500}},
		{"the largest council", one(1000, 2, 1), 0.5, smallarea.Seats{Low: 474, High: 526}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := estimate(t, c.in).Figures[0]
			if math.Abs(f.Share-c.share) > 1e-9 || f.Predictive90 != c.range90 {
				t.Errorf("share %g, %v; want %g, %v", f.Share, f.Predictive90, c.share, c.range90)
			}
		})
	}
}

// TestStrongestEffect sets whole councils against each other.
func TestStrongestEffect(t *testing.T) {
	t.Parallel()
	var in smallarea.Input
	for i := range 10 {
		c := one(400, 390, 390*(i%2)).Councils[0]
		c.Code = fmt.Sprint(i)
		in.Councils = append(in.Councils, c)
	}
	r := estimate(t, in)
	if r.Tau != smallarea.TauLimit || !slices.Contains(r.Warnings, smallarea.Warning{Kind: smallarea.EffectAtLimit}) {
		t.Errorf("τ = %g, %v", r.Tau, r.Warnings)
	}
	if a, b := r.Figures[0].Share, r.Figures[1].Share; a > 0.01 || b < 0.99 {
		t.Errorf("shares %g and %g", a, b)
	}
}

// divided is a country whose parties disagree, with one council where each
// thinks what the other does elsewhere.
func divided() smallarea.Input {
	var in smallarea.Input
	for i := range 11 {
		n, p, q := 400, 0, 400
		if i == 0 {
			n, p, q = 450, 450, 0
		}
		in.Councils = append(in.Councils, smallarea.Council{Code: fmt.Sprint("c", i), Parties: []smallarea.Party{
			{Key: "P", Seats: n, Answered: n, Favour: p}, {Key: "Q", Seats: n, Answered: n, Favour: q},
		}})
	}
	return in
}

// TestManyUnlikelyAnswers multiplies probabilities to less than any float64.
func TestManyUnlikelyAnswers(t *testing.T) {
	t.Parallel()
	r := estimate(t, divided())
	if math.IsNaN(r.LogLik) || math.IsInf(r.LogLik, 0) || r.LogLikZero > math.Log(1e-323) {
		t.Errorf("log-likelihoods %g and %g", r.LogLik, r.LogLikZero)
	}
	want := 0.0
	for _, rate := range r.Rates {
		against := float64(rate.Answered - rate.Favour)
		want += float64(rate.Favour)*math.Log(rate.Share) + against*math.Log1p(-rate.Share)
	}
	if math.Abs(r.LogLikZero/want-1) > 1e-12 {
		t.Errorf("log-likelihood %.15g, want %.15g", r.LogLikZero, want)
	}
	if f := r.Figures[0]; math.Abs(f.Share-0.5) > 1e-12 || f.Predictive90 != (smallarea.Seats{Low: 450, High: 450}) {
		t.Errorf("%+v", f)
	}
}

func TestFallbackStaysAShare(t *testing.T) {
	t.Parallel()
	var in smallarea.Input
	for i := range 10 {
		in.Councils = append(in.Councils, smallarea.Council{Code: fmt.Sprint("c", i), Parties: []smallarea.Party{
			{Key: "P", Seats: 100, Answered: 100, Favour: 100 * (i % 2)}, {Key: "Q", Seats: 100, Answered: 100, Favour: 100},
		}})
	}
	r := estimate(t, in)
	f, err := r.Figure(smallarea.Council{Code: "x", Parties: []smallarea.Party{
		{Key: "P", Seats: 20, Answered: 20, Favour: 20}, {Key: "Q", Seats: 20},
	}}, smallarea.Minimum{})
	if err != nil || f.BetaBinomial != 1 {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestUnknownSeats(t *testing.T) {
	t.Parallel()
	in := one(20, 6, 3)
	in.Councils = append(in.Councils, smallarea.Council{Code: "b", SeatsUnknown: true, Parties: []smallarea.Party{{Key: "P", Answered: 10, Favour: 10}}})
	r := estimate(t, in)
	if got := r.Figures[1]; got != (smallarea.Figure{Code: "b", Status: smallarea.WithoutSeats}) {
		t.Errorf("%+v", got)
	}
	if r.Share != 13./16 || r.Rates[0].Answered != 16 || r.Rates[0].Seats != 20 {
		t.Errorf("its respondents do not count: %+v", r.Model.Rates)
	}
	if !slices.Contains(r.Warnings, smallarea.Warning{Kind: smallarea.SeatsMissing, Count: 1}) {
		t.Errorf("warnings %v", r.Warnings)
	}
	got := r.Publish().Councils[1]
	if got.Basis != smallarea.NoFigure || got.Reason != smallarea.UnknownSeats || got.Share != nil {
		t.Errorf("published %+v", got)
	}
	in.Seats = map[string]int{"P": 55}
	if got := estimate(t, in).Rates[0].Seats; got != 55 {
		t.Errorf("%d seats in all", got)
	}
}
