package robustness_test

import (
	"fmt"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// Whether one group of units has a higher mean score than another, and what
// the methods have in common under which it has not.
func ExampleFold() {
	f := &framework.Framework{Key: "example", Version: 1, Method: framework.DefaultMethod()}
	f.Areas = []framework.Area{area("services", 1, points("s", 1)), area("security", 1, points("x", 1))}
	model, err := scoring.Compile(f)
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := robustness.Prepare(model, []scoring.Answer{
		value(90), value(30), // north
		value(70), value(48), // north
		value(60), value(55), // south
		value(50), value(65), // south
	}, []bool{true, true, true, true})
	if err != nil {
		fmt.Println(err)
		return
	}
	north, south := []int{0, 1}, []int{2, 3}
	mean := func(d *robustness.Draw, units []int) float64 {
		sum := 0.0
		for _, u := range units {
			score, _ := d.Score(u)
			sum += score / float64(len(units))
		}
		return sum
	}

	type outcome struct {
		holds, fails     int
		geometric        int
		servicesWhenFail float64
	}
	got, err := robustness.Fold(e, robustness.Defaults(),
		func() outcome { return outcome{} },
		func(o outcome, d *robustness.Draw) outcome {
			if mean(d, north) > mean(d, south) {
				o.holds++
				return o
			}
			o.fails++
			o.servicesWhenFail += d.AreaWeights(nil)[0]
			if d.Aggregation() == framework.Geometric {
				o.geometric++
			}
			return o
		},
		func(a, b outcome) outcome {
			return outcome{a.holds + b.holds, a.fails + b.fails, a.geometric + b.geometric, a.servicesWhenFail + b.servicesWhenFail}
		})
	if err != nil {
		fmt.Println(err)
		return
	}
	all, fails := float64(got.holds+got.fails), float64(got.fails)
	fmt.Printf("north is ahead of south under %.0f %% of methods\n", 100*float64(got.holds)/all)
	fmt.Printf("where not, services weigh %.2f and %.0f %% of means are geometric\n", got.servicesWhenFail/fails, 100*float64(got.geometric)/fails)
	// Output:
	// north is ahead of south under 49 % of methods
	// where not, services weigh 0.46 and 76 % of means are geometric
}
