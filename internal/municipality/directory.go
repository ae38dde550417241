package municipality

import "slices"

// Directory is all municipalities with their regions and groups, as one
// version of the reference data tells. It is immutable and safe for concurrent
// use; what it returns is shared and must not be changed.
type Directory struct {
	all     []*Municipality
	byCode  map[Code]*Municipality
	regions []Region
	schemes []Scheme
	names   []searchName
}

// All returns every municipality in Danish alphabetical order of names.
func (d *Directory) All() []*Municipality { return d.all }

// Lookup returns a municipality; ok is false when the directory has none with that code.
func (d *Directory) Lookup(code Code) (m *Municipality, ok bool) {
	m, ok = d.byCode[code]
	return m, ok
}

// Region returns the region a municipality belongs to on a day; ok is false
// when the directory knows of none.
func (d *Directory) Region(code Code, on Date) (region Region, ok bool) {
	m, known := d.byCode[code]
	if !known {
		return Region{}, false
	}
	for _, s := range m.Memberships {
		if on.within(s.From, s.To) {
			return d.regionByKey(s.Region)
		}
	}
	return Region{}, false
}

// Regions returns the regions that exist on a day, in the order of the file.
func (d *Directory) Regions(on Date) []Region {
	var valid []Region
	for _, r := range d.regions {
		if on.within(r.From, r.To) {
			valid = append(valid, r)
		}
	}
	return valid
}

// InRegion returns the municipalities that belong to a region on a day, in Danish order.
func (d *Directory) InRegion(key string, on Date) []*Municipality {
	return d.selected(func(m *Municipality) bool {
		region, ok := d.Region(m.Code, on)
		return ok && region.Key == key
	})
}

// Schemes returns the ways of grouping, in the order of the file.
func (d *Directory) Schemes() []Scheme { return d.schemes }

// Scheme returns a way of grouping by key; ok is false when there is none.
func (d *Directory) Scheme(key string) (scheme Scheme, ok bool) {
	i := slices.IndexFunc(d.schemes, func(s Scheme) bool { return s.Key == key })
	if i < 0 {
		return Scheme{}, false
	}
	return d.schemes[i], true
}

// Group returns a group of the scheme by key; ok is false when there is none.
func (s Scheme) Group(key string) (group Group, ok bool) {
	i := slices.IndexFunc(s.Groups, func(g Group) bool { return g.Key == key })
	if i < 0 {
		return Group{}, false
	}
	return s.Groups[i], true
}

// GroupOf returns the group of a municipality in a scheme; ok is false when
// either is unknown.
func (d *Directory) GroupOf(code Code, scheme string) (group Group, ok bool) {
	m, known := d.byCode[code]
	if !known {
		return Group{}, false
	}
	s, known := d.Scheme(scheme)
	if !known {
		return Group{}, false
	}
	return s.Group(m.Groups[scheme])
}

// InGroup returns the municipalities of a group, in Danish order.
func (d *Directory) InGroup(scheme, group string) []*Municipality {
	return d.selected(func(m *Municipality) bool { return m.Groups[scheme] == group && group != "" })
}

func (d *Directory) regionByKey(key string) (Region, bool) {
	i := slices.IndexFunc(d.regions, func(r Region) bool { return r.Key == key })
	if i < 0 {
		return Region{}, false
	}
	return d.regions[i], true
}

func (d *Directory) selected(want func(*Municipality) bool) []*Municipality {
	var found []*Municipality
	for _, m := range d.all {
		if want(m) {
			found = append(found, m)
		}
	}
	return found
}
