package municipality

import (
	"cmp"
	"slices"

	"modenhed/internal/fault"
	"modenhed/internal/locale"
	"modenhed/internal/reference/csvfile"
)

// Parse builds a directory from the files of [Files], by name. It reports every
// faulty row of every file at once as an Invalid error; fields are "file/column".
func Parse(files map[string][]byte) (*Directory, error) {
	b := newBuilder(files)
	b.readMunicipalities()
	b.readRegions()
	b.readRegionMemberships()
	b.readSchemes()
	b.readGroups()
	b.readGroupMemberships()
	b.checkWhole()
	if err := b.problems.Err(); err != nil {
		return nil, err
	}
	return b.directory(), nil
}

// builder gathers the files into one directory. A fact whose row has a problem
// is still noted, so that one fault is not reported as many.
type builder struct {
	files    map[string][]byte
	problems fault.Problems

	all      []*Municipality
	byCode   map[Code]*Municipality
	regions  []Region
	schemes  []*Scheme
	position map[Group]int
}

func newBuilder(files map[string][]byte) *builder {
	b := &builder{files: files, byCode: make(map[Code]*Municipality), position: make(map[Group]int)}
	for _, name := range Files() {
		if _, ok := files[name]; !ok {
			b.problems.Add(name, "reference.file_missing", "File", name)
		}
	}
	return b
}

func (b *builder) directory() *Directory {
	d := &Directory{all: b.all, byCode: b.byCode, regions: b.regions}
	for _, s := range b.schemes {
		slices.SortStableFunc(s.Groups, func(x, y Group) int { return cmp.Compare(b.position[x], b.position[y]) })
		d.schemes = append(d.schemes, *s)
	}
	locale.SortNames(d.all, func(m *Municipality) string { return m.Name })
	for _, m := range d.all {
		d.names = append(d.names, newSearchName(m.Name))
	}
	return d
}

// each calls do for the rows of a file that is there.
func each[T any](b *builder, file string, do func(csvfile.Row, T)) {
	if content, ok := b.files[file]; ok {
		csvfile.Each(file, content, &b.problems, do)
	}
}

// Bounds that catch slips of the pen; Denmark lies well within the degrees.
const (
	maxPopulation  = 2_000_000
	maxSeats       = 199
	maxTile        = 99
	maxPosition    = 999
	minLat, maxLat = 54, 58
	minLon, maxLon = 7, 16
	firstYear      = 1970
	lastYear       = 2100
)

func (b *builder) readMunicipalities() {
	once := newUniqueness()
	each(b, FileMunicipalities, func(row csvfile.Row, r municipalityRow) {
		m := &Municipality{
			Code:               ReadCode(row, "code", r.Code),
			Name:               row.Text("name", r.Name),
			Short:              row.Text("short_name", r.ShortName),
			Population:         row.Int("population", r.Population, 1, maxPopulation),
			PopulationYear:     row.Int("population_year", r.PopulationYear, firstYear, lastYear),
			CouncilSeats:       row.OptionalInt("council_seats", r.CouncilSeats, 1, maxSeats),
			CouncilSeatsSource: r.CouncilSeatsSource,
			Lat:                row.Decimal("lat", r.Lat, minLat, maxLat),
			Lon:                row.Decimal("lon", r.Lon, minLon, maxLon),
			Tile: Tile{
				Col: row.Int("tile_col", r.TileCol, 0, maxTile),
				Row: row.Int("tile_row", r.TileRow, 0, maxTile),
			},
			Groups: make(map[string]string),
		}
		once.check(row, "code", r.Code)
		once.check(row, "name", r.Name)
		once.check(row, "short_name", r.ShortName)
		once.check(row, "tile_col", r.TileCol+" / "+r.TileRow)
		b.all = append(b.all, m)
		b.byCode[m.Code] = m
	})
}

func (b *builder) readSchemes() {
	once := newUniqueness()
	each(b, FileSchemes, func(row csvfile.Row, r schemeRow) {
		once.check(row, "key", r.Key)
		b.schemes = append(b.schemes, &Scheme{
			Key:         row.Text("key", r.Key),
			Title:       Name{DA: row.Text("title_da", r.TitleDA), EN: row.Text("title_en", r.TitleEN)},
			Description: Name{DA: row.Text("description_da", r.DescriptionDA), EN: row.Text("description_en", r.DescriptionEN)},
			Source:      r.Source,
		})
	})
}

func (b *builder) readGroups() {
	once := newUniqueness()
	each(b, FileGroups, func(row csvfile.Row, r groupRow) {
		once.check(row, "key", r.Scheme+" / "+r.Key)
		once.check(row, "position", r.Scheme+" / "+r.Position)
		scheme := b.scheme(r.Scheme)
		if scheme == nil {
			row.Problem("scheme", "municipality.scheme_unknown", "Value", r.Scheme)
			return
		}
		group := Group{
			Scheme: r.Scheme,
			Key:    row.Text("key", r.Key),
			Name:   Name{DA: row.Text("name_da", r.NameDA), EN: row.Text("name_en", r.NameEN)},
		}
		b.position[group] = row.Int("position", r.Position, 0, maxPosition)
		scheme.Groups = append(scheme.Groups, group)
	})
}

func (b *builder) readGroupMemberships() {
	each(b, FileGroupMembership, func(row csvfile.Row, r groupMembershipRow) {
		m := b.municipality(row, r.Municipality)
		scheme := b.scheme(r.Scheme)
		if scheme == nil {
			row.Problem("scheme", "municipality.scheme_unknown", "Value", r.Scheme)
			return
		}
		if _, ok := scheme.Group(r.Group); !ok {
			row.Problem("group_key", "municipality.group_unknown", "Value", r.Group, "Scheme", r.Scheme)
		}
		if m == nil {
			return
		}
		if _, taken := m.Groups[r.Scheme]; taken {
			row.Problem("municipality_code", "municipality.group_repeated", "Name", m.Name, "Scheme", r.Scheme)
		}
		m.Groups[r.Scheme] = r.Group
	})
}

// municipality returns the municipality a row names and notes a problem when there is none.
func (b *builder) municipality(row csvfile.Row, cell string) *Municipality {
	code, err := ParseCode(cell)
	m := b.byCode[code]
	if err != nil || m == nil {
		row.Problem("municipality_code", "municipality.unknown", "Value", cell)
	}
	return m
}

func (b *builder) scheme(key string) *Scheme {
	for _, s := range b.schemes {
		if s.Key == key {
			return s
		}
	}
	return nil
}
