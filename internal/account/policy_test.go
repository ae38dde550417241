package account_test

import (
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/sample"
)

// The table "Who may do what", role by right. Odense is the editor's own.
func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	rights := map[string]func(account.Actor) bool{
		"report for Odense":         func(a account.Actor) bool { return account.MayReportFor(a, sample.Odense) },
		"report for Norddjurs":      func(a account.Actor) bool { return account.MayReportFor(a, sample.Norddjurs) },
		"report for nowhere":        func(a account.Actor) bool { return account.MayReportFor(a, 0) },
		"report from the desk":      account.MayReportFromDesk,
		"read Odense's comments":    func(a account.Actor) bool { return account.MayReadInternal(a, sample.Odense) },
		"read Norddjurs's comments": func(a account.Actor) bool { return account.MayReadInternal(a, sample.Norddjurs) },
		"read under review":         account.MayReadUnderReview,
		"enter a survey":            account.MayEnterSurvey,
		"import statuses":           account.MayImportStatuses,
		"manage people":             account.MayManagePeople,
		"run rounds":                account.MayRunRounds,
		"read replies":              account.MayReadReplies,
	}
	homeless := sample.Editor()
	homeless.Municipality = 0
	borrowed := sample.Analyst()
	borrowed.Municipality = sample.Odense
	invented := sample.Editor()
	invented.Role = "root"
	analyst := []string{"report from the desk", "read under review", "read Odense's comments", "read Norddjurs's comments", "enter a survey", "import statuses", "read replies"}
	administrator := []string{"read under review", "read Odense's comments", "read Norddjurs's comments", "enter a survey", "import statuses", "manage people", "run rounds", "read replies"}
	for who, c := range map[string]struct {
		actor account.Actor
		may   []string
	}{
		"the public":                     {account.Actor{}, nil},
		"an editor":                      {sample.Editor(), []string{"report for Odense", "read Odense's comments", "read under review"}},
		"an editor without municipality": {homeless, []string{"read under review"}},
		"an analyst":                     {sample.Analyst(), analyst},
		"an analyst with municipality":   {borrowed, analyst},
		"an administrator":               {sample.Administrator(), administrator},
		"the console":                    {account.Console(), administrator},
		"an unknown role":                {invented, nil},
	} {
		allowed := make(map[string]bool)
		for _, right := range c.may {
			allowed[right] = true
		}
		for right, may := range rights {
			if got := may(c.actor); got != allowed[right] {
				t.Errorf("%s may %s = %v, want %v", who, right, got, allowed[right])
			}
		}
	}
}

func TestSignedIn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		actor account.Actor
		want  bool
	}{
		"the public":  {account.Actor{}, false},
		"an editor":   {sample.Editor(), true},
		"no role":     {account.Actor{ID: 1}, false},
		"the console": {account.Console(), false},
	} {
		if got := c.actor.SignedIn(); got != c.want {
			t.Errorf("%s is signed in = %v, want %v", name, got, c.want)
		}
	}
}
