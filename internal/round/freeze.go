package round

import (
	"fmt"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/reference"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// Inputs are everything that the result of a round depends on.
type Inputs struct {
	// Format is the form of the content, 0 for that of today.
	Format int
	Key    Key
	Title  framework.Text
	// Cutoff is the moment in what had been recorded that the result speaks of,
	// with the end of the review.
	Cutoff assessment.AsOf
	// Documents are the reference documents as recorded by the cut-off, in any
	// order; those recorded after it do not count. Of all of them the result
	// depends on one framework and the directory.
	Documents []reference.Document
	// Statuses are those recorded by the cut-off, or accepted in the review, in
	// any order; those outside do not count.
	Statuses []assessment.Status
	// Backing is that of statuses which are known to count, by number. What
	// backs others, and whether they count, is found from their verdicts and
	// evidence.
	Backing map[assessment.StatusID]Backing
	// Draws are the settings of the rank intervals; the zero value is
	// [robustness.Defaults].
	Draws robustness.Settings
}

// Freeze computes the result of a round: scores, coverage, bounds, bands,
// standing, ranks and rank intervals of all municipalities, and the scores and
// ranks by what is verified. It knows no clock and no local
// zone: equal inputs give equal content wherever and whenever it runs.
func Freeze(in Inputs) (*Content, error) {
	kept, set, err := in.settle()
	if err != nil {
		return nil, fmt.Errorf("freeze round %s: %w", in.Key, err)
	}
	content, err := kept.freeze(set)
	if err != nil {
		return nil, fmt.Errorf("freeze round %s: %w", in.Key, err)
	}
	return content, nil
}

// freeze computes the content of settled inputs.
func (in Inputs) freeze(set *reference.Set) (*Content, error) {
	model, err := scoring.Compile(set.Framework)
	if err != nil {
		return nil, err
	}
	results, err := in.compute(model, set.Directory)
	if err != nil {
		return nil, err
	}
	files, err := in.inputFiles()
	if err != nil {
		return nil, err
	}
	c := &Content{
		Product:    Product,
		Format:     in.Format,
		Round:      in.head(),
		Inputs:     in.listed(files),
		Method:     methodOf(set.Framework, in),
		Areas:      texts(model.Areas()),
		Indicators: texts(model.Indicators()),
	}
	for i := range results {
		c.Units = append(c.Units, c.unit(&results[i]))
	}
	c.canonical, err = canonicalOf(c)
	return c, err
}

func (in Inputs) head() Head {
	return Head{Key: in.Key, Title: Title{DA: in.Title.DA, EN: in.Title.EN}, Cutoff: momentOf(in.Cutoff)}
}

func texts[T ~string](keys []T) []string {
	out := make([]string, len(keys))
	for i, key := range keys {
		out[i] = string(key)
	}
	return out
}

func methodOf(f *framework.Framework, in Inputs) Method {
	m := f.Method
	method := Method{
		Framework:        f.Key,
		Version:          f.Version,
		Aggregation:      string(m.Aggregation),
		Missing:          string(m.Missing),
		MinAreaCoverage:  m.MinAreaCoverage,
		MinIndexWeight:   m.MinIndexWeight,
		MinCoverage:      m.MinCoverage,
		MaxNotApplicable: m.MaxNotApplicable,
		MaxAgeMonths:     m.MaxAgeMonths,
		AreaAggregation:  ownAggregations(f.Areas, make(map[string]string)),
		RankInterval:     drawsOf(in.Draws),
	}
	if in.Format >= formatVerified {
		method.VerifiedCaps = &Caps{
			Verified: assessment.CapVerified, Document: assessment.CapDocument, Text: assessment.CapText,
			None: assessment.CapBare, Questioned: assessment.CapQuestioned,
		}
	}
	return method
}

func ownAggregations(areas []framework.Area, into map[string]string) map[string]string {
	for i := range areas {
		if a := &areas[i]; a.Aggregation != "" {
			into[string(a.Key)] = string(a.Aggregation)
		}
		ownAggregations(areas[i].Areas, into)
	}
	return into
}
