package peers

import (
	"cmp"
	"math"
	"slices"

	"modenhed/internal/municipality"
)

// What not sharing a group or a region adds to a distance, in standard
// deviations of the logarithm of the population.
const (
	OtherGroup  = 1.0
	OtherRegion = 0.5
)

// Unit is a municipality as far as it matters here.
type Unit struct {
	Code municipality.Code
	// Population is the number of residents; 0 or less means not documented.
	Population int
	// Group and Region are keys; empty means not documented.
	Group, Region string
}

// Match is a peer, with the parts of its distance.
type Match struct {
	Code municipality.Code
	// Distance is the sum of the parts, rounded to 9 decimals; 0 is the smallest.
	Distance float64
	// Size is the part that comes from the population, in standard deviations.
	Size float64
	// Ratio is the peer's population divided by that of the municipality compared with.
	Ratio                 float64
	SameGroup, SameRegion bool
}

// Nearest returns the n municipalities nearest to one of them, nearest first,
// equal distances in the order given. It returns all there are when they are
// fewer. A municipality without a population is nobody's peer and, like one
// that is not among the units, has none.
func Nearest(units []Unit, of municipality.Code, n int) []Match {
	at := slices.IndexFunc(units, func(u Unit) bool { return u.Code == of })
	if n <= 0 || at < 0 || units[at].Population <= 0 {
		return nil
	}
	sd := deviation(units)
	var matches []Match
	for _, u := range units {
		if u.Code != of && u.Population > 0 {
			matches = append(matches, match(units[at], u, sd))
		}
	}
	slices.SortStableFunc(matches, func(a, b Match) int { return cmp.Compare(a.Distance, b.Distance) })
	return matches[:min(n, len(matches))]
}

// match compares a unit with another; both have a population.
func match(own, other Unit, sd float64) Match {
	m := Match{
		Code:       other.Code,
		Ratio:      float64(other.Population) / float64(own.Population),
		SameGroup:  own.Group != "" && own.Group == other.Group,
		SameRegion: own.Region != "" && own.Region == other.Region,
	}
	if sd > 0 {
		m.Size = math.Abs(logarithm(own)-logarithm(other)) / sd
	}
	m.Distance = m.Size
	if !m.SameGroup {
		m.Distance += OtherGroup
	}
	if !m.SameRegion {
		m.Distance += OtherRegion
	}
	m.Distance = round9(m.Distance)
	return m
}

// leastDeviation is above what rounding leaves of equal populations and below
// what one resident more makes.
const leastDeviation = 1e-12

// deviation is the standard deviation of the logarithms of the populations, 0
// when they do not differ.
func deviation(units []Unit) float64 {
	var logarithms []float64
	sum := 0.0
	for _, u := range units {
		if u.Population > 0 {
			logarithms = append(logarithms, logarithm(u))
			sum += logarithm(u)
		}
	}
	mean := sum / float64(len(logarithms))
	squares := 0.0
	for _, x := range logarithms {
		d := x - mean
		squares += float64(d * d)
	}
	sd := math.Sqrt(squares / float64(len(logarithms)))
	if sd < leastDeviation {
		return 0
	}
	return sd
}

func logarithm(u Unit) float64 { return math.Log10(float64(u.Population)) }

// round9 rounds to 9 decimals, so that equal distances are equal on every machine.
func round9(x float64) float64 { return math.RoundToEven(x*1e9) / 1e9 }
