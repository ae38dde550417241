package demo_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/demo"
	"modenhed/internal/perception"
	"modenhed/internal/reference"
	"modenhed/internal/survey"
	"modenhed/seed"
)

func TestTheInventedWaveIsADocument(t *testing.T) {
	t.Parallel()
	documents, err := demo.Documents(now)
	if err != nil {
		t.Fatal(err)
	}
	if len(documents) != 1 || documents[0].Kind != reference.KindWave || documents[0].Origin != reference.OriginDemo {
		t.Fatalf("documents: %v", documents)
	}
	if !documents[0].RecordedAt.Before(now) || documents[0].RecordedAt.IsZero() {
		t.Errorf("recorded at %s", documents[0].RecordedAt)
	}
	wave, err := survey.ParseWave(documents[0].Content)
	if err != nil {
		t.Fatal(err)
	}
	wave.RecordedAt = documents[0].RecordedAt
	if diff := cmp.Diff(demo.Wave(now), wave); diff != "" {
		t.Error(diff)
	}
	if documents[0].Key != wave.Key {
		t.Errorf("document %q holds wave %q", documents[0].Key, wave.Key)
	}
}

func TestTheInventedWaveSaysSo(t *testing.T) {
	t.Parallel()
	wave := demo.Wave(now)
	if !wave.Invented || !strings.HasPrefix(wave.Title.DA, "Opdigtet demoundersøgelse") || !strings.HasPrefix(wave.Title.EN, "Invented demo survey") {
		t.Errorf("title %v, invented %t", wave.Title, wave.Invented)
	}
}

// TestTheInventedWaveMakesAGap holds it against the seed: same question, near
// enough to compare, exact shares.
func TestTheInventedWaveMakesAGap(t *testing.T) {
	t.Parallel()
	set := reading(t)
	for _, at := range []time.Time{now, time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)} {
		invented := demo.Wave(at)
		wave, ok := perception.Nearest(append(set.Waves, invented), at)
		if !ok || wave.Key != invented.Key {
			t.Fatalf("%s: the nearest wave is %q", at, wave.Key)
		}
		question, ok := perception.Question(wave)
		if !ok {
			t.Fatal("no question")
		}
		gap := perception.Between(wave, question, perception.Measure{Points: 46.9, OK: true}, at)
		if !gap.Comparable() || !gap.Points.Exact() || gap.Points.Low < 9.9 || gap.Points.Low > 10.1 {
			t.Errorf("%s: gap %+v", at, gap)
		}
		if wave.Fieldwork >= wave.RecordedAt.Format("2006-01") {
			t.Errorf("%s: fieldwork %s, recorded %s", at, wave.Fieldwork, wave.RecordedAt)
		}
	}
	old, ok := perception.Question(wave2017(t))
	if mine := demo.Wave(now).Questions[0]; !ok || mine.Key != old.Key || mine.Text != old.Text {
		t.Errorf("question %q %v, want %q %v", mine.Key, mine.Text, old.Key, old.Text)
	}
}

func wave2017(t *testing.T) survey.Wave {
	t.Helper()
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents {
		if d.Key == "de-2017" {
			wave, err := survey.ParseWave(d.Content)
			if err != nil {
				t.Fatal(err)
			}
			return wave
		}
	}
	t.Fatal("the seed has no wave of 2017")
	return survey.Wave{}
}
