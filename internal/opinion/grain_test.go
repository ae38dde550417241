package opinion_test

import (
	"math"
	"testing"

	"modenhed/internal/opinion"
)

func TestFiguresAreAsExactAsTheAnswersAllow(t *testing.T) {
	t.Parallel()
	in, _ := main326(t)
	in.Responses.Rows = in.Responses.Rows[:140]
	in.Wave.Design = nil
	r, err := opinion.Estimate(in)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[float64]int)
	for _, b := range r.Questions[0].By {
		for _, g := range b.Groups {
			if !g.Shown {
				continue
			}
			step := map[bool]float64{true: 0.2}[g.Answered < 10]
			switch {
			case g.Answered >= 100:
				step = 0.001
			case g.Answered >= 20:
				step = 0.01
			case g.Answered >= 10:
				step = 0.05
			}
			seen[step]++
			for _, s := range g.Options {
				if parts := s.Value / step; math.Abs(parts-math.Round(parts)) > 1e-9 {
					t.Errorf("%s %s of %d answers is %v, want a multiple of %v", b.Column, g.Key, g.Answered, s.Value, step)
				}
				if s.Deff != nil || s.Effective != nil {
					t.Errorf("%s %s tells more than a rounded share", b.Column, g.Key)
				}
			}
		}
	}
	if len(seen) < 2 {
		t.Errorf("steps seen: %v", seen)
	}
}
