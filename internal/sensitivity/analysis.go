package sensitivity

import (
	"fmt"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// Settings are what an analysis depends on besides its data.
type Settings struct {
	// Draws is the number of base draws, 2 to [MaxDraws].
	Draws int
	Seed  uint64
}

// MaxDraws bounds the memory and time of an analysis.
const MaxDraws = 1 << 18

// DefaultSettings returns 2^14 draws from seed 1.
func DefaultSettings() Settings { return Settings{Draws: 1 << 14, Seed: 1} }

// WeightSpread is how far, up and down, the weight of an area varies before the
// weights are rescaled to sum to the same.
const WeightSpread = 0.25

// Choice is a kind of choice in the method.
type Choice uint8

// The choices that vary.
const (
	// AreaWeight is the weight W of a top area, W·U(1 − WeightSpread, 1 + WeightSpread).
	AreaWeight Choice = iota
	// Aggregation is an arithmetic or a geometric mean, each with probability
	// ½, of top areas and inside the areas that declare no mean of their own.
	Aggregation
	// MissingRule is renormalise or zero, each with probability ½.
	MissingRule
)

// String returns the choice's key: area_weight, aggregation or missing.
func (c Choice) String() string {
	return [...]string{"area_weight", "aggregation", "missing"}[min(c, MissingRule)]
}

// Factor is one choice whose effect is estimated.
type Factor struct {
	Choice Choice
	// Area is the top area whose weight varies; empty for other choices.
	Area framework.AreaKey
}

// Analysis is what moves a ranking, and how the parts of its index hang together.
type Analysis struct {
	Settings Settings
	// Ranked is the number of ranked units. LeftOut of them have no score under
	// one of the choices: Shift, Spearman and Kendall are over the others.
	Ranked, LeftOut int
	// Shift decomposes the mean number of places by which a unit differs from
	// its declared rank, among the same units. Shift.Effects are those of Factors.
	Shift Decomposition
	// Factors are the area weights in the framework's order, then the
	// aggregation, then the rule for missing.
	Factors []Factor
	// Spearman and Kendall compare the scores under the arithmetic mean with
	// those under the geometric mean, otherwise by the declared method.
	Spearman, Kendall Correlation
	// Areas is over all ranked units, by the declared method.
	Areas Areas
}

// Areas is how the top areas go together.
type Areas struct {
	// Keys are in the framework's order, which all the others follow.
	Keys []framework.AreaKey
	// Pearson and Spearman correlate the scores of areas, over the units that
	// have a score in both.
	Pearson, Spearman [][]Correlation
	// Consistency has the areas as items.
	Consistency Consistency
	// Within has the points of an area's indicators, at any depth, as items,
	// in file order.
	Within []Consistency
}

// Analyse computes the analysis of a ranking. answers is a matrix as
// [scoring.Model.Score] takes it, of all units; ranked says which of them have a
// place. A ranked unit without a score by the declared method is an error. With
// fewer than two ranked units no figure is defined.
func Analyse(f *framework.Framework, answers []scoring.Answer, ranked []bool, settings Settings) (*Analysis, error) {
	if settings.Draws < 2 || settings.Draws > MaxDraws {
		return nil, fmt.Errorf("analyse framework %s: %d draws are not within 2 to %d", f.Key, settings.Draws, MaxDraws)
	}
	d, err := declare(f, answers, ranked)
	if err != nil {
		return nil, fmt.Errorf("analyse framework %s: %w", f.Key, err)
	}
	v, err := d.vary()
	if err != nil {
		return nil, fmt.Errorf("analyse framework %s: %w", f.Key, err)
	}
	a := &Analysis{
		Settings: settings,
		Ranked:   len(d.units),
		LeftOut:  len(d.units) - len(v.ranks),
		Factors:  factorsOf(f),
		Areas:    d.areas(),
	}
	a.Shift = effects(v.function, len(a.Factors), settings.Draws, settings.Seed)
	a.Spearman, a.Kendall = Spearman(v.arithmetic, v.geometric), Kendall(v.arithmetic, v.geometric)
	return a, nil
}

func factorsOf(f *framework.Framework) []Factor {
	factors := make([]Factor, 0, len(f.Areas)+2)
	for i := range f.Areas {
		factors = append(factors, Factor{Choice: AreaWeight, Area: f.Areas[i].Key})
	}
	return append(factors, Factor{Choice: Aggregation}, Factor{Choice: MissingRule})
}
