package sensitivity_test

import (
	"testing"

	"modenhed/internal/sensitivity"
)

// BenchmarkAnalyse98x36 is the page's work: 2^14 base draws of 9 factors, that
// is 180,224 rankings of 98 units, and the rest of the analysis.
func BenchmarkAnalyse98x36(b *testing.B) {
	c := invented(b, shipped(b), 98)
	b.ReportAllocs()
	for b.Loop() {
		c.analyse(b, sensitivity.DefaultSettings())
	}
}

func BenchmarkEffectsIshigami(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		sensitivity.Effects(ishigami, 3, oracleDraws, 1)
	}
}

// Drawing must not allocate: only the blocks' generators may.
func TestAnalyseDoesNotAllocatePerDraw(t *testing.T) {
	c := invented(t, shipped(t), 20)
	count := func(draws int) float64 {
		return testing.AllocsPerRun(3, func() { c.analyse(t, sensitivity.Settings{Draws: draws, Seed: 1}) })
	}
	few, many := count(1024), count(8192)
	if perDraw := (many - few) / (8192 - 1024); perDraw > 0.03 {
		t.Errorf("%.3f allocations a draw", perDraw)
	}
}
