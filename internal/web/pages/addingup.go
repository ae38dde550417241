package pages

import "math"

// addingUp rounds parts to the one decimal that is shown, so that they sum to
// the difference of two scores as those are shown. What rounding leaves over
// goes, a tenth each, to the parts that it changes least. A part of 0 stays 0.
func addingUp(start, end float64, parts []float64) []float64 {
	shown := make([]float64, len(parts))
	left := round1(end) - round1(start)
	for i, part := range parts {
		shown[i] = round1(part)
		left -= shown[i]
	}
	tenths := int(math.Round(math.Abs(left) * 10))
	step := math.Copysign(0.1, left)
	moved := make([]bool, len(parts))
	for range tenths {
		best := -1
		for i, part := range parts {
			if part == 0 || moved[i] {
				continue
			}
			if best < 0 || (part-shown[i])*step > (parts[best]-shown[best])*step {
				best = i
			}
		}
		if best < 0 {
			break
		}
		shown[best] = round1(shown[best] + step)
		moved[best] = true
	}
	return shown
}
