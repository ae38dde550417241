package round

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/reference"
	"modenhed/internal/robustness"
)

// settle returns the inputs reduced to what the result depends on and public
// evidence, in a fixed order, with the reference data that they hold. Settled
// inputs settle to themselves.
func (in Inputs) settle() (Inputs, *reference.Set, error) {
	named := New{Key: in.Key, Title: in.Title}
	problems := named.check()
	if named.Clean() != named {
		problems.Add(FieldKey, "round.key_form", "Max", MaxKey)
	}
	if err := problems.Err(); err != nil {
		return Inputs{}, nil, err
	}
	if err := in.settleFormat(); err != nil {
		return Inputs{}, nil, err
	}
	if in.Draws == (robustness.Settings{}) {
		in.Draws = robustness.Defaults()
	}
	if err := checkDraws(in.Draws); err != nil {
		return Inputs{}, nil, err
	}
	documents, set, err := in.reference()
	if err != nil {
		return Inputs{}, nil, err
	}
	if err := checkSize(set, in.Draws); err != nil {
		return Inputs{}, nil, err
	}
	in.Documents = documents
	in.Statuses, in.Backing = in.lastWords(set)
	return in, set, nil
}

// settleFormat settles the format and the moment. In format 1 there is no
// review, and nothing is known of the backing.
func (in *Inputs) settleFormat() error {
	if in.Format == 0 {
		in.Format = Format
	}
	if in.Format < 1 || in.Format > Format {
		return fmt.Errorf("format %d", in.Format)
	}
	if in.Cutoff.Time.IsZero() {
		return errors.New("no cut-off")
	}
	in.Cutoff.Time = in.Cutoff.Time.UTC()
	if in.Format < formatVerified {
		in.Cutoff.Reviewed, in.Cutoff.Verdict, in.Backing = time.Time{}, 0, nil
	}
	return nil
}

// Bounds on a round: an archive from anybody must not ask for any amount of
// work. The seeded framework with 98 municipalities has 3 528 cells.
const (
	maxCells = 500_000
	// maxWork bounds cells times draws.
	maxWork = 2_000_000_000
	// maxSeed is the largest that JSON can tell from its neighbours.
	maxSeed = 1 << 53
)

func checkDraws(s robustness.Settings) error {
	if err := s.Check(); err != nil {
		return err
	}
	if s.Seed > maxSeed {
		return fmt.Errorf("rank intervals from seed %d: at most %d", s.Seed, maxSeed)
	}
	return nil
}

func checkSize(set *reference.Set, draws robustness.Settings) error {
	cells := len(set.Directory.All()) * len(set.Framework.Places())
	if cells > maxCells || cells*draws.Draws > maxWork {
		return fmt.Errorf("%d municipalities and indicators with %d draws are too many", cells, draws.Draws)
	}
	return nil
}

// reference returns the framework and the directory that count.
func (in Inputs) reference() ([]reference.Document, *reference.Set, error) {
	recorded := slices.Clone(in.Documents)
	recorded = slices.DeleteFunc(recorded, func(d reference.Document) bool { return d.RecordedAt.After(in.Cutoff.Time) })
	all, err := reference.Parse(recorded)
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(recorded, func(a, b reference.Document) int {
		return cmp.Or(a.RecordedAt.Compare(b.RecordedAt), cmp.Compare(a.ID, b.ID))
	})
	last := func(kind reference.Kind, key string) reference.Document {
		var found reference.Document
		for _, d := range recorded {
			if d.Kind == kind && d.Key == key {
				found = reference.Document{Kind: kind, Key: key, Content: d.Content}
			}
		}
		return found
	}
	documents := []reference.Document{
		last(reference.KindFramework, reference.FrameworkKey(all.Framework)),
		last(reference.KindDirectory, reference.DirectoryKey),
	}
	set, err := reference.Parse(documents)
	return documents, set, err
}

// lastWords returns the last status of each source for each municipality and
// indicator that counts, without what is not public, and their backing. Earlier
// ones have no part in the result.
func (in *Inputs) lastWords(set *reference.Set) ([]assessment.Status, map[assessment.StatusID]Backing) {
	type voice struct {
		assessment.Key
		assessment.Source
	}
	known := make(map[framework.IndicatorKey]bool)
	for _, place := range set.Framework.Places() {
		known[place.Indicator.Key] = true
	}
	last := make(map[voice]*assessment.Status)
	for i := range in.Statuses {
		s := &in.Statuses[i]
		_, listed := set.Directory.Lookup(s.Municipality)
		if !listed || !known[s.Indicator] || !in.counts(s) {
			continue
		}
		key := voice{s.Key(), s.Source}
		if before, found := last[key]; !found || s.ID > before.ID {
			last[key] = s
		}
	}
	out := make([]assessment.Status, 0, len(last))
	var backing map[assessment.StatusID]Backing
	if in.Format >= formatVerified {
		backing = make(map[assessment.StatusID]Backing, len(last))
	}
	for _, s := range last {
		out = append(out, public(*s, in.Format))
		if backing != nil {
			backing[s.ID] = in.backing(s)
		}
	}
	slices.SortFunc(out, inOrder)
	return out, backing
}

// counts reports whether a status counts: it was recorded by the cut-off, or is
// known to count, or was accepted in the review.
func (in *Inputs) counts(s *assessment.Status) bool {
	_, known := in.Backing[s.ID]
	return known || in.Cutoff.Includes(*s)
}

// late reports whether a status lies outside the cut-off, so that it counts only
// when it was accepted.
func (in *Inputs) late(s *assessment.Status) bool {
	cutoff := assessment.AsOf{Time: in.Cutoff.Time, Status: in.Cutoff.Status}
	return !cutoff.Includes(*s)
}

func (in *Inputs) backing(s *assessment.Status) Backing {
	if known, found := in.Backing[s.ID]; found {
		return known
	}
	return backingOf(s, in.Cutoff)
}

func inOrder(a, b assessment.Status) int {
	return cmp.Or(cmp.Compare(a.Municipality, b.Municipality), cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(a.Source, b.Source))
}

// public returns what everybody may read of a status and scoring needs.
func public(s assessment.Status, format int) assessment.Status {
	out := assessment.Status{
		ID:           s.ID,
		Municipality: s.Municipality,
		Indicator:    s.Indicator,
		Source:       s.Source,
		Answer:       assessment.Answer{State: s.Answer.State},
		RecordedAt:   s.RecordedAt.UTC().Truncate(time.Microsecond),
	}
	if s.Answer.State == assessment.Reported {
		out.Answer.Value = s.Answer.Value + 0
	}
	if e := s.Evidence; e.Public && (e.Text != "" || e.Link != "") {
		out.Evidence = assessment.Evidence{Text: valid(e.Text), Link: valid(e.Link), Public: true}
	}
	for _, f := range s.Evidence.Files {
		if f.Public && format >= formatVerified {
			out.Evidence.Files = append(out.Evidence.Files, assessment.File{
				Hash: valid(f.Hash), Name: valid(f.Name), Type: valid(f.Type), Size: f.Size, Public: true,
			})
		}
	}
	return out
}

func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
