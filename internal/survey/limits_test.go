package survey_test

import (
	"testing"

	"modenhed/internal/survey"
)

func TestAShareOfNobodyIsKnown(t *testing.T) {
	t.Parallel()
	low, high, ok := survey.Share{Basis: survey.Stated, Percent: pointer(0)}.Range()
	if low != 0 || high != 0 || !ok {
		t.Errorf("a stated 0 %% is read as %v to %v, known %t", low, high, ok)
	}
	if _, _, ok := (survey.Share{Basis: survey.Words}).Range(); ok {
		t.Error("a share without any figure is known")
	}
}

func TestSharesMayMissAHundredByRoundingOnly(t *testing.T) {
	t.Parallel()
	const overflow = "0 questions[1]/options survey.sum_over"
	for percent, want := range map[float64]bool{50: false, 50.5: false, 50.6: true, 51: true} {
		wave := parseWave(t)
		wave.Questions[0].Options[1].Share.Percent = pointer(percent)
		got := false
		if err := wave.Check(); err != nil {
			got = problemsOf(t, err)[overflow]
		}
		if got != want {
			t.Errorf("50 to 70 and %v: over a hundred %t, want %t", percent, got, want)
		}
	}
}

func TestAGapWaveAsksOnceWhetherTheGainsAreHarvested(t *testing.T) {
	t.Parallel()
	wave := parseWave(t)
	second := wave.Questions[0]
	second.Key = "again"
	wave.Questions = append(wave.Questions, second)
	if !problemsOf(t, wave.Check())["0 questions survey.gap_question"] {
		t.Error("a wave that asks twice passes")
	}
	wave.Purpose = survey.Context
	if err := wave.Check(); err != nil {
		t.Errorf("a context wave that asks twice: %v", err)
	}
}
