package benchmark_test

import (
	"context"
	"testing"

	"modenhed/internal/benchmark"
	"modenhed/internal/demo"
	"modenhed/internal/reference"
	"modenhed/internal/survey"
)

// polledCountry returns a keeper over the invented surveys, with documents numbered.
func polledCountry(t *testing.T) (*benchmark.Keeper, *memory, []string) {
	t.Helper()
	clock := now
	keeper, source := open(t, &clock)
	set, err := reference.Parse(source.documents)
	if err != nil {
		t.Fatal(err)
	}
	documents, err := demo.Documents(set.Directory, set.Seats, now)
	if err != nil {
		t.Fatal(err)
	}
	var waves []string
	for _, d := range documents {
		d.ID = int64(1000 + len(source.documents))
		source.documents = append(source.documents, d)
		if d.Kind == reference.KindWave {
			waves = append(waves, d.Key)
		}
	}
	load(t, keeper)
	return keeper, source, waves
}

func load(t *testing.T, keeper *benchmark.Keeper) {
	t.Helper()
	if err := keeper.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func opinionOf(t *testing.T, s *benchmark.Snapshot, wave string) benchmark.Opinion {
	t.Helper()
	o, ok := s.Opinion(wave)
	if !ok || o.Report == nil {
		t.Fatalf("wave %s: %+v, %t", wave, o, ok)
	}
	return o
}

func TestFiguresAreKeptWhenAnswersAreErased(t *testing.T) {
	t.Parallel()
	keeper, source, waves := polledCountry(t)
	before := opinionOf(t, keeper.Current(), waves[0])
	figures, err := before.Report.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range source.documents {
		if d.Kind == reference.KindResponses && d.Key == waves[0] {
			source.documents[i].Content = figures
		}
	}
	load(t, keeper)
	after := opinionOf(t, keeper.Current(), waves[0])
	again, err := after.Report.Marshal()
	if err != nil || string(again) != string(figures) || before.Erased || !after.Erased {
		t.Errorf("erased %t and then %t, %v:\n%.300s\n%.300s", before.Erased, after.Erased, err, figures, again)
	}
}

func TestAnswersAreEstimatedOnce(t *testing.T) {
	t.Parallel()
	keeper, _, waves := polledCountry(t)
	first := opinionOf(t, keeper.Current(), waves[0]).Report
	load(t, keeper)
	if again := opinionOf(t, keeper.Current(), waves[0]).Report; again != first {
		t.Error("the same answers were estimated again")
	}
	own, err := keeper.Current().Under(benchmark.Terms{Aggregation: "geometric"})
	if err != nil {
		t.Fatal(err)
	}
	if again := opinionOf(t, own, waves[0]).Report; again != first {
		t.Error("a reader's own terms change what politicians answered")
	}
}

func TestAnotherDesignGivesOtherFigures(t *testing.T) {
	t.Parallel()
	keeper, source, waves := polledCountry(t)
	first := opinionOf(t, keeper.Current(), waves[0]).Report
	for i, d := range source.documents {
		if d.Kind != reference.KindWave || d.Key != waves[0] {
			continue
		}
		wave, err := survey.ParseWave(d.Content)
		if err != nil {
			t.Fatal(err)
		}
		wave.Design.Minimum = 12
		if source.documents[i].Content, err = survey.MarshalWave(wave); err != nil {
			t.Fatal(err)
		}
	}
	load(t, keeper)
	if again := opinionOf(t, keeper.Current(), waves[0]).Report; again == first || again.Minimum != 12 {
		t.Errorf("another design left the figures: minimum %d", again.Minimum)
	}
}
