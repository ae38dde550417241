package opinion_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"modenhed/internal/opinion"
	"modenhed/internal/survey"
)

// expected is the part of an oracle that a report has; see testdata/README.md.
type expected struct {
	Options    []string
	Population struct{ Party map[string]float64 }
	Expected   struct {
		PartyWeights map[string]struct{ Relative float64 } `json:"party_weights"`
		KishAll      struct{ Deff float64 }                `json:"kish_all"`
		Post         struct {
			FPC map[string]estimate
		} `json:"poststratified"`
		ByRegion map[string]struct {
			N   int `json:"n"`
			FPC map[string]estimate
		} `json:"by_region"`
	}
}

type estimate struct {
	Share float64
	SE    *float64
	CI    struct{ Xlogit, Beta []float64 }
}

func rows(t *testing.T, name string) []map[string]string {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, record := range records[1:] {
		row := make(map[string]string)
		for i, name := range records[0] {
			row[name] = record[i]
		}
		out = append(out, row)
	}
	return out
}

// main326 is the oracle a1_main as a wave.
func main326(t *testing.T) (opinion.Input, expected) {
	t.Helper()
	var want expected
	data, err := os.ReadFile(filepath.Join("testdata", "a1_main.json"))
	if err == nil {
		err = json.Unmarshal(data, &want)
	}
	if err != nil {
		t.Fatal(err)
	}
	in := opinion.Input{
		Wave:      survey.Wave{Key: "a1", Kind: survey.FromResponses, Fieldwork: "2017-06"},
		Responses: &survey.Responses{Questions: []string{"answer"}},
		Seats:     opinion.Seats{Election: 2013, National: map[string]int{}, Councils: map[int]map[string]int{}},
		Places:    map[int]opinion.Place{},
	}
	question := survey.Question{Key: "answer"}
	for i, key := range want.Options {
		option := survey.Option{Key: key}
		if i < 2 {
			option.Reading = survey.Harvested
		} else if i == 3 || i == 4 {
			option.Reading = survey.Potential
		}
		question.Options = append(question.Options, option)
	}
	in.Wave.Questions = []survey.Question{question}
	for _, row := range rows(t, "a1_main_population.csv") {
		code, _ := strconv.Atoi(row["municipality_code"])
		seats, _ := strconv.Atoi(row["seats"])
		in.Seats.National[row["party"]] += seats
		if in.Seats.Councils[code] == nil {
			in.Seats.Councils[code] = map[string]int{}
		}
		in.Seats.Councils[code][row["party"]] += seats
		in.Places[code] = opinion.Place{Region: row["region"]}
	}
	for _, row := range rows(t, "a1_main.csv") {
		code, _ := strconv.Atoi(row["municipality_code"])
		in.Responses.Rows = append(in.Responses.Rows, survey.Response{
			Municipality: code, Party: row["party"], Answers: []string{row["answer"]},
		})
	}
	return in, want
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %.12g, want %.12g", what, got, want)
	}
}

func TestAReportAgreesWithR(t *testing.T) {
	t.Parallel()
	in, want := main326(t)
	r, err := opinion.Estimate(in)
	if err != nil {
		t.Fatal(err)
	}
	if r.Respondents != 326 || r.People != 2444 {
		t.Errorf("%d of %g", r.Respondents, r.People)
	}
	near(t, "margin", r.Margin.Finite, 0.0505, 5e-5)
	near(t, "deff", r.Kish.Deff, want.Expected.KishAll.Deff, 5e-4)
	question, _ := r.Question("answer")
	compare(t, "all", question.Total, want.Expected.Post.FPC)
	regions, _ := question.Breakdown(opinion.ByRegion)
	if len(regions.Groups) != len(want.Expected.ByRegion) {
		t.Errorf("%d regions", len(regions.Groups))
	}
	for _, region := range regions.Groups {
		compare(t, region.Key, region, want.Expected.ByRegion[region.Key].FPC)
	}
	for _, party := range r.Parties {
		if party.Relative != nil {
			near(t, party.Key, *party.Relative, want.Expected.PartyWeights[party.Key].Relative, 1e-12)
		}
	}
}

func compare(t *testing.T, label string, got opinion.Group, want map[string]estimate) {
	t.Helper()
	if !got.Shown || len(got.Options) != len(want) {
		t.Errorf("%s: %+v", label, got)
		return
	}
	// The report rounds as the number of answers allows, errors and ends outward.
	step := map[bool]float64{false: 0.01, true: 0.001}[got.Answered >= 100]
	fine := step
	if got.Key == "" {
		step, fine = 0.005, 0.001
	}
	for _, share := range got.Options {
		w, what := want[share.Key], label+" "+share.Key
		near(t, what, share.Value, w.Share, step/2+1e-9)
		if w.SE != nil {
			near(t, what+" se", *share.SE, *w.SE+fine/2, fine/2+1e-9)
		}
		if interval := map[string][]float64{"xlogit": w.CI.Xlogit, "beta": w.CI.Beta}[share.Method]; interval != nil {
			near(t, what+" low", *share.Low, interval[0]-step/2, step/2+1e-7)
			near(t, what+" high", *share.High, interval[1]+step/2, step/2+1e-7)
		}
	}
}

func TestAReportComesBackFromJSON(t *testing.T) {
	t.Parallel()
	in, _ := main326(t)
	r, err := opinion.Estimate(in)
	if err != nil {
		t.Fatal(err)
	}
	first, err := r.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	back, ok, err := opinion.Unmarshal(first)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	second, err := back.Marshal()
	if err != nil || !slices.Equal(first, second) {
		t.Errorf("%v\n%s\n%s", err, first, second)
	}
	if _, ok, err := opinion.Unmarshal([]byte("{}")); ok || err != nil {
		t.Errorf("nothing kept: %v %v", ok, err)
	}
}

func TestAReportShowsCouncilsTogether(t *testing.T) {
	t.Parallel()
	in, _ := main326(t)
	in.Seats.Councils[101] = map[string]int{"A": 1} // more answered than it has seats
	delete(in.Seats.Councils, 147)
	r, err := opinion.Estimate(in)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(r.Councils.Misfits, []string{"101"}) {
		t.Errorf("misfits %v", r.Councils.Misfits)
	}
	harvested, potential := r.Councils.Readings[survey.Harvested], r.Councils.Readings[survey.Potential]
	for i, own := range harvested.Councils {
		if own.Code != potential.Councils[i].Code || own.Basis != potential.Councils[i].Basis {
			t.Errorf("council %s: %s in one reading, %s in the other", own.Code, own.Basis, potential.Councils[i].Basis)
		}
		if unknown := own.Code == "101" || own.Code == "147"; unknown != (own.Share == nil) {
			t.Errorf("council %s has figure %v", own.Code, own.Share)
		}
	}
}
