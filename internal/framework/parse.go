package framework

import (
	"fmt"
	"math"

	"modenhed/internal/yamlfile"
)

// Parse reads a framework file (YAML; JSON is YAML) of at most [MaxFileSize]
// bytes. name is the file's name, used only in the error. Entries that are
// absent get their declared default; an unknown entry or value is an error.
// The error is a *fault.Error that carries every problem with its line.
func Parse(name string, data []byte) (*Framework, error) {
	file := yamlfile.Read(data, fileFormat())
	var f *Framework
	if file.Root != nil {
		p := fileParser{file: file, seen: make(map[string]int)}
		f = p.framework()
	}
	if err := file.Problems.Err(); err != nil {
		return nil, fmt.Errorf("framework file %s: %w", name, err)
	}
	return f, nil
}

// fileParser holds what runs through the reading of one file.
type fileParser struct {
	file *yamlfile.File
	// seen maps each area and indicator key to its line.
	seen map[string]int
}

// open reads the mapping of an area or indicator; path names it while it has no key.
func (p *fileParser) open(n *yamlfile.Node, path string, allowed ...string) fields {
	if key := n.Scalar("key"); key != "" {
		path = yamlfile.Excerpt(key)
	}
	return fields{p.file.Open(n, path, allowed...)}
}

func (p *fileParser) framework() *Framework {
	f := fields{p.file.Open(p.file.Root, "", "key", "version", "title", "source", "method", "areas")}
	if !f.Has("version") {
		f.Note("version", "framework.missing", "Key", "version")
	}
	out := &Framework{
		Key:     f.key("key"),
		Version: f.integer("version", 1, 1),
		Title:   Text(f.Wording("title")),
		Source:  readSource(f),
		Method:  readMethod(f),
	}
	areas, ok := f.List("areas")
	if ok && len(areas) == 0 {
		f.Note("areas", "framework.no_areas")
	}
	out.Areas = p.areas(areas, f, "areas")
	return out
}

func readSource(top fields) Source {
	f := top.open("source", "title", "publisher", "year")
	return Source{Title: f.Text("title"), Publisher: f.Text("publisher"), Year: f.integer("year", 0, 1)}
}

// DefaultMethod is the method of a file that declares none.
func DefaultMethod() Method {
	return Method{
		Aggregation:      Arithmetic,
		Missing:          Renormalise,
		MinCoverage:      0.666,
		MaxNotApplicable: 1,
	}
}

func readMethod(top fields) Method {
	m := DefaultMethod()
	f := top.open("method", "aggregation", "missing", "min_area_coverage",
		"min_index_weight", "min_coverage", "max_not_applicable", "max_age_months")
	m.Aggregation = Aggregation(f.word("aggregation", string(Arithmetic), string(Geometric), string(Harmonic)))
	m.Missing = MissingRule(f.word("missing", string(Renormalise), string(Zero)))
	m.MinAreaCoverage = f.number("min_area_coverage", m.MinAreaCoverage, 0, 1)
	m.MinIndexWeight = f.number("min_index_weight", m.MinIndexWeight, 0, 1)
	m.MinCoverage = f.number("min_coverage", m.MinCoverage, 0, 1)
	m.MaxNotApplicable = f.number("max_not_applicable", m.MaxNotApplicable, 0, 1)
	m.MaxAgeMonths = f.integer("max_age_months", m.MaxAgeMonths, 0)
	return m
}

// areas reads one group of areas; group names the list in problems.
func (p *fileParser) areas(items []*yamlfile.Node, holder fields, group string) []Area {
	areas := make([]Area, 0, len(items))
	total := 0.0
	for i, item := range items {
		area := p.area(item, holder.ItemPath(group, i))
		areas = append(areas, area)
		total += area.Weight
	}
	checkWeights(total, len(items), holder, group)
	return areas
}

func (p *fileParser) area(n *yamlfile.Node, path string) Area {
	f := p.open(n, path, "key", "weight", "title", "why", "aggregation", "indicators", "areas")
	area := Area{
		Key:    AreaKey(p.uniqueKey(f)),
		Weight: f.number("weight", 1, 0, math.Inf(1)),
		Title:  Text(f.Wording("title")),
		Why:    Text(f.Wording("why")),
	}
	if f.Has("aggregation") {
		area.Aggregation = Aggregation(f.word("aggregation", string(Arithmetic), string(Geometric), string(Harmonic)))
	}
	subareas, _ := f.List("areas")
	indicators, _ := f.List("indicators")
	if f.Has("areas") == f.Has("indicators") || len(subareas)+len(indicators) == 0 {
		f.NoteHere("framework.areas_or_indicators")
	}
	if len(subareas) > 0 {
		area.Areas = p.areas(subareas, f, "areas")
	}
	if len(indicators) > 0 {
		area.Indicators = p.indicators(indicators, f)
	}
	return area
}

func (p *fileParser) indicators(items []*yamlfile.Node, holder fields) []Indicator {
	indicators := make([]Indicator, 0, len(items))
	total := 0.0
	for i, item := range items {
		indicator := p.indicator(item, holder.ItemPath("indicators", i))
		indicators = append(indicators, indicator)
		total += indicator.Weight
	}
	checkWeights(total, len(items), holder, "indicators")
	return indicators
}

// checkWeights refuses a group whose weights cannot be rescaled to sum to 1.
func checkWeights(total float64, n int, holder fields, group string) {
	if n > 0 && (total <= 0 || math.IsInf(total, 1)) {
		holder.Note(group, "framework.weights")
	}
}

// uniqueKey reads the key of an area or indicator and notes one used before.
func (p *fileParser) uniqueKey(f fields) string {
	key := f.key("key")
	if key == "" {
		return ""
	}
	if line, used := p.seen[key]; used {
		f.Note("key", "framework.repeated_key", "Key", yamlfile.Excerpt(key), "Line", line)
		return key
	}
	p.seen[key] = f.Value("key").Line
	return key
}
