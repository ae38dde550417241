package movement_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/movement"
	"modenhed/internal/scoring"
)

// The promise of the page: the parts sum to the change, exactly.
func TestPartsSumToTheChange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		earlier, later := drawSpan(t)
		for _, m := range betweenDrawn(t, earlier, later).All() {
			places, gained := 0, 0.0
			for _, part := range m.Rank.Parts {
				places += part
			}
			for _, part := range m.Score.Parts {
				gained += part
			}
			if m.Rank.OK && (places != m.Rank.Total || places != m.Before.Rank-m.After.Rank) {
				t.Errorf("%s: places %v sum to %d, want %d from rank %d to %d",
					m.Unit, m.Rank.Parts, places, m.Rank.Total, m.Before.Rank, m.After.Rank)
			}
			if m.Score.OK && (round9(gained) != m.Score.Total || round9(gained) != round9(m.After.Score.Value-m.Before.Score.Value)) {
				t.Errorf("%s: points %v sum to %v, want %v", m.Unit, m.Score.Parts, gained, m.Score.Total)
			}
			if ranked := m.Before.Rank > 0 && m.After.Rank > 0; m.Rank.OK != ranked {
				t.Errorf("%s: a split of places is there: %v, want %v", m.Unit, m.Rank.OK, ranked)
			}
			if scored := m.Before.Score.OK && m.After.Score.OK; m.Score.OK != scored {
				t.Errorf("%s: a split of points is there: %v, want %v", m.Unit, m.Score.OK, scored)
			}
		}
	})
}

// onlyCauses fails unless every part outside the causes is 0.
func onlyCauses(t *rapid.T, m movement.Movement[string], causes ...movement.Cause) {
	t.Helper()
	for _, cause := range movement.Causes() {
		if slices.Contains(causes, cause) {
			continue
		}
		if part := m.Rank.Parts[cause]; part != 0 {
			t.Errorf("%s: %d places by %s, want none", m.Unit, part, cause)
		}
		if cause <= movement.Missing && m.Score.Parts[cause] != 0 {
			t.Errorf("%s: %v points by %s, want none", m.Unit, m.Score.Parts[cause], cause)
		}
	}
}

func TestNothingChangedIsNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		earlier, _ := drawSpan(t)
		later := earlier
		later.Model = compiled(t, earlier.Model.Framework())
		r := betweenDrawn(t, earlier, later)
		for _, m := range r.All() {
			onlyCauses(t, m)
			if changes, err := r.Changes(m.Unit); err != nil || len(changes) > 0 {
				t.Errorf("%s: changes %v, %v, want none", m.Unit, changes, err)
			}
		}
		if len(r.Added())+len(r.Removed()) > 0 {
			t.Errorf("indicators added %v, removed %v, want none", r.Added(), r.Removed())
		}
	})
}

func TestAnotherFrameworkAloneIsMethod(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		earlier, _ := drawSpan(t)
		later := movement.Standpoint[string]{Model: compiled(t, drawFramework(t, true)), Units: earlier.Units}
		before, indicators := answersOf(earlier), later.Model.Framework().Places()
		for _, unit := range earlier.Units {
			for _, place := range indicators {
				answer := drawAnswer(t)
				old, ok := earlier.Model.Framework().Indicator(place.Indicator.Key)
				if ok && old.Indicator.Type == place.Indicator.Type {
					answer = before[unit][place.Indicator.Key]
				}
				later.Answers = append(later.Answers, answer)
			}
		}
		for _, m := range betweenDrawn(t, earlier, later).All() {
			onlyCauses(t, m, movement.Method, movement.Ties)
		}
	})
}

func TestOwnAnswersUnchangedIsOthers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := compiled(t, drawFramework(t, true))
		earlier, later := drawStandpoint(t, m), drawStandpoint(t, m)
		width := len(m.Indicators())
		earlier.Units, later.Units = append(earlier.Units, "own"), append(later.Units, "own")
		for range width {
			answer := drawAnswer(t)
			earlier.Answers, later.Answers = append(earlier.Answers, answer), append(later.Answers, answer)
		}
		own, _ := betweenDrawn(t, earlier, later).Of("own")
		onlyCauses(t, own, movement.Others, movement.Ties)
		if m.Independent() && own.Score.Total != 0 {
			t.Errorf("%v points by others without a minmax scale", own.Score.Total)
		}
	})
}

func TestOthersAnswersUnchangedIsOwn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := compiled(t, drawFramework(t, true))
		earlier := drawStandpoint(t, m)
		later := earlier
		later.Answers = slices.Clone(earlier.Answers)
		for i := range m.Indicators() {
			later.Answers[i] = drawAnswer(t)
		}
		r := betweenDrawn(t, earlier, later)
		own, _ := r.Of(earlier.Units[0])
		onlyCauses(t, own, movement.Reported, movement.Missing, movement.Ties)
		for _, other := range r.All()[1:] {
			onlyCauses(t, other, movement.Others, movement.Ties)
		}
	})
}

func TestTiesAreThoseWhoShareTheRank(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		earlier, later := drawSpan(t)
		r := betweenDrawn(t, earlier, later)
		sharing := func(rank int, end func(movement.Movement[string]) movement.End) (n int) {
			for _, m := range r.All() {
				if end(m).Rank == rank {
					n++
				}
			}
			return n
		}
		for _, m := range r.All() {
			if !m.Rank.OK {
				continue
			}
			before := sharing(m.Before.Rank, func(m movement.Movement[string]) movement.End { return m.Before })
			after := sharing(m.After.Rank, func(m movement.Movement[string]) movement.End { return m.After })
			if got := m.Rank.Parts[movement.Ties]; got != after-before {
				t.Errorf("%s: %d places by ties, want %d: %d shared the rank, then %d", m.Unit, got, after-before, before, after)
			}
		}
	})
}

// shuffled returns a standpoint with its units in another order.
func shuffled(s movement.Standpoint[string], random *rand.Rand) movement.Standpoint[string] {
	width := len(s.Model.Indicators())
	out := movement.Standpoint[string]{Model: s.Model}
	for _, i := range random.Perm(len(s.Units)) {
		out.Units = append(out.Units, s.Units[i])
		out.Answers = append(out.Answers, s.Answers[i*width:(i+1)*width]...)
	}
	return out
}

func TestTheOrderOfUnitsChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		earlier, later := drawSpan(t)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		before := betweenDrawn(t, earlier, later)
		after := betweenDrawn(t, shuffled(earlier, random), shuffled(later, random))
		for _, m := range before.All() {
			turned, _ := after.Of(m.Unit)
			if diff := cmp.Diff(m, turned); diff != "" {
				t.Errorf("%s (-before +shuffled):\n%s", m.Unit, diff)
			}
			a, err := before.Changes(m.Unit)
			if err != nil {
				t.Fatal(err)
			}
			b, err := after.Changes(m.Unit)
			if diff := cmp.Diff(a, b); err != nil || diff != "" {
				t.Errorf("%s: %v (-before +shuffled):\n%s", m.Unit, err, diff)
			}
		}
	})
}

// A change that is the only one of its cause is the whole part.
func TestASingleChangeMakesUpThePart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		earlier, later := drawSpan(t)
		r := betweenDrawn(t, earlier, later)
		for _, m := range r.All() {
			changes, err := r.Changes(m.Unit)
			if err != nil {
				t.Fatal(err)
			}
			byCause := make(map[movement.Cause][]scoring.Points)
			for _, c := range changes {
				byCause[c.Cause] = append(byCause[c.Cause], c.Alone)
			}
			for _, cause := range []movement.Cause{movement.Reported, movement.Missing} {
				alone, part := byCause[cause], m.Score.Parts[cause]
				if len(alone) == 0 && part != 0 {
					t.Errorf("%s: %v points by %s without a change", m.Unit, part, cause)
				}
				if m.Score.OK && len(alone) == 1 && alone[0].OK && alone[0].Value != part {
					t.Errorf("%s: %v points by %s, the only change alone %v", m.Unit, part, cause, alone[0].Value)
				}
			}
		}
	})
}
