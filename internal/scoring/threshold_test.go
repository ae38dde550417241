package scoring_test

import (
	"fmt"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// counted returns n present answers followed by missing ones, of width in all.
func counted(present, width int) []scoring.Answer {
	answers := make([]scoring.Answer, width)
	for i := range present {
		answers[i] = value(50)
	}
	return answers
}

func evenArea(key string, width int) framework.Area {
	a := area(key, 1)
	for i := range width {
		a.Indicators = append(a.Indicators, points(fmt.Sprintf("%s.%d", key, i), 1))
	}
	return a
}

func TestMinAreaCoverageCountsIndicators(t *testing.T) {
	t.Parallel()
	tests := []struct {
		least float64
		want  bool
	}{
		{0, true}, {0.5, true}, {0.6, true},
		{0.6 + 0.9e-9, true}, {0.6 + 1.1e-9, false}, {0.61, false}, {1, false},
	}
	for _, tt := range tests {
		method := lenient()
		method.MinAreaCoverage = tt.least
		a := area("a", 1, points("x", 100), points("y", 1), points("z", 1), points("u", 1), points("v", 1), points("n", 50))
		// Three of five applicable indicators, whatever they weigh.
		card := score(t, model(t, method, a), missing, value(1), value(2), value(3), unknown, na)[0]
		if got := card.Areas[0].Score.OK; got != tt.want {
			t.Errorf("at least %v: area has a score: %v, want %v", tt.least, got, tt.want)
		}
		if got := card.Score.OK; got != tt.want {
			t.Errorf("at least %v: unit has a score: %v, want %v", tt.least, got, tt.want)
		}
	}
}

func TestMinAreaCoverageOfAnAreaOfAreasCountsSubareasWithAScore(t *testing.T) {
	t.Parallel()
	tests := []struct {
		least float64
		want  bool
	}{{0.5, true}, {0.5 + 0.9e-9, true}, {0.5 + 1.1e-9, false}}
	for _, tt := range tests {
		method := lenient()
		method.MinAreaCoverage = tt.least
		top := area("top", 1)
		// Of three sub-areas one is full, one has one of three, one does not apply.
		top.Areas = []framework.Area{evenArea("full", 1), evenArea("third", 3), evenArea("none", 1)}
		card := score(t, model(t, method, top), value(70), value(10), missing, missing, na)[0]
		if !card.Areas[1].Score.OK || card.Areas[2].Score.OK || card.Areas[3].Applicable {
			t.Fatalf("sub-areas: %+v", card.Areas[1:])
		}
		if got := card.Areas[0].Score.OK; got != tt.want {
			t.Errorf("at least %v: area has a score: %v, want %v", tt.least, got, tt.want)
		}
		if tt.want {
			near(t, "overall", card.Score, at(70))
		}
	}
}

func TestMinIndexWeightWeighsAreas(t *testing.T) {
	t.Parallel()
	tests := []struct {
		least float64
		want  bool
	}{{0, true}, {0.75, true}, {0.75 + 0.9e-9, true}, {0.75 + 1.1e-9, false}, {1, false}}
	for _, tt := range tests {
		method := lenient()
		method.MinIndexWeight = tt.least
		m := model(t, method, area("a", 3, points("x", 1)), area("b", 1, points("y", 1)), area("c", 8, points("z", 1)))
		card := score(t, m, value(50), missing, na)[0]
		if got := card.Score.OK; got != tt.want {
			t.Errorf("at least %v: score: %v, want %v", tt.least, got, tt.want)
		}
		if want := map[bool]scoring.Standing{true: scoring.Ranked, false: scoring.NoScore}[tt.want]; card.Standing != want {
			t.Errorf("at least %v: %v, want %v", tt.least, card.Standing, want)
		}
		if !card.Areas[0].Score.OK || !card.Lower.OK || !card.Upper.OK {
			t.Errorf("at least %v: area score or bounds are gone", tt.least)
		}
		if !tt.want && card.Indicators[0].Share != 0 {
			t.Errorf("at least %v: share %v without a score", tt.least, card.Indicators[0].Share)
		}
	}
}

func TestMinCoverage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		least float64
		want  scoring.Standing
	}{
		{0, scoring.Ranked}, {2.0 / 3, scoring.Ranked}, {0.666, scoring.Ranked},
		{2.0/3 + 0.9e-9, scoring.Ranked}, {2.0/3 + 1.1e-9, scoring.LowCoverage}, {1, scoring.LowCoverage},
	}
	for _, tt := range tests {
		method := framework.DefaultMethod()
		method.MinCoverage = tt.least
		card := score(t, model(t, method, evenArea("a", 3)), counted(2, 3)...)[0]
		if card.Standing != tt.want {
			t.Errorf("at least %v: %v, want %v", tt.least, card.Standing, tt.want)
		}
		near(t, "score of a unit, ranked or not", card.Score, at(50))
		if card.Band != scoring.Established {
			t.Errorf("at least %v: band %v", tt.least, card.Band)
		}
	}
}

func TestMaxNotApplicable(t *testing.T) {
	t.Parallel()
	tests := []struct {
		most float64
		want scoring.Standing
	}{
		{1, scoring.Ranked}, {0.25, scoring.Ranked}, {0.25 - 0.9e-9, scoring.Ranked},
		{0.25 - 1.1e-9, scoring.TooMuchNotApplicable}, {0, scoring.TooMuchNotApplicable},
	}
	for _, tt := range tests {
		method := framework.DefaultMethod()
		method.MaxNotApplicable = tt.most
		// Half of one of two equal areas: a quarter of the weight, whatever else is in the area.
		m := model(t, method, area("a", 1, points("x", 2), points("y", 1), points("z", 1)), area("b", 1, points("v", 5)))
		card := score(t, m, na, value(1), value(2), value(3))[0]
		nearShare(t, "not applicable share", card.NotApplicable, 0.25)
		if card.Standing != tt.want {
			t.Errorf("at most %v: %v, want %v", tt.most, card.Standing, tt.want)
		}
	}
}

func TestTheFirstReasonIsGiven(t *testing.T) {
	t.Parallel()
	method := framework.DefaultMethod()
	method.MaxNotApplicable = 0.1
	m := model(t, method, evenArea("a", 4))
	tests := map[string]struct {
		answers []scoring.Answer
		want    scoring.Standing
	}{
		"no score before low coverage":          {[]scoring.Answer{missing, missing, na, na}, scoring.NoScore},
		"low coverage before not applicable":    {[]scoring.Answer{value(1), missing, na, na}, scoring.LowCoverage},
		"too much not applicable":               {[]scoring.Answer{value(1), value(1), na, na}, scoring.TooMuchNotApplicable},
		"everything not applicable is no score": {[]scoring.Answer{na, na, na, na}, scoring.NoScore},
		"ranked":                                {[]scoring.Answer{value(1), value(1), value(1), missing}, scoring.Ranked},
	}
	for name, tt := range tests {
		card := score(t, m, tt.answers...)[0]
		if card.Standing != tt.want {
			t.Errorf("%s: %v, want %v", name, card.Standing, tt.want)
		}
	}
}
