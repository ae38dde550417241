// Package council records how many seats each party has in each council, as
// staff enter them after an election. What came with the program stays; a
// council that was entered stands in its place.
package council

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
)

// Store keeps the councils that people entered.
type Store interface {
	// RecordCouncils records a new version of the councils entered: what merge
	// makes of those entered before. It returns the version's number.
	RecordCouncils(ctx context.Context, author account.ID, merge func(before []municipality.CouncilSeats) []municipality.CouncilSeats) (int64, error)
}

// Readers are shown what was recorded.
type Readers interface {
	Refresh(ctx context.Context) error
}

// Service records council seats.
type Service struct {
	Store   Store
	Readers Readers
	Log     *slog.Logger
}

// Record adds councils, each whole, in place of what was known of them, and
// shows them to readers. It returns a Forbidden fault when the actor may not
// enter surveys.
func (s *Service) Record(ctx context.Context, actor account.Actor, seats []municipality.CouncilSeats) error {
	if !account.MayEnterSurvey(actor) {
		return fault.New(fault.Forbidden, "survey.may_not_enter")
	}
	number, err := s.Store.RecordCouncils(ctx, actor.ID, func(before []municipality.CouncilSeats) []municipality.CouncilSeats {
		return municipality.Seats{Councils: before}.With(seats).Councils
	})
	if err != nil {
		return fmt.Errorf("record council seats: %w", err)
	}
	// The version is durable, and readers look again by themselves.
	if err := s.Readers.Refresh(context.WithoutCancel(ctx)); err != nil {
		s.Log.ErrorContext(ctx, "show recorded council seats", "version", number, "error", err)
	}
	return nil
}

// Doubts are what does not agree with what else is known: councils of another
// size than the directory documents for their election, and parties with more
// seats in councils than in the country. Sources differ now and then, so it is
// for a person to decide. The known seats are those before the new ones.
func Doubts(known municipality.Seats, d *municipality.Directory, seats []municipality.CouncilSeats) fault.Problems {
	var doubts fault.Problems
	for _, c := range councilsOf(seats) {
		m, ok := d.Lookup(c.code)
		if ok && m.CouncilSeats > 0 && m.CouncilSeatsSource == "documented "+strconv.Itoa(c.year) && m.CouncilSeats != c.seats {
			doubts.Add("", "council.size_differs", "Name", m.Name, "Year", strconv.Itoa(c.year), "Sum", c.seats, "Known", m.CouncilSeats)
		}
	}
	whole := known.With(seats)
	for _, year := range yearsOf(seats) {
		if known.Total(year) > 0 {
			countryDoubts(whole, d, year, &doubts)
		}
	}
	return doubts
}

// countryDoubts holds the councils of a year against the country.
func countryDoubts(whole municipality.Seats, d *municipality.Directory, year int, doubts *fault.Problems) {
	sums := make(map[string]int)
	for _, c := range whole.Councils {
		if c.Year == year {
			sums[c.Letter] += c.Seats
		}
	}
	national := make(map[string]int)
	for _, p := range whole.Election(year) {
		national[p.Letter] += p.Seats
	}
	complete := len(whole.Coverage(year)) >= len(d.All())
	letters := slices.Concat(slices.Collect(maps.Keys(sums)), slices.Collect(maps.Keys(national)))
	slices.Sort(letters)
	for _, letter := range slices.Compact(letters) {
		// A party without an own row in the country is among the other lists.
		has, listed := national[letter]
		if !listed || sums[letter] == has || sums[letter] < has && !complete {
			continue
		}
		doubts.Add("", "council.country_differs", "Party", letter, "Year", strconv.Itoa(year), "Sum", sums[letter], "Known", has)
	}
}

// size is how many seats one council has in all.
type size struct {
	year  int
	code  municipality.Code
	seats int
}

func councilsOf(seats []municipality.CouncilSeats) []size {
	type council struct {
		year int
		code municipality.Code
	}
	sums := make(map[council]int)
	for _, c := range seats {
		sums[council{c.Year, c.Municipality}] += c.Seats
	}
	var list []size
	for c, n := range sums {
		list = append(list, size{c.year, c.code, n})
	}
	slices.SortFunc(list, func(a, b size) int { return cmp.Or(cmp.Compare(a.year, b.year), cmp.Compare(a.code, b.code)) })
	return list
}

func yearsOf(seats []municipality.CouncilSeats) []int {
	var years []int
	for _, c := range seats {
		years = append(years, c.Year)
	}
	slices.Sort(years)
	return slices.Compact(years)
}
