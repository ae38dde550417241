package council_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/council"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/sample"
	"modenhed/seed"
)

type keeper struct {
	councils  []municipality.CouncilSeats
	refreshed int
	err       error
}

func (k *keeper) RecordCouncils(_ context.Context, _ account.ID, merge func([]municipality.CouncilSeats) []municipality.CouncilSeats) (int64, error) {
	if k.err == nil {
		k.councils = merge(k.councils)
	}
	return 1, k.err
}

func (k *keeper) Refresh(context.Context) error {
	k.refreshed++
	return errors.New("readers are away")
}

func TestRecordReplacesWholeCouncils(t *testing.T) {
	t.Parallel()
	k := &keeper{councils: []municipality.CouncilSeats{{Year: 2021, Municipality: 461, Letter: "A", Seats: 29}}}
	s := council.Service{Store: k, Readers: k, Log: slog.New(slog.DiscardHandler)}
	seats := []municipality.CouncilSeats{{Year: 2021, Municipality: 461, Letter: "V", Seats: 29}}
	if err := s.Record(t.Context(), sample.Analyst(), seats); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(seats, k.councils); diff != "" || k.refreshed != 1 {
		t.Error(diff, k.refreshed)
	}
	if err := s.Record(t.Context(), sample.Editor(), seats); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("an editor: %v", err)
	}
	k.err = errors.New("full")
	if err := s.Record(t.Context(), sample.Analyst(), seats); !errors.Is(err, k.err) || k.refreshed != 1 {
		t.Errorf("%v, refreshed %d times", err, k.refreshed)
	}
}

func TestDoubts(t *testing.T) {
	t.Parallel()
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		t.Fatal(err)
	}
	set, err := reference.Parse(documents)
	if err != nil {
		t.Fatal(err)
	}
	doubts := func(seats ...municipality.CouncilSeats) (list []string) {
		for _, p := range council.Doubts(set.Seats, set.Directory, seats) {
			list = append(list, fmt.Sprint(p.Message.Key, " ", p.Message.Args))
		}
		return list
	}
	code := documented(t, set.Directory)
	m, _ := set.Directory.Lookup(code)
	size := m.CouncilSeats
	if got := doubts(municipality.CouncilSeats{Year: 2025, Municipality: code, Letter: "A", Seats: size}); len(got) != 0 {
		t.Errorf("the documented size is doubted: %q", got)
	}
	if got := doubts(municipality.CouncilSeats{Year: 2025, Municipality: code, Letter: "A", Seats: size + 1}); len(got) != 1 {
		t.Errorf("another size: %q", got)
	}
	if got := doubts(municipality.CouncilSeats{Year: 2021, Municipality: code, Letter: "Å", Seats: 50}); len(got) != 1 {
		t.Errorf("more seats than in the country: %q", got)
	}
	if got := doubts(municipality.CouncilSeats{Year: 2009, Municipality: code, Letter: "Z", Seats: 50}); len(got) != 0 {
		t.Errorf("an election of which nothing is known: %q", got)
	}
	var all []municipality.CouncilSeats
	for _, m := range set.Directory.All() {
		all = append(all, municipality.CouncilSeats{Year: 2017, Municipality: m.Code, Letter: "D", Seats: 0})
	}
	if got := doubts(all...); len(got) != len(set.Seats.Election(2017))+2 { // two councils have a size of then
		t.Errorf("a whole country without seats: %q", got)
	}
}

// documented returns a municipality whose council of 2025 has a documented size.
func documented(t *testing.T, d *municipality.Directory) municipality.Code {
	t.Helper()
	for _, m := range d.All() {
		if m.CouncilSeatsSource == "documented 2025" {
			return m.Code
		}
	}
	t.Fatal("no council of 2025 is documented")
	return 0
}
