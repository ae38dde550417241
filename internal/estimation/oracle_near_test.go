package estimation_test

import (
	"fmt"
	"math"
	"testing"

	"modenhed/internal/estimation"
)

// near fails unless got is within a tolerance of want.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %.15g, want %.15g, off by %.2g", what, got, want, got-want)
	}
}

// same does so for figures that may not be defined.
func same(t *testing.T, what string, got estimation.Figure, want number, tolerance float64) {
	t.Helper()
	if got.OK != (want != nil) {
		t.Errorf("%s: got %+v, want %v", what, got, want)
		return
	}
	if got.OK {
		near(t, what, got.Value, *want, tolerance)
	}
}

func sameInterval(t *testing.T, what string, got estimation.Interval, want []float64, tolerance float64) {
	t.Helper()
	if got.OK != (want != nil) {
		t.Errorf("%s: got %+v, want %v", what, got, want)
		return
	}
	if got.OK {
		near(t, what+" low", got.Low, want[0], tolerance)
		near(t, what+" high", got.High, want[1], tolerance)
	}
}

// tolerances of a block of shares.
type tolerances struct{ share, se float64 }

func sameShares(t *testing.T, what string, got []estimation.Share, want oracleShares, tol tolerances) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d shares, want %d", what, len(got), len(want))
	}
	for _, s := range got {
		w, what := want[s.Option], fmt.Sprint(what, " ", s.Option)
		near(t, what+" share", s.Value, w.Share, tol.share)
		same(t, what+" se", s.SE, w.SE, tol.se)
		if s.DF != w.DF {
			t.Errorf("%s: df %d, want %d", what, s.DF, w.DF)
		}
		if w.Count != nil && s.Count != *w.Count {
			t.Errorf("%s: count %d, want %d", what, s.Count, *w.Count)
		}
		if w.CI.Logit != nil { // R's fit fails for two answers, where its xlogit does not
			sameInterval(t, what+" logit", s.IntervalBy(estimation.XLogit), w.CI.Logit, 1e-7)
		}
		sameInterval(t, what+" xlogit", s.IntervalBy(estimation.XLogit), w.CI.XLogit, 1e-7)
		sameInterval(t, what+" beta", s.IntervalBy(estimation.Beta), w.CI.Beta, 1e-7)
		sameInterval(t, what+" student", s.IntervalBy(estimation.Student), w.CI.Mean, 1e-8)
		sameInterval(t, what+" wald", s.IntervalBy(estimation.Wald), w.CI.WaldZ, 1e-8)
		sameInterval(t, what+" zero rule", s.IntervalBy(estimation.ZeroRule), w.CI.ZeroRule, 1e-8)
		same(t, what+" n_eff", s.Effective, w.NEff, 1e-6)
	}
}

func sameEffects(t *testing.T, what string, got []estimation.Share, want oracleShares) {
	t.Helper()
	for _, s := range got {
		same(t, fmt.Sprint(what, " ", s.Option, " deff"), s.Deff, want[s.Option].Deff, 1e-8)
		same(t, fmt.Sprint(what, " ", s.Option, " deff replace"), s.DeffReplace, want[s.Option].DeffReplace, 1e-8)
	}
}
