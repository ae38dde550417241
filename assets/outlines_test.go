package assets_test

import (
	"fmt"
	"regexp"
	"testing"
)

func TestOutlinesCoverTheMunicipalities(t *testing.T) {
	t.Parallel()
	outlines := newFiles(t).Outlines()
	if got := outlines.Len(); got != 98 {
		t.Errorf("Len() = %d, want 98", got)
	}
	if got, want := outlines.ViewBox(), "0 0 2529 3073"; got != want {
		t.Errorf("ViewBox() = %q, want %q", got, want)
	}
	found := 0
	for code := 100; code < 1000; code++ {
		if _, ok := outlines.Path(fmt.Sprint(code)); ok {
			found++
		}
	}
	if found != 98 {
		t.Errorf("%d codes of three digits without leading zero, want 98", found)
	}
	for _, code := range []string{"101", "400", "461", "580", "825", "860"} {
		if _, ok := outlines.Path(code); !ok {
			t.Errorf("Path(%s) is missing", code)
		}
	}
	for _, code := range []string{"", "0101", "100", "411", "1084"} {
		if d, ok := outlines.Path(code); ok || d != "" {
			t.Errorf("Path(%q) = %.20q, %v; want none", code, d, ok)
		}
	}
}

// pathData is what outlines.mjs writes: closed subpaths of whole numbers.
var pathData = regexp.MustCompile(`^(m-?\d+( |-)\d+((l-?\d+( |-)\d+)|(c-?\d+(( |-)\d+){5}))+z)+$`)

func TestOutlinesAreClosedPaths(t *testing.T) {
	t.Parallel()
	outlines := newFiles(t).Outlines()
	for code := 100; code < 1000; code++ {
		d, ok := outlines.Path(fmt.Sprint(code))
		if ok && !pathData.MatchString(d) {
			t.Errorf("path of %d is not made of m, l, c and z in whole numbers: %.60s", code, d)
		}
	}
}
