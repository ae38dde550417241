package reference

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"modenhed/internal/evidence"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/survey"
)

// DefaultFramework is the key of the framework that results rest on.
const DefaultFramework = "dansk-erhverv-2017"

// Set is the reference data as of one time. It is immutable.
type Set struct {
	// Framework is the highest version of [DefaultFramework], and of the first
	// key in order where there is no such framework.
	Framework *framework.Framework
	// Frameworks are all, by key and rising version.
	Frameworks []*framework.Framework
	Directory  *municipality.Directory
	// Waves are in order of fieldwork, earliest first.
	Waves []survey.Wave
	// Evidence is in file order, empty when none is recorded.
	Evidence []evidence.Item
	Seats    municipality.Seats
	// Answers are what was answered, by the key of the wave.
	Answers map[string]Answers
}

// Answers are what is kept of the answers to one wave.
type Answers struct {
	// Document is the number of the document they come from.
	Document int64
	// Responses are nil once they are no longer kept.
	Responses *survey.Responses
	// Figures are what is left of them then, as package opinion writes them.
	Figures []byte
	// Margins is the population (CSV of package poll), empty when the council
	// seats say what is needed.
	Margins []byte
}

// Parse reads the reference data from documents in any order. Of several with
// the same kind and key the one recorded last counts. A framework and a
// directory are required; every faulty document is reported.
func Parse(documents []Document) (*Set, error) {
	set := new(Set)
	var errs []error
	for _, d := range latest(documents) {
		if err := set.add(d); err != nil {
			errs = append(errs, fmt.Errorf("reference document %s %s: %w", d.Kind, d.Key, err))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if set.Directory == nil || len(set.Frameworks) == 0 {
		return nil, errors.New("reference documents: no directory of municipalities or no framework")
	}
	set.Seats = set.Seats.Completed(set.Directory)
	survey.Sort(set.Waves)
	set.orderFrameworks()
	return set, nil
}

type documentKey struct {
	kind Kind
	key  string
}

// latest returns the document recorded last of every kind and key, in order of
// kind and key.
func latest(documents []Document) []Document {
	newest := make(map[documentKey]Document)
	for _, d := range documents {
		k := documentKey{d.Kind, d.Key}
		if old, ok := newest[k]; !ok || !d.before(old) {
			newest[k] = d
		}
	}
	out := make([]Document, 0, len(newest))
	for _, d := range newest {
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b Document) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key))
	})
	return out
}

// before reports whether d was recorded before other.
func (d Document) before(other Document) bool {
	return cmp.Or(d.RecordedAt.Compare(other.RecordedAt), cmp.Compare(d.ID, other.ID)) < 0
}

func (s *Set) add(d Document) error {
	switch d.Kind {
	case KindFramework:
		return s.addFramework(d)
	case KindWave:
		return s.addWave(d)
	case KindDirectory:
		return s.addDirectory(d)
	case KindSeats:
		return s.addSeats(d)
	case KindEvidence:
		items, err := evidence.Parse(d.Content)
		s.Evidence = items
		return err
	case KindResponses:
		return s.addResponses(d)
	case KindMargins:
		answers := s.Answers[d.Key]
		answers.Margins = d.Content
		s.setAnswers(d.Key, answers)
		return nil
	}
	return errors.New("unknown kind of reference document")
}

func (s *Set) addFramework(d Document) error {
	f, err := framework.Parse(d.Key, d.Content)
	if err != nil {
		return err
	}
	s.Frameworks = append(s.Frameworks, f)
	return nil
}

func (s *Set) addWave(d Document) error {
	wave, err := survey.ParseWave(d.Content)
	if err != nil {
		return err
	}
	wave.RecordedAt = d.RecordedAt
	s.Waves = append(s.Waves, wave)
	return nil
}

func (s *Set) addDirectory(d Document) error {
	files, err := unbundle(d.Content)
	if err != nil {
		return err
	}
	s.Directory, err = municipality.Parse(files)
	return err
}

func (s *Set) addSeats(d Document) error {
	files, err := unbundle(d.Content)
	if err != nil {
		return err
	}
	if d.Key == ImportedSeatsKey {
		councils, err := municipality.ParseCouncils(files[municipality.FileCouncilSeats])
		s.Seats = s.Seats.With(councils)
		return err
	}
	s.Seats, err = municipality.ParseSeats(files)
	return err
}

func (s *Set) addResponses(d Document) error {
	answers := s.Answers[d.Key]
	answers.Document = d.ID
	var err error
	if d.Erased() {
		answers.Figures = d.Content
	} else {
		answers.Responses, err = survey.ParseResponses(d.Content)
	}
	s.setAnswers(d.Key, answers)
	return err
}

func (s *Set) setAnswers(wave string, answers Answers) {
	if s.Answers == nil {
		s.Answers = make(map[string]Answers)
	}
	s.Answers[wave] = answers
}

func (s *Set) orderFrameworks() {
	slices.SortFunc(s.Frameworks, func(a, b *framework.Framework) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Version, b.Version))
	})
	key := s.Frameworks[0].Key
	for _, f := range s.Frameworks {
		if f.Key == DefaultFramework {
			key = DefaultFramework
		}
	}
	for _, f := range s.Frameworks {
		if f.Key == key {
			s.Framework = f
		}
	}
}
