package framework_test

import (
	"math"
	"os"
	"testing"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
)

// FuzzParse holds that any file gives either a usable framework or a fault
// with at least one problem.
func FuzzParse(f *testing.F) {
	full, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		minimal, mixed, string(full), "", "- 1", "key: [1\n", "{\"key\": \"k\", \"version\": 1, \"areas\": []}",
		"a: &a [*a]\n", "a: &a\n  b: *a\n", "? a\n: b\n", "<<: *x\n", "key: !!binary x\n", "a: |\n  x\n", "%YAML 1.2\n---\na: b\n",
		in(`{key: x, type: percent, low: 1e400, high: .inf, levels: {da: [1, [2]]}}`),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := framework.Parse("fuzz.yaml", data)
		if err != nil {
			if got != nil || fault.KindOf(err) != fault.Invalid {
				t.Fatalf("framework %v with error %v", got, err)
			}
			return
		}
		checkUsable(t, got)
	})
}

func checkUsable(t *testing.T, f *framework.Framework) {
	t.Helper()
	if f.Key == "" || f.Version < 1 || len(f.Places()) == 0 {
		t.Fatalf("key %q, version %d, %d indicators", f.Key, f.Version, len(f.Places()))
	}
	seen := make(map[framework.IndicatorKey]bool)
	for _, p := range f.Places() {
		i := p.Indicator
		if i.Key == "" || seen[i.Key] {
			t.Fatalf("key %q is empty or repeated", i.Key)
		}
		seen[i.Key] = true
		if !(i.Weight >= 0) || math.IsInf(i.Weight, 0) {
			t.Fatalf("%s has weight %v", i.Key, i.Weight)
		}
		if i.Scale.Kind == framework.Goalposts && !(i.Scale.Low != i.Scale.High) {
			t.Fatalf("%s has goalposts %v and %v", i.Key, i.Scale.Low, i.Scale.High)
		}
		if i.Levels != nil && len(i.Levels) != framework.MaxLevel+1 {
			t.Fatalf("%s has %d levels", i.Key, len(i.Levels))
		}
	}
}
