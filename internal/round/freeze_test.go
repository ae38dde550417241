package round_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/robustness"
	"modenhed/internal/round"
	"modenhed/internal/sample"
)

// cutoff is the end of a day in Copenhagen.
func cutoff() time.Time { return time.Date(2026, time.June, 30, 21, 59, 59, 999999000, time.UTC) }

// ledger makes statuses with rising numbers.
type ledger []assessment.Status

// say records an answer of a source and returns its status for changes.
func (l *ledger) say(code municipality.Code, key framework.IndicatorKey, source assessment.Source, answer assessment.Answer) *assessment.Status {
	n := len(*l) + 1
	*l = append(*l, assessment.Status{
		ID:           assessment.StatusID(n),
		Municipality: code,
		Indicator:    key,
		Source:       source,
		Answer:       answer,
		RecordedAt:   sample.Time().Add(time.Duration(n) * time.Hour),
	})
	return &(*l)[n-1]
}

func value(x float64) assessment.Answer {
	return assessment.Answer{State: assessment.Reported, Value: x}
}

// inputs are a round of three municipalities in which every rule about answers
// plays a part: a later answer, the desk beside and without an own answer, an
// answer withdrawn, don't know, not applicable, one that came too late.
func inputs() round.Inputs {
	var l ledger
	full := func(code municipality.Code, level, percent, number, days, yes, always float64) {
		l.say(code, sample.Level, assessment.Self, value(level))
		l.say(code, sample.Percent, assessment.Self, value(percent))
		l.say(code, sample.Number, assessment.Self, value(number))
		l.say(code, sample.Days, assessment.Self, value(days))
		l.say(code, sample.YesNo, assessment.Self, value(yes))
		l.say(code, sample.Always, assessment.Self, value(always))
	}
	full(sample.Odense, 1, 31.3, 7, 35, 1, 4)
	full(sample.Copenhagen, 3, 70.1, 11, 20, 0, 2)
	l.say(sample.Odense, sample.Level, assessment.Self, value(3))
	shown := l.say(sample.Odense, sample.Number, assessment.Self, value(9))
	shown.Evidence = assessment.Evidence{Text: "Årsberetning, \"side 7\"", Link: "https://example.test/7", Public: true}
	shown.Comment, shown.Author, shown.AuthorName = "SECRET comment", 77, "SECRET author"
	hidden := l.say(sample.Copenhagen, sample.Number, assessment.Self, value(12))
	hidden.Evidence = assessment.Evidence{Text: "SECRET evidence", Link: "https://secret.example.test"}
	reason := l.say(sample.Norddjurs, sample.Level, assessment.Self, assessment.Answer{State: assessment.NotApplicable})
	reason.Reason = "SECRET reason"
	l.say(sample.Norddjurs, sample.Percent, assessment.Self, assessment.Answer{State: assessment.DontKnow})
	l.say(sample.Norddjurs, sample.Days, assessment.Desk, value(41))
	l.say(sample.Odense, sample.Days, assessment.Desk, value(12))
	l.say(sample.Norddjurs, sample.YesNo, assessment.Self, value(1))
	l.say(sample.Norddjurs, sample.YesNo, assessment.Desk, value(0))
	l.say(sample.Norddjurs, sample.YesNo, assessment.Self, assessment.Answer{State: assessment.NotAnswered})
	l.say(sample.Odense, sample.Always, assessment.Self, value(5)).RecordedAt = cutoff().Add(time.Microsecond)
	return round.Inputs{
		Key:       "2026",
		Title:     framework.Text{DA: "Målerunde 2026", EN: "Round 2026"},
		Cutoff:    assessment.AsOf{Time: cutoff(), Status: assessment.StatusID(len(l))},
		Documents: sample.Documents(),
		Statuses:  l,
	}
}

func freeze(t testing.TB, in round.Inputs) *round.Content {
	t.Helper()
	content, err := round.Freeze(in)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// unitOf returns the result of a municipality.
func unitOf(t testing.TB, c *round.Content, code municipality.Code) round.UnitResult {
	t.Helper()
	for _, u := range c.Units {
		if u.Unit == code.String() {
			return u
		}
	}
	t.Fatalf("no unit %s", code)
	return round.UnitResult{}
}

func some(x float64) round.Optional[float64] { return round.Optional[float64]{Value: x, OK: true} }

func TestFreezeComputesWhatCountedAtTheCutoff(t *testing.T) {
	t.Parallel()
	c := freeze(t, inputs())
	odense := unitOf(t, c, sample.Odense)
	// work: 60, 31.3/80, 9/40; speed: own 35 days = 50, yes = 100, level 4 = 80.
	work := (60 + 39.125 + 22.5) / 3
	want := round.UnitResult{
		Unit: "461", Name: "Prøve 461", Standing: "ranked", Coverage: some(1),
		Score: some(nine((work + 230.0/3) / 2)), Lower: some(nine((work + 230.0/3) / 2)), Upper: some(nine((work + 230.0/3) / 2)),
		Rank: round.Optional[int]{Value: 1, OK: true}, Band: round.Optional[string]{Value: "established", OK: true},
		RankInterval: odense.RankInterval,
		Areas: map[string]round.AreaResult{
			"work":  {Score: some(nine(work)), Coverage: some(1)},
			"speed": {Score: some(nine(230.0 / 3)), Coverage: some(1)},
		},
		Indicators: map[string]round.Optional[float64]{
			"work.level": some(60), "work.percent": some(39.125), "work.number": some(22.5),
			"speed.days": some(50), "speed.yesno": some(100), "speed.always": some(80),
		},
		// The number alone has a link, and all else nothing: 20, 20, 22.5 and 20.
		VerifiedResult: &round.VerifiedResult{
			VerifiedScore: some(nine((62.5/3 + 20) / 2)), VerifiedRank: round.Optional[int]{Value: 1, OK: true},
			VerifiedBand:  round.Optional[string]{Value: "developing", OK: true},
			VerifiedAreas: map[string]round.Optional[float64]{"work": some(nine(62.5 / 3)), "speed": some(20)},
			VerifiedIndicators: map[string]round.Optional[float64]{
				"work.level": some(20), "work.percent": some(20), "work.number": some(22.5),
				"speed.days": some(20), "speed.yesno": some(20), "speed.always": some(20),
			},
		},
	}
	if diff := cmp.Diff(want, odense); diff != "" {
		t.Error(diff)
	}
	if got := odense.RankInterval.Value; got.Low != 1 || got.High != 1 || got.Mean < 1 || got.Mean > 1.1 {
		t.Errorf("rank interval %+v, want 1 to 1", got)
	}
	norddjurs := unitOf(t, c, sample.Norddjurs)
	if got := norddjurs.Indicators["speed.days"]; got != some(38) {
		t.Errorf("the desk's 41 days, while there is no own answer, give %v", got)
	}
	if got := norddjurs.Indicators["speed.yesno"]; got != some(0) {
		t.Errorf("an answer withdrawn leaves the desk's: %v", got)
	}
	if norddjurs.Rank.OK || norddjurs.RankInterval.OK || norddjurs.Standing != "low_coverage" {
		t.Errorf("rank %v, standing %s, want none for low coverage", norddjurs.Rank, norddjurs.Standing)
	}
	if diff := cmp.Diff([]string{"101", "461", "707"}, []string{c.Units[0].Unit, c.Units[1].Unit, c.Units[2].Unit}); diff != "" {
		t.Error(diff)
	}
}

// nine rounds to nine decimals by way of text.
func nine(x float64) float64 {
	var y float64
	fmt.Sscanf(fmt.Sprintf("%.9f", x), "%g", &y)
	return y
}

func TestOldAnswersGoByTheCutoffNotTheClock(t *testing.T) {
	t.Parallel()
	in := inputs()
	for i, d := range in.Documents {
		if d.Kind == reference.KindFramework {
			in.Documents[i].Content = append([]byte("method: {max_age_months: 24}\n"), d.Content...)
		}
	}
	if u := unitOf(t, freeze(t, in), sample.Odense); u.Coverage != some(1) {
		t.Errorf("coverage %v soon after the answers", u.Coverage)
	}
	in.Cutoff.Time = in.Cutoff.Time.AddDate(2, 0, 0)
	if u := unitOf(t, freeze(t, in), sample.Odense); u.Coverage == some(1) || u.Rank.OK {
		t.Errorf("coverage %v two years later", u.Coverage)
	}
}

// TestOrderAndZoneDoNotMatter also adds what must not count.
func TestOrderAndZoneDoNotMatter(t *testing.T) {
	t.Parallel()
	want := archive(t, inputs())
	rapid.Check(t, func(t *rapid.T) {
		in := inputs()
		zone := time.FixedZone("elsewhere", rapid.IntRange(-12, 14).Draw(t, "zone")*3600)
		in.Cutoff.Time = in.Cutoff.Time.In(zone)
		for i := range in.Statuses {
			in.Statuses[i].RecordedAt = in.Statuses[i].RecordedAt.In(zone)
		}
		late := in.Documents[1]
		late.RecordedAt, late.Content = cutoff().Add(time.Second), []byte("a later framework")
		in.Documents = append(in.Documents, late, reference.Document{
			Kind: reference.KindEvidence, Key: reference.EvidenceKey, Content: []byte(evidenceHeader),
		})
		in.Statuses = append(in.Statuses,
			assessment.Status{ID: 1000, Municipality: 999, Indicator: sample.Level, Source: assessment.Self, Answer: value(5)},
			assessment.Status{ID: 1001, Municipality: sample.Odense, Indicator: "gone", Source: assessment.Self, Answer: value(5)},
			assessment.Status{ID: 1002, Municipality: sample.Odense, Indicator: sample.Level, Source: assessment.Self, Answer: value(5)},
		)
		seed := rapid.Uint64().Draw(t, "seed")
		shuffle := rand.New(rand.NewPCG(seed, seed))
		shuffle.Shuffle(len(in.Documents), func(i, j int) { in.Documents[i], in.Documents[j] = in.Documents[j], in.Documents[i] })
		shuffle.Shuffle(len(in.Statuses), func(i, j int) { in.Statuses[i], in.Statuses[j] = in.Statuses[j], in.Statuses[i] })
		content, err := round.Freeze(in)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := round.WriteArchive(&got, in, content); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Fatalf("other bytes: %s", content.Canonical())
		}
	})
}

const evidenceHeader = "code,area,year,fact_da,fact_en,kind,source_title,source_url\n"

func TestFreezeRefuses(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(in *round.Inputs){
		"no key":          func(in *round.Inputs) { in.Key = "" },
		"a key of spaces": func(in *round.Inputs) { in.Key = "20 26" },
		"a control code":  func(in *round.Inputs) { in.Title.EN = "\x1b[2J" },
		"no cut-off":      func(in *round.Inputs) { in.Cutoff.Time = time.Time{} },
		"no framework":    func(in *round.Inputs) { in.Documents = in.Documents[:1] },
		"no directory":    func(in *round.Inputs) { in.Documents = in.Documents[1:] },
		"too many draws":  func(in *round.Inputs) { in.Draws = robustness.Defaults(); in.Draws.Draws = robustness.MaxDraws * 100 },
		"too much work": func(in *round.Inputs) {
			documents, _, _ := sample.Country()
			in.Documents, in.Draws = documents, robustness.Defaults()
			in.Draws.Draws = 1_000_000
		},
		"a seed too large": func(in *round.Inputs) { in.Draws = robustness.Defaults(); in.Draws.Seed = 1<<53 + 1 },
		"no concentration": func(in *round.Inputs) { in.Draws = robustness.Settings{Draws: 10} },
		"documents that came too late": func(in *round.Inputs) {
			in.Cutoff.Time = sample.Time().Add(-time.Second)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := inputs()
			spoil(&in)
			if _, err := round.Freeze(in); err == nil {
				t.Error("no error")
			}
		})
	}
}

func TestARoundWithoutAnswersHasContent(t *testing.T) {
	t.Parallel()
	in := inputs()
	in.Statuses = nil
	for _, u := range freeze(t, in).Units {
		if u.Score.OK || u.Rank.OK || u.Standing != "no_score" {
			t.Errorf("%+v", u)
		}
	}
	if report, err := verify(archive(t, in)); err != nil || report.Difference != nil {
		t.Errorf("%v, %v", report.Difference, err)
	}
}

func TestCanonicalFormIsPinned(t *testing.T) {
	t.Parallel()
	text := string(freeze(t, inputs()).Canonical())
	if !strings.HasPrefix(text, `{"areas":["work","speed"],"format":2,"indicators":["work.level",`) {
		t.Errorf("members out of order: %.120s", text)
	}
	for _, part := range []string{
		`"round":{"cutoff":{"status":23,"time":"2026-06-30T21:59:59.999999Z"},"key":"2026","title":{"da":"Målerunde 2026","en":"Round 2026"}}`,
		`"method":{"aggregation":"arithmetic","area_aggregation":{},"framework":"sample","max_age_months":0,"max_not_applicable":1,` +
			`"min_area_coverage":0,"min_coverage":0.666,"min_index_weight":0,"missing":"renormalise",` +
			`"rank_interval":{"concentration":60,"draws":10000,"seed":2017,"vary":"areas,indicators,aggregation,missing"},` +
			`"verified_caps":{"document":60,"none":20,"questioned":20,"text":40,"verified":100},"version":1}`,
		`"rank":null`, `"score":40.541666667`,
	} {
		if !strings.Contains(text, part) {
			t.Errorf("%s is missing in %s", part, text)
		}
	}
	parsed, err := round.ParseContent([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text, string(parsed.Canonical())); diff != "" {
		t.Errorf("parsed and written again: %s", diff)
	}
}
