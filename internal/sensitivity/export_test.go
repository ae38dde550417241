package sensitivity

import (
	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// Overall returns the overall scores of the ranked units at x, as Analyse has them.
func Overall(f *framework.Framework, answers []scoring.Answer, ranked []bool, x []float64) ([]float64, error) {
	s, err := shifterOf(f, answers, ranked)
	if err != nil {
		return nil, err
	}
	s.score(&s.variants[s.draw(x)])
	for i := range s.keys {
		s.keys[i] /= 1e9
	}
	return s.keys, nil
}

// Shift returns the mean absolute rank shift under given area weights, with the
// arithmetic mean and weights rescaled over what is missing.
func Shift(f *framework.Framework, answers []scoring.Answer, ranked []bool) (func(weights []float64) float64, error) {
	s, err := shifterOf(f, answers, ranked)
	if err != nil {
		return nil, err
	}
	return func(weights []float64) float64 {
		copy(s.drawn, weights)
		return s.shift(index(0, 0))
	}, nil
}

func shifterOf(f *framework.Framework, answers []scoring.Answer, ranked []bool) (*shifter, error) {
	d, err := declare(f, answers, ranked)
	if err != nil {
		return nil, err
	}
	v, err := d.vary()
	if err != nil {
		return nil, err
	}
	return v.shifter(), nil
}
