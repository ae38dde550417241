package storetest

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fieldwork"
)

// given is one answer: by which contact, which option.
type given struct {
	contact int
	option  string
}

// councillors are eight people: four of one party in one council, two of
// another party there, and two alone.
func councillors() []fieldwork.Contact {
	list := contacts(8)
	for i := range list {
		switch {
		case i >= 6:
			list[i].Municipality, list[i].Party = 751, []string{"V", "C"}[i-6]
		case i >= 4:
			list[i].Party = "V"
		}
	}
	return list
}

// testUnlinkable collects the same answers in many ways: other members of a
// party give them, and everybody answers in another order. The databases that
// result say the same, word for word, but for the random keys of ballots: so
// none of them says who answered what, or when.
func testUnlinkable(t *testing.T, d *database) {
	c := &collecting{Store: d.seeded(t)}
	c.author = Editor(t, c.Store)
	ways := [][]given{
		{{1, "harvested"}, {2, "potential"}, {3, "harvested"}, {5, "potential"}, {7, "harvested"}, {8, "potential"}},
		{{2, "harvested"}, {1, "harvested"}, {3, "potential"}, {5, "potential"}, {7, "harvested"}, {8, "potential"}}, // others of the party
		{{8, "potential"}, {7, "harvested"}, {5, "potential"}, {3, "harvested"}, {2, "potential"}, {1, "harvested"}}, // the other way round
		{{3, "potential"}, {8, "potential"}, {1, "harvested"}, {7, "harvested"}, {2, "harvested"}, {5, "potential"}}, // both
	}
	var want string
	for i, way := range ways {
		if i > 0 {
			// A cancelled fieldwork leaves no trace, so the next starts from the same.
			if err := c.DeleteFieldwork(t.Context(), c.f.Wave); err != nil {
				t.Fatal(err)
			}
		} else {
			c.recordWave(t)
		}
		c.open(t, councillors())
		for _, g := range way {
			c.invite(t, g.contact)
		}
		for _, g := range way {
			c.answer(t, g.contact, g.option)
		}
		got := d.dump(t)
		if i == 0 {
			want = got
		}
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("way %d of giving the same answers differs (-first +this):\n%s", i+1, diff)
		}
		for _, g := range way {
			for what, secret := range map[string]string{
				"address": councillors()[g.contact-1].Email, "link": hash(g.contact), "contact": councillors()[g.contact-1].Key,
			} {
				if strings.Contains(got, secret) {
					t.Errorf("way %d: the database holds the %s of somebody who has answered", i+1, what)
				}
			}
		}
	}
}

// dump returns every row of every table as text, sorted, with ballots as they
// are but for their keys. The times of migrations are left out.
func (d *database) dump(t *testing.T) string {
	t.Helper()
	db := d.raw(t)
	list := "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	if d.postgres() {
		list = "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
	}
	var lines []string
	for _, name := range column(t, db, list) {
		if name == "goose_db_version" {
			continue
		}
		what := "*"
		if name == "fieldwork_ballots" {
			what = "wave, municipality, party, traits, answers"
		}
		lines = append(lines, rows(t, db, name, "SELECT "+what+" FROM "+name)...)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func column(t *testing.T, db *sql.DB, query string) (values []string) {
	t.Helper()
	found, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = found.Close() }()
	for found.Next() {
		var value string
		if err := found.Scan(&value); err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

func rows(t *testing.T, db *sql.DB, table, query string) (lines []string) {
	t.Helper()
	found, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = found.Close() }()
	columns, err := found.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for found.Next() {
		values, places := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		if err := found.Scan(places...); err != nil {
			t.Fatal(err)
		}
		for i, value := range values {
			if content, ok := value.([]byte); ok {
				values[i] = string(content)
			}
		}
		line, err := json.Marshal(values)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, table+" "+string(line))
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

// testBallotsHaveNoOrder looks beside what SQL says of itself: at the places of
// rows, the transactions that wrote them, and the bytes of the file.
func testBallotsHaveNoOrder(t *testing.T, d *database) {
	c := d.withFieldwork(t, councillors())
	earlier := make(map[string]bool)
	for i := 1; i <= 8; i++ {
		c.invite(t, i)
		c.answer(t, i, "harvested")
		for _, key := range column(t, d.raw(t), "SELECT key FROM fieldwork_ballots") {
			if earlier[key] {
				t.Fatalf("a ballot has kept its key after answer %d", i)
			}
			earlier[key] = true
		}
	}
	if d.postgres() {
		if writers := column(t, d.raw(t), "SELECT DISTINCT xmin::text FROM fieldwork_ballots"); len(writers) != 1 {
			t.Errorf("ballots were written by the transactions %v, want one", writers)
		}
	}
	keys := column(t, d.raw(t), "SELECT key FROM fieldwork_ballots ORDER BY key")
	if got := d.inPlace(t, keys); !slices.Equal(got, keys) {
		t.Errorf("ballots lie in the order %v, want that of their random keys %v", got, keys)
	}
}

// inPlace returns ballots in the order in which they lie in the database.
func (d *database) inPlace(t *testing.T, keys []string) []string {
	t.Helper()
	if d.postgres() {
		return column(t, d.raw(t), "SELECT key FROM fieldwork_ballots ORDER BY ctid")
	}
	content := d.bytesOnDisk(t)
	placed := slices.Clone(keys)
	// SQLite fills a page from its end.
	slices.SortFunc(placed, func(a, b string) int {
		return bytes.Index(content, []byte(b)) - bytes.Index(content, []byte(a))
	})
	return placed
}

// bytesOnDisk returns the file of a SQLite database with its log.
func (d *database) bytesOnDisk(t *testing.T) []byte {
	t.Helper()
	content, err := os.ReadFile(d.name)
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(d.name + "-wal")
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return append(content, log...)
}

// testNothingIsLeftOnDisk looks for what was deleted in every byte of a SQLite
// database, while it is in use: after answers, and after the closing.
func testNothingIsLeftOnDisk(t *testing.T, d *database) {
	if d.postgres() {
		t.Skip("a client cannot read the files of PostgreSQL; the tables are written anew at the closing")
	}
	// Enough people for tables of several pages, which are split and joined.
	people := contacts(300)
	for i := range people {
		people[i].Key = fmt.Sprintf("%08x", i) + longHash(-i)[:24]
	}
	c := d.withFieldwork(t, people)
	for i := range people {
		link := fieldwork.Link{Hash: longHash(i), Contact: people[i].Key}
		if err := c.KeepLink(t.Context(), c.f.Wave, link); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 100 {
		if err := c.Answer(t.Context(), longHash(i), map[string]string{"gains": "harvested"}, c.f.Since); err != nil {
			t.Fatal(err)
		}
	}
	d.wantNoTrace(t, "after 100 answers", people[:100])
	ballots := column(t, d.raw(t), "SELECT key FROM fieldwork_ballots")
	if _, err := c.CloseFieldwork(t.Context(), c.closing(t), c.wave.Number); err != nil {
		t.Fatal(err)
	}
	d.wantNoTrace(t, "after the closing", people)
	content := d.bytesOnDisk(t)
	for _, key := range ballots {
		if bytes.Contains(content, []byte(key)) {
			t.Fatalf("after the closing the file holds the key of a ballot")
		}
	}
}

// longHash is unlike every other text.
func longHash(i int) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte{byte(i), byte(i >> 8), 1}))
}

func (d *database) wantNoTrace(t *testing.T, when string, people []fieldwork.Contact) {
	t.Helper()
	content := d.bytesOnDisk(t)
	left := make(map[string]int)
	for i, person := range people {
		for what, secret := range map[string]string{"address": person.Email, "link": longHash(i), "key": person.Key} {
			if bytes.Contains(content, []byte(secret)) {
				left[what]++
			}
		}
	}
	if len(left) > 0 {
		t.Errorf("%s the files hold of %d people who are gone: %v", when, len(people), left)
	}
}
