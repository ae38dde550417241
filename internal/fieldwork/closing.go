package fieldwork

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/survey"
	"modenhed/internal/weighting"
)

// Closing is what an analyst chooses when closing.
type Closing struct {
	// Merge says for parties with seats and without answers which other party
	// each is weighted with, by list letter.
	Merge map[string]string
	// Margins is a file with the population (CSV), nil for what is on record.
	Margins io.Reader
	// Seen is the number of the wave's version that the analyst had before them.
	Seen int64
}

// Missing is a party that has seats and nobody who answered.
type Missing struct {
	Party string
	Seats int
	// Into is the party that is suggested, or was chosen, to weigh it with.
	Into string
}

// Prospect is what closing would do.
type Prospect struct {
	Status
	// TooFew means that there are fewer answers than the minimum.
	TooFew bool
	// Missing are the parties to be merged, With those they can be merged with.
	Missing []Missing
	With    []string
	// NeedsMargins means that the wave's weights need a file with the population.
	NeedsMargins bool
	// Refused is why the answers cannot be weighted even so; nil when they can.
	Refused error
}

// Prospect returns what closing would do, with the merges that a closing has
// chosen, else with those suggested.
func (s *Service) Prospect(ctx context.Context, actor account.Actor, key string, c Closing) (*Prospect, error) {
	status, err := s.Status(ctx, actor, key)
	if err != nil {
		return nil, err
	}
	if status.Fieldwork == nil || status.Fieldwork.State != Open && status.Fieldwork.State != Stopped {
		return nil, fault.New(fault.Conflict, "fieldwork.changed")
	}
	batch, err := s.batch(ctx, status, c)
	if err != nil && !refused(err) {
		return nil, err
	}
	p := &Prospect{Status: *status, Refused: err}
	p.Missing, p.With = s.missing(status.Version.Wave, tallyOf(batch.Responses), c.Merge)
	p.NeedsMargins = status.Version.Wave.Design != nil && len(status.Version.Wave.Design.Rake) > 0 && len(batch.Margins) == 0
	p.TooFew = len(batch.Responses.Rows) < status.Fieldwork.Terms.Minimum
	if p.TooFew || p.Refused != nil {
		return p, nil
	}
	merged := batch
	merged.Version.Wave = withMerges(batch.Version.Wave, p.Missing)
	if err := s.Waves.CheckBatch(ctx, merged); refused(err) {
		p.Refused = err
	} else if err != nil {
		return nil, fmt.Errorf("check the answers to %s: %w", key, err)
	}
	return p, nil
}

// Close hands the answers over as the wave's responses, deletes everything
// about persons, and shows the figures to readers. The error is an Invalid
// fault with every reason why the answers cannot be weighted or are too few,
// and then nothing is done.
func (s *Service) Close(ctx context.Context, actor account.Actor, key string, c Closing) error {
	status, err := s.Status(ctx, actor, key)
	if err != nil {
		return err
	}
	f := status.Fieldwork
	if f == nil || f.State != Open && f.State != Stopped || status.Version.Number != c.Seen {
		return fault.New(fault.Conflict, "fieldwork.changed")
	}
	batch, err := s.batch(ctx, status, c)
	if err != nil {
		return err
	}
	if n := len(batch.Responses.Rows); n < f.Terms.Minimum {
		return fault.New(fault.Invalid, "fieldwork.too_few", "Minimum", f.Terms.Minimum)
	}
	missing, _ := s.missing(batch.Version.Wave, tallyOf(batch.Responses), c.Merge)
	if problems := unmerged(missing, c.Merge); len(problems) > 0 {
		return problems.Err()
	}
	batch.Version.Wave = withMerges(batch.Version.Wave, missing)
	batch.Version.Author, batch.Version.AuthorName = actor.ID, actor.Email
	return s.hand(ctx, batch, c.Seen)
}

// hand checks and hands over.
func (s *Service) hand(ctx context.Context, b survey.Batch, seen int64) error {
	key := b.Version.Wave.Key
	if err := s.Waves.CheckBatch(ctx, b); err != nil {
		return err
	}
	if _, err := s.Store.CloseFieldwork(ctx, b, seen); err != nil {
		return fmt.Errorf("close the fieldwork of %s: %w", key, err)
	}
	s.Log.InfoContext(ctx, "fieldwork closed, contacts and links deleted", "wave", key)
	if err := s.Readers.Refresh(context.WithoutCancel(ctx)); err != nil {
		s.Log.ErrorContext(ctx, "show the answers of a closed fieldwork", "wave", key, "error", err)
	}
	return nil
}

// batch returns the ballots as responses of the wave, as it is to be recorded.
func (s *Service) batch(ctx context.Context, st *Status, c Closing) (survey.Batch, error) {
	b := survey.Batch{Version: survey.Version{Wave: st.Version.Wave, Origin: survey.FromForm}}
	b.Version.Wave.RecordedAt = time.Time{}
	design := survey.Design{}
	if b.Version.Wave.Design != nil {
		design = *b.Version.Wave.Design
	}
	// What was promised at the opening goes with the answers.
	design.Minimum = max(st.Fieldwork.Terms.Minimum, design.Minimum)
	design.KeepMonths = st.Fieldwork.Terms.KeepMonths
	b.Version.Wave.Design = &design
	ballots, err := s.Store.Ballots(ctx, st.Fieldwork.Wave)
	if err != nil {
		return b, fmt.Errorf("read the ballots of %s: %w", st.Fieldwork.Wave, err)
	}
	b.Responses = responses(b.Version.Wave, st.Fieldwork.Columns, ballots)
	b.Margins, err = s.margins(ctx, st.Fieldwork.Wave, c)
	return b, err
}

// maxMargins is the largest file with a population, in bytes.
const maxMargins = 4 << 20

func (s *Service) margins(ctx context.Context, key string, c Closing) ([]byte, error) {
	if c.Margins == nil {
		margins, err := s.Store.PopulationMargins(ctx, key)
		if err != nil {
			return nil, fmt.Errorf("read the population of %s: %w", key, err)
		}
		return margins, nil
	}
	content, err := io.ReadAll(io.LimitReader(c.Margins, maxMargins+1))
	if err != nil {
		return nil, fmt.Errorf("read the population of %s: %w", key, err)
	}
	if len(content) > maxMargins {
		return nil, fault.New(fault.Invalid, "fieldwork.margins_large")
	}
	return content, nil
}

// responses are ballots in the form of a wave's responses.
func responses(w survey.Wave, columns []string, ballots []Ballot) *survey.Responses {
	r := &survey.Responses{Columns: columns}
	for _, q := range w.Questions {
		r.Questions = append(r.Questions, q.Key)
	}
	for _, b := range ballots {
		row := survey.Response{Municipality: b.Municipality, Party: b.Party, Values: b.Values}
		for _, key := range r.Questions {
			row.Answers = append(row.Answers, b.Answers[key])
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

func tallyOf(r *survey.Responses) Tally {
	t := Tally{Parties: make(map[string]int), Places: make(map[int]int)}
	for _, row := range r.Rows {
		t.Parties[row.Party]++
		t.Places[row.Municipality]++
	}
	return t
}

// missing returns the parties that have seats and nobody who answered, under
// the merges that the wave has, and those with answers that they can be merged
// with. What was chosen counts, and otherwise the party that package weighting
// suggests.
func (s *Service) missing(w survey.Wave, t Tally, chosen map[string]string) (missing []Missing, with []string) {
	merging := make(weighting.Merging)
	if w.Design != nil {
		for _, m := range w.Design.Merge {
			merging[m.From] = m.Into
		}
	}
	margin := partyMargin(s.Register().Parties(w), t)
	merged, err := merging.Apply(margin)
	if err != nil {
		merged = margin // the faults of the merges are told by the check of the batch
	}
	answered := make(map[string]bool)
	for _, code := range merged.Column.Codes {
		answered[merged.Column.Labels[code]] = true
	}
	suggested := make(map[string]string)
	for _, m := range weighting.Suggest(merged, 1) {
		suggested[m.From] = m.Into
	}
	for _, c := range merged.Population {
		if answered[c.Label] {
			with = append(with, c.Label)
			continue
		}
		m := Missing{Party: c.Label, Seats: int(c.People), Into: chosen[c.Label]}
		if !slices.Contains(merged.Column.Labels, m.Into) || !answered[m.Into] {
			m.Into = suggested[c.Label]
		}
		missing = append(missing, m)
	}
	return missing, with
}

// partyMargin sets the answers of each party against its seats.
func partyMargin(parties []municipality.PartySeats, t Tally) weighting.Margin {
	m := weighting.Margin{Column: weighting.Column{Name: survey.ColumnParty}}
	for _, p := range parties {
		if p.Seats == 0 && t.Parties[p.Letter] == 0 {
			continue
		}
		m.Column.Labels = append(m.Column.Labels, p.Letter)
		m.Population = append(m.Population, weighting.Count{Label: p.Letter, People: float64(p.Seats)})
		for range t.Parties[p.Letter] {
			m.Column.Codes = append(m.Column.Codes, int16(len(m.Column.Labels)-1))
		}
	}
	return m
}

// unmerged notes the parties for which nothing that would do was chosen.
func unmerged(missing []Missing, chosen map[string]string) (problems fault.Problems) {
	for _, m := range missing {
		if chosen[m.Party] != m.Into {
			problems.Add("merge/"+m.Party, "fieldwork.merge_choose", "Party", m.Party)
		}
	}
	return problems
}

// withMerges returns the wave with further merges.
func withMerges(w survey.Wave, missing []Missing) survey.Wave {
	design := *w.Design
	design.Merge = slices.Clone(design.Merge)
	for _, m := range missing {
		// Who was merged into a party that is now merged itself follows it.
		for i := range design.Merge {
			if design.Merge[i].Into == m.Party {
				design.Merge[i].Into = m.Into
			}
		}
		design.Merge = append(design.Merge, survey.Merge{From: m.Party, Into: m.Into})
	}
	w.Design = &design
	return w
}

// Tend does what is due without anybody: it closes fieldworks whose date has
// passed, or stops them where the answers are too few or cannot be weighted
// without a choice, and deletes drafts and stopped fieldworks that nobody came
// back to.
func (s *Service) Tend(ctx context.Context) error {
	all, err := s.Store.Fieldworks(ctx)
	if err != nil {
		return fmt.Errorf("read the fieldworks: %w", err)
	}
	var failed []error
	for _, f := range all {
		if err := s.tend(ctx, f); err != nil {
			failed = append(failed, fmt.Errorf("tend the fieldwork of %s: %w", f.Wave, err))
		}
	}
	return errors.Join(failed...)
}

// draftKept is how long contacts wait for an opening.
const draftKept = 30 * 24 * time.Hour

func (s *Service) tend(ctx context.Context, f Fieldwork) error {
	now := s.Now()
	switch {
	case f.State == Draft && now.Sub(f.Since) > draftKept:
		s.Log.InfoContext(ctx, "draft of a fieldwork deleted", "wave", f.Wave)
		return s.Store.DeleteFieldwork(ctx, f.Wave)
	case f.State == Open && !f.takes(now):
		return s.end(ctx, f)
	case f.State == Stopped:
		return s.expire(ctx, f)
	}
	return nil
}

// end closes a fieldwork at its date, or stops it.
func (s *Service) end(ctx context.Context, f Fieldwork) error {
	status, err := s.Status(ctx, account.Console(), f.Wave)
	if err != nil {
		return err
	}
	batch, err := s.batch(ctx, status, Closing{})
	if err == nil && len(batch.Responses.Rows) >= f.Terms.Minimum {
		batch.Version.Author = f.Author
		err = s.hand(ctx, batch, status.Version.Number)
		if err == nil {
			return nil
		}
	}
	if fault.KindOf(err) == fault.Conflict {
		// Somebody else is at it; the next look finds what they have done.
		return nil
	}
	if err != nil && !refused(err) {
		return err
	}
	s.Log.InfoContext(ctx, "fieldwork stopped at its date, contacts and links deleted", "wave", f.Wave)
	return s.Store.StopFieldwork(ctx, f.Wave, s.Now())
}

// expire deletes answers that nobody handed over while they may be kept.
func (s *Service) expire(ctx context.Context, f Fieldwork) error {
	status, err := s.Status(ctx, account.Console(), f.Wave)
	if err != nil {
		return err
	}
	if status.KeptUntil.IsZero() || s.Now().Before(status.KeptUntil) {
		return nil
	}
	s.Log.InfoContext(ctx, "answers of a stopped fieldwork are not kept any longer", "wave", f.Wave)
	return s.Store.DeleteFieldwork(ctx, f.Wave)
}
