package intake

import (
	"slices"
	"strconv"

	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/survey"
	"modenhed/internal/table"
)

// Read returns the responses in a file, understood as a mapping says. The error
// is a *fault.Error with every problem; the field of one in a row is the column
// of the file, that of one in the mapping the key of the item.
func (g *Guide) Read(t *table.Table, m Mapping) (*survey.Responses, error) {
	var problems fault.Problems
	columns := g.locate(t, m, &problems)
	if len(t.Rows) == 0 {
		problems.Add("", "intake.no_rows")
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	r := &survey.Responses{Columns: g.wave.Design.Columns()}
	for _, q := range g.wave.Questions {
		r.Questions = append(r.Questions, q.Key)
	}
	readers := g.readers(columns, m)
	r.Rows = make([]survey.Response, 0, len(t.Rows))
	for _, row := range t.Rows {
		r.Rows = append(r.Rows, g.respondent(row, readers, &problems))
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// place is where the cells of an item are.
type place struct {
	item Item
	// header is the column's, at its position; −1 for none.
	header   string
	position int
	derived  bool
}

// locate finds the column of every item and notes where the mapping is wrong.
func (g *Guide) locate(t *table.Table, m Mapping, problems *fault.Problems) []place {
	used := make(map[string]bool)
	places := make([]place, len(g.items))
	for i, item := range g.items {
		name := m.Columns[item.Key]
		places[i] = place{item: item, header: name, position: -1}
		position, found := t.Column(name)
		switch {
		case name == FromDirectory && g.derivable(item.Key):
			places[i].derived = true
			if m.Columns[survey.ColumnMunicipality] == "" {
				problems.Add(item.Key, "intake.region_without_municipality")
			}
		case name == "" && item.Required:
			problems.Add(item.Key, "intake.column_missing", "Item", item.Key, "Columns", joined(t.Header))
		case name == "":
		case !found:
			problems.Add(item.Key, "intake.column_unknown", "Name", table.Excerpt(name), "Columns", joined(t.Header))
		case used[name]:
			problems.Add(item.Key, "intake.column_twice", "Name", table.Excerpt(name))
		default:
			places[i].position = position
		}
		used[name] = true
	}
	return places
}

// meaning is what a cell was understood as.
type meaning struct {
	key string
	ok  bool
}

// cellReader reads the cells of one item; equal cells are read once.
type cellReader struct {
	place
	guide *Guide
	words Words
	m     Mapping
	seen  map[string]meaning
}

func (g *Guide) readers(places []place, m Mapping) []*cellReader {
	readers := make([]*cellReader, len(places))
	for i, p := range places {
		readers[i] = &cellReader{place: p, guide: g, words: g.words[p.item.Key], m: m, seen: make(map[string]meaning)}
	}
	return readers
}

// read returns what a cell means; ok is false when nobody knows. An empty cell
// means nothing.
func (c *cellReader) read(cell string) (key string, ok bool) {
	if cell == "" {
		return "", true
	}
	known, done := c.seen[cell]
	if !done {
		known.key, known.ok = c.understand(cell)
		c.seen[cell] = known
	}
	return known.key, known.ok
}

func (c *cellReader) understand(cell string) (key string, ok bool) {
	if key, ok := c.fitting(cell); ok {
		return key, true
	}
	chosen, ok := c.m.choice(c.item.Key, cell)
	return chosen, ok && c.guide.allows(c.item, chosen)
}

// fitting returns what a cell means without anybody's choice.
func (c *cellReader) fitting(cell string) (key string, ok bool) {
	switch {
	case c.item.Kind == Municipality:
		return c.guide.council(cell)
	case c.words.any():
		return cell, true
	}
	return c.words.find(cell)
}

// allows reports whether a key may be chosen for an item. Where a value is
// needed in every row, none may not.
func (g *Guide) allows(item Item, key string) bool {
	if key == "" {
		return !item.Complete
	}
	if item.Kind == Municipality {
		code, err := strconv.Atoi(key)
		_, known := g.directory.Lookup(municipality.Code(code))
		return err == nil && known
	}
	words := g.words[item.Key]
	return words.has(key)
}

// council returns the code of the municipality that a cell names, by code or name.
func (g *Guide) council(cell string) (code string, ok bool) {
	if m, ok := g.directory.Find(cell); ok {
		return m.Code.String(), true
	}
	return "", false
}

// respondent reads one row and notes what is wrong with it.
func (g *Guide) respondent(row table.Row, readers []*cellReader, problems *fault.Problems) survey.Response {
	var r survey.Response
	for _, c := range readers {
		key := ""
		if c.position >= 0 {
			key = c.checked(row, problems)
		}
		switch c.item.Kind {
		case Municipality:
			r.Municipality, _ = strconv.Atoi(key)
		case Party:
			r.Party = key
		case Answer:
			r.Answers = append(r.Answers, key)
		case Trait:
			r.Values = append(r.Values, g.trait(c, key, r.Municipality, row, problems))
		}
	}
	return r
}

// checked reads a cell and notes what is wrong with it.
func (c *cellReader) checked(row table.Row, problems *fault.Problems) string {
	cell := row.Cells[c.position]
	key, ok := c.read(cell)
	switch {
	case !ok:
		message, pairs := c.unknown(cell)
		problems.AddRow(row.Line, c.header, message, pairs...)
	case key != "" || !c.item.Complete:
	case c.item.Kind == Party:
		problems.AddRow(row.Line, c.header, "survey.party_missing")
	default:
		problems.AddRow(row.Line, c.header, "survey.value_missing")
	}
	return key
}

// unknown says that a cell means nothing that the item may have.
func (c *cellReader) unknown(cell string) (message string, pairs []any) {
	pairs = []any{"Value", table.Excerpt(cell)}
	switch c.item.Kind {
	case Municipality:
		return "intake.unknown_municipality", pairs
	case Party:
		return "intake.unknown_party", pairs
	case Answer:
		return "intake.unknown_option", append(pairs, "Allowed", c.words.keys())
	}
	return "intake.unknown_value", append(pairs, "Allowed", c.words.keys())
}

// keys lists the keys of the words for a message.
func (w *Words) keys() string {
	const most = 20
	var keys []string
	for _, word := range w.list {
		keys = append(keys, word.Key)
	}
	if len(keys) > most {
		keys = append(slices.Clip(keys[:most]), "…")
	}
	return joined(keys)
}

// trait returns a trait as read, or as the directory has it.
func (g *Guide) trait(c *cellReader, key string, code int, row table.Row, problems *fault.Problems) string {
	if !c.derived {
		return key
	}
	region, ok := g.directory.Region(municipality.Code(code), g.on)
	if !ok && c.item.Complete {
		problems.AddRow(row.Line, c.item.Key, "intake.region_unknown")
	}
	return region.Key
}
