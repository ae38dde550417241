package framework_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
)

const seededFile = "../../seed/framework/dansk-erhverv-2017.yaml"

func seeded(t *testing.T) *framework.Framework {
	t.Helper()
	data, err := os.ReadFile(seededFile)
	if err != nil {
		t.Fatal(err)
	}
	f, err := framework.Parse(seededFile, data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// fixed is what the specification of the framework lays down for an indicator.
type fixed struct {
	area      framework.AreaKey
	key       framework.IndicatorKey
	kind      framework.Type
	weight    float64
	low, high float64
}

func specified() []fixed {
	const (
		level, percent, number = framework.Level, framework.Percent, framework.Number
		days, yesno            = framework.Days, framework.YesNo
	)
	return []fixed{
		{"rpa", "rpa.strategy", level, 1, 0, 5},
		{"rpa", "rpa.processes", number, 1, 0, 40},
		{"rpa", "rpa.breadth", level, 1, 0, 5},
		{"rpa", "rpa.quality", level, 1, 0, 5},
		{"rpa", "rpa.citizens", level, 1, 0, 5},
		{"shared_it", "shared_it.procurement", level, 1, 0, 5},
		{"shared_it", "shared_it.employment_forms", level, 1.5, 0, 5},
		{"shared_it", "shared_it.elderly_systems", level, 1.5, 0, 5},
		{"shared_it", "shared_it.portfolio_share", percent, 1, 0, 60},
		{"shared_it", "shared_it.open_interfaces", level, 1, 0, 5},
		{"smart_city", "smart_city.assessment", level, 1.5, 0, 5},
		{"smart_city", "smart_city.traffic_signals", percent, 1, 0, 80},
		{"smart_city", "smart_city.planning_data", level, 1, 0, 5},
		{"smart_city", "smart_city.health_data", level, 1, 0, 5},
		{"smart_city", "smart_city.open_data", number, 1, 0, 50},
		{"welfare_tech", "welfare_tech.telemedicine", level, 1, 0, 5},
		{"welfare_tech", "welfare_tech.home_monitoring", percent, 1, 0, 30},
		{"welfare_tech", "welfare_tech.aids", level, 1, 0, 5},
		{"welfare_tech", "welfare_tech.skills", level, 1, 0, 5},
		{"welfare_tech", "welfare_tech.benefits", level, 1, 0, 5},
		{"school", "school.electives", percent, 1.5, 0, 100},
		{"school", "school.curriculum", level, 1, 0, 5},
		{"school", "school.teachers", percent, 1, 0, 80},
		{"school", "school.resources", level, 1, 0, 5},
		{"school", "school.citizenship", level, 1, 0, 5},
		{"it_security", "it_security.requirements", level, 1.5, 0, 5},
		{"it_security", "it_security.isms", level, 1, 0, 5},
		{"it_security", "it_security.gdpr", level, 1, 0, 5},
		{"it_security", "it_security.training", percent, 1, 0, 95},
		{"it_security", "it_security.exercise", yesno, 1, 0, 1},
		{"broadband", "broadband.case_days", days, 1.5, 60, 10},
		{"broadband", "broadband.mast_policy", level, 1, 0, 5},
		{"broadband", "broadband.lease_price", number, 1, 150, 100},
		{"broadband", "broadband.coverage", percent, 1, 60, 100},
		{"broadband", "broadband.tender", level, 1, 0, 5},
		{"broadband", "broadband.single_contact", yesno, 1, 0, 1},
	}
}

func TestSeededFrameworkHasTheSpecifiedIndicators(t *testing.T) {
	t.Parallel()
	f := seeded(t)
	var got []fixed
	for _, p := range f.Places() {
		i := p.Indicator
		got = append(got, fixed{p.Area.Key, i.Key, i.Type, i.Weight, i.Scale.Low, i.Scale.High})
		if i.Scale.Kind != framework.Goalposts {
			t.Errorf("%s has scale %s", i.Key, i.Scale.Kind)
		}
		if isNumber := i.Type == framework.Number; isNumber != (i.Min != nil && *i.Min == 0) || i.Max != nil {
			t.Errorf("%s has bounds %v and %v", i.Key, i.Min, i.Max)
		}
	}
	if diff := cmp.Diff(specified(), got, cmp.AllowUnexported(fixed{})); diff != "" {
		t.Errorf("indicators (-want +got):\n%s", diff)
	}
	if len(f.Areas) != 7 {
		t.Errorf("%d areas, want 7", len(f.Areas))
	}
	for _, a := range f.Areas {
		if a.Weight != 1 || a.Aggregation != "" {
			t.Errorf("area %s has weight %v and aggregation %q", a.Key, a.Weight, a.Aggregation)
		}
	}
}

func TestSeededFrameworkDeclaresItsMethod(t *testing.T) {
	t.Parallel()
	f := seeded(t)
	want := framework.Method{
		Aggregation: framework.Arithmetic, Missing: framework.Renormalise,
		MinCoverage: 0.666, MaxNotApplicable: 0.25, MaxAgeMonths: 24,
	}
	if diff := cmp.Diff(want, f.Method); diff != "" {
		t.Errorf("method (-want +got):\n%s", diff)
	}
	if f.Key != "dansk-erhverv-2017" || f.Version != 1 || f.Source.Year != 2017 || f.Source.Title == "" || f.Source.Publisher == "" {
		t.Errorf("key %q, version %d, source %+v", f.Key, f.Version, f.Source)
	}
}

func TestSeededFrameworkIsWrittenOutInBothLanguages(t *testing.T) {
	t.Parallel()
	f := seeded(t)
	checkWording(t, "title", f.Title)
	for _, a := range f.Areas {
		checkWording(t, string(a.Key)+" title", a.Title)
		checkWording(t, string(a.Key)+" why", a.Why)
	}
	for _, p := range f.Places() {
		i := p.Indicator
		checkWording(t, string(i.Key)+" title", i.Title)
		checkWording(t, string(i.Key)+" question", i.Question)
		checkWording(t, string(i.Key)+" help", i.Help)
		if i.Type == framework.Number {
			checkWording(t, string(i.Key)+" unit", i.Unit)
		}
		checkLevels(t, i)
	}
}

func checkWording(t *testing.T, what string, text framework.Text) {
	t.Helper()
	if text.DA == "" || text.EN == "" {
		t.Errorf("%s is not written in both languages: %+v", what, text)
	}
	if text.DA == text.EN && len(text.DA) > 20 {
		t.Errorf("%s is the same in both languages: %q", what, text.DA)
	}
}

func checkLevels(t *testing.T, i *framework.Indicator) {
	t.Helper()
	if i.Type != framework.Level {
		return
	}
	if len(i.Levels) != framework.MaxLevel+1 {
		t.Errorf("%s has %d levels", i.Key, len(i.Levels))
	}
	danish, english := make(map[string]bool), make(map[string]bool)
	for _, level := range i.Levels {
		checkWording(t, string(i.Key)+" level", level)
		danish[level.DA], english[level.EN] = true, true
	}
	if len(danish) != len(i.Levels) || len(english) != len(i.Levels) {
		t.Errorf("%s repeats a level description", i.Key)
	}
}

// A level described in the same words for two indicators says nothing of either.
func TestSeededLevelsAreWrittenForTheirIndicator(t *testing.T) {
	t.Parallel()
	first := make(map[string]framework.IndicatorKey)
	for _, p := range seeded(t).Places() {
		for _, level := range p.Indicator.Levels {
			for _, text := range []string{level.DA, level.EN} {
				if other, ok := first[text]; ok && other != p.Indicator.Key {
					t.Errorf("%s and %s share the level %q", other, p.Indicator.Key, text)
				}
				first[text] = p.Indicator.Key
			}
		}
	}
}
