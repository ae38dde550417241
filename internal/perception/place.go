package perception

// Score is what was measured for one ranked municipality, in points.
type Score struct {
	Points float64
	// Bounds are the score with every unanswered indicator at 0 and at 100.
	Bounds Interval
}

// Maturity is the measured maturity of a set of municipalities.
type Maturity struct {
	// Ranked is how many municipalities it rests on.
	Ranked int
	// Mean is the unweighted mean of their scores.
	Mean Measure
	// Bounds are the means of their bounds: as far as unanswered indicators could
	// move the mean at most. It is not a confidence interval, since everybody is measured.
	Bounds Interval
}

// MaturityOf returns the maturity of a set of ranked municipalities.
func MaturityOf(scores []Score) Maturity {
	m := Maturity{Ranked: len(scores)}
	if len(scores) == 0 {
		return m
	}
	for _, s := range scores {
		m.Mean.Points += s.Points
		m.Bounds.Low += s.Bounds.Low
		m.Bounds.High += s.Bounds.High
	}
	n := float64(len(scores))
	m.Mean = Measure{Points: m.Mean.Points / n, OK: true}
	m.Bounds = Interval{Low: m.Bounds.Low / n, High: m.Bounds.High / n}
	return m
}

// Distance is perceived harvest − measured maturity, with both intervals.
type Distance struct {
	// Points is what is known of it, in points from −100 to 100; defined only
	// when Why is Comparable.
	Points Interval
	// Outer reaches from the lower end of the belief's interval less the upper
	// bound of the maturity to the upper end less the lower bound. It is wider than
	// an interval at the belief's level, as both ends are taken at their worst. Nil
	// where the belief has no interval.
	Outer *Interval
	Why   Reason
}

// DistanceBetween returns the distance of a belief, nil where there is none,
// and a maturity measured some months from it.
func DistanceBetween(harvested *Belief, measured Maturity, monthsApart int) Distance {
	switch {
	case harvested == nil:
		return Distance{Why: NoShare}
	case !measured.Mean.OK:
		return Distance{Why: NotMeasured}
	case monthsApart > MaxMonthsApart:
		return Distance{Why: TooFarApart}
	}
	d := Distance{Points: Interval{Low: harvested.Share.Low - measured.Mean.Points, High: harvested.Share.High - measured.Mean.Points}}
	if c := harvested.Confidence; c != nil {
		d.Outer = &Interval{Low: c.Low - measured.Bounds.High, High: c.High - measured.Bounds.Low}
	}
	return d
}

// Comparable reports whether Points is defined.
func (d Distance) Comparable() bool { return d.Why == Comparable }
