package municipality

import (
	"slices"

	"modenhed/internal/reference/csvfile"
)

func (b *builder) readRegions() {
	once := newUniqueness()
	each(b, FileRegions, func(row csvfile.Row, r regionRow) {
		once.check(row, "key", r.Key)
		region := Region{
			Key:  row.Text("key", r.Key),
			Code: r.Code,
			Name: Name{DA: row.Text("name_da", r.NameDA), EN: row.Text("name_en", r.NameEN)},
			From: readDate(row, "valid_from", r.From),
			To:   readDate(row, "valid_to", r.To),
		}
		checkSpan(row, region.From, region.To)
		b.regions = append(b.regions, region)
	})
}

func (b *builder) readRegionMemberships() {
	each(b, FileRegionMembership, func(row csvfile.Row, r regionMembershipRow) {
		s := Membership{
			Region: row.Text("region_key", r.Region),
			From:   readDate(row, "valid_from", r.From),
			To:     readDate(row, "valid_to", r.To),
		}
		checkSpan(row, s.From, s.To)
		b.checkRegionSpan(row, s)
		if m := b.municipality(row, r.Municipality); m != nil {
			m.Memberships = append(m.Memberships, s)
		}
	})
	for _, m := range b.all {
		slices.SortStableFunc(m.Memberships, func(x, y Membership) int { return x.From.Compare(y.From) })
	}
}

func checkSpan(row csvfile.Row, from, to Date) {
	if !from.IsZero() && !to.IsZero() && from.Compare(to) > 0 {
		row.Problem("valid_to", "municipality.span_backwards", "From", from.String(), "To", to.String())
	}
}

// checkRegionSpan notes a membership in a region that does not exist all the time.
func (b *builder) checkRegionSpan(row csvfile.Row, s Membership) {
	if s.Region == "" {
		return
	}
	i := slices.IndexFunc(b.regions, func(r Region) bool { return r.Key == s.Region })
	if i < 0 {
		row.Problem("region_key", "municipality.region_unknown", "Value", s.Region)
		return
	}
	region := b.regions[i]
	startsEarly := !region.From.IsZero() && s.From.Compare(region.From) < 0
	endsLate := !region.To.IsZero() && (s.To.IsZero() || s.To.Compare(region.To) > 0)
	if startsEarly || endsLate {
		row.Problem("region_key", "municipality.region_not_valid", "Region", region.Name.DA)
	}
}
