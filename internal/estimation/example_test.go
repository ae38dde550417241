package estimation_test

import (
	"fmt"
	"log"

	"modenhed/internal/estimation"
	"modenhed/internal/weighting"
)

// Ten councillors of forty answered; party B is a quarter of the council and
// half of those who answered. R's package survey gives the same shares, errors
// and intervals.
func Example() {
	party, err := weighting.Encode("party", []string{"A", "A", "A", "A", "A", "B", "B", "B", "B", "B"})
	if err != nil {
		log.Fatal(err)
	}
	weights, err := weighting.PostStratify(weighting.Margin{
		Column:     party,
		Population: []weighting.Count{{Label: "A", People: 30}, {Label: "B", People: 10}},
	})
	if err != nil {
		log.Fatal(err)
	}
	answers, err := weighting.EncodeAs("answer", []string{"yes", "no", "dont_know"},
		[]string{"yes", "yes", "yes", "no", "dont_know", "no", "no", "no", "yes", ""})
	if err != nil {
		log.Fatal(err)
	}
	table, err := estimation.Tabulate(estimation.Default(weights), answers)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range table.Total().Shares {
		fmt.Printf("%-9s %d of %d, weighted %.3f ± %.3f, %s %.3f to %.3f\n",
			s.Option, s.Count, s.Answered, s.Value, s.Margin.Value, s.Interval.Method, s.Interval.Low, s.Interval.High)
	}
	// Output:
	// yes       4 of 9, weighted 0.526 ± 0.321, beta 0.190 to 0.845
	// no        4 of 9, weighted 0.316 ± 0.268, beta 0.083 to 0.648
	// dont_know 1 of 9, weighted 0.158 ± 0.253, beta 0.007 to 0.571
}
