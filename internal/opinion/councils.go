package opinion

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
)

// readings are those that councils are estimated for.
func readings() []survey.Reading { return []survey.Reading{survey.Harvested, survey.Potential} }

// councils estimates what each council thinks of the gains; nil when the wave
// does not ask.
func (e *estimate) councils(r *Report) (*Councils, error) {
	at := slices.IndexFunc(e.Wave.Questions, func(q survey.Question) bool {
		_, ok := q.With(survey.Harvested)
		return ok
	})
	if at < 0 || len(e.Seats.National) == 0 {
		return nil, nil
	}
	question := e.Wave.Questions[at]
	out := &Councils{Readings: make(map[survey.Reading]*smallarea.Publication)}
	withheld := r.Questions[at].withheld(ByParty)
	var asked []survey.Reading
	var results []*smallarea.Result
	for _, reading := range readings() {
		if _, ok := question.With(reading); !ok {
			continue
		}
		input, misfits := e.chambers(question, reading)
		input.Withheld = withheld
		result, err := smallarea.Estimate(input, e.minimum)
		if err != nil {
			return nil, fmt.Errorf("estimate councils of wave %s: %w", e.Wave.Key, err)
		}
		out.Misfits = misfits
		asked, results = append(asked, reading), append(results, result)
	}
	published, err := smallarea.PublishTogether(results...)
	if err != nil {
		return nil, fmt.Errorf("publish councils of wave %s: %w", e.Wave.Key, err)
	}
	for i, reading := range asked {
		published[i].Councils = slices.DeleteFunc(published[i].Councils, e.stranger)
		out.Readings[reading] = published[i]
	}
	return out, nil
}

// stranger tells whether a council is known by respondents only.
func (e *estimate) stranger(own smallarea.Published) bool {
	code, err := strconv.Atoi(own.Code)
	_, known := e.Places[code]
	return err != nil || !known
}

// chambers counts who answered by council and party, and names the councils
// whose respondents do not fit the seats known.
func (e *estimate) chambers(q survey.Question, reading survey.Reading) (in smallarea.Input, misfits []string) {
	counts, sums := e.tally(q, reading), make(map[string]int)
	in.Seats = maps.Clone(e.Seats.National)
	for _, code := range e.codes() {
		council := smallarea.Council{Code: strconv.Itoa(code)}
		seats, known := e.Seats.Councils[code]
		misfit := known && !fits(seats, counts[code])
		if misfit {
			misfits = append(misfits, council.Code)
		}
		council.SeatsUnknown = !known || misfit
		council.Parties = chamber(seats, counts[code], council.SeatsUnknown)
		in.Councils = append(in.Councils, council)
		for _, party := range council.Parties {
			sums[party.Key] += party.Seats
		}
	}
	// Sources of national and of local seats may differ by a seat or two.
	for key, sum := range sums {
		in.Seats[key] = max(in.Seats[key], sum)
	}
	return in, misfits
}

// codes are the municipalities of the directory and those of respondents that
// it does not have, in order.
func (e *estimate) codes() []int {
	var codes []int
	for code := range e.Places {
		codes = append(codes, code)
	}
	for _, row := range e.Responses.Rows {
		if _, known := e.Places[row.Municipality]; !known {
			codes = append(codes, row.Municipality)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// tally counts answers by municipality and party.
func (e *estimate) tally(q survey.Question, reading survey.Reading) map[int]map[string]smallarea.Party {
	at := slices.Index(e.Responses.Questions, q.Key)
	favour := make(map[string]bool)
	for _, option := range q.Options {
		favour[option.Key] = option.Reading == reading
	}
	counts := make(map[int]map[string]smallarea.Party)
	for _, row := range e.Responses.Rows {
		own := counts[row.Municipality]
		if own == nil {
			own = make(map[string]smallarea.Party)
			counts[row.Municipality] = own
		}
		party := own[row.Party]
		switch answer := row.Answers[at]; {
		case answer == "":
			party.Blank++
		case favour[answer]:
			party.Answered++
			party.Favour++
		default:
			party.Answered++
		}
		own[row.Party] = party
	}
	return counts
}

// fits tells whether no party has more respondents than seats.
func fits(seats map[string]int, counts map[string]smallarea.Party) bool {
	for key, party := range counts {
		if party.Answered+party.Blank > seats[key] {
			return false
		}
	}
	return true
}

func chamber(seats map[string]int, counts map[string]smallarea.Party, unknown bool) []smallarea.Party {
	keys := sortedKeys(counts)
	if !unknown {
		for key := range seats {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		keys = slices.Compact(keys)
	}
	parties := make([]smallarea.Party, 0, len(keys))
	for _, key := range keys {
		party := counts[key]
		party.Key = key
		if !unknown {
			party.Seats = seats[key]
		}
		parties = append(parties, party)
	}
	return parties
}
