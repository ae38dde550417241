package robustness_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"modenhed/internal/robustness"
)

func TestLogarithmsAndExponentialsAreRightToTheLastDigits(t *testing.T) {
	t.Parallel()
	const tolerance = 4e-16
	random := rand.New(rand.NewPCG(1, 2))
	check := func(what string, x, got, want float64) {
		if math.Abs(got-want) > tolerance*max(math.Abs(want), 1e-300) {
			t.Errorf("%s(%v) = %v, want %v", what, x, got, want)
		}
	}
	for range 200_000 {
		x := math.Exp(1400*random.Float64() - 700)
		check("log", x, robustness.Log(x), math.Log(x))
		x = 0.5 + random.Float64()
		check("log", x, robustness.Log(x), math.Log(x))
		x = 12*random.Float64() - 6
		check("exp", x, robustness.Exp(x), math.Exp(x))
	}
	for x, want := range map[float64]float64{0: 1, 1: math.E, -701: 0, math.Inf(-1): 0, 1000: math.Exp(700)} {
		check("exp", x, robustness.Exp(x), want)
	}
	check("log", 1, robustness.Log(1), 0)
}
