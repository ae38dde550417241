package benchmark

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"modenhed/internal/municipality"
	"modenhed/internal/opinion"
	"modenhed/internal/reference"
	"modenhed/internal/survey"
)

// The schemes of groups that opinions are shown by.
const (
	groupScheme = "dst_kommunegruppe_2018"
	sizeScheme  = "size_class"
)

// Opinion is what is known of a wave that is estimated from responses.
type Opinion struct {
	// Report is what may be shown, nil when nothing may.
	Report *opinion.Report
	// Refused is why there is no report, nil where only its figures were ever kept.
	Refused error
	// Erased means that single answers are no longer kept.
	Erased bool
}

// Opinion returns what is known of a wave; ok is false for a wave without
// responses on record.
func (s *Snapshot) Opinion(wave string) (o Opinion, ok bool) {
	o, ok = s.facts.opinions[wave]
	return o, ok
}

// opinionsKept is how many estimates are kept, those of earlier times among them.
const opinionsKept = 64

// fingerprint is a digest of everything that an opinion depends on.
type fingerprint [sha256.Size]byte

// opinionsOf estimates all waves that have responses.
func (k *Keeper) opinionsOf(set *reference.Set) map[string]Opinion {
	opinions := make(map[string]Opinion)
	for _, wave := range set.Waves {
		answers, ok := set.Answers[wave.Key]
		if wave.Kind != survey.FromResponses || !ok {
			continue
		}
		opinions[wave.Key] = k.opinionOf(set, wave, answers)
	}
	return opinions
}

// opinionOf estimates a wave unless that has been done.
func (k *Keeper) opinionOf(set *reference.Set, wave survey.Wave, answers reference.Answers) Opinion {
	if answers.Document == 0 {
		return opinionOf(set, wave, answers) // not from a database, and like any other
	}
	print, err := fingerprintOf(set, wave, answers)
	if err != nil {
		return Opinion{Refused: err}
	}
	if known, ok := k.estimated.Get(print); ok {
		return known
	}
	made := opinionOf(set, wave, answers)
	k.estimated.Add(print, made)
	return made
}

// fingerprintOf is made of the answers' document, which never holds others, and
// of the wave and the places and seats of its time.
func fingerprintOf(set *reference.Set, wave survey.Wave, answers reference.Answers) (fingerprint, error) {
	in := opinionInput(set, wave, nil, answers.Margins)
	in.Wave.RecordedAt = time.Time{}
	content, err := json.Marshal(struct {
		opinion.Input
		Document int64
		Kept     bool
		Figures  []byte
	}{in, answers.Document, answers.Responses != nil, answers.Figures})
	if err != nil {
		return fingerprint{}, fmt.Errorf("tell wave %s from others: %w", wave.Key, err)
	}
	return sha256.Sum256(content), nil
}

func opinionOf(set *reference.Set, wave survey.Wave, answers reference.Answers) Opinion {
	if answers.Responses == nil {
		report, ok, err := opinion.Unmarshal(answers.Figures)
		if !ok || err != nil {
			return Opinion{Refused: err, Erased: true}
		}
		return Opinion{Report: report, Erased: true}
	}
	report, err := opinion.Estimate(opinionInput(set, wave, answers.Responses, answers.Margins))
	if err != nil {
		return Opinion{Refused: err}
	}
	return Opinion{Report: report}
}

// opinionInput puts a wave beside the councils of its time.
func opinionInput(set *reference.Set, wave survey.Wave, r *survey.Responses, margins []byte) opinion.Input {
	return opinion.Input{
		Wave: wave, Responses: r, Margins: margins,
		Seats:  seatsOf(set.Seats, electionOf(set.Seats, wave)),
		Places: placesOf(set.Directory, wave),
	}
}

// electionOf returns the year of the election that a wave's design names, or of
// the latest before its fieldwork; 0 when none is documented.
func electionOf(seats municipality.Seats, wave survey.Wave) int {
	if wave.Design != nil && wave.Design.Election != 0 {
		return wave.Design.Election
	}
	first, _, ok := wave.Months()
	year := 0
	for _, party := range seats.National {
		// Councils sit from 1 January after the election in November.
		if ok && party.Year < first.Year {
			year = max(year, party.Year)
		}
	}
	return year
}

func seatsOf(seats municipality.Seats, election int) opinion.Seats {
	out := opinion.Seats{Election: election, National: make(map[string]int), Councils: make(map[int]map[string]int)}
	for _, party := range seats.National {
		if party.Year == election {
			out.National[party.Letter] += party.Seats
		}
	}
	for _, own := range seats.Councils {
		if own.Year != election {
			continue
		}
		council := out.Councils[int(own.Municipality)]
		if council == nil {
			council = make(map[string]int)
			out.Councils[int(own.Municipality)] = council
		}
		council[own.Letter] += own.Seats
	}
	return out
}

// placesOf says where municipalities belonged at the end of the fieldwork.
func placesOf(directory *municipality.Directory, wave survey.Wave) map[int]opinion.Place {
	_, last, _ := wave.Months()
	day := municipality.Date{Year: last.Year, Month: last.Month, Day: 1}
	places := make(map[int]opinion.Place)
	for _, m := range directory.All() {
		region, _ := directory.Region(m.Code, day)
		places[int(m.Code)] = opinion.Place{Region: region.Key, Group: m.Groups[groupScheme], Size: m.Groups[sizeScheme]}
	}
	return places
}

// Figures implements survey's Estimator on the reference data of now.
func (k *Keeper) Figures(_ context.Context, wave survey.Wave, r *survey.Responses, margins []byte) (survey.Figures, error) {
	report, err := k.Estimate(wave, r, margins)
	if err != nil {
		return nil, err
	}
	return report.Marshal()
}

// FewestChanged implements survey's Comparer on the reference data of now.
func (k *Keeper) FewestChanged(before, after survey.Batch) int {
	set := k.Current().facts.set
	input := func(b survey.Batch) opinion.Input {
		return opinionInput(set, b.Version.Wave, b.Responses, b.Margins)
	}
	return opinion.FewestChanged(input(before), input(after))
}

// Estimate estimates a wave that need not be recorded, on the reference data of
// now. The error is a *fault.Error when the answers cannot be weighted or shown.
func (k *Keeper) Estimate(wave survey.Wave, r *survey.Responses, margins []byte) (*opinion.Report, error) {
	report, err := opinion.Estimate(opinionInput(k.Current().facts.set, wave, r, margins))
	if err != nil {
		return nil, fmt.Errorf("estimate wave %s: %w", wave.Key, err)
	}
	return report, nil
}

// SuggestMerges says which parties might be weighted with others; see
// [opinion.SuggestMerges].
func (k *Keeper) SuggestMerges(wave survey.Wave, r *survey.Responses, margins []byte) opinion.Merges {
	return opinion.SuggestMerges(opinionInput(k.Current().facts.set, wave, r, margins))
}

// wavesOf returns the waves that have figures, those estimated with theirs.
func wavesOf(set *reference.Set, opinions map[string]Opinion) []survey.Wave {
	var waves []survey.Wave
	for _, wave := range set.Waves {
		if wave.Kind != survey.FromResponses {
			waves = append(waves, wave)
		} else if o := opinions[wave.Key]; o.Report != nil {
			waves = append(waves, o.Report.Fill(wave))
		}
	}
	return waves
}
