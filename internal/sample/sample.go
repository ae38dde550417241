// Package sample gives tests a valid value of every kind in one call; a test
// then changes the one field that it is about. Only tests import it. Names,
// addresses and answers are invented.
package sample

import (
	_ "embed"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

//go:embed framework.yaml
var frameworkFile []byte

// The indicators of [Framework], one of every type.
const (
	Level   framework.IndicatorKey = "work.level"
	Percent framework.IndicatorKey = "work.percent"
	Number  framework.IndicatorKey = "work.number"
	Days    framework.IndicatorKey = "speed.days"
	YesNo   framework.IndicatorKey = "speed.yesno"
	// Always may not be answered "not applicable".
	Always framework.IndicatorKey = "speed.always"
)

// The municipalities of [Directory].
const (
	Odense     municipality.Code = 461
	Norddjurs  municipality.Code = 707
	Copenhagen municipality.Code = 101
)

// Framework returns a small framework of two areas.
func Framework() *framework.Framework {
	f, err := framework.Parse("sample", frameworkFile)
	if err != nil {
		panic(err)
	}
	return f
}

// Place returns the place of an indicator in [Framework].
func Place(key framework.IndicatorKey) framework.Place {
	place, found := Framework().Indicator(key)
	if !found {
		panic("no sample indicator " + key)
	}
	return place
}

// Time returns a moment on a working day.
func Time() time.Time { return time.Date(2026, time.March, 2, 9, 30, 0, 123456000, time.UTC) }

// Clock returns a clock that stands still at [Time].
func Clock() func() time.Time { return Time }

// Report returns the report of an editor in Odense: level 2, first answer.
func Report() assessment.Report {
	return assessment.Report{
		Municipality: Odense,
		Indicator:    Level,
		Answer:       assessment.Answer{State: assessment.Reported, Value: 2},
		Source:       assessment.Self,
		Channel:      assessment.ChannelForm,
	}
}

// Status returns what [Report] becomes when it is imported: a first status
// without author and number.
func Status() assessment.Status {
	return assessment.Status{
		Municipality:     Odense,
		Indicator:        Level,
		Framework:        "sample",
		FrameworkVersion: 1,
		Revision:         1,
		Answer:           assessment.Answer{State: assessment.Reported, Value: 2},
		Source:           assessment.Self,
		Channel:          assessment.ChannelImport,
		RecordedAt:       Time(),
	}
}

// Draft returns a draft of an editor in Odense.
func Draft() assessment.Draft {
	return assessment.Draft{
		Municipality: Odense,
		Indicator:    Level,
		Values:       map[string]string{"value": "3", "comment": "Æblegrød, \"citat\" og <b>"},
		SavedAt:      Time(),
	}
}

// Editor returns an editor of Odense.
func Editor() account.Actor {
	return account.Actor{ID: 1, Email: "editor@example.test", Role: account.Editor, Municipality: Odense}
}

// Analyst returns an analyst.
func Analyst() account.Actor {
	return account.Actor{ID: 2, Email: "analyst@example.test", Role: account.Analyst}
}

// Administrator returns an administrator.
func Administrator() account.Actor {
	return account.Actor{ID: 3, Email: "administrator@example.test", Role: account.Administrator}
}
