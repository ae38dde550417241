package sensitivity_test

import (
	"crypto/sha256"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"modenhed/internal/sensitivity"
)

// golden is the SHA-256 of every figure of an analysis of 98 invented units,
// to 9 decimals. It holds on every machine; it changes when the draws, a
// formula or the invented answers do.
const golden = "2ad5b0938638326cc999042abdb8606511b293082bf79985d6d89d8a27ba068a"

func TestAnalysisIsTheSameOnEveryMachine(t *testing.T) {
	t.Parallel()
	a := invented(t, shipped(t), 98).analyse(t, sensitivity.DefaultSettings())
	var text strings.Builder
	figures(&text, reflect.ValueOf(*a))
	if got := fmt.Sprintf("%x", sha256.Sum256([]byte(text.String()))); got != golden {
		t.Errorf("digest %s, want %s", got, golden)
		t.Logf("shift: mean %.9f, variance %.9f", a.Shift.Mean, a.Shift.Variance)
		for i, e := range a.Shift.Effects {
			t.Logf("%v %s: first %.9f ± %.9f, total %.9f ± %.9f", a.Factors[i].Choice, a.Factors[i].Area, e.First.Value, e.First.Error, e.Total.Value, e.Total.Error)
		}
	}
}

// figures writes every field, a line each, floats to 9 decimals.
func figures(text *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			figures(text, v.Field(i))
		}
	case reflect.Slice:
		fmt.Fprintln(text, v.Len())
		for i := range v.Len() {
			figures(text, v.Index(i))
		}
	case reflect.Float64:
		// Adding 0 takes the sign from a zero.
		fmt.Fprintf(text, "%.9f\n", math.RoundToEven(v.Float()*1e9)/1e9+0)
	default:
		fmt.Fprintln(text, v)
	}
}
