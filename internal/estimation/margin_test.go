package estimation_test

import (
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/estimation"
)

func TestMarginFallsWithAnswersAndCorrection(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		population := rapid.IntRange(3, 100_000).Draw(t, "population")
		n := rapid.IntRange(1, population-1).Draw(t, "n")
		m := estimation.MaxMarginOf(n, float64(population))
		if m.Finite.Value > m.Plain.Value || m.Finite.Value < 0 {
			t.Fatalf("corrected %g, plain %g", m.Finite.Value, m.Plain.Value)
		}
		if more := estimation.MaxMarginOf(n+1, float64(population)); more.Finite.Value > m.Finite.Value {
			t.Fatalf("one more answer raises the margin from %g to %g", m.Finite.Value, more.Finite.Value)
		}
	})
}
