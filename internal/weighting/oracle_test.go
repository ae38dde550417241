package weighting_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"modenhed/internal/weighting"
)

var cases = []string{"a1_main", "a2_missing", "a3_collapse", "a4_rare", "a5_census", "a6_unanimous"}

type oracleKish struct {
	Deff float64
	NEff float64 `json:"n_eff"`
}

type oracleTrim struct {
	Min, Max, Sum float64
	Kish          oracleKish
	Down          int                               `json:"n_changed_down"`
	Up            int                               `json:"n_changed_up"`
	Head          []struct{ Before, After float64 } `json:"weights_head"`
}

type oracle struct {
	Population map[string]map[string]float64
	Collapse   weighting.Merging
	Expected   struct {
		Parties map[string]struct {
			Population, Relative, Final float64
			Respondents                 int
		} `json:"party_weights"`
		Largest struct {
			Party    string
			Relative float64
		} `json:"largest_correction"`
		Kish  oracleKish `json:"kish_all"`
		Raked *struct {
			Weights []struct {
				Party, Region   string
				Respondents     int
				Final, Relative float64
			}
			Kish oracleKish
		}
		Trimmed *struct {
			Lower  float64 `json:"lower_relative"`
			Upper  float64 `json:"upper_relative"`
			Once   oracleTrim
			Strict oracleTrim
		}
	}
	// Columns are those of the respondents.
	Columns map[string][]string `json:"-"`
}

func eachCase(t *testing.T, test func(t *testing.T, o oracle)) {
	for _, name := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, readOracle(t, name))
		})
	}
}

func readOracle(t *testing.T, name string) (o oracle) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "oracle", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &o); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(filepath.Join("testdata", "oracle", name+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	o.Columns = make(map[string][]string)
	for _, row := range rows[1:] {
		for i, heading := range rows[0] {
			o.Columns[heading] = append(o.Columns[heading], row[i])
		}
	}
	return o
}

// unmerged pairs a column with its population as they stand.
func (o oracle) unmerged(t *testing.T, name string) weighting.Margin {
	t.Helper()
	c, err := weighting.Encode(name, o.Columns[name])
	if err != nil {
		t.Fatal(err)
	}
	m := weighting.Margin{Column: c}
	for _, label := range slices.Sorted(maps.Keys(o.Population[name])) {
		m.Population = append(m.Population, weighting.Count{Label: label, People: o.Population[name][label]})
	}
	return m
}

func (o oracle) parties(t *testing.T) weighting.Margin {
	t.Helper()
	m, err := o.Collapse.Apply(o.unmerged(t, "party"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (o oracle) postStratified(t *testing.T) *weighting.Weights {
	t.Helper()
	w, err := weighting.PostStratify(o.parties(t))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (o oracle) raked(t *testing.T) *weighting.Weights {
	t.Helper()
	w, err := weighting.Rake([]weighting.Margin{o.parties(t), o.unmerged(t, "region")}, weighting.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// near fails unless got is within a tolerance of want.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %.15g, want %.15g, off by %.2g", what, got, want, got-want)
	}
}

func sameKish(t *testing.T, got weighting.Kish, want oracleKish, tolerance float64) {
	t.Helper()
	near(t, "kish deff", got.Deff, want.Deff, tolerance)
	near(t, "kish n_eff", got.Effective, want.NEff, tolerance)
}

// weights(postStratify(...)).
func TestPostStratificationAgreesWithR(t *testing.T) {
	t.Parallel()
	eachCase(t, func(t *testing.T, o oracle) {
		w := o.postStratified(t)
		strata := w.Margins()[0].List
		if len(strata) != len(o.Expected.Parties) {
			t.Errorf("%d strata, want %d", len(strata), len(o.Expected.Parties))
		}
		for _, s := range strata {
			want := o.Expected.Parties[s.Label]
			near(t, s.Label+" people", s.Population, want.Population, 0)
			near(t, s.Label+" relative", s.Relative, want.Relative, 1e-12)
			near(t, s.Label+" final", s.Final, want.Final, 1e-12*want.Final)
			if s.Respondents != want.Respondents {
				t.Errorf("%s: %d respondents, want %d", s.Label, s.Respondents, want.Respondents)
			}
		}
		sameKish(t, w.Kish(), o.Expected.Kish, 1e-9)
		largest := w.LargestCorrection()
		if !slices.Equal(largest.Labels, []string{o.Expected.Largest.Party}) {
			t.Errorf("largest correction of %v, want %s", largest.Labels, o.Expected.Largest.Party)
		}
		near(t, "largest correction", largest.Relative, o.Expected.Largest.Relative, 1e-12)
	})
}

// weights(rake(...)).
func TestRakingAgreesWithR(t *testing.T) {
	t.Parallel()
	eachCase(t, func(t *testing.T, o oracle) {
		if o.Expected.Raked == nil {
			t.Skip("not raked")
		}
		w := o.raked(t)
		cells := make(map[[2]string]weighting.Cell)
		for _, c := range w.Cells() {
			cells[[2]string(c.Labels)] = c
		}
		if len(cells) != len(o.Expected.Raked.Weights) {
			t.Errorf("%d cells, want %d", len(cells), len(o.Expected.Raked.Weights))
		}
		for _, want := range o.Expected.Raked.Weights {
			got := cells[[2]string{want.Party, want.Region}]
			near(t, want.Party+" "+want.Region, got.Final/want.Final, 1, 1e-8)
			near(t, want.Party+" "+want.Region+" relative", got.Relative/want.Relative, 1, 1e-8)
			if got.Respondents != want.Respondents {
				t.Errorf("%v: %d respondents, want %d", got.Labels, got.Respondents, want.Respondents)
			}
		}
		sameKish(t, w.Kish(), o.Expected.Raked.Kish, 1e-8)
	})
}

// weights(trimWeights(...)).
func TestTrimmingAgreesWithR(t *testing.T) {
	t.Parallel()
	eachCase(t, func(t *testing.T, o oracle) {
		want := o.Expected.Trimmed
		if want == nil {
			t.Skip("not trimmed")
		}
		w := o.postStratified(t)
		if o.Expected.Raked != nil {
			w = o.raked(t)
		}
		for strict, expected := range map[bool]oracleTrim{false: want.Once, true: want.Strict} {
			got, err := w.Trim(weighting.Bounds{Lower: want.Lower, Upper: want.Upper, Strict: strict})
			if err != nil {
				t.Fatal(err)
			}
			sameTrim(t, w, got, expected)
		}
	})
}

func sameTrim(t *testing.T, before, after *weighting.Weights, want oracleTrim) {
	t.Helper()
	least, most, sum := math.Inf(1), 0.0, 0.0
	for i := range after.Respondents() {
		least, most, sum = min(least, after.Of(i)), max(most, after.Of(i)), sum+after.Of(i)
	}
	near(t, "min", least, want.Min, 1e-8)
	near(t, "max", most, want.Max, 1e-8)
	near(t, "sum", sum, want.Sum, 1e-8)
	sameKish(t, after.Kish(), want.Kish, 1e-8)
	for i, head := range want.Head {
		near(t, "before", before.Of(i), head.Before, 1e-8)
		near(t, "after", after.Of(i), head.After, 1e-8)
	}
	trimmed, ok := after.Trimmed()
	if !ok || trimmed.Lowered != want.Down || trimmed.Raised != want.Up {
		t.Errorf("trimmed %+v, want %d down, %d up", trimmed, want.Down, want.Up)
	}
}

// Party K has seats and no respondent.
func TestAnEmptyPartyIsRefusedUntilMerged(t *testing.T) {
	t.Parallel()
	o := readOracle(t, "a3_collapse")
	_, err := weighting.PostStratify(o.unmerged(t, "party"))
	var refused weighting.Refused
	if !errors.As(err, &refused) {
		t.Fatalf("got %v", err)
	}
	want := weighting.Refusal{Reason: weighting.NoRespondents, Column: "party", Label: "K", Population: 20}
	if !slices.Equal(refused, weighting.Refused{want}) {
		t.Errorf("refused %+v", refused)
	}
}
