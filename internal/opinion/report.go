package opinion

import (
	"encoding/json"
	"fmt"

	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
)

// The columns that figures are shown by, whatever the wave's design.
const (
	ByRegion = "region"
	ByGroup  = "group"
	BySize   = "size"
	ByParty  = survey.ColumnParty
)

// Report is what readers may see of one wave. Shares run from 0 to 1.
type Report struct {
	Wave string `json:"wave"`
	// Respondents is how many there are; People how many could have answered.
	Respondents int     `json:"respondents"`
	People      float64 `json:"people"`
	// Minimum is the number of answers that every figure rests on.
	Minimum int    `json:"minimum"`
	Margin  Margin `json:"margin"`
	// Kish is what the weights cost over all respondents.
	Kish Kish `json:"kish"`
	// Election is the year of the election whose seats the weights meet; 0 when
	// the population was given.
	Election int `json:"election,omitempty"`
	// Parties are the strata of the weights.
	Parties []Stratum `json:"parties"`
	// Raked are further columns that the weights meet.
	Raked []string `json:"raked,omitempty"`
	// Trimmed is how many respondents had a weight outside the bounds of the design.
	Trimmed   int        `json:"trimmed,omitempty"`
	Questions []Question `json:"questions"`
	// Councils are by the question on the gains; nil without one.
	Councils *Councils `json:"councils,omitempty"`
}

// Margin is the largest margin of error of any share at 95 %.
type Margin struct {
	// Plain is 1.96·√(0.25/n), Finite the same times √((N−n)/(N−1)), Weighted
	// Finite times the root of Kish's design effect.
	Plain    float64 `json:"plain"`
	Finite   float64 `json:"finite"`
	Weighted float64 `json:"weighted"`
}

// Kish is Kish's design effect and the effective number of respondents.
type Kish struct {
	Deff      float64 `json:"deff"`
	Effective float64 `json:"n_eff"`
}

// Stratum is a party, or several that are weighted as one.
type Stratum struct {
	Key string `json:"key"`
	// From are the parties that it consists of, when there are several or the name is new.
	From []string `json:"from,omitempty"`
	// People is how many politicians it has.
	People float64 `json:"people"`
	// Respondents and Relative, the weight with mean 1, are nil where few answered.
	Respondents *int     `json:"respondents,omitempty"`
	Relative    *float64 `json:"relative_weight,omitempty"`
}

// Question is the figures of one question.
type Question struct {
	Key string `json:"key"`
	// Total is for the whole population.
	Total Group       `json:"total"`
	By    []Breakdown `json:"by"`
}

// Breakdown is the figures by one column.
type Breakdown struct {
	Column string `json:"column"`
	// Groups without figures are among them where everybody knows that they exist:
	// not those of columns that the weights do not meet.
	Groups []Group `json:"groups"`
	// Few groups have fewer answers than the minimum; Others have enough, but
	// their figures would give those away.
	Few    int `json:"few,omitempty"`
	Others int `json:"others,omitempty"`
}

// Group is one set of respondents. Without figures, nothing but the key is known.
type Group struct {
	// Key is the value of the column, empty for the whole population.
	Key   string `json:"key,omitempty"`
	Shown bool   `json:"shown"`
	// Answered is how many answered the question.
	Answered int `json:"answered,omitempty"`
	// Options are in the order of the question.
	Options []Share `json:"options,omitempty"`
	// Readings are the shares of all options read alike.
	Readings map[survey.Reading]Share `json:"readings,omitempty"`
	// Mean is that of an ordinal question.
	Mean *Mean `json:"mean,omitempty"`
}

// Share is an estimated share, rounded as exactly as the number of answers
// allows: of a group to a fifth below 10, to 5 points below 20, to 1 point below
// 100, else to 0.1 point; of everybody to the smallest of 0.1, 0.2, 0.5, 1, 2, 5,
// 10 and 20 points that is a whole answer. Errors, those of everybody to a fifth of
// that, and intervals are rounded outward.
type Share struct {
	Key   string  `json:"key"`
	Value float64 `json:"share"`
	// SE is the standard error; nil where it is not defined.
	SE *float64 `json:"se"`
	// Low and High are the ends of the confidence interval at 95 %, by Method; nil where it is not defined.
	Low    *float64 `json:"low"`
	High   *float64 `json:"high"`
	Method string   `json:"method,omitempty"`
	// Margin is plus or minus at 95 %.
	Margin *float64 `json:"margin,omitempty"`
	// Deff is the variance over that of a random sample without weights, Effective
	// the number of answers that would say as much. Both are nil but for the whole
	// population.
	Deff      *float64 `json:"deff,omitempty"`
	Effective *float64 `json:"n_eff,omitempty"`
}

// Mean is the estimated mean of a scale.
type Mean struct {
	Answered int      `json:"answered"`
	Value    float64  `json:"mean"`
	SE       *float64 `json:"se"`
	Low      *float64 `json:"low"`
	High     *float64 `json:"high"`
}

// Councils are what each council thinks, from few respondents.
type Councils struct {
	// Readings are published together: a council's own answers count in all or in none.
	Readings map[survey.Reading]*smallarea.Publication `json:"readings"`
	// Misfits are councils whose respondents do not fit their party seats, which
	// count as unknown.
	Misfits []string `json:"misfits,omitempty"`
}

// Question returns the figures of a question.
func (r *Report) Question(key string) (q *Question, ok bool) {
	for i := range r.Questions {
		if r.Questions[i].Key == key {
			return &r.Questions[i], true
		}
	}
	return nil, false
}

// Breakdown returns the figures by a column.
func (q *Question) Breakdown(column string) (b *Breakdown, ok bool) {
	for i := range q.By {
		if q.By[i].Column == column {
			return &q.By[i], true
		}
	}
	return nil, false
}

// withheld returns the groups of a column that have no figures.
func (q *Question) withheld(column string) []string {
	b, ok := q.Breakdown(column)
	if !ok {
		return nil
	}
	var keys []string
	for _, g := range b.Groups {
		if !g.Shown {
			keys = append(keys, g.Key)
		}
	}
	return keys
}

// ResponseRate is the share of the population that answered.
func (r *Report) ResponseRate() float64 { return float64(r.Respondents) / r.People }

// Marshal returns the report as JSON.
func (r *Report) Marshal() ([]byte, error) {
	data, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("write the figures of %s: %w", r.Wave, err)
	}
	return data, nil
}

// Unmarshal reads a report; ok is false when the text has none, as after the
// end of the retention of answers that could not be estimated.
func Unmarshal(data []byte) (r *Report, ok bool, err error) {
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, false, fmt.Errorf("read the figures of a wave: %w", err)
	}
	return r, r.Wave != "", nil
}
