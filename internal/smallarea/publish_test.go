package smallarea_test

import (
	"math"
	"slices"
	"testing"

	"modenhed/internal/smallarea"
)

// TestPublishesWhatTheRulesAllow holds every case against what R lists for
// showing. Parties whose rates may not be shown change figures by little.
func TestPublishesWhatTheRulesAllow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                  string
		seats, answers, alike int
		pooled                []string
	}{
		{"s1_boundary", 70, 28, 1, []string{"B", "I"}},
		{"s2_local", 54, 44, 1, nil},
		{"s3_few", 10, 8, 2, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in, want := oracle(t, c.name)
			result := estimate(t, in)
			p := result.Publish()
			if !slices.Equal(p.Pooled, c.pooled) {
				t.Errorf("pooled %v, want %v", p.Pooled, c.pooled)
			}
			if s, a := p.Count(smallarea.FromSeats), p.Count(smallarea.FromAnswers); s != c.seats || a != c.answers {
				t.Errorf("%d from seats and %d from answers, want %d and %d", s, a, c.seats, c.answers)
			}
			slack := 1e-9
			if len(p.Pooled) > 0 {
				slack = 0.02
			}
			alike := 0
			for i, got := range p.Councils {
				oracle := want.Expected.Councils[got.Code]
				if oracle.Status == "model_unanimous" {
					alike++
				}
				checkPublished(t, got, oracle, result.Figures[i], slack)
			}
			if alike != c.alike {
				t.Errorf("%d alike, want %d", alike, c.alike)
			}
		})
	}
}

func checkPublished(t *testing.T, got smallarea.Published, want council, f smallarea.Figure, slack float64) {
	t.Helper()
	if got.Basis == smallarea.FromSeats {
		if got.Interval != nil || got.Answered != nil || got.Reason != "" {
			t.Errorf("%s: shows more than the seats: %+v", got.Code, got)
		}
		if want.Status == "model" || math.Abs(*got.Share-want.Synthetic) > 0.005+slack {
			t.Errorf("%s: %g from seats, want %+v", got.Code, *got.Share, want)
		}
		return
	}
	if want.Status != "model" || math.Abs(*got.Share-want.Publish) > 0.025+slack {
		t.Errorf("%s: %g from answers, want %+v", got.Code, *got.Share, want)
	}
	low, high := float64(f.Predictive90.Low)/float64(f.Seats), float64(f.Predictive90.High)/float64(f.Seats)
	if slack < 0.01 && (got.Interval.Low > low || low-got.Interval.Low >= 0.1 || got.Interval.High < high || got.Interval.High-high >= 0.1) {
		t.Errorf("%s: interval %v around %g to %g", got.Code, *got.Interval, low, high)
	}
	if wide := want.N >= 10; (got.Answered.String() == "10+") != wide || (got.Answered.String() == "5-9") == wide {
		t.Errorf("%s: band %v of %d", got.Code, got.Answered, want.N)
	}
}

// small is a country of five councils with two parties of 15 seats each.
func small(answers [5][2][2]int) smallarea.Input {
	var in smallarea.Input
	for i, a := range answers {
		in.Councils = append(in.Councils, smallarea.Council{Code: string(rune('a' + i)), Parties: []smallarea.Party{
			{Key: "P", Seats: 15, Answered: a[0][0], Favour: a[0][1]},
			{Key: "Q", Seats: 15, Answered: a[1][0], Favour: a[1][1]},
		}})
	}
	return in
}

func TestPublishEachCouncil(t *testing.T) {
	t.Parallel()
	base := [5][2][2]int{{{4, 2}, {4, 1}}, {{4, 3}, {4, 3}}, {{4, 2}, {4, 2}}, {{4, 3}, {4, 1}}}
	for _, c := range []struct {
		name string
		last [2][2]int
		want smallarea.Basis
		band string
	}{
		{"nobody", [2][2]int{}, smallarea.FromSeats, ""},
		{"one", [2][2]int{{1, 1}}, smallarea.FromSeats, ""},
		{"four", [2][2]int{{2, 1}, {2, 1}}, smallarea.FromSeats, ""},
		{"five", [2][2]int{{3, 1}, {2, 1}}, smallarea.FromAnswers, "5-9"},
		{"five alike", [2][2]int{{3, 3}, {2, 2}}, smallarea.FromSeats, ""},
		{"nine alike", [2][2]int{{4, 0}, {5, 0}}, smallarea.FromSeats, ""},
		{"ten alike", [2][2]int{{5, 0}, {5, 0}}, smallarea.FromAnswers, "10+"},
		{"five silent", [2][2]int{{12, 3}, {13, 9}}, smallarea.FromAnswers, "10+"},
		{"four silent", [2][2]int{{13, 3}, {13, 9}}, smallarea.FromSeats, ""},
		{"everybody", [2][2]int{{15, 3}, {15, 9}}, smallarea.FromSeats, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			answers := base
			answers[4] = c.last
			got := estimate(t, small(answers)).Publish().Councils[4]
			if got.Basis != c.want || got.Share == nil {
				t.Fatalf("%+v", got)
			}
			if (got.Interval != nil) != (c.band != "") || (got.Answered != nil) != (c.band != "") {
				t.Errorf("%+v", got)
			}
			if got.Answered != nil && got.Answered.String() != c.band {
				t.Errorf("band %v, want %s", got.Answered, c.band)
			}
		})
	}
}

func TestPublishNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		answers [5][2][2]int
		want    smallarea.Reason
	}{
		{"fewer than five in all", [5][2][2]int{{{2, 1}, {2, 1}}}, smallarea.TooFewAnswers},
		{"fewer than five of each party", [5][2][2]int{{{2, 1}, {1, 1}}, {{1, 1}, {3, 1}}}, smallarea.TooFewAnswers},
		{"all alike", [5][2][2]int{{{8, 8}, {8, 8}}, {{8, 8}, {8, 8}}}, smallarea.AnswersAlike},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := estimate(t, small(c.answers)).Publish()
			if p.Share != nil || p.Rates != nil || p.Tau != 0 || p.Count(smallarea.NoFigure) != 5 {
				t.Errorf("%+v", p)
			}
			for _, got := range p.Councils {
				if got.Reason != c.want || got.Share != nil || got.Interval != nil || got.Answered != nil {
					t.Errorf("%+v", got)
				}
			}
		})
	}
}

// TestNoFigureTellsSmallPartiesAnswers changes what the members of a party
// with too few respondents answered: where no council shows its own answers,
// nothing that is published may change.
func TestNoFigureTellsSmallPartiesAnswers(t *testing.T) {
	t.Parallel()
	published := func(favour int) *smallarea.Publication {
		var in smallarea.Input
		for i := range 12 {
			c := smallarea.Council{Code: string(rune('a' + i)), Parties: []smallarea.Party{
				{Key: "P", Seats: 10, Answered: 1, Favour: i % 2},
				{Key: "Q", Seats: 9, Answered: 1, Favour: i % 3 % 2},
				{Key: "R", Seats: 6, Answered: i % 2, Favour: i % 4 / 2 % 2 * (i % 2)},
				{Key: "S", Seats: 2},
			}}
			if i < 4 {
				c.Parties[3].Answered, c.Parties[3].Favour = 1, min(max(favour-i, 0), 1)
			}
			in.Councils = append(in.Councils, c)
		}
		return estimate(t, in).Publish()
	}
	want := published(0)
	if !slices.Equal(want.Pooled, []string{"R", "S"}) {
		t.Fatalf("pooled %v", want.Pooled)
	}
	for favour := 1; favour <= 4; favour++ {
		got := published(favour)
		for i := range got.Councils {
			if *got.Councils[i].Share != *want.Councils[i].Share {
				t.Errorf("%d of 4 in favour moves %s from %g to %g", favour, got.Councils[i].Code, *want.Councils[i].Share, *got.Councils[i].Share)
			}
		}
		if *got.Share != *want.Share {
			t.Errorf("%d of 4 in favour moves the overall share", favour)
		}
	}
}

func TestRaisedMinimumWithholdsMore(t *testing.T) {
	t.Parallel()
	in, _ := oracle(t, "s2_local")
	before := math.MaxInt
	for _, n := range []int{5, 6, 8, 12, 20, 60} {
		r, err := smallarea.Estimate(in, atLeast(t, n))
		if err != nil {
			t.Fatal(err)
		}
		p := r.Publish()
		shown := p.Count(smallarea.FromAnswers)
		if shown > before || n == 60 && shown > 0 || p.Minimum != n {
			t.Errorf("minimum %d: %d councils show their answers, %d before", n, shown, before)
		}
		before = shown
		for i, c := range p.Councils {
			if c.Basis == smallarea.FromAnswers && r.Figures[i].Answered < n {
				t.Errorf("minimum %d: %s shows %d answers", n, c.Code, r.Figures[i].Answered)
			}
		}
	}
}
