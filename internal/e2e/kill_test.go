package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/municipality"
	"modenhed/internal/store"
)

// kills is how often the program is killed: MODENHED_KILLS, or a few times.
func kills(t *testing.T) int {
	t.Helper()
	text := os.Getenv("MODENHED_KILLS")
	if text == "" {
		return 20
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestKilledInMidWriteNothingAcknowledgedIsLost kills the server and an import
// with SIGKILL while both write to one database, again and again. Every answer
// that was acknowledged must be there, and of every import all or nothing.
func TestKilledInMidWriteNothingAcknowledgedIsLost(t *testing.T) {
	t.Parallel()
	c := &casualty{t: t, folder: t.TempDir(), saved: make(map[string]bool), imported: make(map[string]bool)}
	first, _ := c.start()
	c.run("user", "add", "--email", "editor@example.test", "--role", "editor", "--municipality", "461")
	_ = first.Process.Kill()
	_ = first.Wait()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c.client = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	n := kills(t)
	for life := range n {
		c.live(life)
	}
	c.check(n)
}

// casualty is a program that keeps being killed, and what it acknowledged.
type casualty struct {
	t      *testing.T
	folder string
	client *http.Client
	// saved are the comments of answers, imported those of imports, that were acknowledged.
	saved, imported map[string]bool
	// sent counts answers, acknowledged or not.
	sent int
}

const killPassword = "korrekt hest batteri"

func (c *casualty) command(args ...string) *exec.Cmd {
	command := exec.Command(program, args...)
	command.Dir = c.folder
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	return command
}

func (c *casualty) run(args ...string) {
	c.t.Helper()
	command := c.command(args...)
	command.Stdin = strings.NewReader(killPassword + "\n")
	if output, err := command.CombinedOutput(); err != nil {
		c.t.Fatalf("%v: %v\n%s", args, err, output)
	}
}

// live starts server and import, saves answers until a moment nobody foresees,
// and kills both.
func (c *casualty) live(life int) {
	c.t.Helper()
	server, address := c.start()
	file := c.importFile(life)
	importing := c.command("import", "statuses", file, "--replace")
	var said bytes.Buffer
	importing.Stderr = &said
	if err := importing.Start(); err != nil {
		c.t.Fatal(err)
	}
	stop := time.AfterFunc(time.Duration(20+rand.IntN(400))*time.Millisecond, func() { _ = importing.Process.Kill() })
	defer stop.Stop()
	ctx, cancel := context.WithTimeout(c.t.Context(), time.Duration(50+rand.IntN(1000))*time.Millisecond)
	defer cancel()
	c.save(ctx, address)
	<-ctx.Done()
	_ = server.Process.Kill()
	if err := importing.Wait(); err == nil {
		c.imported[importMark(life)] = true
	} else if said.Len() > 0 {
		c.t.Errorf("import %d: %s", life, said.String())
	}
	_ = server.Wait()
}

// start starts the server and returns it with its address.
func (c *casualty) start() (*exec.Cmd, string) {
	c.t.Helper()
	command := c.command("serve", "--addr", "127.0.0.1:0")
	stderr, err := command.StderrPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	log := &server{log: &strings.Builder{}}
	address, drained := make(chan string, 1), make(chan struct{})
	go log.readLog(stderr, address, drained)
	select {
	case found := <-address:
		return command, found
	case <-drained:
		c.t.Fatalf("the program ended before it served\n%s", log.log)
	case <-time.After(time.Minute):
		c.t.Fatal("the program did not say its address within a minute")
	}
	return nil, ""
}

func importMark(life int) string { return fmt.Sprintf("import-%d", life) }

// importFile writes answers of other municipalities than the one that saves.
func (c *casualty) importFile(life int) string {
	c.t.Helper()
	var b strings.Builder
	b.WriteString("municipality,indicator,value,comment\n")
	for _, code := range []string{"101", "147", "151", "153", "155", "157", "159", "161", "163", "165", "167", "169", "173", "175", "183", "185", "187", "190", "201", "210"} {
		for _, indicator := range levelIndicators {
			fmt.Fprintf(&b, "%s,%s,%d,%s\n", code, indicator, life%4, importMark(life))
		}
	}
	name := filepath.Join(c.folder, importMark(life)+".csv")
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return name
}

var levelIndicators = []string{
	"rpa.strategy", "rpa.breadth", "rpa.quality", "rpa.citizens",
	"shared_it.procurement", "shared_it.employment_forms", "shared_it.elderly_systems", "shared_it.open_interfaces",
	"smart_city.assessment", "smart_city.planning_data", "smart_city.health_data",
	"welfare_tech.telemedicine", "welfare_tech.aids", "welfare_tech.skills", "welfare_tech.benefits",
	"school.curriculum", "school.resources", "school.citizenship",
	"it_security.requirements", "it_security.isms", "it_security.gdpr",
	"broadband.mast_policy", "broadband.tender",
}

var (
	tokenField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)
	seenField  = regexp.MustCompile(`action="/report/rpa/(rpa\.\w+)"[\s\S]*?name="seen" value="(\d+)"`)
)

// save sends answers one after the other until the time is up or the server is gone.
func (c *casualty) save(ctx context.Context, address string) {
	page := c.get(ctx, address+"/report/rpa")
	if page == "" {
		c.post(ctx, address+"/login", url.Values{"email": {"editor@example.test"}, "password": {killPassword}})
		page = c.get(ctx, address+"/report/rpa")
	}
	token := tokenField.FindStringSubmatch(page)
	if token == nil {
		return
	}
	seen := make(map[string]int)
	for _, found := range seenField.FindAllStringSubmatch(page, -1) {
		seen[found[1]], _ = strconv.Atoi(found[2])
	}
	for ctx.Err() == nil {
		indicator := []string{"rpa.strategy", "rpa.breadth", "rpa.quality", "rpa.citizens"}[c.sent%4]
		c.sent++
		mark := fmt.Sprintf("save-%d", c.sent)
		status := c.post(ctx, address+"/report/rpa/"+indicator, url.Values{
			"csrf": {token[1]}, "seen": {strconv.Itoa(seen[indicator])}, "value": {strconv.Itoa(c.sent % 5)}, "comment": {mark},
		})
		switch status {
		case http.StatusSeeOther:
			c.saved[mark] = true
			seen[indicator]++
		case 0:
			return
		default:
			c.t.Errorf("%s is answered with %d", mark, status)
			return
		}
	}
}

// get returns a page, empty when there is none to be had.
func (c *casualty) get(ctx context.Context, address string) string {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	response, err := c.client.Do(request)
	if err != nil {
		return ""
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		return ""
	}
	return string(body)
}

// post returns the status that a form is answered with, 0 for none.
func (c *casualty) post(ctx context.Context, address string, form url.Values) int {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := c.client.Do(request)
	if err != nil {
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// check looks at what the database holds after all.
func (c *casualty) check(lives int) {
	c.t.Helper()
	s, err := store.Open(c.t.Context(), filepath.Join(c.folder, "modenhed.db"), store.Options{})
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	statuses, err := s.Statuses(c.t.Context(), 0)
	if err != nil {
		c.t.Fatal(err)
	}
	count := make(map[string]int)
	revisions := make(map[assessment.Key]int)
	for _, status := range statuses {
		count[status.Comment]++
		if status.Revision != revisions[status.Key()]+1 {
			c.t.Errorf("status %d is revision %d after %d", status.ID, status.Revision, revisions[status.Key()])
		}
		revisions[status.Key()] = status.Revision
		if status.Municipality == municipality.Code(461) && !strings.HasPrefix(status.Comment, "save-") {
			c.t.Errorf("status %d says %q", status.ID, status.Comment)
		}
	}
	for mark := range c.saved {
		if count[mark] != 1 {
			c.t.Errorf("%s was acknowledged and is there %d times", mark, count[mark])
		}
	}
	whole := 0
	for life := range lives {
		mark := importMark(life)
		switch n := count[mark]; {
		case n != 0 && n != len(levelIndicators)*20:
			c.t.Errorf("%s is there with %d of %d rows", mark, n, len(levelIndicators)*20)
		case n == 0 && c.imported[mark]:
			c.t.Errorf("%s was acknowledged and is not there", mark)
		case n > 0:
			whole++
		}
	}
	c.t.Logf("killed %d times: %d of %d answers and %d of %d imports acknowledged, %d imports there", lives, len(c.saved), c.sent, len(c.imported), lives, whole)
	if len(c.saved) == 0 {
		c.t.Error("no answer was acknowledged, which proves nothing")
	}
}
