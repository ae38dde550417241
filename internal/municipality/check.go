package municipality

import (
	"strings"

	"modenhed/internal/reference/csvfile"
)

// checkWhole notes what only shows when all files are read: every municipality
// has a region at any time and one group in every scheme.
func (b *builder) checkWhole() {
	if len(b.all) == 0 && len(b.problems) == 0 {
		b.problems.Add(FileMunicipalities, "reference.csv.empty")
	}
	for _, m := range b.all {
		b.checkMemberships(m)
		for _, s := range b.schemes {
			if _, ok := m.Groups[s.Key]; !ok {
				b.problems.Add(FileGroupMembership, "municipality.group_missing", "Name", m.Name, "Scheme", s.Key)
			}
		}
	}
}

func (b *builder) checkMemberships(m *Municipality) {
	if len(m.Memberships) == 0 {
		b.problems.Add(FileRegionMembership, "municipality.region_missing", "Name", m.Name)
		return
	}
	for i, s := range m.Memberships[1:] {
		before := m.Memberships[i]
		switch {
		case before.To.IsZero() || s.From.Compare(before.To) <= 0:
			b.problems.Add(FileRegionMembership, "municipality.region_overlap", "Name", m.Name, "Date", s.From.String())
		case s.From != before.To.next():
			b.problems.Add(FileRegionMembership, "municipality.region_gap", "Name", m.Name, "Date", before.To.next().String())
		}
	}
}

// uniqueness notes values that stand twice in the columns of one file.
type uniqueness map[string]int

func newUniqueness() uniqueness { return make(uniqueness) }

func (u uniqueness) check(row csvfile.Row, column, value string) {
	key := column + "\x00" + strings.ToLower(value)
	if first, taken := u[key]; taken && value != "" {
		row.Problem(column, "reference.csv.repeated", "Value", value, "First", first)
		return
	}
	u[key] = row.Line
}
