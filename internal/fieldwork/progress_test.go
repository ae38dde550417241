package fieldwork_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"modenhed/internal/account"
	"modenhed/internal/fieldwork"
	"modenhed/internal/municipality"
	"modenhed/internal/sample"
	"modenhed/internal/survey"
	"modenhed/seed"
)

// register is the councils that come with the program.
func register(t *testing.T) fieldwork.Register {
	t.Helper()
	return seeded(t)
}

// kept is a store that answers what the progress is made from.
type kept struct {
	fieldwork.Store
	f     fieldwork.Fieldwork
	count []fieldwork.Count
	tally fieldwork.Tally
}

func (k kept) Fieldwork(context.Context, string) (fieldwork.Fieldwork, bool, error) {
	return k.f, true, nil
}
func (k kept) HasResponses(context.Context, string) (bool, error)        { return false, nil }
func (k kept) Counts(context.Context, string) ([]fieldwork.Count, error) { return k.count, nil }
func (k kept) Tally(context.Context, string) (fieldwork.Tally, error)    { return k.tally, nil }

// waves knows one wave.
type waves struct{ wave survey.Wave }

func (w waves) Versions(context.Context, account.Actor, string) ([]survey.Version, error) {
	return []survey.Version{{Number: 1, Wave: w.wave}}, nil
}
func (w waves) CheckBatch(context.Context, survey.Batch) error { return nil }

// observe returns what is shown of a fieldwork by party; all is in Odense.
func observe(t testing.TB, of fieldwork.Register, invited, answered map[string]int) fieldwork.Progress {
	t.Helper()
	wave, _ := sample.AskedWave()
	k := kept{tally: fieldwork.Tally{Parties: answered, Places: make(map[int]int)}}
	k.f = fieldwork.Fieldwork{
		Wave: wave.Key, State: fieldwork.Open, Terms: fieldwork.TermsOf(wave), Delivery: fieldwork.ByList, ClosesAt: sample.Time().Add(time.Hour),
	}
	for party, n := range invited {
		k.f.Invited += n
		k.count = append(k.count, fieldwork.Count{Kind: fieldwork.CountParty, Key: party, Invited: n})
		k.tally.Places[461] += answered[party]
	}
	k.count = append(k.count, fieldwork.Count{Kind: fieldwork.CountRegion, Key: "syddanmark", Invited: k.f.Invited})
	service := fieldwork.Service{
		Store: k, Waves: waves{wave}, Register: func() fieldwork.Register { return of }, Zone: time.UTC, Now: sample.Time, Log: slog.New(slog.DiscardHandler),
	}
	status, err := service.Status(context.Background(), account.Console(), wave.Key)
	if err != nil {
		t.Fatal(err)
	}
	return status.Progress
}

func byParty(p fieldwork.Progress, letter string) fieldwork.Line {
	for _, line := range p.Parties {
		if line.Key == letter {
			return line
		}
	}
	return fieldwork.Line{}
}

func TestProgressShowsNumbersOfFiveOrMore(t *testing.T) {
	t.Parallel()
	of := register(t)
	p := observe(t, of, map[string]int{"A": 20, "V": 20, "C": 20, "F": 9, "B": 8, "S": 2}, map[string]int{"A": 9, "V": 7, "C": 6, "F": 3})
	if p.Answered != (fieldwork.Answered{N: 25, Shown: true}) {
		t.Errorf("answered = %+v, want 25", p.Answered)
	}
	for party, want := range map[string]fieldwork.Answered{"A": {N: 9, Shown: true}, "V": {N: 7, Shown: true}, "C": {}, "F": {}, "S": {}} {
		if got := byParty(p, party).Answered; got != want {
			t.Errorf("%s shows %+v, want %+v", party, got, want)
		}
	}
	if !byParty(p, "B").Nobody || byParty(p, "S").Nobody {
		t.Error("a group of eight may be said to be silent, one of two may not")
	}
	if o := p.Outlook; !o.Margin.Plain.OK || !o.Kish.OK || o.Kish.Value <= 1 || o.Weighted.Value <= o.Margin.Finite.Value {
		t.Errorf("outlook = %+v", o)
	}
	if few := observe(t, of, map[string]int{"A": 20}, map[string]int{"A": 4}); few.Answered.Shown || few.Outlook.Margin.Plain.OK {
		t.Errorf("four answers are shown: %+v", few.Answered)
	}
}

// Nobody can conclude from what is shown, and from how many were invited, that
// anybody of a party whose number is withheld has answered.
func TestWithheldNumbersCannotBeConcluded(t *testing.T) {
	t.Parallel()
	of := register(t)
	letters := []string{"A", "V", "C", "F", "O", "B", "S"}
	rapid.Check(t, func(rt *rapid.T) {
		invited, answered := make(map[string]int), make(map[string]int)
		for _, letter := range letters {
			invited[letter] = rapid.IntRange(0, 25).Draw(rt, letter)
			answered[letter] = rapid.IntRange(0, invited[letter]).Draw(rt, letter+" answered")
		}
		p := observe(t, of, invited, answered)
		sum, room, shown := 0, 0, 0
		for _, line := range p.Parties {
			if line.Answered.Shown {
				sum, shown = sum+line.Answered.N, shown+1
				if line.Answered.N < 5 {
					rt.Fatalf("%s shows %d", line.Key, line.Answered.N)
				}
			} else if !line.Nobody {
				room += line.Invited
			}
		}
		if !p.Answered.Shown || shown == 0 {
			return
		}
		left := p.Answered.N - sum
		for _, line := range p.Parties {
			if !line.Answered.Shown && !line.Nobody && answered[line.Key] > 0 && left > room-line.Invited {
				rt.Fatalf("%d are left for %d others, so somebody of %s has answered", left, room-line.Invited, line.Key)
			}
		}
	})
}

func TestContactsAreReadWithEveryFault(t *testing.T) {
	t.Parallel()
	of := register(t)
	wave, _ := sample.AskedWave()
	design := *wave.Design
	design.By = []string{"sex"}
	wave.Design = &design
	good := "Kommune;Parti;E-mail;Sprog;Sex\nOdense Kommune;Socialdemokratiet;Anne@Raad.example;dansk;k\n0751;V;bo@raad.example;;m\n101;Social Democrats;c@raad.example;EN;\n"
	got, err := fieldwork.ReadContacts(strings.NewReader(good), wave, of)
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Email != "anne@raad.example" || got[0].Municipality != 461 || got[0].Party != "A" || got[0].Lang != "da" || got[0].Values[0] != "k" ||
		got[1].Party != "V" || got[1].Municipality != 751 || got[2].Party != "A" || got[2].Lang != "en" {
		t.Errorf("contacts = %+v", got)
	}
	for name, c := range map[string]struct{ list, want string }{
		"municipality": {"kommune,parti,email,sex\nOdensee,A,a@b.example,k\n", "municipality_unknown"},
		"party":        {"kommune,parti,email,sex\n461,D,a@b.example,k\n", "party_unknown"},
		"address":      {"kommune,parti,email,sex\n461,A,Anne <a@b.example>,k\n", "email_form"},
		"formula":      {"kommune,parti,email,sex\n461,A,=1+1@b.example,k\n", "email_form"},
		"twice":        {"kommune,parti,email,sex\n461,A,a@b.example,k\n461,A,A@B.example,k\n", "email_twice"},
		"language":     {"kommune,parti,email,sprog,sex\n461,A,a@b.example,tysk,k\n", "language_unknown"},
		"column":       {"kommune,parti,email\n461,A,a@b.example\n", "column_missing"},
		"nobody":       {"kommune,parti,email,sex\n", "nobody"},
		"all at once":  {"kommune,parti,email,sex\nx,y,z,k\n461,A,z,k\n", "municipality_unknown map[Value:x]; row 2 parti: fieldwork.party_unknown"},
	} {
		if _, err := fieldwork.ReadContacts(strings.NewReader(c.list), wave, of); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func seeded(t *testing.T) fieldwork.Register {
	t.Helper()
	read := func(names []string) map[string][]byte {
		files := make(map[string][]byte)
		for _, name := range names {
			content, err := seed.Files().Open(name)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = content.Close() }()
			info, err := content.Stat()
			if err != nil {
				t.Fatal(err)
			}
			files[name] = make([]byte, info.Size())
			if _, err := content.Read(files[name]); err != nil {
				t.Fatal(err)
			}
		}
		return files
	}
	directory, err := municipality.Parse(read(municipality.Files()))
	if err != nil {
		t.Fatal(err)
	}
	seats, err := municipality.ParseSeats(read(municipality.SeatFiles()))
	if err != nil {
		t.Fatal(err)
	}
	return fieldwork.Register{Directory: directory, Seats: seats}
}
