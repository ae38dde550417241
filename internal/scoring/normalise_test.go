package scoring_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

func TestNormaliseGivesScoresBeforeRounding(t *testing.T) {
	t.Parallel()
	third := numeric("third", 1, framework.Scale{Kind: framework.Goalposts, High: 3})
	down := numeric("down", 1, framework.Scale{Kind: framework.MinMax, Down: true})
	flat := numeric("flat", 1, framework.Scale{Kind: framework.MinMax})
	m := model(t, lenient(), area("a", 1, third, down, flat))
	got, err := m.Normalise([]scoring.Answer{
		value(1), value(8), value(5),
		na, value(2), value(5),
		missing, unknown, missing,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []scoring.Points{
		{Value: 100.0 / 3, OK: true}, {OK: true}, {},
		{}, {Value: 100, OK: true}, {},
		{}, {}, {},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
}

func TestNormaliseRefusesWhatScoreRefuses(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("a", 1, points("x", 1), points("y", 1)))
	for name, answers := range map[string][]scoring.Answer{
		"a row cut short": {value(1), value(2), value(3)},
		"not finite":      {value(1), value(math.NaN())},
	} {
		if _, err := m.Normalise(answers); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestCardsRoundNormalisedScores(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{minmax: true})
		m := w.model(t)
		var answers []scoring.Answer
		for _, unit := range w.units {
			for _, key := range m.Indicators() {
				answers = append(answers, unit[key])
			}
		}
		points, err := m.Normalise(answers)
		if err != nil {
			t.Fatal(err)
		}
		cards, err := m.Score(answers)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range points {
			card := cards[i/len(m.Indicators())].Indicators[i%len(m.Indicators())].Score
			if p.OK != card.OK || math.Abs(p.Value-card.Value) > 5.1e-10 {
				t.Fatalf("answer %d: %v, on the card %v", i, p, card)
			}
		}
	})
}
