package demo

import (
	"fmt"
	"math"
	"time"

	"modenhed/internal/reference"
	"modenhed/internal/survey"
)

// The invented wave: fieldwork some months ago, so that it can be compared with
// maturity measured now.
const (
	waveMonthsBefore = 4
	waveRecordedDays = 80
	waveRespondents  = 341
	waveResponseRate = 14.0
)

// Documents returns the invented reference documents of a demo database, all
// recorded before now.
func Documents(now time.Time) ([]reference.Document, error) {
	wave := Wave(now)
	content, err := survey.MarshalWave(wave)
	if err != nil {
		return nil, fmt.Errorf("invent a survey wave: %w", err)
	}
	return []reference.Document{{
		Kind:       reference.KindWave,
		Key:        wave.Key,
		Content:    content,
		Origin:     reference.OriginDemo,
		RecordedAt: wave.RecordedAt,
	}}, nil
}

// Wave returns the invented survey wave. It asks the question of the wave of
// June 2017 and gives exact shares.
func Wave(now time.Time) survey.Wave {
	year, month, _ := now.UTC().Date()
	fieldwork := time.Date(year, month-waveMonthsBefore, 1, 0, 0, 0, 0, time.UTC)
	rate := waveResponseRate
	margin := math.Round(survey.MaxMarginOfError(waveRespondents, 0)*10) / 10
	return survey.Wave{
		Key:   fmt.Sprintf("demo-%d", fieldwork.Year()),
		Title: survey.Text{DA: fmt.Sprintf("Opdigtet demoundersøgelse %d", fieldwork.Year()), EN: fmt.Sprintf("Invented demo survey %d", fieldwork.Year())},
		FieldworkNote: survey.Text{
			DA: "Opdigtet: der er ikke indsamlet noget.",
			EN: "Invented: nothing was collected.",
		},
		Fieldwork:     fieldwork.Format("2006-01"),
		Population:    survey.Text{DA: "Opdigtede svar fra kommunalpolitikere", EN: "Invented answers from municipal councillors"},
		Respondents:   waveRespondents,
		ResponseRate:  &rate,
		Weighting:     survey.Text{DA: "Opdigtet: som om svarene var vægtet efter parti.", EN: "Invented: as if the answers were weighted by party."},
		Purpose:       survey.Gap,
		MarginOfError: &margin,
		Method: survey.Text{
			DA: "Alle tal i denne undersøgelse er opdigtet for at vise, hvordan siden virker. De siger intet om, hvad politikerne mener.",
			EN: "Every figure in this survey is invented to show how the page works. They say nothing about what politicians think.",
		},
		Source:     survey.Source{Title: "Demo", Year: fieldwork.Year()},
		Questions:  []survey.Question{waveQuestion()},
		Invented:   true,
		RecordedAt: now.UTC().AddDate(0, 0, -waveRecordedDays).Truncate(time.Second),
	}
}

func waveQuestion() survey.Question {
	return survey.Question{
		Key: "digital_gains",
		Text: survey.Text{
			DA: "Hvilket af følgende udsagn passer bedst på din holdning?",
			EN: "Which of the following statements best fits your view?",
		},
		Options: []survey.Option{
			waveOption("harvested", "Alle eller næsten alle digitale gevinster er hentet", "All or nearly all digital gains have been harvested", survey.Harvested, 56.9),
			waveOption("potential", "Der er et betydeligt potentiale for at hente flere digitale gevinster", "There is considerable potential for harvesting more digital gains", survey.Potential, 34.0),
			waveOption("dontknow", "Ved ikke", "Don’t know", survey.DontKnow, 9.1),
		},
	}
}

func waveOption(key, da, en string, reading survey.Reading, percent float64) survey.Option {
	return survey.Option{
		Key:     key,
		Text:    survey.Text{DA: da, EN: en},
		Reading: reading,
		Share: survey.Share{
			Basis:   survey.Stated,
			Percent: &percent,
			Note:    survey.Text{DA: "Opdigtet tal", EN: "Invented figure"},
		},
	}
}
