package view

import "strconv"

// Quartiles is how the figures of a set of municipalities lie.
type Quartiles struct {
	Min, Lower, Median, Upper, Max Points
}

// Strip shows figures within a spread on a scale from 0 to 100.
type Strip struct {
	Quartiles
	// Marks are in the order of their signs; those without a figure are left out.
	Marks []Points
}

// unitSign is how one of a few municipalities is told from the others, by
// colour, dash and shape; numbers run from 0.
type unitSign int

// unitSigns is how many municipalities can be told apart.
const unitSigns = 6

func (s unitSign) class() string { return "mh-" + UnitKind(int(s)) }

// UnitKind is how the charts call the sign of one of the municipalities
// compared; numbers run from 0.
func UnitKind(number int) string { return "unit" + strconv.Itoa(number%unitSigns+1) }

// dash is the pattern of the line, empty for a solid one.
func (s unitSign) dash() string {
	return [unitSigns]string{"", "8 4", "3 3", "8 3 2 3", "2 4", "10 3"}[int(s)%unitSigns]
}

// shape is the path of the mark around 0,0.
func (s unitSign) shape() string {
	return [unitSigns]string{
		"M0 -5A5 5 0 1 1 0 5A5 5 0 1 1 0 -5z", "M0 -6.5L6.5 0L0 6.5L-6.5 0z", "M0 -6L6 5H-6z",
		"M-4.5 -4.5H4.5V4.5H-4.5z", "M0 -5A5 5 0 1 1 0 5A5 5 0 1 1 0 -5z", "M0 -6L6 0L0 6L-6 0z",
	}[int(s)%unitSigns]
}

// markClass is the class of the mark: the last two are hollow.
func (s unitSign) markClass() string {
	if int(s)%unitSigns >= 4 {
		return "mh-unit-mark mh-unit-mark--hollow"
	}
	return "mh-unit-mark"
}
