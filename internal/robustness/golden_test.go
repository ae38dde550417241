package robustness_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// Ranks exactly and figures to 9 decimals must be the same on every kind of
// machine and with every version of the program. To see what another kind of
// processor makes of it:
//
//	GOARCH=arm64 CGO_ENABLED=0 go test -exec qemu-aarch64-static -run Golden ./internal/robustness
//
// A digest that changes means that published intervals can no longer be
// reproduced by their seed.
func TestGoldenDigests(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		experiment *robustness.Experiment
		settings   robustness.Settings
		want       string
	}{
		"declared": {
			country(t), robustness.Settings{Sources: robustness.AllSources(), Concentration: 60, Draws: 2000, Seed: 2017},
			"5d9e2a75e3d3b7d53c60944b843b065695114a61d7a8ed528567a62123a8896f",
		},
		"areas only": {
			country(t), robustness.Settings{Sources: robustness.Sources{Areas: true}, Concentration: 60, Draws: 1000, Seed: 1},
			"85c6352cd06997b7c734f1d1cb537a2039b5cfed9ff9a273f7cae48720e0ce0f",
		},
		"small shapes, three levels, all means": {
			deepCountry(t), robustness.Settings{Sources: robustness.AllSources(), Concentration: 0.7, Draws: 1000, Seed: 1 << 63},
			"43d97186f70e310bcaf694637a7b1a7444af39a3ee50b9bde55dc1e1384b5e7d",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			digest := sha256.New()
			digestDraws(t, digest, test.experiment, test.settings)
			digestResult(digest, run(t, test.experiment, test.settings))
			if got := hex.EncodeToString(digest.Sum(nil)); got != test.want {
				t.Errorf("digest %s, want %s", got, test.want)
			}
		})
	}
}

func digestDraws(t *testing.T, digest hash.Hash, e *robustness.Experiment, s robustness.Settings) {
	t.Helper()
	err := e.Each(s, func(d *robustness.Draw) bool {
		fmt.Fprintln(digest, d.Number(), d.Aggregation())
		for _, w := range d.IndicatorWeights(d.AreaWeights(nil)) {
			fmt.Fprintf(digest, "%.9f ", w)
		}
		for u := range benchUnits {
			rank, ok := d.Rank(u)
			score, _ := d.Score(u)
			fmt.Fprintf(digest, "%d %v %.9f\n", rank, ok, score)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
}

func digestResult(digest hash.Hash, r *robustness.Result) {
	f := figuresOf(r, upTo(benchUnits))
	for u, i := range f.Intervals {
		fmt.Fprintf(digest, "%v %d %d %d %.9f %.9f %.9f %.9f %.9f\n",
			f.Ranked[u], i.Low, i.Median, i.High, i.Mean, i.SD, f.Top3[u], f.Ahead[u], f.Tied[u])
	}
	fmt.Fprintf(digest, "%.9f %d\n", f.Shift, f.GroupsInOrder)
}

// deepCountry has three levels and every kind of mean.
func deepCountry(t *testing.T) *robustness.Experiment {
	t.Helper()
	deep := area("d", 3)
	deep.Areas = []framework.Area{
		area("d1", 1, points("d11", 1), points("d12", 2)),
		area("d2", 2, points("d21", 1), points("d22", 0), points("d23", 5)),
	}
	deep.Areas[0].Aggregation = framework.Harmonic
	areas := []framework.Area{area("a", 1, points("a1", 3), points("a2", 1)), deep, area("b", 0.5, points("b1", 1))}
	areas[0].Aggregation = framework.Geometric
	var answers []scoring.Answer
	for i := range benchUnits * 8 {
		switch a := value(float64(i * 7919 % 1001 / 10)); {
		case i%11 == 3:
			answers = append(answers, missing)
		case i%17 == 5:
			answers = append(answers, na)
		default:
			answers = append(answers, a)
		}
	}
	return prepare(t, lenient(), areas, answers)
}
