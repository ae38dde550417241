package perception

import (
	"math"
	"time"

	"modenhed/internal/survey"
)

// Question returns the question of a wave that asks whether the gains are
// harvested: the first with an option read so; ok is false when there is none.
func Question(wave survey.Wave) (question survey.Question, ok bool) {
	for _, q := range wave.Questions {
		if _, found := q.With(survey.Harvested); found {
			return q, true
		}
	}
	return survey.Question{}, false
}

// MonthsApart returns the distance between a wave's fieldwork and a time in
// calendar months: June 2017 and any day of June 2019 are 24 apart. Where only
// the year of the fieldwork is known its far end counts, so that a wave is
// called near only when it surely is. The distance is beyond every limit when
// the fieldwork is unknown.
func MonthsApart(wave survey.Wave, asOf time.Time) int {
	first, last, ok := wave.Months()
	if !ok {
		return math.MaxInt32
	}
	at := survey.MonthOf(asOf)
	return max(at.Since(first), last.Since(at))
}

// Nearest returns the gap wave whose fieldwork lies nearest to a time, the later
// one when two are equally near; ok is false when no wave has purpose gap.
func Nearest(waves []survey.Wave, asOf time.Time) (wave survey.Wave, ok bool) {
	for _, w := range waves {
		if w.Purpose != survey.Gap {
			continue
		}
		if !ok || nearer(w, wave, asOf) {
			wave, ok = w, true
		}
	}
	return wave, ok
}

func nearer(w, than survey.Wave, asOf time.Time) bool {
	a, b := MonthsApart(w, asOf), MonthsApart(than, asOf)
	if a != b {
		return a < b
	}
	startW, _, _ := w.Months()
	startThan, _, _ := than.Months()
	return startW.Compare(startThan) > 0
}
