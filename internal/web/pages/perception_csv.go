package pages

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/opinion"
	"modenhed/internal/perception"
	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// ParamWave names the wave of a file.
const ParamWave = "wave"

func csvAddress(wave string) string {
	return "/export/perception.csv?" + url.Values{ParamWave: {wave}}.Encode()
}

// csvType is the media type of a CSV file.
const csvType = "text/csv; charset=utf-8"

// PerceptionCSV answers with what the pages show of a wave, a figure per row.
// It is made of the same report, so what they withhold is not in it.
func (h *Handlers) PerceptionCSV(v *Visit) error {
	if v.Look.Withheld {
		return withheld(v)
	}
	b, ok := v.Snapshot.Beliefs(v.QueryParam(ParamWave))
	if !ok {
		return fault.New(fault.NotFound, "belief.unknown_wave")
	}
	f := beliefFile{look: v.Look, snapshot: v.Snapshot, beliefs: b}
	f.fill()
	var content bytes.Buffer
	out := csv.NewWriter(&content)
	out.UseCRLF = true
	if err := out.WriteAll(f.rows); err != nil {
		return fmt.Errorf("write the perception file: %w", err)
	}
	v.Response().Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "perception-"+b.Wave.Key+".csv"))
	return v.Blob(http.StatusOK, csvType, content.Bytes())
}

// beliefColumns head the file. Figures have a decimal point; what is not shown is empty.
func beliefColumns() []string {
	return []string{
		"wave", "fieldwork", "as_of", "invented", "level", "key", "name", "measure", "value", "low", "high", "interval", "se", "unit", "answered", "basis", "note",
	}
}

// Names of intervals.
const (
	confidence95 = "confidence 95%"
	likely90     = "likely 90%"
	bounds       = "unanswered indicators at 0 and 100"
	bothAtWorst  = "both intervals at their worst"
)

// beliefFile is the rows of a file.
type beliefFile struct {
	look     view.Look
	snapshot *benchmark.Snapshot
	beliefs  *benchmark.Beliefs
	rows     [][]string
}

// figureRow is one row without the columns that all share.
type figureRow struct {
	level, key, name, measure string
	value, low, high, se      *float64
	interval, unit            string
	answered, basis, note     string
}

func (f *beliefFile) add(r figureRow) {
	wave := f.beliefs.Wave
	number := func(x *float64) string {
		if x == nil {
			return ""
		}
		return strconv.FormatFloat(round1(*x), 'f', -1, 64)
	}
	if r.low == nil {
		r.interval = ""
	}
	f.rows = append(f.rows, []string{
		inert(wave.Key), wave.Fieldwork, f.snapshot.AsOf.Format("2006-01-02"), strconv.FormatBool(wave.Invented || f.snapshot.Invented()),
		inert(r.level), inert(r.key), inert(r.name), inert(r.measure), number(r.value), number(r.low), number(r.high), r.interval, number(r.se), r.unit, r.answered, r.basis, inert(r.note),
	})
}

// inert keeps a spreadsheet from reading text as a formula.
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (f *beliefFile) fill() {
	f.rows = [][]string{beliefColumns()}
	b, l := f.beliefs, f.look
	f.place("country", "", l.T("belief.country"), b.Harvested, b.Potential, b.Country, b.National, "")
	f.questions()
	for i := range b.By {
		set := &b.By[i]
		for _, p := range set.Places {
			note := ""
			if !p.Shown {
				note = "withheld"
			}
			f.place(set.Column, p.Key, beliefPlaceName(l, set.Column, p.Key, p.Name.In(l.Code())), p.Harvested, p.Potential, p.Measured, p.Distance, note)
		}
	}
	if b.Councils == nil {
		return
	}
	for i, spot := range b.Councils.Spots {
		f.council(f.snapshot.Units[i], spot)
	}
}

// place adds the shares, the maturity and the distance of one place.
func (f *beliefFile) place(level, key, name string, harvested, potential *perception.Belief, m perception.Maturity, d perception.Distance, note string) {
	row := figureRow{level: level, key: key, name: name, note: note}
	f.belief(row, "harvested", harvested)
	f.belief(row, "potential", potential)
	row.note = ""
	f.maturity(row, m)
	f.distance(row, d)
}

func (f *beliefFile) belief(row figureRow, measure string, b *perception.Belief) {
	row.measure, row.unit = measure, "percent"
	if b != nil {
		row.interval, row.se = confidence95, b.SE
		if b.Answered > 0 {
			row.answered = strconv.Itoa(b.Answered)
		}
		if b.Share.Exact() {
			row.value = &b.Share.Low
		} else {
			row.low, row.high, row.interval = &b.Share.Low, &b.Share.High, "range of the words"
		}
		if c := b.Confidence; c != nil {
			row.low, row.high = &c.Low, &c.High
		}
		if b.Assumed {
			row.note = "error of a simple random sample"
		}
	}
	f.add(row)
}

func (f *beliefFile) maturity(row figureRow, m perception.Maturity) {
	row.measure, row.unit, row.interval, row.basis = "measured", "points", bounds, strconv.Itoa(m.Ranked)+" ranked"
	if m.Mean.OK {
		row.value, row.low, row.high = &m.Mean.Points, &m.Bounds.Low, &m.Bounds.High
	}
	f.add(row)
}

func (f *beliefFile) distance(row figureRow, d perception.Distance) {
	row.measure, row.unit, row.interval, row.note = "distance", "points", bothAtWorst, string(d.Why)
	if d.Comparable() {
		if d.Points.Exact() {
			row.value = &d.Points.Low
		} else {
			row.low, row.high, row.interval = &d.Points.Low, &d.Points.High, "range of the words"
		}
		if o := d.Outer; o != nil {
			row.low, row.high = &o.Low, &o.High
		}
	}
	f.add(row)
}

// questions adds the national figures of every option and scale.
func (f *beliefFile) questions() {
	if f.beliefs.Report == nil {
		return
	}
	for _, q := range f.beliefs.Wave.Questions {
		figures, ok := f.beliefs.Report.Question(q.Key)
		if !ok {
			continue
		}
		for _, option := range q.Options {
			for i := range figures.Total.Options {
				if share := &figures.Total.Options[i]; share.Key == option.Key {
					f.option(q, option, share, figures.Total.Answered)
				}
			}
		}
		if m := figures.Total.Mean; m != nil {
			f.add(figureRow{level: "country", key: q.Key, name: q.Text.In(f.look.Code()), measure: "mean", value: &m.Value, low: m.Low, high: m.High,
				interval: confidence95, se: m.SE, unit: "scale", answered: strconv.Itoa(m.Answered)})
		}
	}
}

func (f *beliefFile) option(q survey.Question, option survey.Option, share *opinion.Share, answered int) {
	times := func(x *float64) *float64 {
		if x == nil {
			return nil
		}
		return pointerTo(100 * *x)
	}
	f.add(figureRow{level: "country", key: q.Key, name: option.Text.In(f.look.Code()), measure: "option " + option.Key,
		value: pointerTo(100 * share.Value), low: times(share.Low), high: times(share.High), se: times(share.SE),
		interval: confidence95, unit: "percent", answered: strconv.Itoa(answered), basis: share.Method})
}

// council adds what a council probably thinks and where its municipality stands.
func (f *beliefFile) council(u *benchmark.Unit, spot perception.Spot) {
	c := spot.Council
	row := figureRow{level: "municipality", key: u.Code.String(), name: u.Name, basis: string(c.Basis), note: string(c.Reason)}
	if c.Misfit {
		row.note = "misfit"
	}
	if c.Answered != nil {
		row.answered = bandWords(f.look, c.Answered)
	}
	for _, figure := range []struct {
		measure string
		likely  *perception.Likely
	}{{"harvested", c.Harvested}, {"potential", c.Potential}} {
		own := row
		own.measure, own.unit, own.interval = figure.measure, "percent", likely90
		if figure.likely != nil {
			own.value = &figure.likely.Share
			if i := figure.likely.Interval; i != nil {
				own.low, own.high = &i.Low, &i.High
			}
		}
		f.add(own)
	}
	row.answered, row.note = "", ""
	var m perception.Maturity
	if spot.Measured != nil {
		m = perception.MaturityOf([]perception.Score{*spot.Measured})
	}
	f.maturity(row, m)
	f.distance(row, c.Distance(spot.Measured, f.beliefs.Gap.MonthsApart))
	row.measure, row.basis, row.note = "quadrant", string(spot.Quadrant), string(spot.Certainty)
	if spot.Quadrant == "" {
		row.basis, row.note = string(smallarea.NoFigure), absenceOf(spot)
		if b := f.beliefs.Councils; b.Lines == nil {
			row.note = string(b.Why)
		}
	}
	f.add(row)
}
