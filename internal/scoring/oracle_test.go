package scoring_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// The oracle files hold values computed with numpy and scipy; see testdata/oracle/README.md.

func readOracle(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "oracle", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

type normaliseCase struct {
	Name      string
	X         []*float64
	Method    string
	Direction int
	Lo, Hi    *float64
	To        [2]float64
	Expected  []*float64
}

// notOffered are the oracle's normalisations that no framework can ask for.
// Its percentile ranks are tested in package ranking.
var notOffered = map[string]bool{
	"z-score":                   true,
	"goalposts no clamp":        true,
	"percentile rank with ties": true,
	"percentile rank down":      true,
}

func (c normaliseCase) scale(t *testing.T) framework.Scale {
	t.Helper()
	switch c.Method {
	case "minmax":
		return framework.Scale{Kind: framework.MinMax, Down: c.Direction < 0}
	case "goalpost":
		if c.Direction < 0 {
			return framework.Scale{Kind: framework.Goalposts, Low: *c.Hi, High: *c.Lo, Down: true}
		}
		return framework.Scale{Kind: framework.Goalposts, Low: *c.Lo, High: *c.Hi}
	}
	t.Fatalf("method %q is neither offered nor listed as not offered", c.Method)
	return framework.Scale{}
}

func TestNormaliseAgreesWithOracle(t *testing.T) {
	t.Parallel()
	var cases []normaliseCase
	readOracle(t, "normalise.json", &cases)
	tested := 0
	for _, c := range cases {
		if notOffered[c.Name] {
			continue
		}
		tested++
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			method := lenient()
			mapped := c.To == [2]float64{1, 100}
			if mapped {
				method.Aggregation = framework.Geometric
			}
			m := model(t, method, area("a", 1, numeric("x", 1, c.scale(t))))
			var answers []scoring.Answer
			for _, x := range c.X {
				if x == nil {
					answers = append(answers, missing)
				} else {
					answers = append(answers, value(*x))
				}
			}
			for i, card := range score(t, m, answers...) {
				got := card.Indicators[0].Score
				if mapped {
					got = card.Score
				}
				near(t, keyed("unit ", i), got, c.Expected[i])
			}
		})
	}
	if tested != len(cases)-len(notOffered) {
		t.Errorf("tested %d of %d cases", tested, len(cases))
	}
}

type aggregateFigures struct {
	Arithmetic *float64 `json:"arithmetic"`
	Geometric  *float64 `json:"geometric_1_100"`
	Harmonic   *float64 `json:"harmonic_1_100"`
}

type aggregateCase struct {
	Name     string
	Scores   []*float64
	Weights  []float64
	State    []string
	Expected struct {
		CoverageCount  *float64         `json:"coverage_count"`
		CoverageWeight *float64         `json:"coverage_weight"`
		Renormalise    aggregateFigures `json:"renormalise"`
		MissingAsZero  aggregateFigures `json:"missing_as_zero"`
	}
}

func (c aggregateCase) answers(t *testing.T) []scoring.Answer {
	t.Helper()
	answers := make([]scoring.Answer, len(c.State))
	for i, state := range c.State {
		switch state {
		case "ok":
			answers[i] = value(*c.Scores[i])
		case "na":
			answers[i] = na
		case "missing":
			answers[i] = []scoring.Answer{missing, unknown}[i%2]
		default:
			t.Fatalf("unknown state %q", state)
		}
	}
	return answers
}

func TestAggregateAgreesWithOracle(t *testing.T) {
	t.Parallel()
	var cases []aggregateCase
	readOracle(t, "aggregate.json", &cases)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			for rule, want := range map[framework.MissingRule]aggregateFigures{
				framework.Renormalise: c.Expected.Renormalise,
				framework.Zero:        c.Expected.MissingAsZero,
			} {
				c.check(t, rule, framework.Arithmetic, want.Arithmetic)
				c.check(t, rule, framework.Geometric, want.Geometric)
				c.check(t, rule, framework.Harmonic, want.Harmonic)
			}
		})
	}
}

func (c aggregateCase) check(t *testing.T, rule framework.MissingRule, by framework.Aggregation, want *float64) {
	t.Helper()
	method := lenient()
	method.Missing, method.Aggregation = rule, by
	var indicators []framework.Indicator
	for i, w := range c.Weights {
		indicators = append(indicators, points(keyed("x", i), w))
	}
	card := score(t, model(t, method, area("a", 1, indicators...)), c.answers(t)...)[0]
	what := string(rule) + " " + string(by)
	near(t, what+" area", card.Areas[0].Score, want)
	near(t, what+" overall", card.Score, want)
	got := card.Areas[0]
	if c.Expected.CoverageCount == nil {
		if got.Applicable || got.Of != 0 {
			t.Errorf("%s: the area applies", what)
		}
		return
	}
	nearShare(t, what+" count coverage", float64(got.Reported)/float64(got.Of), *c.Expected.CoverageCount)
	nearShare(t, what+" weight coverage", got.Coverage, *c.Expected.CoverageWeight)
	nearShare(t, what+" overall coverage", card.Coverage, *c.Expected.CoverageWeight)
}
