package perception_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"modenhed/internal/estimation"
	"modenhed/internal/perception"
	"modenhed/internal/survey"
)

func pointer(x float64) *float64 { return &x }

func exact(percent float64) survey.Share {
	return survey.Share{Basis: survey.Stated, Percent: &percent}
}

func words(low, high float64) survey.Share {
	return survey.Share{Basis: survey.Words, Low: &low, High: &high}
}

func option(reading survey.Reading, share survey.Share) survey.Option {
	return survey.Option{Key: string(reading), Reading: reading, Share: share}
}

func gains(options ...survey.Option) survey.Question {
	return survey.Question{Key: "gains", Options: options}
}

// wave is the wave of June 2017: shares known only in words.
func wave() survey.Wave {
	return survey.Wave{
		Key: "de-2017", Purpose: survey.Gap, Fieldwork: "2017-06", Respondents: 326, MarginOfError: pointer(5),
		Questions: []survey.Question{
			{Key: "other", Options: []survey.Option{option("", exact(12))}},
			gains(option(survey.Harvested, words(50, 70)), option(survey.Potential, words(30, 37))),
		},
	}
}

func day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
}

func measured(points float64) perception.Measure {
	return perception.Measure{Points: points, OK: true}
}

func TestBetween(t *testing.T) {
	t.Parallel()
	question := gains(option(survey.Harvested, exact(56.9)), option(survey.Potential, exact(34)))
	stated := perception.Margin{Points: 5, Stated: true, OK: true}
	for name, test := range map[string]struct {
		question survey.Question
		measured perception.Measure
		asOf     time.Time
		want     perception.Gap
	}{
		"words give a range": {
			wave().Questions[1], measured(41), day(2018, time.March, 1),
			perception.Gap{
				Perceived: perception.Interval{Low: 50, High: 70}, Measured: 41, HasMeasured: true,
				Points: perception.Interval{Low: 9, High: 29}, MonthsApart: 9, Margin: stated,
			},
		},
		"a figure gives a figure": {
			question, measured(60.9), day(2017, time.June, 30),
			perception.Gap{
				Perceived: perception.Interval{Low: 56.9, High: 56.9}, Measured: 60.9, HasMeasured: true,
				Points: perception.Interval{Low: -4, High: -4}, Margin: stated,
			},
		},
		"24 months apart": {
			question, measured(50), day(2019, time.June, 30),
			perception.Gap{
				Perceived: perception.Interval{Low: 56.9, High: 56.9}, Measured: 50, HasMeasured: true,
				Points: perception.Interval{Low: 6.9, High: 6.9}, MonthsApart: 24, Margin: stated,
			},
		},
		"25 months apart": {
			question, measured(50), day(2019, time.July, 1),
			perception.Gap{
				Perceived: perception.Interval{Low: 56.9, High: 56.9}, Measured: 50, HasMeasured: true,
				Why: perception.TooFarApart, MonthsApart: 25, Margin: stated,
			},
		},
		"measured long before the wave": {
			question, measured(50), day(2015, time.May, 31),
			perception.Gap{
				Perceived: perception.Interval{Low: 56.9, High: 56.9}, Measured: 50, HasMeasured: true,
				Why: perception.TooFarApart, MonthsApart: 25, Margin: stated,
			},
		},
		"nothing measured": {
			question, perception.Measure{}, day(2017, time.July, 1),
			perception.Gap{
				Perceived: perception.Interval{Low: 56.9, High: 56.9},
				Why:       perception.NotMeasured, MonthsApart: 1, Margin: stated,
			},
		},
		"a measured 0 is a measure": {
			question, measured(0), day(2017, time.July, 1),
			perception.Gap{
				Perceived: perception.Interval{Low: 56.9, High: 56.9}, HasMeasured: true,
				Points: perception.Interval{Low: 56.9, High: 56.9}, MonthsApart: 1, Margin: stated,
			},
		},
		"nobody asked": {
			gains(option(survey.Potential, exact(34))), measured(50), day(2017, time.July, 1),
			perception.Gap{Measured: 50, HasMeasured: true, Why: perception.NoShare, MonthsApart: 1, Margin: stated},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := perception.Between(wave(), test.question, test.measured, test.asOf)
			if diff := cmp.Diff(test.want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
				t.Error(diff)
			}
			if got.Comparable() != (test.want.Why == perception.Comparable) {
				t.Errorf("Comparable is %t", got.Comparable())
			}
		})
	}
}

func TestPerceivedAddsUpOptions(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		question survey.Question
		want     perception.Interval
		ok       bool
	}{
		"all and nearly all": {
			gains(option(survey.Harvested, exact(20)), option(survey.Harvested, words(30, 40)), option(survey.Potential, exact(34))),
			perception.Interval{Low: 50, High: 60}, true,
		},
		"at most everybody":  {gains(option(survey.Harvested, words(60, 70)), option(survey.Harvested, words(35, 45))), perception.Interval{Low: 95, High: 100}, true},
		"a share is missing": {gains(option(survey.Harvested, exact(20)), option(survey.Harvested, survey.Share{})), perception.Interval{}, false},
		"no such option":     {gains(option(survey.DontKnow, exact(20))), perception.Interval{}, false},
		"no options":         {gains(), perception.Interval{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := perception.Perceived(test.question)
			if ok != test.ok || got != test.want {
				t.Errorf("got %v, %t, want %v, %t", got, ok, test.want, test.ok)
			}
		})
	}
	potential, ok := perception.Potential(wave().Questions[1])
	if !ok || potential != (perception.Interval{Low: 30, High: 37}) {
		t.Errorf("potential is %v, %t", potential, ok)
	}
}

func TestQuestionAsksWhetherGainsAreHarvested(t *testing.T) {
	t.Parallel()
	if q, ok := perception.Question(wave()); !ok || q.Key != "gains" {
		t.Errorf("got %q, %t", q.Key, ok)
	}
	if _, ok := perception.Question(survey.Wave{Questions: wave().Questions[:1]}); ok {
		t.Error("a wave that did not ask has a question")
	}
}

func TestMonthsApartTakesTheFarEndOfAYear(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fieldwork string
		asOf      time.Time
		want      int
	}{
		"same month":             {"2017-06", day(2017, time.June, 1), 0},
		"month after":            {"2017-06", day(2017, time.July, 31), 1},
		"month before":           {"2017-06", day(2017, time.May, 1), 1},
		"year, later":            {"2022", day(2024, time.January, 1), 24},
		"year, a month too late": {"2022", day(2024, time.February, 1), 25},
		"year, earlier":          {"2022", day(2020, time.December, 31), 24},
		"year, within":           {"2022", day(2022, time.June, 1), 6},
		"unknown":                {"summer", day(2022, time.June, 1), math.MaxInt32},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := perception.MonthsApart(survey.Wave{Fieldwork: test.fieldwork}, test.asOf); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	waves := []survey.Wave{
		{Key: "old", Purpose: survey.Gap, Fieldwork: "2017-06"},
		{Key: "context", Purpose: survey.Context, Fieldwork: "2022-01"},
		{Key: "new", Purpose: survey.Gap, Fieldwork: "2025-06"},
	}
	for asOf, want := range map[time.Time]string{
		day(2018, time.January, 1): "old",
		day(2021, time.June, 1):    "new",
		day(2022, time.January, 1): "new",
		day(2026, time.June, 1):    "new",
	} {
		if got, ok := perception.Nearest(waves, asOf); !ok || got.Key != want {
			t.Errorf("as of %s: got %q, want %q", asOf.Format(time.DateOnly), got.Key, want)
		}
	}
	if _, ok := perception.Nearest(waves[1:2], day(2022, time.January, 1)); ok {
		t.Error("a context wave was taken")
	}
}

func TestMean(t *testing.T) {
	t.Parallel()
	if got := perception.Mean(nil); got.OK {
		t.Errorf("the mean of nothing is %v", got)
	}
	if got := perception.Mean([]float64{20, 40, 90}); !got.OK || got.Points != 50 {
		t.Errorf("got %v, want 50", got)
	}
}

func TestMarginOf(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		wave survey.Wave
		want perception.Margin
	}{
		"stated":   {wave(), perception.Margin{Points: 5, Stated: true, OK: true}},
		"computed": {survey.Wave{Respondents: 326}, perception.Margin{Points: 100 * estimation.MaxMarginOf(326, 0).Plain.Value, OK: true}},
		"unknown":  {survey.Wave{}, perception.Margin{}},
	} {
		if got := perception.MarginOf(test.wave); got != test.want {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}

// TestLaws checks what holds for every wave and every measure.
func TestLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Float64Range(0, 100).Draw(t, "low")
		high := rapid.Float64Range(low, 100).Draw(t, "high")
		points := rapid.Float64Range(0, 100).Draw(t, "points")
		months := rapid.IntRange(-60, 60).Draw(t, "months")
		asOf := time.Date(2017, time.June+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
		gap := perception.Between(wave(), gains(option(survey.Harvested, words(low, high))), measured(points), asOf)

		if near := months >= -24 && months <= 24; gap.Comparable() != near {
			t.Fatalf("%d months apart: comparable is %t", months, gap.Comparable())
		}
		if !gap.Comparable() {
			if gap.Points != (perception.Interval{}) {
				t.Fatalf("a gap that is not comparable is %v", gap.Points)
			}
			return
		}
		if gap.Points.Low > gap.Points.High || gap.Points.Low < -100 || gap.Points.High > 100 {
			t.Fatalf("gap %v", gap.Points)
		}
		if width := gap.Points.High - gap.Points.Low; math.Abs(width-(high-low)) > 1e-9 {
			t.Fatalf("the gap is %g wide, the share %g", width, high-low)
		}
		more := perception.Between(wave(), gains(option(survey.Harvested, words(low, high))), measured(min(points+1, 100)), asOf)
		if more.Points.High > gap.Points.High {
			t.Fatalf("more maturity widens the gap from %v to %v", gap.Points, more.Points)
		}
		if !gap.Points.Contains((gap.Points.Low+gap.Points.High)/2) || gap.Points.Exact() != (gap.Points.Low == gap.Points.High) {
			t.Fatalf("interval %v contradicts itself", gap.Points)
		}
	})
}
