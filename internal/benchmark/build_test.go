package benchmark_test

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/ranking"
	"modenhed/internal/reference"
	"modenhed/internal/scoring"
)

// outcome is what a snapshot says of one municipality.
type outcome struct {
	Code    municipality.Code
	Card    scoring.Card
	Place   ranking.Place
	Change  benchmark.Change
	Answers []benchmark.Answer
}

func outcomes(s *benchmark.Snapshot) []outcome {
	list := make([]outcome, len(s.Units))
	for i, u := range s.Units {
		list[i] = outcome{u.Code, u.Card, u.Place, u.Change, u.Answers}
	}
	return list
}

// wantOutcomes fails the test at the first municipality with another outcome.
func wantOutcomes(t *testing.T, when string, want []outcome, s *benchmark.Snapshot) {
	t.Helper()
	for i, got := range outcomes(s) {
		// Comparing thousands in full would take longer than making them.
		if !reflect.DeepEqual(want[i], got) {
			t.Fatalf("%s is another %s (-then +now):\n%s", s.Units[i].Name, when, cmp.Diff(want[i], got))
		}
	}
}

// anyReports are up to three statuses drawn at random, of either source.
func anyReports(r *rand.Rand, s *benchmark.Snapshot) []assessment.Status {
	var statuses []assessment.Status
	for range 1 + r.IntN(3) {
		place := s.Places[r.IntN(len(s.Places))]
		scale := place.Indicator.Scale
		status := assessment.Status{
			Municipality: s.Units[r.IntN(len(s.Units))].Code,
			Indicator:    place.Indicator.Key,
			Source:       []assessment.Source{assessment.Self, assessment.Desk}[r.IntN(2)],
			Answer:       assessment.Answer{State: assessment.Reported, Value: scale.Low + float64(r.IntN(6))/5*(scale.High-scale.Low)},
			RecordedAt:   now,
		}
		if r.IntN(3) == 0 {
			status.Answer = assessment.Answer{State: []assessment.State{assessment.NotAnswered, assessment.DontKnow}[r.IntN(2)]}
		}
		statuses = append(statuses, status)
	}
	return statuses
}

// TestSnapshotsGrowAsTheyAreLoaded publishes one report after the other: every
// snapshot is what a fresh load makes of the same, and stays so.
func TestSnapshotsGrowAsTheyAreLoaded(t *testing.T) {
	t.Parallel()
	for name, scale := range map[string]string{"by goalposts": "scale: goalposts", "by the others' values": "scale: minmax"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			keeper, source := country(t)
			for i, d := range source.documents {
				if d.Kind == reference.KindFramework {
					source.documents[i].Content = bytes.ReplaceAll(d.Content, []byte("scale: goalposts"), []byte(scale))
				}
			}
			clock := now
			if err := keeper.Load(t.Context()); err != nil {
				t.Fatal(err)
			}
			r := rand.New(rand.NewPCG(1, 2))
			var held []*benchmark.Snapshot
			var saw [][]outcome
			for range 5 {
				for range 10 {
					held = append(held, keeper.Current())
					saw = append(saw, outcomes(keeper.Current()))
					if err := keeper.Publish(t.Context(), source.record(anyReports(r, keeper.Current())...)); err != nil {
						t.Fatal(err)
					}
				}
				wantOutcomes(t, "loaded anew", outcomes(fresh(t, source, &clock).Current()), keeper.Current())
			}
			for i, s := range held {
				wantOutcomes(t, "when it was shown", saw[i], s)
			}
		})
	}
}
