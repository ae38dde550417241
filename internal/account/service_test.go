package account_test

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/store/storetest"
)

const password = "korrekt hest batteri"

// service is an account service over a real store.
type service struct {
	*account.Service
	store *store.Store
	path  string
}

func newService(t *testing.T) service {
	t.Helper()
	path := storetest.SQLite(t)
	s := storetest.Seeded(t, path)
	return service{Service: account.NewService(s, sample.Time), store: s, path: path}
}

func editor() account.New {
	return account.New{Email: "Editor@Odense.test ", Role: account.Editor, Municipality: sample.Odense, Password: password}
}

func open(t *testing.T, s *account.Service, n account.New) account.Account {
	t.Helper()
	a, err := s.Add(t.Context(), account.Console(), n)
	if err != nil {
		t.Fatalf("open the account of %s: %v", n.Email, err)
	}
	return a
}

// problems are what is wrong, as "field key".
func problems(err error) []string {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		return nil
	}
	var all []string
	for _, p := range f.Problems {
		all = append(all, p.Field+" "+strings.TrimPrefix(p.Message.Key, "account."))
	}
	slices.Sort(all)
	return all
}

func TestAdd(t *testing.T) {
	t.Parallel()
	s := newService(t)
	got := open(t, s.Service, editor())
	want := account.Account{
		ID: got.ID, Email: "editor@odense.test", Role: account.Editor, Municipality: sample.Odense, CreatedAt: sample.Time(),
	}
	if diff := cmp.Diff(want, got); diff != "" || got.ID == 0 {
		t.Errorf("account (-want +got):\n%s", diff)
	}
	list, err := s.List(t.Context(), account.Console())
	if diff := cmp.Diff([]account.Account{want}, list); err != nil || diff != "" {
		t.Errorf("list: %v (-want +got):\n%s", err, diff)
	}
}

func TestAddRefusesWithEveryProblem(t *testing.T) {
	t.Parallel()
	s := newService(t)
	open(t, s.Service, editor())
	for name, c := range map[string]struct {
		change func(*account.New)
		want   []string
	}{
		"taken":                {func(n *account.New) {}, []string{"email email_taken"}},
		"no address":           {func(n *account.New) { n.Email = "" }, []string{"email email_invalid"}},
		"no domain":            {func(n *account.New) { n.Email = "editor" }, []string{"email email_invalid"}},
		"name and address":     {func(n *account.New) { n.Email = "Eva <eva@odense.test>" }, []string{"email email_invalid"}},
		"two addresses":        {func(n *account.New) { n.Email = "a@odense.test, b@odense.test" }, []string{"email email_invalid"}},
		"line break":           {func(n *account.New) { n.Email = "a@odense.test\nBcc: x@y.test" }, []string{"email email_invalid"}},
		"long address":         {func(n *account.New) { n.Email = strings.Repeat("a", 250) + "@b.test" }, []string{"email email_invalid"}},
		"unknown role":         {func(n *account.New) { n.Role = "root" }, []string{"role role_unknown"}},
		"no role":              {func(n *account.New) { n.Role = account.Public }, []string{"role role_unknown"}},
		"editor of nowhere":    {func(n *account.New) { n.Municipality = 0 }, []string{"municipality municipality_missing"}},
		"unknown municipality": {func(n *account.New) { n.Email, n.Municipality = "x@odense.test", 999 }, []string{"municipality municipality_unknown"}},
		"analyst of one":       {func(n *account.New) { n.Role = account.Analyst }, []string{"municipality municipality_unexpected"}},
		"short password":       {func(n *account.New) { n.Password = "elleve tegn" }, []string{"password password_short"}},
		"long password":        {func(n *account.New) { n.Password = strings.Repeat("å", 257) }, []string{"password password_long"}},
		"address as password":  {func(n *account.New) { n.Password = "EDITOR@odense.test" }, []string{"password password_is_email"}},
		"broken password":      {func(n *account.New) { n.Password = "\xff\xfe and so on" }, []string{"password password_unreadable"}},
		"everything": {func(n *account.New) { *n = account.New{Email: "x", Role: account.Editor} }, []string{
			"email email_invalid", "municipality municipality_missing", "password password_short",
		}},
	} {
		n := editor()
		c.change(&n)
		_, err := s.Add(t.Context(), account.Console(), n)
		if diff := cmp.Diff(c.want, problems(err)); diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestOnlyAdministratorsManagePeople(t *testing.T) {
	t.Parallel()
	s := newService(t)
	mine := open(t, s.Service, editor()).Actor()
	for name, actor := range map[string]account.Actor{"public": {}, "editor": mine, "analyst": sample.Analyst()} {
		_, addErr := s.Add(t.Context(), actor, editor())
		_, listErr := s.List(t.Context(), actor)
		setErr := s.SetPassword(t.Context(), actor, "someone@else.test", password)
		for what, err := range map[string]error{"add": addErr, "list": listErr, "set a password": setErr} {
			if fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s, %s: %v, want forbidden", name, what, err)
			}
		}
	}
	stranger := account.Actor{Email: mine.Email}
	if err := s.SetPassword(t.Context(), stranger, mine.Email, password); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a stranger with an address: %v, want forbidden", err)
	}
}

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	s := newService(t)
	n := editor()
	n.Password = "Åse spiser blåbær"
	want := open(t, s.Service, n).Actor()
	closed := open(t, s.Service, account.New{Email: "closed@odense.test", Role: account.Analyst, Password: password})
	s.disable(t, closed.ID)

	decomposed := "A\u030ase spiser bla\u030abær"
	for _, typed := range []string{n.Password, decomposed} {
		if got, err := s.Authenticate(t.Context(), " EDITOR@odense.test", typed); err != nil || got != want {
			t.Errorf("%q: %+v, %v, want %+v", typed, got, err, want)
		}
	}
	var messages []string
	for name, c := range map[string]struct{ email, password string }{
		"wrong password":  {want.Email, password},
		"unknown address": {"nobody@odense.test", n.Password},
		"closed account":  {closed.Email, password},
		"empty":           {"", ""},
		"huge":            {want.Email, strings.Repeat("a", 1<<20)},
	} {
		_, err := s.Authenticate(t.Context(), c.email, c.password)
		if fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("%s: %v, want unauthenticated", name, err)
			continue
		}
		messages = append(messages, err.Error())
	}
	if len(slices.Compact(messages)) != 1 {
		t.Errorf("messages = %q, want one for all", messages)
	}
	if _, err := s.Actor(t.Context(), closed.ID); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("session of a closed account: %v, want unauthenticated", err)
	}
	if _, err := s.Actor(t.Context(), 99); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("session of nobody: %v, want unauthenticated", err)
	}
	if got, err := s.Actor(t.Context(), want.ID); err != nil || got != want {
		t.Errorf("session = %+v, %v, want %+v", got, err, want)
	}
}

// disable closes an account, as an administrator of the database would.
func (s service) disable(t *testing.T, id account.ID) {
	t.Helper()
	db, err := sql.Open("sqlite3", s.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec("UPDATE accounts SET disabled_at = 1 WHERE id = ?", int64(id)); err != nil {
		t.Fatal(err)
	}
}

// An unknown address costs a hash like any other, so that time does not tell:
// argon2id fills 19 MiB of memory. Not parallel, to count that memory alone.
func TestUnknownAddressesCostAHashToo(t *testing.T) {
	s := newService(t)
	open(t, s.Service, editor())
	for _, email := range []string{"editor@odense.test", "nobody@odense.test"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := s.Authenticate(t.Context(), email, "forkert kodeord")
		runtime.ReadMemStats(&after)
		if filled := after.TotalAlloc - before.TotalAlloc; fault.KindOf(err) != fault.Unauthenticated || filled < 19<<20 {
			t.Errorf("%s: %v after filling %d bytes, want a hash", email, err, filled)
		}
	}
}

func TestPasswordsAreHashedAsOWASPAsks(t *testing.T) {
	t.Parallel()
	s := newService(t)
	open(t, s.Service, editor())
	_, hash, err := s.store.Credentials(t.Context(), "editor@odense.test")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash = %q, %v, want argon2id with 19 MiB and two passes", hash, err)
	}
}

func TestSetPassword(t *testing.T) {
	t.Parallel()
	s := newService(t)
	a := open(t, s.Service, editor())
	sessions := s.store.Sessions(func([]byte) account.ID { return a.ID })
	if err := sessions.Commit("token", []byte("data"), sample.Time().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	const fresh = "et andet kodeord"
	if err := s.SetPassword(t.Context(), a.Actor(), "EDITOR@odense.test", fresh); err != nil {
		t.Fatal(err)
	}
	if _, found, err := sessions.Find("token"); err != nil || found {
		t.Errorf("session after a new password: found = %v, %v", found, err)
	}
	if _, err := s.Authenticate(t.Context(), a.Email, password); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("old password: %v, want unauthenticated", err)
	}
	if _, err := s.Authenticate(t.Context(), a.Email, fresh); err != nil {
		t.Errorf("new password: %v", err)
	}
	if err := s.SetPassword(t.Context(), account.Console(), a.Email, "kort"); cmp.Diff([]string{"password password_short"}, problems(err)) != "" {
		t.Errorf("short password: %v", err)
	}
	if err := s.SetPassword(t.Context(), account.Console(), "nobody@odense.test", fresh); fault.KindOf(err) != fault.NotFound {
		t.Errorf("password of nobody: %v, want not found", err)
	}
}

func TestSetUp(t *testing.T) {
	t.Parallel()
	s := newService(t)
	ctx := t.Context()
	token := func() string {
		t.Helper()
		token, needed, err := s.NewSetupToken(ctx)
		if err != nil || !needed || len(token) < 20 {
			t.Fatalf("new token = %q, %v, %v", token, needed, err)
		}
		return token
	}
	old, current := token(), token()
	if old == current {
		t.Error("two tokens are equal")
	}
	if waits, err := s.store.HasSetupToken(ctx, current); err != nil || waits {
		t.Errorf("the token is kept in clear: %v, %v", waits, err)
	}
	for name, wrong := range map[string]string{"replaced": old, "empty": "", "guessed": "AAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		if err := s.CheckSetupToken(ctx, wrong); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s token: %v, want not found", name, err)
		}
		if _, err := s.SetUp(ctx, wrong, "boss@dk.test", password); fault.KindOf(err) != fault.NotFound {
			t.Errorf("set up with a %s token: %v, want not found", name, err)
		}
	}
	if _, err := s.SetUp(ctx, current, "boss", "kort"); len(problems(err)) != 2 {
		t.Errorf("set up with faults: %v, want two problems", err)
	}
	if err := s.CheckSetupToken(ctx, current); err != nil {
		t.Errorf("the token is burnt by a faulty form: %v", err)
	}
	boss, err := s.SetUp(ctx, current, "Boss@dk.test", password)
	if err != nil || boss.Role != account.Administrator || boss.Email != "boss@dk.test" {
		t.Errorf("first account = %+v, %v", boss, err)
	}
	if _, err := s.SetUp(ctx, current, "second@dk.test", password); fault.KindOf(err) != fault.NotFound {
		t.Errorf("set up again: %v, want not found", err)
	}
	if token, needed, err := s.NewSetupToken(ctx); err != nil || needed || token != "" {
		t.Errorf("token beside an account = %q, %v, %v", token, needed, err)
	}
	if _, err := s.Authenticate(ctx, "boss@dk.test", password); err != nil {
		t.Errorf("sign in as the first: %v", err)
	}
}

func TestSetUpEndsWithTheFirstAccount(t *testing.T) {
	t.Parallel()
	s := newService(t)
	ctx := t.Context()
	token, needed, err := s.NewSetupToken(ctx)
	if err != nil || !needed {
		t.Fatalf("new token: %v, %v", needed, err)
	}
	if _, err := s.Add(ctx, account.Console(), editor()); err != nil {
		t.Fatal(err)
	}
	checked := s.CheckSetupToken(ctx, token)
	_, setUp := s.SetUp(ctx, token, "boss", "kort")
	for name, err := range map[string]error{"check": checked, "set up": setUp} {
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.NotFound || e.Message.Key != "account.setup_done" {
			t.Errorf("%s beside an account: %v, want not found, account.setup_done", name, err)
		}
	}
}

func TestHashingStopsWithTheRequest(t *testing.T) {
	t.Parallel()
	s := newService(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Add(ctx, account.Console(), editor()); !errors.Is(err, context.Canceled) {
		t.Errorf("add: %v, want it cancelled", err)
	}
}
