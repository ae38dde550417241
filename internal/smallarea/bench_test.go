package smallarea_test

import (
	"testing"

	"modenhed/internal/smallarea"
)

func BenchmarkEstimate(b *testing.B) {
	for _, name := range cases {
		b.Run(name, func(b *testing.B) {
			in, _ := oracle(b, name)
			b.ReportAllocs()
			for b.Loop() {
				estimate(b, in)
			}
		})
	}
}

// BenchmarkPublish has two parties without a rate of their own, so that the
// model is fitted again.
func BenchmarkPublish(b *testing.B) {
	in, _ := oracle(b, "s1_boundary")
	r := estimate(b, in)
	for b.Loop() {
		r.Publish()
	}
}

// BenchmarkTable is regions by parties, and councils by parties.
func BenchmarkTable(b *testing.B) {
	for name, rows := range map[string]int{"5x10": 5, "98x10": 98} {
		b.Run(name, func(b *testing.B) {
			counts := make([][]int, rows)
			for i := range counts {
				counts[i] = make([]int, 10)
				for j := range counts[i] {
					counts[i][j] = (i*7 + j*j*5 + i*j) % 23
				}
			}
			for b.Loop() {
				smallarea.Minimum{}.Table(counts, nil)
			}
		})
	}
}
