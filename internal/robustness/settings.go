package robustness

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Sources are the choices of method that may be varied.
type Sources struct {
	// Areas varies the weights of areas and sub-areas.
	Areas bool
	// Indicators varies the weights of indicators within their area.
	Indicators bool
	// Aggregation takes the arithmetic or the geometric mean.
	Aggregation bool
	// Missing fills in what has no value.
	Missing bool
}

// AllSources returns every source switched on.
func AllSources() Sources {
	return Sources{Areas: true, Indicators: true, Aggregation: true, Missing: true}
}

// named lists the sources by name, in the order in which they are written.
func (s *Sources) named() []namedSource {
	return []namedSource{
		{"areas", &s.Areas}, {"indicators", &s.Indicators}, {"aggregation", &s.Aggregation}, {"missing", &s.Missing},
	}
}

type namedSource struct {
	name string
	on   *bool
}

// String returns the names of the sources that are on, with commas between
// them: areas, indicators, aggregation, missing. It is empty when none is on.
func (s Sources) String() string {
	var names []string
	for _, n := range s.named() {
		if *n.on {
			names = append(names, n.name)
		}
	}
	return strings.Join(names, ",")
}

// ParseSources reads what [Sources.String] writes, in any order and with
// spaces around the commas. An empty text is no source.
func ParseSources(text string) (Sources, error) {
	var s Sources
	if strings.TrimSpace(text) == "" {
		return s, nil
	}
	known := s.named()
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		i := slices.IndexFunc(known, func(n namedSource) bool { return n.name == name })
		if i < 0 {
			return Sources{}, fmt.Errorf("%w %q: want areas, indicators, aggregation or missing", ErrSource, name)
		}
		*known[i].on = true
	}
	return s, nil
}

// Settings say what is varied and how much.
type Settings struct {
	Sources
	// Concentration says how closely drawn weights keep to the declared ones:
	// a share w has the standard deviation √(w(1−w)/(Concentration+1)).
	Concentration float64
	// Draws is the number of methods drawn, 1 to [MaxDraws].
	Draws int
	// Seed says which draws they are.
	Seed uint64
}

// MaxDraws is the largest number of draws.
const MaxDraws = 10_000_000

// Defaults returns the settings of published rank intervals.
func Defaults() Settings {
	return Settings{Sources: AllSources(), Concentration: 60, Draws: 10_000, Seed: 2017}
}

// What can be wrong with settings.
var (
	ErrSource        = errors.New("unknown source of variation")
	ErrDraws         = errors.New("number of draws out of range")
	ErrConcentration = errors.New("concentration out of range")
)

// Check returns everything that is wrong with the settings, each as one of the
// errors of this package, joined.
func (s Settings) Check() error {
	var problems []error
	if s.Draws < 1 || s.Draws > MaxDraws {
		problems = append(problems, fmt.Errorf("%w: %d, want 1 to %d", ErrDraws, s.Draws, MaxDraws))
	}
	if !(s.Concentration > 0) || math.IsInf(s.Concentration, 1) {
		problems = append(problems, fmt.Errorf("%w: %v, want a finite number above 0", ErrConcentration, s.Concentration))
	}
	return errors.Join(problems...)
}
