package batch_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"modenhed/internal/batch"
)

// The index of the scoring tests, taken the way a user would: framework file
// and values file in, JSON out. Expected values were computed with numpy and
// scipy; see ../scoring/testdata/oracle/README.md.
const oracleFolder = "../scoring/testdata/oracle/"

type oracleIndex struct {
	Areas      map[string]float64
	Indicators []struct {
		Code, Area, Method string
		Direction          int
		Weight             float64
		Lo, Hi             *float64
	}
	Expected map[string]map[string]struct {
		Areas map[string]*float64
		Score *float64
		Rank  *int
	}
}

func (o oracleIndex) framework(missing, aggregation string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "key: oracle\nversion: 1\nmethod: {aggregation: %s, missing: %s, min_area_coverage: 0.6, min_index_weight: 0.75, min_coverage: 0}\nareas:\n", aggregation, missing)
	last := ""
	for _, i := range o.Indicators {
		if i.Area != last {
			fmt.Fprintf(&b, "  - key: %s\n    weight: %v\n    indicators:\n", i.Area, o.Areas[i.Area])
			last = i.Area
		}
		scale := "scale: minmax, direction: up"
		switch {
		case i.Method == "minmax" && i.Direction < 0:
			scale = "scale: minmax, direction: down"
		case i.Method == "goalpost" && i.Direction < 0:
			scale = fmt.Sprintf("low: %v, high: %v", *i.Hi, *i.Lo)
		case i.Method == "goalpost":
			scale = fmt.Sprintf("low: %v, high: %v", *i.Lo, *i.Hi)
		}
		fmt.Fprintf(&b, "      - {key: %s, type: number, weight: %v, %s}\n", i.Code, i.Weight, scale)
	}
	return b.String()
}

func TestBatchAgreesWithOracle(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(oracleFolder + "full_index.json")
	if err != nil {
		t.Fatal(err)
	}
	var oracle oracleIndex
	if err := json.Unmarshal(data, &oracle); err != nil {
		t.Fatal(err)
	}
	values, err := os.ReadFile(oracleFolder + "full_index.csv")
	if err != nil {
		t.Fatal(err)
	}
	for variant, method := range map[string][2]string{
		"renormalise/arithmetic":          {"renormalise", "arithmetic"},
		"renormalise/geometric_1_100":     {"renormalise", "geometric"},
		"missing_as_zero/arithmetic":      {"zero", "arithmetic"},
		"missing_as_zero/geometric_1_100": {"zero", "geometric"},
	} {
		t.Run(variant, func(t *testing.T) {
			t.Parallel()
			result := run(t, string(values), parse(t, oracle.framework(method[0], method[1])))
			checkOracle(t, oracle, variant, result)
		})
	}
}

func checkOracle(t *testing.T, oracle oracleIndex, variant string, result *batch.Result) {
	t.Helper()
	var got struct {
		Units []struct {
			Unit  string
			Score *float64
			Rank  *int
			Areas map[string]struct{ Score *float64 }
		}
	}
	if err := json.Unmarshal([]byte(asJSON(t, result)), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Units) != len(oracle.Expected[variant]) {
		t.Fatalf("%d units, want %d", len(got.Units), len(oracle.Expected[variant]))
	}
	for _, u := range got.Units {
		want := oracle.Expected[variant][u.Unit]
		close9(t, u.Unit+" score", u.Score, want.Score)
		if (u.Rank == nil) != (want.Rank == nil) || u.Rank != nil && *u.Rank != *want.Rank {
			t.Errorf("%s has rank %v, want %v", u.Unit, u.Rank, want.Rank)
		}
		for key, score := range want.Areas {
			close9(t, u.Unit+" "+key, u.Areas[key].Score, score)
		}
	}
}

func close9(t *testing.T, what string, got, want *float64) {
	t.Helper()
	if (got == nil) != (want == nil) || got != nil && math.Abs(*got-*want) > 1e-9 {
		t.Errorf("%s differs from the oracle", what)
	}
}
