package scoring

// Normalise returns the normalised score of every answer, 0 to 100, in the
// order of the matrix given, which is that of [Model.Score]; here they are not
// rounded, for who computes on. A score is undefined without a value, and for
// everyone when the values of a minmax indicator do not differ. Caps hold here
// too. What Score refuses is an error here too.
func (m *Model) Normalise(answers []Answer) ([]Points, error) {
	width := len(m.indicators)
	if err := m.check(answers); err != nil {
		return nil, err
	}
	scales := m.scalesFor(answers)
	points := make([]Points, len(answers))
	for i, a := range answers {
		if s := scales[i%width]; a.State == Present && s.live {
			points[i] = Points{capped(s.points(a.Value), a.Cap), true}
		}
	}
	return points, nil
}
