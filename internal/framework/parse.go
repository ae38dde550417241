package framework

import (
	"bytes"
	"fmt"
	"math"
	"unicode/utf8"

	"modenhed/internal/fault"
)

// Parse reads a framework file (YAML; JSON is YAML) of at most [MaxFileSize]
// bytes. name is the file's name, used only in the error. Entries that are
// absent get their declared default; an unknown entry or value is an error.
// The error is a *fault.Error that carries every problem with its line.
func Parse(name string, data []byte) (*Framework, error) {
	var problems fault.Problems
	f := parse(data, &problems)
	if err := problems.Err(); err != nil {
		return nil, fmt.Errorf("framework file %s: %w", name, err)
	}
	return f, nil
}

func parse(data []byte, problems *fault.Problems) *Framework {
	if len(data) > MaxFileSize {
		problems.Add("", "framework.too_large")
		return nil
	}
	if !utf8.Valid(data) {
		problems.Add("", "framework.not_utf8")
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	root := parseTree(data, problems)
	if root == nil {
		return nil
	}
	if root.kind != mappingNode {
		problems.AddRow(root.line, "", "framework.not_framework")
		return nil
	}
	p := fileParser{problems: problems, seen: make(map[string]int)}
	return p.framework(root)
}

// fileParser holds what runs through the reading of one file.
type fileParser struct {
	problems *fault.Problems
	// seen maps each area and indicator key to its line.
	seen map[string]int
}

func (p *fileParser) framework(root *node) *Framework {
	f := readFields(root, "", p.problems, "key", "version", "title", "source", "method", "areas")
	if !f.has("version") {
		f.note("version", "framework.missing", "Key", "version")
	}
	out := &Framework{
		Key:     f.key("key"),
		Version: f.integer("version", 1, 1),
		Title:   f.text("title"),
		Source:  p.source(f),
		Method:  p.method(f),
	}
	areas := f.list("areas")
	if len(areas) == 0 && (!f.has("areas") || f.value("areas").kind == listNode) {
		f.note("areas", "framework.no_areas")
	}
	out.Areas = p.areas(areas, f, "areas")
	return out
}

func (p *fileParser) source(top fields) Source {
	n := top.value("source")
	if n == nil {
		return Source{}
	}
	f := readFields(n, "source", p.problems, "title", "publisher", "year")
	title, _ := f.plain("title")
	publisher, _ := f.plain("publisher")
	return Source{Title: title, Publisher: publisher, Year: f.integer("year", 0, 1)}
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

func (p *fileParser) method(top fields) Method {
	m := DefaultMethod()
	n := top.value("method")
	if n == nil {
		return m
	}
	f := readFields(n, "method", p.problems, "aggregation", "missing", "min_area_coverage",
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
func (p *fileParser) areas(items []*node, holder fields, group string) []Area {
	areas := make([]Area, 0, len(items))
	total := 0.0
	for i, item := range items {
		area := p.area(item, fmt.Sprintf("%s[%d]", holder.path(group), i+1))
		areas = append(areas, area)
		total += area.Weight
	}
	checkWeights(total, len(items), holder, group)
	return areas
}

func (p *fileParser) area(n *node, path string) Area {
	path = keyOr(n, path)
	f := readFields(n, path, p.problems, "key", "weight", "title", "why", "aggregation", "indicators", "areas")
	area := Area{
		Key:    AreaKey(p.uniqueKey(f)),
		Weight: f.number("weight", 1, 0, math.Inf(1)),
		Title:  f.text("title"),
		Why:    f.text("why"),
	}
	if f.has("aggregation") {
		area.Aggregation = Aggregation(f.word("aggregation", string(Arithmetic), string(Geometric), string(Harmonic)))
	}
	subareas, indicators := f.list("areas"), f.list("indicators")
	if f.has("areas") == f.has("indicators") || len(subareas)+len(indicators) == 0 {
		f.problems.AddRow(f.line, f.of, "framework.areas_or_indicators")
	}
	if len(subareas) > 0 {
		area.Areas = p.areas(subareas, f, "areas")
	}
	if len(indicators) > 0 {
		area.Indicators = p.indicators(indicators, f)
	}
	return area
}

func (p *fileParser) indicators(items []*node, holder fields) []Indicator {
	indicators := make([]Indicator, 0, len(items))
	total := 0.0
	for i, item := range items {
		indicator := p.indicator(item, fmt.Sprintf("%s[%d]", holder.path("indicators"), i+1))
		indicators = append(indicators, indicator)
		total += indicator.Weight
	}
	checkWeights(total, len(items), holder, "indicators")
	return indicators
}

// checkWeights refuses a group whose weights cannot be rescaled to sum to 1.
func checkWeights(total float64, n int, holder fields, group string) {
	if n > 0 && (total <= 0 || math.IsInf(total, 1)) {
		holder.note(group, "framework.weights")
	}
}

// keyOr names a mapping by its key where it has a usable one, else by path.
func keyOr(n *node, path string) string {
	for _, entry := range n.fields {
		if entry.name == "key" && entry.value.kind == scalarNode && entry.value.text != "" {
			return excerpt(entry.value.text)
		}
	}
	return path
}

// uniqueKey reads the key of an area or indicator and notes one used before.
func (p *fileParser) uniqueKey(f fields) string {
	key := f.key("key")
	if key == "" {
		return ""
	}
	if line, used := p.seen[key]; used {
		f.note("key", "framework.repeated_key", "Key", excerpt(key), "Line", line)
		return key
	}
	p.seen[key] = f.byName["key"].line
	return key
}
