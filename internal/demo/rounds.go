package demo

import (
	"strconv"
	"time"

	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Round is an invented measuring round. Closed and Published are zero for a
// round that is still open.
type Round struct {
	Key   string
	Title framework.Text
	// Opened, Closed and Published are when the administrator took each step.
	Opened, Closed, Published time.Time
	// ReplyBy is the end of the time for municipalities' replies.
	ReplyBy time.Time
	Replies []Reply
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

// Reply is an invented reply of a municipality to what will be published about it.
type Reply struct {
	Municipality municipality.Code
	// Kind is agreed, commented or disputed.
	Kind, Text string
	Public     bool
	At         time.Time
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
			Published: step("published", cutoff.AddDate(0, 0, 16)).Truncate(time.Minute),
			ReplyBy:   step("reply by", cutoff.AddDate(0, 0, 12)).Truncate(time.Minute),
			Replies:   roundReplies(cutoff.AddDate(0, 0, 6)),
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

// roundReplies are the invented replies to the published round, in the days from a time.
func roundReplies(from time.Time) []Reply {
	list := []Reply{
		{Municipality: 461, Kind: "commented", Public: true, Text: "Opdigtet eksempel: Vi har siden indført fælles drift af vores platform. Det ses først i næste målerunde."},
		{Municipality: 751, Kind: "disputed", Public: true, Text: "Opdigtet eksempel: Vi mener, at spørgsmålet om bredbånd måler noget, som kommunen ikke selv råder over."},
		{Municipality: 101, Kind: "commented", Public: false, Text: "Opdigtet eksempel: Tallet for robotter er talt op på ny. Vi retter det i næste indberetning."},
		{Municipality: 851, Kind: "commented", Public: true, Text: "Opdigtet eksempel: Vores velfærdsteknologi er under udbud, så niveauet forventes at stige."},
	}
	for _, code := range []municipality.Code{173, 265, 330, 561, 615, 621, 657, 730} {
		list = append(list, Reply{Municipality: code, Kind: "agreed"})
	}
	for i := range list {
		list[i].At = workingHour(from.AddDate(0, 0, i%4), draws("reply", list[i].Municipality.String()))
	}
	return list
}

func roundTitle(year int) framework.Text {
	return framework.Text{
		DA: "Målerunde " + strconv.Itoa(year) + " (opdigtet)",
		EN: "Round " + strconv.Itoa(year) + " (invented)",
	}
}
