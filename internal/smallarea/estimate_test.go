package smallarea_test

import (
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
