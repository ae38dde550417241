package smallarea

// predict returns the 5 % and 95 % points of the number of council members in
// favour: those who said so plus one independent chance per member who did not
// answer, mixed over the grid. Each is the smallest number that is reached with
// at least that probability.
//
//go:norace
func (m *Model) predict(c *chamber, weights *[gridPoints]float64) Seats {
	const (
		negligible = 1e-14
		slack      = 1e-9
		low, high  = 0.05, 0.95
	)
	silent := c.seats - c.answered
	mixed := make([]float64, silent+1)
	chance := make([]float64, silent+1)
	for i, w := range weights {
		if w <= negligible {
			continue
		}
		m.convolve(c, i, chance)
		for k, p := range chance {
			mixed[k] += float64(w * p)
		}
	}
	return Seats{c.favour + quantile(mixed, low-slack), c.favour + quantile(mixed, high-slack)}
}

// convolve fills chance with the distribution of the number in favour among
// those who did not answer, at one point of the grid.
//
//go:norace
func (m *Model) convolve(c *chamber, point int, chance []float64) {
	clear(chance)
	chance[0] = 1
	done := 0
	for _, own := range c.members {
		yes, no := m.curve(own.party).yes[point], m.curve(own.party).no[point]
		for range own.seats - own.answered {
			done++
			// From above, so that each place still holds the value before.
			chance[done] = float64(chance[done-1] * yes)
			for k := done - 1; k > 0; k-- {
				chance[k] = float64(chance[k]*no) + float64(chance[k-1]*yes)
			}
			chance[0] *= no
		}
	}
}

// quantile returns the first index up to which at least p lies.
func quantile(chance []float64, p float64) int {
	sum := 0.0
	for k, c := range chance {
		sum += c
		if sum >= p {
			return k
		}
	}
	return len(chance) - 1
}
