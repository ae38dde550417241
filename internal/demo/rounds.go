package demo

import (
	"strconv"
	"time"

	"modenhed/internal/framework"
)

// Round is an invented measuring round. Closed and Published are zero for a
// round that is still open.
type Round struct {
	Key   string
	Title framework.Text
	// Opened, Closed and Published are when the administrator took each step.
	Opened, Closed, Published time.Time
	// Cutoff is the day whose end is the cut-off, written 2026-06-30.
	Cutoff string
	// Correction is entered some time after publication.
	Correction Correction
}

// Correction is an invented correction of a round.
type Correction struct {
	Wrong, Right framework.Text
	At           time.Time
}

// Rounds returns the invented rounds, earliest first: one published after the
// second campaign, about a year before now, and one opened before the third.
func Rounds(now time.Time) []Round {
	cutoff := now.AddDate(-1, 0, 0)
	year := cutoff.Year()
	step := func(name string, t time.Time) time.Time { return workingHour(t, draws("round", name)) }
	return []Round{
		{
			Key:       strconv.Itoa(year),
			Title:     roundTitle(year),
			Opened:    step("opened", now.AddDate(0, -15, 0)),
			Cutoff:    cutoff.Format("2006-01-02"),
			Closed:    step("closed", cutoff.AddDate(0, 0, 3)),
			Published: step("published", cutoff.AddDate(0, 0, 16)),
			Correction: Correction{
				Wrong: framework.Text{
					DA: "Opdigtet eksempel: Et kommunenavn stod med en gammel stavemåde i resultatet.",
					EN: "Invented example: one municipality’s name had an old spelling in the result.",
				},
				Right: framework.Text{
					DA: "Opdigtet eksempel: Navnet skrives med den nye stavemåde. Scorer og placeringer er uændrede.",
					EN: "Invented example: the name has a new spelling. Scores and ranks are unchanged.",
				},
				At: step("corrected", cutoff.AddDate(0, 0, 37)),
			},
		},
		{Key: strconv.Itoa(year + 1), Title: roundTitle(year + 1), Opened: step("opened again", now.AddDate(0, -4, 0))},
	}
}

func roundTitle(year int) framework.Text {
	return framework.Text{
		DA: "Målerunde " + strconv.Itoa(year) + " (opdigtet)",
		EN: "Round " + strconv.Itoa(year) + " (invented)",
	}
}
