package smallarea_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/smallarea"
)

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
