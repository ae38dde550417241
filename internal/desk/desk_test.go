package desk_test

import (
	"testing"

	"modenhed/internal/desk"
	"modenhed/internal/evidence"
	"modenhed/internal/framework"
	"modenhed/internal/reference"
	"modenhed/seed"
)

func seeded(t *testing.T) *reference.Set {
	t.Helper()
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		t.Fatal(err)
	}
	set, err := reference.Parse(documents)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func fact(area framework.AreaKey, kind evidence.Kind, text string) evidence.Item {
	return evidence.Item{Area: area, Kind: kind, Fact: framework.Text{DA: text}}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	places := seeded(t).Framework.Places()
	for name, c := range map[string]struct {
		item evidence.Item
		want desk.Suggestion
	}{
		"in operation": {
			fact("broadband", evidence.Own, "Har en fast praksis for placering af mobilmaster."),
			desk.Suggestion{Indicator: "broadband.mast_policy", Level: 3, Sure: true},
		},
		"a trial": {
			fact("school", evidence.Membership, "To skoler i kommunen deltog i det landsdækkende forsøg med teknologiforståelse 2019–2021."),
			desk.Suggestion{Indicator: "school.curriculum", Level: 2, Sure: true},
		},
		"a plan": {
			fact("welfare_tech", evidence.Own, "Overvejer telemedicin til borgere med KOL."),
			desk.Suggestion{Indicator: "welfare_tech.telemedicine", Level: 1, Sure: true},
		},
		"a membership": {
			fact("shared_it", evidence.Membership, "Er med i et fælles udbud og indkøb af it."),
			desk.Suggestion{Indicator: "shared_it.procurement", Level: 1, Sure: true},
		},
		"a case": {
			fact("it_security", evidence.Case, "Fik alvorlig kritik, fordi 40 systemer manglede databehandleraftale."),
			desk.Suggestion{Indicator: "it_security.gdpr"},
		},
		"not a word in common": {
			fact("rpa", evidence.Own, "Xyzzy."),
			desk.Suggestion{Indicator: "rpa.strategy", Level: 3, Sure: true},
		},
	} {
		if got, ok := desk.Suggest(c.item, places); !ok || got != c.want {
			t.Errorf("%s: suggests %+v (%v), want %+v", name, got, ok, c.want)
		}
	}
}

func TestEverySeededFactGetsASuggestionOfItsArea(t *testing.T) {
	t.Parallel()
	set := seeded(t)
	for _, item := range set.Evidence {
		s, ok := desk.Suggest(item, set.Framework.Places())
		place, found := set.Framework.Indicator(s.Indicator)
		switch {
		case !ok || !found || place.Top.Key != item.Area || place.Indicator.Type != framework.Level:
			t.Errorf("%q: suggests %+v", item.Fact.DA, s)
		case s.Sure == (item.Kind == evidence.Case), s.Level < 0, s.Level > 3:
			t.Errorf("%q: level %d, sure %v", item.Fact.DA, s.Level, s.Sure)
		}
	}
}

func TestAnAreaWithoutLevelsGetsNone(t *testing.T) {
	t.Parallel()
	if s, ok := desk.Suggest(fact("elsewhere", evidence.Own, "Noget"), seeded(t).Framework.Places()); ok {
		t.Errorf("suggests %+v", s)
	}
}
