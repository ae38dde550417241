package web_test

import (
	"strconv"
	"strings"
	"testing"

	"modenhed/internal/web/webtest"
)

// figure is a number as it is written somewhere; begun tells that more digits
// may follow.
type figure struct {
	text  string
	begun bool
}

// secretOf are the scores of now and their mean, as pages in both languages
// and workbooks write them.
func secretOf(site *webtest.Site) []figure {
	s := site.Keeper.Current()
	scores := []float64{s.Overview().Country.Score.Mean.Value}
	for _, code := range answering {
		unit, _ := s.Unit(code)
		scores = append(scores, unit.Card.Score.Value)
	}
	var secret []figure
	for _, score := range scores {
		rounded := strconv.FormatFloat(score, 'f', 1, 64)
		secret = append(secret, figure{text: rounded}, figure{text: strings.Replace(rounded, ".", ",", 1)},
			figure{text: strconv.FormatFloat(score, 'f', 9, 64)[:9], begun: true})
	}
	return secret
}

// in reports whether a text has the figure as a number of its own. Every answer
// is asked, which takes the race detector minutes with a regular expression.
func (f figure) in(text string) bool {
	const digits = "0123456789"
	for from := 0; ; {
		at := strings.Index(text[from:], f.text)
		if at < 0 {
			return false
		}
		at += from
		end := at + len(f.text)
		before, after := text[max(0, at-1):at], text[end:min(end+1, len(text))]
		if !strings.ContainsAny(before, digits+".,-") && (f.begun || !strings.ContainsAny(after, digits)) {
			return true
		}
		from = at + 1
	}
}

func TestFiguresAreFoundAsNumbers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		figure figure
		text   string
		want   bool
	}{
		{figure{text: "41.2"}, "", false},
		{figure{text: "41.2"}, "41.2", true},
		{figure{text: "41,2"}, "<td>41,2</td>", true},
		{figure{text: "41.2"}, "a score of 41.2.", true},
		{figure{text: "41.2"}, "41.25", false},
		{figure{text: "41.2"}, "141.2", false},
		{figure{text: "41.2"}, "-41.2", false},
		{figure{text: "41,2"}, "3.41,2", false},
		{figure{text: "41.2"}, "141.2, 41.27 and 41.2", true},
		{figure{text: "41.234567", begun: true}, "<v>41.2345678</v>", true},
		{figure{text: "41.234567", begun: true}, "<v>141.2345678</v>", false},
		{figure{text: "41.234567", begun: true}, "<v>41.2345</v>", false},
	} {
		if got := test.figure.in(test.text); got != test.want {
			t.Errorf("%+v is in %q: %v, want %v", test.figure, test.text, got, test.want)
		}
	}
}
