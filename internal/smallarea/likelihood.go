package smallarea

// likelihood is the marginal likelihood of all answers as a function of τ.
type likelihood struct {
	grid  *grid
	rates []float64
	// voiced are the chambers with answers; the others add nothing.
	voiced []chamber
}

func newLikelihood(r *roll, g *grid, rates []float64) *likelihood {
	l := &likelihood{grid: g, rates: rates}
	for _, c := range r.chambers {
		if c.answered > 0 {
			l.voiced = append(l.voiced, c)
		}
	}
	return l
}

// at returns the log-likelihood at tau; curves is room for one per party.
func (l *likelihood) at(tau float64, curves []curve) float64 {
	for i, rate := range l.rates {
		curves[i] = l.grid.curve(rate, tau)
	}
	sum := 0.0
	var weights [gridPoints]float64
	for i := range l.voiced {
		sum += l.grid.posterior(&l.voiced[i], curves, nil, &weights)
	}
	return sum
}

// maximise returns τ with its log-likelihood and that of no local effect. A
// gain under 1e-8 is no local effect.
func (l *likelihood) maximise() (tau, logLik, atZero float64) {
	const (
		gain  = 1e-8
		steps = 12
	)
	curves := make([]curve, len(l.rates))
	at := func(tau float64) float64 { return l.at(tau, curves) }
	atZero = at(0)
	tau, logLik = maximum(at, 0, TauLimit, steps)
	if logLik-atZero < gain {
		return 0, atZero, atZero
	}
	return tau, logLik, atZero
}
