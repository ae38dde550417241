package history_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/history"
	"modenhed/internal/sample"
)

// book is a store of entries that notes what it was asked.
type book struct {
	entries []history.Entry
	asked   []history.Query
	err     error
}

func (b *book) HistoryEntries(_ context.Context, q history.Query) ([]history.Entry, error) {
	b.asked = append(b.asked, q)
	list := slices.DeleteFunc(slices.Clone(b.entries), func(e history.Entry) bool { return !slices.Contains(q.Kinds, e.Kind) })
	from := 0
	if q.After != nil {
		for from < len(list) && list[from].Place != *q.After {
			from++
		}
		from++
	}
	list = list[min(from, len(list)):]
	return append([]history.Entry(nil), list[:min(len(list), q.Limit)]...), b.err
}

// volume is a book of n answers in Odense, each by an analyst.
func volume(n int) *book {
	b := new(book)
	for i := range n {
		b.entries = append(b.entries, history.Entry{
			Place:        history.Place{At: sample.Time().Add(-time.Duration(i) * time.Second), Kind: history.Answer, Number: int64(n - i)},
			Municipality: sample.Odense, Who: history.Person{Email: "analyst@example.test", Role: account.Analyst},
		})
	}
	return b
}

func TestWhoMayReadWhat(t *testing.T) {
	t.Parallel()
	own := []history.Kind{
		history.Answer, history.Finding, history.Verdict, history.Target, history.Reply, history.Correction, history.Letter,
	}
	all := history.Kinds()
	homeless := sample.Editor()
	homeless.Municipality = 0
	for name, c := range map[string]struct {
		actor account.Actor
		want  []history.Kind
	}{
		"the public":                     {account.Actor{}, nil},
		"an editor":                      {sample.Editor(), own},
		"an editor without municipality": {homeless, nil},
		"an analyst":                     {sample.Analyst(), all[:len(all)-1]},
		"an administrator":               {sample.Administrator(), all},
	} {
		if diff := cmp.Diff(c.want, history.KindsFor(c.actor)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		service := history.Service{Store: volume(1)}
		_, err := service.Page(t.Context(), c.actor, history.Filter{}, nil, 5)
		each := service.Each(t.Context(), c.actor, history.Filter{}, func(history.Entry) error { return nil })
		if refused := len(c.want) == 0; (fault.KindOf(err) == fault.Forbidden) != refused || (fault.KindOf(each) == fault.Forbidden) != refused {
			t.Errorf("%s: %v, %v", name, err, each)
		}
	}
}

func TestAnEditorReadsOfTheOwnMunicipalityAlone(t *testing.T) {
	t.Parallel()
	b := volume(2)
	b.entries[1].Who = history.Person{Email: "editor@example.test", Role: account.Editor, Municipality: sample.Odense}
	service := history.Service{Store: b}
	page, err := service.Page(t.Context(), sample.Editor(), history.Filter{Municipality: sample.Norddjurs, Kind: history.Account}, nil, 5)
	if err != nil || len(page.Entries) != 0 {
		t.Fatalf("%d entries of accounts, %v", len(page.Entries), err)
	}
	if page, err = service.Page(t.Context(), sample.Editor(), history.Filter{Municipality: sample.Norddjurs}, nil, 5); err != nil {
		t.Fatal(err)
	}
	q := b.asked[0]
	if q.Municipality != sample.Odense || q.Staff != sample.Odense || len(q.Kinds) != 0 {
		t.Errorf("the store is asked %+v", q)
	}
	if page.Entries[0].Who.Email != "" || page.Entries[0].Who.Role != account.Analyst || page.Entries[1].Who.Email == "" {
		t.Errorf("the editor learns %+v and %+v", page.Entries[0].Who, page.Entries[1].Who)
	}
}

func TestPagesGoOnWhereTheLastEnded(t *testing.T) {
	t.Parallel()
	b := volume(7)
	service := history.Service{Store: b}
	var got []history.Entry
	var after *history.Place
	for {
		page, err := service.Page(t.Context(), sample.Analyst(), history.Filter{}, after, 3)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page.Entries...)
		if after = page.Next; after == nil {
			break
		}
	}
	if diff := cmp.Diff(b.entries, got); diff != "" {
		t.Error(diff)
	}
}

func TestEachReadsAFewHundredAtATime(t *testing.T) {
	t.Parallel()
	b := volume(1001)
	service := history.Service{Store: b}
	n := 0
	err := service.Each(t.Context(), sample.Administrator(), history.Filter{}, func(history.Entry) error { n++; return nil })
	if err != nil || n != 1001 {
		t.Errorf("%d entries: %v", n, err)
	}
	readings := make(map[history.Kind]int)
	for _, q := range b.asked {
		readings[q.Kinds[0]]++
		if len(q.Kinds) != 1 || q.Limit != 500 {
			t.Errorf("the store is asked %+v", q)
		}
	}
	if readings[history.Answer] != 3 || readings[history.Finding] != 1 {
		t.Errorf("the readings are %v", readings)
	}
	enough := errors.New("enough")
	n = 0
	err = service.Each(t.Context(), sample.Administrator(), history.Filter{}, func(history.Entry) error { n++; return enough })
	if !errors.Is(err, enough) || n != 1 {
		t.Errorf("stopped after %d: %v", n, err)
	}
	b.err = errors.New("broken")
	if _, err = service.Page(t.Context(), sample.Administrator(), history.Filter{}, nil, 1); !errors.Is(err, b.err) {
		t.Errorf("a broken store: %v", err)
	}
}

func TestEachTellsTheKindsByTime(t *testing.T) {
	t.Parallel()
	b := volume(1200)
	for i := range b.entries {
		if i%7 == 0 {
			b.entries[i].Kind = history.Verdict
		}
	}
	b.entries[3].At, b.entries[2].At = b.entries[1].At, b.entries[1].At // numbers fall
	b.entries[1].Kind, b.entries[2].Kind, b.entries[3].Kind = history.Target, history.Answer, history.Answer
	service := history.Service{Store: b}
	var got []history.Entry
	err := service.Each(t.Context(), sample.Analyst(), history.Filter{}, func(e history.Entry) error { got = append(got, e); return nil })
	if diff := cmp.Diff(b.entries, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

func TestChangesAreTheParts(t *testing.T) {
	t.Parallel()
	a, b := history.Part{Name: "a", Text: "1"}, history.Part{Name: "b", Text: "2"}
	other := history.Part{Name: "b", Text: "3"}
	for name, c := range map[string]struct {
		before, after []history.Part
		want          []history.Change
	}{
		"the first":       {nil, []history.Part{a, b}, []history.Change{{"a", nil, &a}, {"b", nil, &b}}},
		"one differs":     {[]history.Part{a, b}, []history.Part{a, other}, []history.Change{{"b", &b, &other}}},
		"one is gone":     {[]history.Part{a, b}, []history.Part{a}, []history.Change{{"b", &b, nil}}},
		"nothing differs": {[]history.Part{a, b}, []history.Part{a, b}, []history.Change{{"a", &a, &a}}},
		"nothing at all":  {nil, nil, nil},
	} {
		if diff := cmp.Diff(c.want, history.Entry{Before: c.before, After: c.after}.Changes()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
