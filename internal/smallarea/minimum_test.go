package smallarea_test

import (
	"errors"
	"testing"

	"modenhed/internal/smallarea"
)

// atLeast returns a raised minimum.
func atLeast(tb testing.TB, n int) smallarea.Minimum {
	tb.Helper()
	m, err := smallarea.Minimum{}.Raise(n)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

func TestMinimumIsOnlyRaised(t *testing.T) {
	t.Parallel()
	if n := (smallarea.Minimum{}).N(); n != 5 {
		t.Errorf("default %d", n)
	}
	eight := atLeast(t, 8)
	for _, n := range []int{-1, 0, 4} {
		if got, err := (smallarea.Minimum{}).Raise(n); !errors.Is(err, smallarea.ErrMinimum) || got.N() != 5 {
			t.Errorf("raised to %d: %d, %v", n, got.N(), err)
		}
	}
	if got, err := eight.Raise(7); !errors.Is(err, smallarea.ErrMinimum) || got != eight {
		t.Errorf("8 raised to 7: %v, %v", got, err)
	}
	if got, err := eight.Raise(8); err != nil || got != eight {
		t.Errorf("8 raised to 8: %v, %v", got, err)
	}
}

func TestBands(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		minimum, n int
		want       string
	}{
		{5, -1, ""}, {5, 0, ""}, {5, 4, ""}, {5, 5, "5-9"}, {5, 9, "5-9"}, {5, 10, "10+"}, {5, 300, "10+"},
		{8, 7, ""}, {8, 8, "8-15"}, {8, 15, "8-15"}, {8, 16, "16+"},
	} {
		band, ok := atLeast(t, c.minimum).Band(c.n)
		if ok != (c.want != "") || ok && band.String() != c.want {
			t.Errorf("band of %d under %d: %q %v, want %q", c.n, c.minimum, band, ok, c.want)
		}
	}
}

func TestPartsAndTheirRest(t *testing.T) {
	t.Parallel()
	var m smallarea.Minimum
	for _, c := range []struct {
		name        string
		part, whole int
		want        bool
	}{
		{"nobody", 0, 0, false},
		{"too small", 4, 100, false},
		{"large enough, and so is the rest", 5, 10, true},
		{"the rest is too small", 6, 10, false},
		{"the whole", 10, 10, true},
		{"a rest of one", 9, 10, false},
		{"a whole that is too small", 4, 4, false},
		{"a part above its whole", 10, 6, false},
	} {
		if got := m.AllowsPart(c.part, c.whole); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if m.AllowsAlike(9) || !m.AllowsAlike(10) {
		t.Error("alike: from twice the minimum")
	}
}
