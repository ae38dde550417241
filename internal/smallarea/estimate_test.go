package smallarea_test

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/smallarea"
)

// drawInput draws a country of up to eight councils and four parties, some of
// whose seats are unknown, in which somebody with a known seat answered.
func drawInput(t *rapid.T) smallarea.Input {
	var in smallarea.Input
	for i := range rapid.IntRange(1, 8).Draw(t, "councils") {
		c := smallarea.Council{Code: fmt.Sprint("c", i), SeatsUnknown: i > 0 && rapid.IntRange(0, 9).Draw(t, "unknown") == 0}
		for _, key := range []string{"A", "B", "C", "Ø"} {
			seats := rapid.IntRange(1, 20).Draw(t, "seats")
			answered := rapid.IntRange(0, min(seats, 6)).Draw(t, "answered")
			p := smallarea.Party{Key: key, Seats: seats, Answered: answered, Favour: rapid.IntRange(0, answered).Draw(t, "favour")}
			if c.SeatsUnknown {
				p.Seats = 0
			}
			c.Parties = append(c.Parties, p)
		}
		in.Councils = append(in.Councils, c)
	}
	if p := &in.Councils[0].Parties[0]; p.Answered == 0 {
		p.Answered = 1
	}
	return in
}

// country is an input that every property may start from.
func country(t *rapid.T) (smallarea.Input, *smallarea.Result) {
	in := drawInput(t)
	r, err := smallarea.Estimate(in, smallarea.Minimum{})
	if err != nil {
		t.Fatal(err)
	}
	return in, r
}

func TestOrderHasNoInfluence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in, want := country(t)
		other := smallarea.Input{Councils: rapid.Permutation(in.Councils).Draw(t, "councils")}
		for i, c := range other.Councils {
			other.Councils[i].Parties = rapid.Permutation(c.Parties).Draw(t, "parties")
		}
		got, err := smallarea.Estimate(other, smallarea.Minimum{})
		if err != nil {
			t.Fatal(err)
		}
		if got.Tau != want.Tau || got.LogLik != want.LogLik || got.Share != want.Share || got.Kappa != want.Kappa {
			t.Fatalf("τ %v, was %v", got.Tau, want.Tau)
		}
		if diff := cmp.Diff(want.Rates, got.Rates); diff != "" {
			t.Fatal(diff)
		}
		for i, c := range other.Councils {
			if got.Figures[i].Code != c.Code || !slices.Contains(want.Figures, got.Figures[i]) {
				t.Fatalf("%+v is not in %+v", got.Figures[i], want.Figures)
			}
		}
	})
}

func TestWithoutLocalEffect(t *testing.T) {
	t.Parallel()
	in, _ := oracle(t, "s1_boundary")
	r := estimate(t, in)
	if r.Tau != 0 || r.LocalEffect() || r.NoEffectP() != 1 {
		t.Fatalf("τ = %g", r.Tau)
	}
	if !slices.Contains(r.Warnings, smallarea.Warning{Kind: smallarea.NoLocalEffect}) {
		t.Errorf("no warning: %v", r.Warnings)
	}
	rate := make(map[string]float64)
	for _, party := range r.Rates {
		rate[party.Party] = party.Share
	}
	for i, f := range r.Figures {
		silent := 0.0
		for _, p := range in.Councils[i].Parties {
			silent += float64(p.Seats-p.Answered) * rate[p.Key]
		}
		if off := f.Share*float64(f.Seats) - float64(f.Favour) - silent; math.Abs(off) > 1e-10 {
			t.Errorf("%s: those who did not answer are not at their party's rate, off by %g", f.Code, off)
		}
		if f.Answered == 0 && math.Abs(f.Share-f.Synthetic) > 1e-12 {
			t.Errorf("%s: %g is not the synthetic %g", f.Code, f.Share, f.Synthetic)
		}
		if f.Effect != 0 || f.SDRate != 0 {
			t.Errorf("%s: effect %g, sd %g", f.Code, f.Effect, f.SDRate)
		}
	}
}

func TestLocalEffectHasItsProbability(t *testing.T) {
	t.Parallel()
	in, want := oracle(t, "s2_local")
	r := estimate(t, in)
	ratio := 2 * (want.Expected.LogLik - want.Expected.LogLikZero)
	if p := math.Erfc(math.Sqrt(ratio/2)) / 2; math.Abs(r.NoEffectP()-p) > 1e-9 || p > 0.01 {
		t.Errorf("probability %g, want %g", r.NoEffectP(), p)
	}
}

// TestOneMoreOpinionMovesItsWay lets one more member of a council answer.
func TestOneMoreOpinionMovesItsWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in, r := country(t)
		c := in.Councils[0]
		before, k := r.Figures[0].Share, rapid.IntRange(0, 3).Draw(t, "party")
		if c.Parties[k].Answered == c.Parties[k].Seats {
			return
		}
		for favour := range 2 {
			c.Parties = slices.Clone(in.Councils[0].Parties)
			c.Parties[k].Answered++
			c.Parties[k].Favour += favour
			f, err := r.Figure(c, smallarea.Minimum{})
			if err != nil {
				t.Fatal(err)
			}
			if moved := f.Share - before; favour == 1 && moved < -1e-12 || favour == 0 && moved > 1e-12 {
				t.Fatalf("in favour %d moves the share by %g", favour, moved)
			}
		}
	})
}

func TestMoreOfOneOpinionMoveTheShareFurther(t *testing.T) {
	t.Parallel()
	in, _ := oracle(t, "s2_local")
	r := estimate(t, in)
	for _, favour := range []int{0, 1} {
		before := 0.0
		for n := range 12 {
			c := smallarea.Council{Code: "new", Parties: []smallarea.Party{
				{Key: "A", Seats: 15, Answered: n, Favour: n * favour}, {Key: "V", Seats: 14},
			}}
			f, err := r.Figure(c, smallarea.Minimum{})
			if err != nil {
				t.Fatal(err)
			}
			if up := f.Share > before; n > 0 && up != (favour == 1) {
				t.Errorf("%d alike: from %g to %g", n, before, f.Share)
			}
			before = f.Share
		}
	}
}

// TestFiguresStayInTheirBounds looks at every number that crosses the border.
func TestFiguresStayInTheirBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in, r := country(t)
		finite(t, reflect.ValueOf(*r))
		finite(t, reflect.ValueOf(*r.Publish()))
		for i, f := range r.Figures {
			if f.Code != in.Councils[i].Code {
				t.Fatalf("figure %d is of %s", i, f.Code)
			}
			if f.Status == smallarea.WithoutSeats {
				if f != (smallarea.Figure{Code: f.Code, Status: f.Status}) {
					t.Fatalf("figures without seats: %+v", f)
				}
				continue
			}
			least, most := float64(f.Favour)/float64(f.Seats), float64(f.Seats-f.Answered+f.Favour)/float64(f.Seats)
			for name, share := range map[string]float64{"share": f.Share, "fallback": f.BetaBinomial} {
				if share < least-1e-12 || share > most+1e-12 {
					t.Fatalf("%s: %s %g outside %g to %g", f.Code, name, share, least, most)
				}
			}
			p := f.Predictive90
			if p.Low < f.Favour || p.Low > p.High || p.High > f.Seats-f.Answered+f.Favour || f.SDRate > f.SDPredictive {
				t.Fatalf("%+v", f)
			}
		}
	})
}

// finite looks for numbers that are none in exported fields.
func finite(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			t.Fatalf("%g", x)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			finite(t, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			finite(t, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				finite(t, v.Field(i))
			}
		}
	}
}

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

func TestWarnings(t *testing.T) {
	t.Parallel()
	in := one(20, 6, 6)
	in.Councils[0].Parties = append(in.Councils[0].Parties, smallarea.Party{Key: "Q", Seats: 3, Blank: 2}, smallarea.Party{Key: "R", Seats: 4, Answered: 2, Favour: 2})
	r := estimate(t, in)
	want := []smallarea.Warning{
		{Kind: smallarea.NoLocalEffect},
		{Kind: smallarea.AllAlike, Count: 8},
		{Kind: smallarea.PartyWithoutAnswers, Party: "Q"},
		{Kind: smallarea.PartyBelowMinimum, Party: "R", Count: 2},
	}
	if diff := cmp.Diff(want, r.Warnings); diff != "" {
		t.Error(diff)
	}
	if r.Respondents != 8 || r.Favour != 8 || r.Blank != 2 {
		t.Errorf("%d answered, %d in favour, %d blank", r.Respondents, r.Favour, r.Blank)
	}
}

func TestImpossibleInput(t *testing.T) {
	t.Parallel()
	with := func(change func(in *smallarea.Input)) smallarea.Input {
		in := one(20, 6, 3)
		change(&in)
		return in
	}
	party := func(p smallarea.Party) smallarea.Input {
		return with(func(in *smallarea.Input) { in.Councils[0].Parties[0] = p })
	}
	for _, c := range []struct {
		name string
		in   smallarea.Input
		want smallarea.InputError
	}{
		{"more respondents than seats", party(smallarea.Party{Key: "P", Seats: 5, Answered: 6}), smallarea.InputError{{"a", "P", smallarea.RespondentsAboveSeats}}},
		{"with those who left it open", party(smallarea.Party{Key: "P", Seats: 5, Answered: 4, Blank: 2}), smallarea.InputError{{"a", "P", smallarea.RespondentsAboveSeats}}},
		{"more in favour than answered", party(smallarea.Party{Key: "P", Seats: 5, Answered: 2, Favour: 3}), smallarea.InputError{{"a", "P", smallarea.FavourAboveAnswered}}},
		{"negative, and nothing else", party(smallarea.Party{Key: "P", Seats: 5, Answered: -1}), smallarea.InputError{{"a", "P", smallarea.NegativeCount}}},
		{"no key", party(smallarea.Party{Seats: 5, Answered: 1}), smallarea.InputError{{"a", "", smallarea.NoKey}}},
		{"no code", with(func(in *smallarea.Input) { in.Councils[0].Code = "" }), smallarea.InputError{{"", "", smallarea.NoCode}}},
		{"no seats", party(smallarea.Party{Key: "P"}), smallarea.InputError{{"a", "", smallarea.NoSeats}}},
		{"a party twice", with(func(in *smallarea.Input) {
			in.Councils[0].Parties = append(in.Councils[0].Parties, in.Councils[0].Parties[0])
		}), smallarea.InputError{{"a", "P", smallarea.RepeatedParty}}},
		{"a council twice", with(func(in *smallarea.Input) { in.Councils = append(in.Councils, in.Councils[0]) }), smallarea.InputError{{"a", "", smallarea.RepeatedCouncil}}},
		{"seats though unknown", with(func(in *smallarea.Input) { in.Councils[0].SeatsUnknown = true }), smallarea.InputError{{"a", "P", smallarea.SeatsThoughUnknown}}},
		{"more seats than all", with(func(in *smallarea.Input) { in.Seats = map[string]int{"P": 19, "Q": -1} }), smallarea.InputError{{"", "P", smallarea.SeatsBelowCouncils}, {"", "Q", smallarea.NegativeCount}}},
		{"no council is so large", party(smallarea.Party{Key: "P", Seats: math.MaxInt, Answered: 1}), smallarea.InputError{{"a", "", smallarea.TooManySeats}}},
		{"nobody answered", one(20, 0, 0), smallarea.InputError{{"", "", smallarea.NoAnswers}}},
		{"nothing", smallarea.Input{}, smallarea.InputError{{"", "", smallarea.NoAnswers}}},
		{"no seat of who answered", with(func(in *smallarea.Input) {
			in.Councils[0].SeatsUnknown, in.Councils[0].Parties[0].Seats = true, 0
		}), smallarea.InputError{{"", "", smallarea.NoPopulation}}},
		{"all problems at once", with(func(in *smallarea.Input) {
			in.Councils[0].Parties[0].Favour = 7
			in.Councils = append(in.Councils, smallarea.Council{Code: "b"})
		}), smallarea.InputError{{"a", "P", smallarea.FavourAboveAnswered}, {"b", "", smallarea.NoSeats}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, err := smallarea.Estimate(c.in, smallarea.Minimum{})
			var got smallarea.InputError
			if !errors.As(err, &got) || r != nil {
				t.Fatalf("%v, %v", r, err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if err.Error() == "" {
				t.Error("no text")
			}
		})
	}
}

func TestFigureOfAnotherCouncil(t *testing.T) {
	t.Parallel()
	in, _ := oracle(t, "s3_few")
	r := estimate(t, in)
	again, err := r.Figure(in.Councils[0], smallarea.Minimum{})
	if err != nil || again != r.Figures[0] {
		t.Errorf("%+v, %v; want %+v", again, err, r.Figures[0])
	}
	strange := smallarea.Council{Code: "x", Parties: []smallarea.Party{{Key: "new", Seats: 9}}}
	if f, err := r.Figure(strange, smallarea.Minimum{}); err != nil || math.Abs(f.Synthetic-r.Share) > 1e-12 {
		t.Errorf("an unknown party has %g, %v; want the overall %g", f.Synthetic, err, r.Share)
	}
	strange.Parties[0].Answered = 10
	if _, err := r.Figure(strange, smallarea.Minimum{}); err == nil {
		t.Error("ten answers from nine members")
	}
}
