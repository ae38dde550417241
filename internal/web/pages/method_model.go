package pages

import (
	"strconv"

	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/method"
	"modenhed/internal/web/view"
)

func methodModel(l view.Look, s *benchmark.Snapshot) view.Method {
	f := s.Framework
	m := view.Method{
		Framework: l.T("method.framework", "Title", f.Title.In(l.Code()), "Version", strconv.Itoa(f.Version),
			"Areas", len(f.Areas), "Indicators", len(s.Places)),
		Parts:   methodParts(l, f),
		Works:   methodWorks(l),
		Bands:   bandRanges(l),
		Sources: methodSources(l, s),
	}
	if f.Source.Title != "" {
		m.Note = l.T("method.note", "Publisher", f.Source.Publisher, "Title", f.Source.Title, "Year", strconv.Itoa(f.Source.Year))
	}
	shares := s.Shares()
	for i := range f.Areas {
		m.Weights = append(m.Weights, weightArea(l, s, &f.Areas[i], shares))
	}
	return m
}

func methodParts(l view.Look, f *framework.Framework) []view.MethodPart {
	var parts []view.MethodPart
	for _, part := range method.Parts(l.Printer, f) {
		shown := view.MethodPart{Key: part.Key, Title: part.Title}
		for _, s := range part.Steps {
			shown.Steps = append(shown.Steps, view.MethodStep(s))
		}
		parts = append(parts, shown)
	}
	return parts
}

func methodWorks(l view.Look) []view.MethodWork {
	var works []view.MethodWork
	for _, w := range method.Literature(l.Printer) {
		works = append(works, view.MethodWork(w))
	}
	return works
}

func bandRanges(l view.Look) []view.BandRange {
	const width = 20
	var ranges []view.BandRange
	for _, band := range view.Bands() {
		low, high := (int(band)-1)*width, int(band)*width
		key := "method.bands.from_to"
		if high == 100 {
			key = "method.bands.from"
		}
		ranges = append(ranges, view.BandRange{Band: band, Range: l.T(key, "Low", low, "High", high)})
	}
	return ranges
}

func weightArea(l view.Look, s *benchmark.Snapshot, area *framework.Area, shares []float64) view.WeightArea {
	w := view.WeightArea{WeightRow: view.WeightRow{
		Key:    string(area.Key),
		Title:  area.Title.In(l.Code()),
		Weight: l.Exact(area.Weight),
	}}
	total := 0.0
	for i, place := range s.Places {
		if place.Top != area {
			continue
		}
		total += shares[i]
		w.Indicators = append(w.Indicators, view.WeightRow{
			Key:    string(place.Indicator.Key),
			Title:  place.Indicator.Title.In(l.Code()),
			Type:   l.T("method.type." + string(place.Indicator.Type)),
			Scale:  scaleWords(l, place.Indicator),
			Weight: l.Exact(place.Indicator.Weight),
			Share:  l.Share(shares[i]),
		})
	}
	w.Share = l.Share(total)
	return w
}

func methodSources(l view.Look, s *benchmark.Snapshot) []view.SourceRow {
	year := 0
	for i := range s.Units {
		year = max(year, s.Units[i].PopulationYear)
	}
	free, facts, own := l.T("method.sources.free"), l.T("method.sources.facts"), l.T("method.sources.own")
	return []view.SourceRow{
		{What: l.T("method.sources.directory"), Source: l.T("method.sources.directory_source"), Licence: free},
		{What: l.T("method.sources.population"), Source: l.T("method.sources.population_source", "Year", strconv.Itoa(year)), Licence: free},
		{What: l.T("method.sources.landsdele"), Source: l.T("method.sources.landsdele_source"), Licence: free},
		{What: l.T("method.sources.size"), Source: l.T("method.sources.size_source"), Licence: own},
		{What: l.T("method.sources.seats"), Source: l.T("method.sources.seats_source"), Licence: facts},
		{What: l.T("method.sources.evidence"), Source: l.T("method.sources.evidence_source"), Licence: l.T("method.sources.quoted")},
		{What: l.T("method.sources.surveys"), Source: l.T("method.sources.surveys_source"), Licence: l.T("method.sources.quoted")},
		{What: l.T("method.sources.outlines"), Source: l.T("method.sources.outlines_source"), Licence: l.T("method.sources.mit")},
	}
}
