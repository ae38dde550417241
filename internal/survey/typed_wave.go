package survey

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"modenhed/internal/fault"
	"modenhed/internal/table"
)

// Limits on what a form of a wave may hold.
const (
	MaxQuestions = 20
	MaxOptions   = 20
	// MaxWording is the longest text of a question or an option, in characters.
	MaxWording = 600
)

// TypedWave is a wave of responses as somebody typed it. Fields are told by the
// paths of [Wave.Check], but lists that are typed as one text by the list.
type TypedWave struct {
	Key, Fieldwork   string
	Title            Text
	Population, Mode Text
	Purpose          string
	// Source says where the wave is described; Year is typed.
	Source Source
	Year   string

	Minimum, Election, People, KeepMonths string
	// Rake and By are names with commas between, Merge has a line for each merge
	// such as "S = OTH".
	Rake, By, Merge   string
	TrimLow, TrimHigh string
	Questions         []TypedQuestion
	// Comment is for colleagues; it is no part of the wave.
	Comment string
	// Seen is the number of the version that the writer had before them.
	Seen int64
}

// TypedQuestion is a question as it was typed; one without key is new.
type TypedQuestion struct {
	Key     string
	Text    Text
	Options []TypedAnswer
}

// TypedAnswer is an option as it was typed; one without key is new.
type TypedAnswer struct {
	Key            string
	Text           Text
	Reading, Score string
}

// TypeWave returns a wave as one would type it; number writes a number as
// people write it.
func TypeWave(w Wave, number func(float64) string) TypedWave {
	t := TypedWave{
		Key: w.Key, Fieldwork: w.Fieldwork, Title: w.Title, Population: w.Population, Mode: w.Mode,
		Purpose: string(w.Purpose), Source: w.Source, Year: typedInt(w.Source.Year),
	}
	if d := w.Design; d != nil {
		t.Minimum, t.Election, t.People, t.KeepMonths = typedInt(d.Minimum), typedInt(d.Election), typedInt(d.People), typedInt(d.KeepMonths)
		t.Rake, t.By = strings.Join(d.Rake, ", "), strings.Join(d.By, ", ")
		for _, m := range d.Merge {
			t.Merge += m.From + " = " + m.Into + "\n"
		}
		t.Merge = strings.TrimSuffix(t.Merge, "\n")
		if d.Trim != nil {
			t.TrimLow, t.TrimHigh = number(d.Trim.Low), number(d.Trim.High)
		}
	}
	for _, q := range w.Questions {
		typed := TypedQuestion{Key: q.Key, Text: q.Text}
		for _, o := range q.Options {
			answer := TypedAnswer{Key: o.Key, Text: o.Text, Reading: string(o.Reading)}
			if o.Score != nil {
				answer.Score = number(*o.Score)
			}
			typed.Options = append(typed.Options, answer)
		}
		t.Questions = append(t.Questions, typed)
	}
	return t
}

// typedInt writes a number that is left out where it is 0.
func typedInt(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// Wave returns the wave that was typed, or every problem at once. What cannot be
// typed stays as it is in before, which is the zero Wave for a new one. Questions
// and options without key get one made from their text.
func (t TypedWave) Wave(before Wave) (Wave, error) {
	t = t.clean()
	var problems fault.Problems
	t.checkTexts(&problems)
	w := before
	w.Key, w.Kind, w.Fieldwork = t.Key, FromResponses, t.Fieldwork
	w.Title, w.Population, w.Mode = t.Title, t.Population, t.Mode
	w.Purpose, w.Source = Purpose(t.Purpose), t.Source
	w.Source.Year = readYear(t.Year, &problems)
	w.Design = t.design(&problems)
	w.Questions = t.questions(before, &problems)
	err := w.Check()
	problems = append(problems, notAt(problems, told(problemsIn(err)))...)
	switch {
	case len(problems) > 0:
		return Wave{}, problems.Err()
	case err != nil:
		return Wave{}, err
	}
	return w, nil
}

// told moves problems of an entry of a list that is typed as one text to the list.
func told(problems fault.Problems) fault.Problems {
	problems = slices.Clone(problems)
	for i := range problems {
		for _, list := range []string{"design/rake", "design/by", "design/merge"} {
			if strings.HasPrefix(problems[i].Field, list+"[") {
				problems[i].Field = list
			}
		}
	}
	return problems
}

// clean returns what was typed without space around it and with plain line ends.
func (t TypedWave) clean() TypedWave {
	for _, text := range []*string{
		&t.Key, &t.Fieldwork, &t.Title.DA, &t.Title.EN, &t.Population.DA, &t.Population.EN, &t.Mode.DA, &t.Mode.EN, &t.Purpose,
		&t.Source.Title, &t.Source.Publisher, &t.Source.URL, &t.Year, &t.Minimum, &t.Election, &t.People, &t.KeepMonths,
		&t.Rake, &t.By, &t.Merge, &t.TrimLow, &t.TrimHigh, &t.Comment,
	} {
		*text = cleanText(*text)
	}
	t.Questions = slices.Clone(t.Questions)
	for i := range t.Questions {
		q := &t.Questions[i]
		q.Key, q.Text.DA, q.Text.EN = cleanText(q.Key), cleanText(q.Text.DA), cleanText(q.Text.EN)
		q.Options = slices.Clone(q.Options)
		for k := range q.Options {
			o := &q.Options[k]
			o.Key, o.Text.DA, o.Text.EN = cleanText(o.Key), cleanText(o.Text.DA), cleanText(o.Text.EN)
			o.Reading, o.Score = cleanText(o.Reading), cleanText(o.Score)
		}
	}
	return t
}

// checkTexts notes texts that are too long or that cannot be shown.
func (t TypedWave) checkTexts(problems *fault.Problems) {
	check := func(field, text string, limit int, lines bool) {
		if utf8.RuneCountInString(text) > limit {
			problems.Add(field, "survey.text_too_long", "Max", limit)
		} else if !readable(text, lines) {
			problems.Add(field, "survey.text_unreadable")
		}
	}
	both := func(field string, text Text, limit int) {
		check(field+"/da", text.DA, limit, true)
		check(field+"/en", text.EN, limit, true)
	}
	check("key", t.Key, maxKey, false)
	both("title", t.Title, MaxText)
	both("population", t.Population, MaxText)
	both("mode", t.Mode, MaxText)
	check("source/title", t.Source.Title, MaxText, false)
	check("source/publisher", t.Source.Publisher, MaxText, false)
	check("source/url", t.Source.URL, MaxAddress, false)
	check("design/rake", t.Rake, MaxText, false)
	check("design/by", t.By, MaxText, false)
	check("design/merge", t.Merge, MaxComment, true)
	check("comment", t.Comment, MaxComment, true)
	for i, q := range t.Questions {
		path := fmt.Sprintf("questions[%d]", i+1)
		both(path+"/text", q.Text, MaxWording)
		for k, o := range q.Options {
			both(fmt.Sprintf("%s/options[%d]/text", path, k+1), o.Text, MaxWording)
		}
	}
}

func (t TypedWave) design(problems *fault.Problems) *Design {
	d := &Design{
		Minimum:    readWhole("design/minimum", t.Minimum, problems),
		Election:   readWhole("design/election", t.Election, problems),
		People:     readWhole("design/people", t.People, problems),
		KeepMonths: readWhole("design/keep_months", t.KeepMonths, problems),
		Rake:       names(t.Rake), By: names(t.By),
	}
	for line := range strings.Lines(t.Merge) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		from, into, ok := strings.Cut(line, "=")
		if !ok {
			problems.Add("design/merge", "survey.merge_form", "Value", excerpt(line))
			continue
		}
		d.Merge = append(d.Merge, Merge{From: strings.TrimSpace(from), Into: strings.TrimSpace(into)})
	}
	if t.TrimLow != "" || t.TrimHigh != "" {
		d.Trim = &Bounds{Low: readNumber("design/trim", t.TrimLow, problems), High: readNumber("design/trim", t.TrimHigh, problems)}
	}
	return d
}

// names splits a list at its commas.
func names(list string) (names []string) {
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// readWhole reads a whole number, 0 for none.
func readWhole(field, typed string, problems *fault.Problems) int {
	if typed == "" {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil {
		problems.Add(field, "survey.not_whole", "Value", excerpt(typed))
	}
	return n
}

func readNumber(field, typed string, problems *fault.Problems) float64 {
	x, err := table.ParseNumber(typed)
	if err != nil && len(notAt(*problems, fault.Problems{{Field: field}})) > 0 {
		problems.Add(field, "survey.not_typed_number", "Value", excerpt(typed))
	}
	return x
}

func (t TypedWave) questions(before Wave, problems *fault.Problems) (questions []Question) {
	var taken []string
	for _, q := range t.Questions {
		taken = append(taken, q.Key)
	}
	for i, typed := range t.Questions {
		q := Question{Key: typed.Key, Text: typed.Text}
		if at := slices.IndexFunc(before.Questions, func(old Question) bool { return old.Key == typed.Key }); at >= 0 {
			q.Area, q.Source = before.Questions[at].Area, before.Questions[at].Source
		}
		if q.Key == "" {
			q.Key = keyOf(typed.Text, "question", taken)
			taken = append(taken, q.Key)
		}
		var keys []string
		for _, o := range typed.Options {
			keys = append(keys, o.Key)
		}
		for k, o := range typed.Options {
			option := Option{Key: o.Key, Text: o.Text, Reading: Reading(o.Reading)}
			if option.Key == "" {
				option.Key = keyOf(o.Text, "option", keys)
				keys = append(keys, option.Key)
			}
			if o.Score != "" {
				score := readNumber(fmt.Sprintf("questions[%d]/options[%d]/score", i+1, k+1), o.Score, problems)
				option.Score = &score
			}
			q.Options = append(q.Options, option)
		}
		questions = append(questions, q)
	}
	return questions
}

// Asked returns the questions of a wave as they can be asked again: without shares.
func Asked(w Wave) []Question {
	questions := make([]Question, len(w.Questions))
	for i, q := range w.Questions {
		questions[i] = Question{Key: q.Key, Text: q.Text, Area: q.Area}
		for _, o := range q.Options {
			questions[i].Options = append(questions[i].Options, Option{Key: o.Key, Text: o.Text, Reading: o.Reading, Score: o.Score})
		}
	}
	return questions
}

// SuggestKey returns a key for a new wave by the time of its answers, one that
// is not taken.
func SuggestKey(fieldwork string, taken []string) string {
	key := "survey"
	if _, _, ok := (Wave{Fieldwork: fieldwork}).Months(); ok {
		key = "politicians-" + fieldwork
	}
	for n, free := 2, key; ; n++ {
		if !slices.Contains(taken, free) && !slices.Contains(reservedKeys(), free) {
			return free
		}
		free = fmt.Sprintf("%s-%d", key, n)
	}
}
