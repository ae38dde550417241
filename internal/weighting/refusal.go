package weighting

import (
	"fmt"
	"strings"
)

// Reason is why something cannot be weighted.
type Reason uint8

// The reasons.
const (
	// NoRespondents: a stratum has people and none of them answered.
	NoRespondents Reason = iota + 1
	// NoPopulation: respondents belong to a stratum that has no people.
	NoPopulation
	// NoStratum: respondents have no value in the column.
	NoStratum
	// EmptySample: there are no respondents.
	EmptySample
	// BadCount: a number of people is negative or not a finite number.
	BadCount
	// BadLabel: a label is empty or repeated.
	BadLabel
	// UnknownCode: respondents have a code that stands for no label.
	UnknownCode
	// UnlistedValue: respondents have a value that is not among those listed.
	UnlistedValue
	// TooManyLabels: a column has more than [MaxLabels] different values.
	TooManyLabels
	// UnequalLengths: a column has another number of respondents than the first.
	UnequalLengths
	// UnequalTotals: a margin sums to another number of people than the first.
	UnequalTotals
	// UnknownStratum: a merge names a stratum that is neither in the population nor in the sample.
	UnknownStratum
	// ChainedMerge: a merge leads into a stratum that is itself merged into another.
	ChainedMerge
)

var reasons = [...]string{
	NoRespondents: "has people and no respondents", NoPopulation: "has respondents and no people",
	NoStratum: "some respondents have no value", EmptySample: "there are no respondents",
	BadCount: "is not a number of people", BadLabel: "is an empty or repeated label",
	UnknownCode: "some respondents have a code without a label", UnlistedValue: "is not among the values listed",
	TooManyLabels: "has too many different values", UnequalLengths: "has another number of respondents than the first column",
	UnequalTotals: "sums to another number of people than the first margin", UnknownStratum: "is merged and does not exist",
	ChainedMerge: "is merged into a stratum that is itself merged",
}

// String returns the reason as words for a log.
func (r Reason) String() string {
	if int(r) < len(reasons) && reasons[r] != "" {
		return reasons[r]
	}
	return fmt.Sprintf("reason %d", uint8(r))
}

// Refusal is one thing that stands in the way of weighting.
type Refusal struct {
	Reason Reason
	// Column is the name of the column or margin.
	Column string
	// Label is the stratum or value concerned, empty when it concerns the whole column.
	Label string
	// Population is how many people are concerned, 0 when the reason is not about people.
	Population float64
	// Respondents is how many respondents are concerned, and First the index of the first of them, from 0.
	Respondents, First int
}

// String returns the refusal as words for a log.
func (r Refusal) String() string {
	var b strings.Builder
	if r.Column != "" {
		fmt.Fprintf(&b, "%s ", r.Column)
	}
	if r.Label != "" {
		fmt.Fprintf(&b, "%q ", r.Label)
	}
	b.WriteString(r.Reason.String())
	if r.Population != 0 {
		fmt.Fprintf(&b, ", people: %v", r.Population)
	}
	if r.Respondents != 0 {
		fmt.Fprintf(&b, ", respondents: %d", r.Respondents)
	}
	return b.String()
}

// Refused is the error of an input that cannot be weighted, with everything
// that is wrong with it.
type Refused []Refusal

// Error implements error; the text is for logs.
func (r Refused) Error() string {
	words := make([]string, len(r))
	for i, refusal := range r {
		words[i] = refusal.String()
	}
	return strings.Join(words, "; ")
}
