package pages_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/web/webtest"
)

func TestCompareSaysHowOftenOneIsAhead(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	result, err := s.Robustness()
	if err != nil {
		t.Fatal(err)
	}
	rows := s.List(benchmark.Query{}).Rows
	index := func(code municipality.Code) int { i, _ := s.Index(code); return i }
	first, last := rows[0], rows[60]
	text := site.Browser().Get(fmt.Sprintf("/compare?lang=en&codes=%s,%s", last.Code, first.Code)).Find("#ahead-heading").Parent().Text()
	if want := first.Name + " is ahead of " + last.Name + " under "; !strings.Contains(text, want) || strings.Contains(text, "too little") {
		t.Errorf("the page says %q", text)
	}
	three := site.Browser().Get(fmt.Sprintf("/compare?lang=en&codes=%s,%s,%s", first.Code, rows[1].Code, last.Code))
	cells := three.Find("#ahead-heading").Parent().Find("tbody td")
	if cells.Length() != 9 {
		t.Fatalf("%d cells", cells.Length())
	}
	share, _ := result.ShareAhead(index(first.Code), index(rows[1].Code))
	if got, want := strings.TrimSpace(cells.Eq(1).Text()), strconv.FormatFloat(math.Floor(share*1000+1e-9)/10, 'f', -1, 64)+"%"; got != want {
		t.Errorf("the first is ahead of the second in %s, want %s", got, want)
	}
}
