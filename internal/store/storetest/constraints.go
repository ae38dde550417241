package storetest

import (
	"database/sql"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"modenhed/internal/sample"
)

// row is a row for a raw INSERT, by column.
type row map[string]any

// but returns the row with other values.
func (r row) but(changes row) row {
	changed := maps.Clone(r)
	maps.Copy(changed, changes)
	return changed
}

func insert(db *sql.DB, table string, r row) error {
	columns := slices.Sorted(maps.Keys(r))
	var places []string
	var values []any
	for i, column := range columns {
		places = append(places, fmt.Sprintf("$%d", i+1))
		values = append(values, r[column])
	}
	_, err := db.Exec(fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table,
		strings.Join(columns, ", "), strings.Join(places, ", ")), values...)
	return err
}

// rawStatus is a first status of Odense that the database takes.
func rawStatus() row {
	return row{
		"id": 1, "municipality": 461, "framework": "sample", "framework_version": 1, "indicator": "work.level",
		"type": "level", "revision": 1, "state": "reported", "value": 2.0, "reason": "", "evidence_text": "",
		"evidence_link": "", "evidence_public": false, "comment": "", "source": "self", "channel": "import",
		"author_id": nil, "recorded_at": sample.Time().UnixMicro(),
	}
}

func number(value float64) row {
	return row{"indicator": "work.number", "type": "number", "value": value}
}

func percent(value float64) row {
	return row{"indicator": "work.percent", "type": "percent", "value": value}
}

func days(value float64) row {
	return row{"indicator": "speed.days", "type": "days", "value": value}
}

// testConstraints goes past the store: whatever way a status takes into the
// database, the rules hold. Each case breaks one rule and names it.
func testConstraints(t *testing.T, d *database) {
	author := Editor(t, d.seeded(t)).ID
	db := d.raw(t)
	link := "https://example.test/" + strings.Repeat("a", 2000)
	for _, c := range []struct {
		rule   string
		change row
	}{
		{"statuses_id", row{"id": 0}},
		{"statuses_state", row{"state": "none"}},
		{"statuses_source", row{"source": "press"}},
		{"statuses_channel", row{"channel": "mail", "author_id": int64(author)}},
		{"statuses_author", row{"channel": "form"}},
		{"statuses_author", row{"channel": "workbook"}},
		{"revision", row{"revision": 0}},
		{"revision", row{"revision": 2}},
		{"foreign key", row{"municipality": 999}},
		{"foreign key", row{"indicator": "work.other"}},
		{"foreign key", row{"type": "percent"}},
		{"foreign key", row{"framework": "other"}},
		{"foreign key", row{"framework_version": 2}},
		{"foreign key", row{"author_id": 99}},
		{"statuses_value_iff_reported", row{"value": nil}},
		{"statuses_value_iff_reported", row{"state": "dont_know"}},
		{"statuses_value_iff_reported", row{"state": "not_answered"}},
		{"statuses_value_iff_reported", row{"state": "not_applicable", "reason": "nej"}},
		{"does not allow", number(math.MaxFloat64)},
		{"does not allow", number(-0.1)},
		{"does not allow", number(500.1)},
		{"does not allow", row{"indicator": "speed.always", "state": "not_applicable", "value": nil, "reason": "nej"}},
		{"statuses_level", row{"value": 2.5}},
		{"statuses_level", row{"value": 6.0}},
		{"statuses_level", row{"value": -1.0}},
		{"statuses_percent", percent(33.33)},
		{"statuses_percent", percent(100.1)},
		{"statuses_percent", percent(-0.1)},
		{"statuses_percent", percent(0.30000000000000004)},
		{"statuses_days", days(1.5)},
		{"statuses_days", days(-1)},
		{"statuses_yesno", row{"indicator": "speed.yesno", "type": "yesno", "value": 0.5}},
		{"statuses_reason", row{"reason": "fordi"}},
		{"statuses_reason", row{"state": "not_applicable", "value": nil}},
		{"statuses_reason", row{"state": "not_applicable", "value": nil, "reason": "  "}},
		{"statuses_level_evidence", row{"value": 5.0}},
		{"statuses_level_evidence", row{"value": 5.0, "evidence_text": "  "}},
		{"statuses_desk_link", row{"source": "desk"}},
		{"statuses_desk_link", row{"source": "desk", "evidence_text": "Årsberetning"}},
		{"statuses_link", row{"evidence_link": "javascript:alert(1)"}},
		{"statuses_link", row{"evidence_link": "ftp://example.test"}},
		{"statuses_link", row{"evidence_link": "https://"}},
		{"statuses_link", row{"evidence_link": "https://example.test/a b"}},
		{"statuses_lengths", row{"comment": strings.Repeat("å", 2001)}},
		{"statuses_lengths", row{"evidence_text": strings.Repeat("å", 2001)}},
		{"statuses_lengths", row{"evidence_link": link}},
		{"statuses_lengths", row{"state": "not_applicable", "value": nil, "reason": strings.Repeat("å", 501)}},
		{"statuses_control_characters", row{"comment": "a\x01b"}},
		{"statuses_control_characters", row{"evidence_text": "a\x1bb"}},
		{"statuses_control_characters", row{"comment": "a\x7fb"}},
		{"statuses_control_characters", row{"evidence_link": "https://example.test/\na"}},
	} {
		refused(t, fmt.Sprint(slices.Sorted(maps.Keys(c.change))), insert(db, "statuses", rawStatus().but(c.change)), c.rule)
	}
	for name, change := range map[string]row{
		"infinite": number(math.Inf(1)), "not a number": number(math.NaN()), "minus infinity": number(math.Inf(-1)),
		"NUL": {"comment": "a\x00b"}, "text for a number": {"value": "two"}, "no state": {"state": nil},
	} {
		refused(t, name, insert(db, "statuses", rawStatus().but(change)), "")
	}
	if err := insert(db, "statuses", rawStatus()); err != nil {
		t.Errorf("the status that all cases start from is refused: %v", err)
	}
}

// refused checks that the database refused something, and by which rule.
func refused(t *testing.T, what string, err error, rule string) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: taken, want it refused", what)
	} else if !strings.Contains(strings.ToLower(err.Error()), rule) {
		t.Errorf("%s: refused by %q, want %s", what, err, rule)
	}
}

// What is recorded stays as it is, whoever comes.
func testAppendOnly(t *testing.T, d *database) {
	s := d.seeded(t)
	Editor(t, s)
	appended(t, s, sample.Status())
	db := d.raw(t)
	statements := []string{
		"UPDATE statuses SET comment = 'other'",
		"UPDATE statuses SET value = 3 WHERE id = 1",
		"DELETE FROM statuses",
		"UPDATE documents SET content = content",
		"DELETE FROM documents WHERE id = 1",
		"UPDATE account_events SET kind = 'other'",
		"DELETE FROM account_events",
	}
	if d.postgres() {
		statements = append(statements, "TRUNCATE statuses CASCADE", "TRUNCATE documents", "TRUNCATE account_events")
	}
	for _, statement := range statements {
		_, err := db.Exec(statement)
		refused(t, statement, err, "append-only")
	}
	replace := "INSERT INTO"
	if !d.postgres() {
		// A REPLACE deletes without a word to triggers, unless a client asks for it.
		replace = "INSERT OR REPLACE INTO"
	}
	for table, id := range map[string]string{"statuses": "1", "documents": "1"} {
		_, err := db.Exec(fmt.Sprintf("%s %s SELECT * FROM %s WHERE id = %s", replace, table, table, id))
		refused(t, replace+" "+table, err, "numbers rise")
	}
	for table, key := range map[string]string{
		"municipalities": "code = 461", "indicators": "key = 'work.level'",
	} {
		_, err := db.Exec("DELETE FROM " + table + " WHERE " + key)
		refused(t, "delete from "+table, err, "foreign key")
	}
	if got := all(t, s); len(got) != 1 || got[0].Answer.Value != 2 {
		t.Errorf("statuses = %+v, want the one as it was", got)
	}
}

// The unique index holds even where the trigger that speaks first is gone.
func testUniqueIndex(t *testing.T, d *database) {
	s := d.seeded(t)
	appended(t, s, sample.Status())
	db := d.raw(t)
	drop := "DROP TRIGGER statuses_insert"
	if d.postgres() {
		drop += " ON statuses"
	}
	if _, err := db.Exec(drop); err != nil {
		t.Fatal(err)
	}
	refused(t, "same revision", insert(db, "statuses", rawStatus().but(row{"id": 2})), "unique")
	refused(t, "same number", insert(db, "statuses", rawStatus().but(row{"indicator": "speed.always"})), "unique")
	refused(t, "beyond all floats", insert(db, "statuses", rawStatus().but(number(math.Inf(1))).but(row{"id": 3})), "statuses_value_finite")
}
