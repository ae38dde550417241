package batch_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"modenhed/internal/batch"
	"modenhed/internal/framework"
	"modenhed/internal/robustness"
)

// large returns a framework of some indicators in areas of ten and values of
// full precision for some units, a twentieth of them missing.
func large(b *testing.B, units, indicators int) (*framework.Framework, string) {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	var text, values strings.Builder
	text.WriteString("key: large\nversion: 1\nareas:\n")
	values.WriteString("unit")
	for i := range indicators {
		if i%10 == 0 {
			fmt.Fprintf(&text, "  - key: a%d\n    indicators:\n", i/10)
		}
		fmt.Fprintf(&text, "      - {key: i%d, type: number, scale: minmax, weight: %d}\n", i, 1+i%3)
		fmt.Fprintf(&values, ",i%d", i)
	}
	for u := range units {
		fmt.Fprintf(&values, "\nu%d", u)
		for range indicators {
			values.WriteByte(',')
			if random.IntN(20) > 0 {
				fmt.Fprint(&values, random.NormFloat64())
			}
		}
	}
	return parse(b, text.String()), values.String()
}

func BenchmarkScoreFile(b *testing.B) {
	for _, size := range [][2]int{{98, 36}, {51, 49}, {5000, 200}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			f, text := large(b, size[0], size[1])
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				values, err := batch.ReadValues(strings.NewReader(text), f)
				if err != nil {
					b.Fatal(err)
				}
				result, err := batch.Run(values, f)
				if err != nil {
					b.Fatal(err)
				}
				if err := result.WriteJSON(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDrawFile(b *testing.B) {
	f, text := large(b, 51, 49)
	result := run(b, text, f)
	for b.Loop() {
		if _, err := result.WithIntervals(robustness.Defaults(), nil); err != nil {
			b.Fatal(err)
		}
	}
}
