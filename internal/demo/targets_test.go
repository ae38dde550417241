package demo_test

import (
	"strings"
	"testing"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/demo"
	"modenhed/internal/municipality"
	"modenhed/internal/target"
)

func TestInventedTargetsAreValidAndOfEveryKind(t *testing.T) {
	t.Parallel()
	c := invent(t, now, now)
	targets := demo.Targets(c.framework, c.statuses, now, authors())
	byUnit := make(map[municipality.Code]int)
	states := make(map[target.State]int)
	for i, g := range target.Goals(targets) {
		place, found := c.framework.Indicator(g.Indicator)
		if !found {
			t.Fatalf("unknown indicator %s", g.Indicator)
		}
		if p := assessment.CheckValue(place.Indicator, g.Value); len(p) > 0 {
			t.Errorf("%s %s: %v", g.Municipality, g.Indicator, p)
		}
		if g.Owner != "" && !strings.HasPrefix(g.Owner, "Opdigtet") || g.RecordedAt.After(now) {
			t.Errorf("%s %s is by %q, set %v", g.Municipality, g.Indicator, g.Owner, g.RecordedAt)
		}
		if i > 0 && targets[i].RecordedAt.Before(targets[i-1].RecordedAt) {
			t.Errorf("target %d is set before the one before it", i)
		}
		var own []assessment.Status
		for _, s := range c.statuses {
			if s.Municipality == g.Municipality {
				own = append(own, s)
			}
		}
		track := target.Follow(place.Indicator, g, target.Points(own, g.Indicator, now, c.framework.Method.MaxAgeMonths), time.UTC, now)
		states[track.State]++
		byUnit[g.Municipality]++
	}
	if len(byUnit) != 3 || byUnit[461] < 6 {
		t.Errorf("targets by municipality: %v", byUnit)
	}
	for _, state := range []target.State{target.Overdue, target.DueSoon, target.Behind, target.OnTrack, target.Reached} {
		if states[state] == 0 {
			t.Errorf("no target is %s: %v", state, states)
		}
	}
}
