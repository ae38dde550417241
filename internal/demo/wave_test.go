package demo_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/demo"
	"modenhed/internal/municipality"
	"modenhed/internal/perception"
	"modenhed/internal/reference"
	"modenhed/internal/survey"
)

// inventedAt are times at which a demo may be filled.
var inventedAt = []time.Time{now, time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}

func documents(t *testing.T, set *reference.Set, at time.Time) []reference.Document {
	t.Helper()
	list, err := demo.Documents(set.Directory, set.Seats, at)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func waves(t *testing.T, set *reference.Set, at time.Time) []survey.Wave {
	t.Helper()
	list, err := demo.Waves(set.Seats, at)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTheInventedWavesAreDocuments(t *testing.T) {
	t.Parallel()
	set := reading(t)
	for _, at := range inventedAt {
		list := documents(t, set, at)
		invented := waves(t, set, at)
		var kinds []reference.Kind
		for _, d := range list {
			kinds = append(kinds, d.Kind)
			if d.Origin != reference.OriginDemo || d.RecordedAt.IsZero() || !d.RecordedAt.Before(at) {
				t.Errorf("%s: %s %s of %s recorded at %s", at, d.Kind, d.Key, d.Origin, d.RecordedAt)
			}
			i := slices.IndexFunc(invented, func(w survey.Wave) bool { return w.Key == d.Key })
			if d.Kind != reference.KindWave || i < 0 {
				continue
			}
			wave, err := survey.ParseWave(d.Content)
			if err != nil {
				t.Fatal(err)
			}
			wave.RecordedAt = d.RecordedAt
			if diff := cmp.Diff(invented[i], wave); diff != "" {
				t.Error(diff)
			}
		}
		want := []reference.Kind{
			reference.KindWave, reference.KindResponses, reference.KindWave, reference.KindMargins, reference.KindResponses,
		}
		if diff := cmp.Diff(want, kinds); diff != "" {
			t.Errorf("%s: %s", at, diff)
		}
	}
}

func TestTheInventedWavesSaySo(t *testing.T) {
	t.Parallel()
	for _, wave := range waves(t, reading(t), now) {
		if !wave.Invented || !strings.HasPrefix(wave.Title.DA, "Opdigtet demoundersøgelse") || !strings.HasPrefix(wave.Title.EN, "Invented demo survey") {
			t.Errorf("title %v, invented %t", wave.Title, wave.Invented)
		}
		for _, text := range []survey.Text{wave.FieldworkNote, wave.Population, wave.Weighting, wave.Method} {
			if !strings.Contains(strings.ToLower(text.DA), "opdigtet") && !strings.Contains(strings.ToLower(text.DA), "opdigtede") ||
				!strings.Contains(strings.ToLower(text.EN), "invented") {
				t.Errorf("%s: %v does not say that it is invented", wave.Key, text)
			}
		}
	}
}

// TestTheInventedRespondentsCouldHaveAnswered holds the respondents against the
// council seats: no party has more in a council than it has members there.
func TestTheInventedRespondentsCouldHaveAnswered(t *testing.T) {
	t.Parallel()
	set := reading(t)
	for _, at := range inventedAt {
		all := waves(t, set, at)
		for _, d := range documents(t, set, at) {
			if d.Kind != reference.KindResponses {
				continue
			}
			answers, err := survey.ParseResponses(d.Content)
			if err != nil {
				t.Fatal(err)
			}
			wave := all[slices.IndexFunc(all, func(w survey.Wave) bool { return w.Key == d.Key })]
			if err := answers.Check(wave); err != nil {
				t.Error(err)
			}
			if n := len(answers.Rows); n < 300 || n > 360 {
				t.Errorf("%s: %d respondents", d.Key, n)
			}
			sitting(t, set, wave.Design.Election, answers)
		}
	}
}

func sitting(t *testing.T, set *reference.Set, election int, answers *survey.Responses) {
	t.Helper()
	type party struct {
		code   municipality.Code
		letter string
	}
	seats, documented := make(map[party]int), make(map[municipality.Code]bool)
	for _, own := range set.Seats.Councils {
		if own.Year == election {
			seats[party{own.Municipality, own.Letter}], documented[own.Municipality] = own.Seats, true
		}
	}
	counts, few := make(map[party]int), make(map[string]int)
	for _, row := range answers.Rows {
		counts[party{municipality.Code(row.Municipality), row.Party}]++
		few[row.Party]++
	}
	for p, n := range counts {
		if _, ok := set.Directory.Lookup(p.code); !ok {
			t.Errorf("nobody knows municipality %s", p.code)
		}
		if documented[p.code] && n > seats[p] {
			t.Errorf("%d respondents of %s in %s, which has %d seats", n, p.letter, p.code, seats[p])
		}
	}
	if small := slices.ContainsFunc(slices.Collect(maps.Values(few)), func(n int) bool { return n < survey.LeastShown }); !small {
		t.Errorf("no party has few respondents: %v", few)
	}
}

// TestTheInventedWavesCanBeHeldAgainstMaturity compares them with the seed: the
// same question, and the later wave near enough.
func TestTheInventedWavesCanBeHeldAgainstMaturity(t *testing.T) {
	t.Parallel()
	set := reading(t)
	for _, at := range inventedAt {
		invented := waves(t, set, at)
		nearest, ok := perception.Nearest(slices.Concat(set.Waves, invented), at)
		if !ok || nearest.Key != invented[1].Key {
			t.Errorf("%s: the nearest wave is %q", at, nearest.Key)
		}
		first, _, _ := invented[0].Months()
		last, _, _ := invented[1].Months()
		if apart := last.Since(first); apart < 12 || apart > 18 {
			t.Errorf("%s: the waves are %d months apart", at, apart)
		}
		for _, wave := range invented {
			if wave.Fieldwork >= wave.RecordedAt.Format("2006-01") {
				t.Errorf("%s: fieldwork %s, recorded %s", at, wave.Fieldwork, wave.RecordedAt)
			}
		}
	}
	i := slices.IndexFunc(set.Waves, func(w survey.Wave) bool { return w.Key == "de-2017" })
	old, ok := perception.Question(set.Waves[i])
	if mine := waves(t, set, now)[0].Questions[0]; !ok || mine.Key != old.Key || mine.Text != old.Text {
		t.Errorf("question %q %v, want %q %v", mine.Key, mine.Text, old.Key, old.Text)
	}
}

func TestNoSurveyIsInventedBeforeTheFirstElection(t *testing.T) {
	t.Parallel()
	set := reading(t)
	if _, err := demo.Documents(set.Directory, set.Seats, time.Date(2013, 6, 1, 0, 0, 0, 0, time.UTC)); err == nil {
		t.Error("no error")
	}
}
