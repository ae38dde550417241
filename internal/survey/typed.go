package survey

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"modenhed/internal/fault"
	"modenhed/internal/table"
)

// Limits on what may be typed, in characters.
const (
	MaxText    = 300
	MaxAddress = 2000
	MaxComment = 2000
)

// The years that a source may be from.
const (
	minYear = 1900
	maxYear = 2100
)

// Typed are the exact shares of one question as somebody typed them.
type Typed struct {
	Question string
	// Shares maps option keys to percentages, with decimal comma or point.
	Shares map[string]string
	// Added are options that the wave does not have yet.
	Added []TypedOption
	// Title, Publisher, Year and Address say where the shares stand.
	Title, Publisher, Year, Address string
	// Comment is for colleagues; it is no part of the wave.
	Comment string
	// Seen is the number of the version that the writer had before them.
	Seen int64
}

// TypedOption is an option that the wave does not have yet, as it was typed.
type TypedOption struct {
	Text    Text
	Reading string
	Share   string
}

func (o TypedOption) empty() bool { return o == TypedOption{} }

// Clean returns what was typed as it is read and kept: without space around
// it, with plain line ends, and without options that were left empty.
func (t Typed) Clean() Typed {
	shares := make(map[string]string, len(t.Shares))
	for key, share := range t.Shares {
		shares[key] = cleanText(share)
	}
	t.Shares = shares
	added := make([]TypedOption, 0, len(t.Added))
	for _, o := range t.Added {
		o.Text.DA, o.Text.EN = cleanText(o.Text.DA), cleanText(o.Text.EN)
		o.Reading, o.Share = cleanText(o.Reading), cleanText(o.Share)
		if !o.empty() {
			added = append(added, o)
		}
	}
	t.Added = added
	for _, text := range []*string{&t.Title, &t.Publisher, &t.Year, &t.Address, &t.Comment} {
		*text = cleanText(*text)
	}
	return t
}

func cleanText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(strings.ReplaceAll(s, "\r", "\n"))
}

// Enter returns the wave with the shares that were typed in place of what was
// known before, or every problem at once. Problems stand where those of
// [EnterShares] do, and at "source/publisher", "source/year" and "comment". An
// option added gets a key made from its text.
func Enter(w Wave, typed Typed) (Wave, error) {
	typed = typed.Clean()
	var unread fault.Problems
	exact := typed.read(optionKeys(w, typed.Question), &unread)
	typed.checkTexts(&unread)
	entered, err := EnterShares(w, exact)
	problems := append(unread, notAt(unread, problemsIn(err))...)
	switch {
	case len(problems) > 0:
		return Wave{}, problems.Err()
	case err != nil:
		return Wave{}, err
	}
	return entered, nil
}

// read turns what was typed into figures and notes what is none. A share that
// cannot be read is left out.
func (t Typed) read(known []string, problems *fault.Problems) ExactShares {
	exact := ExactShares{
		Question: t.Question,
		Percent:  make(map[string]float64, len(known)),
		Source:   Source{Title: t.Title, Publisher: t.Publisher, URL: t.Address, Year: readYear(t.Year, problems)},
	}
	for _, key := range known {
		if percent, ok := readPercent("shares/"+key, t.Shares[key], problems); ok {
			exact.Percent[key] = percent
		}
	}
	for i, o := range t.Added {
		option := Option{Key: optionKey(o.Text, known), Text: o.Text, Reading: Reading(o.Reading), Share: Share{Basis: Stated}}
		known = append(known, option.Key)
		if percent, ok := readPercent(fmt.Sprintf("added[%d]/share/percent", i+1), o.Share, problems); ok {
			option.Share.Percent = &percent
		}
		exact.Added = append(exact.Added, option)
	}
	return exact
}

// readPercent reads a percentage from 0 to 100; a sign for per cent may follow.
func readPercent(field, typed string, problems *fault.Problems) (percent float64, ok bool) {
	digits := strings.TrimSpace(strings.TrimSuffix(typed, "%"))
	if digits == "" {
		problems.Add(field, "survey.share_empty")
		return 0, false
	}
	percent, err := table.ParseNumber(digits)
	var known *fault.Error
	switch {
	case errors.As(err, &known):
		*problems = append(*problems, fault.Problem{Field: field, Message: known.Message})
		return 0, false
	case percent < 0 || percent > 100:
		problems.Add(field, "survey.percent_range", "Value", excerpt(digits))
		return 0, false
	}
	return percent, true
}

// readYear returns a year, 0 when there is none.
func readYear(typed string, problems *fault.Problems) int {
	if typed == "" {
		return 0
	}
	year, err := strconv.Atoi(typed)
	if err != nil || year < minYear || year > maxYear {
		problems.Add("source/year", "survey.year_form", "Value", excerpt(typed))
		return 0
	}
	return year
}

// checkTexts notes texts that are too long or that cannot be shown.
func (t Typed) checkTexts(problems *fault.Problems) {
	check := func(field, text string, limit int, lines bool) {
		if utf8.RuneCountInString(text) > limit {
			problems.Add(field, "survey.text_too_long", "Max", limit)
		} else if !readable(text, lines) {
			problems.Add(field, "survey.text_unreadable")
		}
	}
	for i, o := range t.Added {
		check(fmt.Sprintf("added[%d]/text/da", i+1), o.Text.DA, MaxText, false)
		check(fmt.Sprintf("added[%d]/text/en", i+1), o.Text.EN, MaxText, false)
	}
	check("source/title", t.Title, MaxText, false)
	check("source/publisher", t.Publisher, MaxText, false)
	check("source/url", t.Address, MaxAddress, false)
	check("comment", t.Comment, MaxComment, true)
}

// readable reports whether s is valid UTF-8 without control characters, which
// would break lines, files or the reading direction where the text is shown.
func readable(s string, lines bool) bool {
	if !utf8.ValidString(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		if lines && (r == '\n' || r == '\t') {
			return false
		}
		return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	})
}

// optionKeys returns the keys of a question's options in file order.
func optionKeys(w Wave, question string) []string {
	var keys []string
	for _, q := range w.Questions {
		if q.Key != question {
			continue
		}
		for _, o := range q.Options {
			keys = append(keys, o.Key)
		}
	}
	return keys
}

// maxKey is the longest key made from a text, in letters.
const maxKey = 40

func optionKey(text Text, taken []string) string { return keyOf(text, "option", taken) }

// keyOf makes a key from a text, the English one where there is one, that
// is not taken. A text without letters gives the other word.
func keyOf(text Text, otherwise string, taken []string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r == '’' || r == '\'':
			return -1
		}
		return '_'
	}, strings.ToLower(text.In("en")))
	words := strings.FieldsFunc(plain, func(r rune) bool { return r == '_' })
	key := strings.Join(words, "_")
	key = strings.TrimRight(key[:min(len(key), maxKey)], "_")
	if key == "" {
		key = otherwise
	}
	for n, free := 2, key; ; n++ {
		if !slices.Contains(taken, free) {
			return free
		}
		free = fmt.Sprintf("%s_%d", key, n)
	}
}

// problemsIn returns what a fault says is wrong with the input.
func problemsIn(err error) fault.Problems {
	var known *fault.Error
	if errors.As(err, &known) {
		return known.Problems
	}
	return nil
}

// notAt leaves out problems at fields where there is one already: a share that
// could not be read is not also missing.
func notAt(had, more fault.Problems) fault.Problems {
	return slices.DeleteFunc(slices.Clone(more), func(p fault.Problem) bool {
		return slices.ContainsFunc(had, func(h fault.Problem) bool { return h.Field == p.Field })
	})
}
