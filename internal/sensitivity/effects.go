package sensitivity

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
)

// Index is an estimated share of the variance. The true share lies between 0
// and 1; the estimate is given as it came out, and may lie outside.
type Index struct {
	Value float64
	// Error is the standard error of Value that the finite number of draws leaves.
	Error float64
}

// Noise reports whether the estimate is within two standard errors of 0, so
// that these draws cannot tell it from none.
func (i Index) Noise() bool { return i.Value <= 2*i.Error }

// Share returns the estimate moved into 0 to 1, for showing.
func (i Index) Share() float64 { return held(i.Value, 0, 1) }

// Effect is what one factor does to the variance of a result.
type Effect struct {
	// First is the share of the variance that the factor explains alone.
	First Index
	// Total is the share that would remain if every other factor were known:
	// the factor alone and in interplay with the others. The totals of all
	// factors sum to 1 or more.
	Total Index
}

// Decomposition is the variance of a result split by factors.
type Decomposition struct {
	// Draws is the number of base draws; the result was computed
	// Draws·(factors + 2) times.
	Draws int
	// Mean and Variance are of the result, with n. They are 0 when a result is
	// not a number of at most 1e70.
	Mean, Variance float64
	// OK is false when the result does not vary, or is not such a number: no
	// factor then has an effect to speak of.
	OK bool
	// Effects are in the order of the factors, nil unless OK.
	Effects []Effect
}

// block is how many draws share a generator. It fixes the numbers drawn, and
// must not depend on the machine.
const block = 256

// Effects returns the first-order and total effect of independent factors, each
// uniform on 0 to 1, on the result of f. f is called by several goroutines at
// once and must neither keep nor change x. At least 2 draws and one factor are
// needed; draws·(factors + 2) numbers are held.
//
// With independent samples A and B, and A_i being A with factor i taken from B,
//
//	first = mean((f(B) − m)·(f(A_i) − f(A)))/V   total = mean((f(A) − f(A_i))²)/(2V)
//
// where m and V are the mean and variance of f over A and B. The standard error
// of both is that of a ratio of means over the draws. Draws come from PCG
// generators, one per block of draws, seeded in turn by the PCG generator with
// the given seed, so that the result does not depend on the number of processors.
//
// Source: Saltelli et al., Comput. Phys. Commun. 181 (2010) 259-270, table 2 (b) and (f).
func Effects(f func(x []float64) float64, factors, draws int, seed uint64) Decomposition {
	return effects(func() func([]float64) float64 { return f }, factors, draws, seed)
}

// effects is [Effects] for a function with memory of its own: fresh is called
// once for each worker. The memory must not show in the results.
func effects(fresh func() func(x []float64) float64, factors, draws int, seed uint64) Decomposition {
	if factors < 1 || draws < 2 {
		return Decomposition{}
	}
	s := sampling{factors: factors, draws: draws, results: make([]float64, draws*(factors+2))}
	s.run(fresh, seed)
	return s.decompose()
}

// sampling holds the results of every draw in a row: of A_1 to A_n, of A, of B.
type sampling struct {
	factors, draws int
	results        []float64
}

func (s *sampling) row(draw int) []float64 {
	width := s.factors + 2
	return s.results[draw*width : (draw+1)*width]
}

// run fills the results, a block at a time, by as many workers as there are processors.
func (s *sampling) run(fresh func() func(x []float64) float64, seed uint64) {
	master := rand.NewPCG(seed, 0)
	generators := make([]*rand.PCG, (s.draws+block-1)/block)
	for i := range generators {
		generators[i] = rand.NewPCG(master.Uint64(), master.Uint64())
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(generators)) {
		workers.Go(func() {
			f := fresh()
			for i := int(next.Add(1)) - 1; i < len(generators); i = int(next.Add(1)) - 1 {
				s.fill(i*block, min((i+1)*block, s.draws), f, rand.New(generators[i]))
			}
		})
	}
	workers.Wait()
}

func (s *sampling) fill(first, end int, f func(x []float64) float64, random *rand.Rand) {
	a, b := make([]float64, s.factors), make([]float64, s.factors)
	for draw := first; draw < end; draw++ {
		for i := range a {
			a[i] = random.Float64()
		}
		for i := range b {
			b[i] = random.Float64()
		}
		row := s.row(draw)
		row[s.factors] = f(a)
		for i := range a {
			own := a[i]
			a[i] = b[i]
			row[i] = f(a)
			a[i] = own
		}
		row[s.factors+1] = f(b)
	}
}

func (s *sampling) decompose() Decomposition {
	d := Decomposition{Draws: s.draws}
	if !s.finite() {
		return d
	}
	d.Mean = s.mean(func(row []float64) float64 { return row[s.factors]/2 + row[s.factors+1]/2 })
	if !varies(s.results) {
		return d
	}
	spread := s.spread(d.Mean)
	if d.Variance = s.mean(spread); d.Variance == 0 {
		return d
	}
	d.OK = true
	for i := range s.factors {
		d.Effects = append(d.Effects, Effect{
			First: s.ratio(s.alone(i, d.Mean), spread),
			Total: s.ratio(s.jump(i), spread),
		})
	}
	return d
}

// finite tells whether the results are, and are small enough to be squared and
// squared again.
func (s *sampling) finite() bool {
	const largest = 1e70
	for _, y := range s.results {
		if !(math.Abs(y) <= largest) {
			return false
		}
	}
	return true
}

// statistic is a figure of one row of results.
type statistic func(row []float64) float64

// spread is half the squared distances of f(A) and f(B) from the mean.
func (s *sampling) spread(mean float64) statistic {
	return func(row []float64) float64 {
		a, b := row[s.factors]-mean, row[s.factors+1]-mean
		return (float64(a*a) + float64(b*b)) / 2
	}
}

// alone is (f(B) − mean)·(f(A_i) − f(A)).
func (s *sampling) alone(i int, mean float64) statistic {
	return func(row []float64) float64 {
		return float64((row[s.factors+1] - mean) * (row[i] - row[s.factors]))
	}
}

// jump is half of (f(A) − f(A_i))².
func (s *sampling) jump(i int) statistic {
	return func(row []float64) float64 {
		d := row[s.factors] - row[i]
		return float64(d*d) / 2
	}
}

func (s *sampling) mean(of statistic) float64 {
	sum := 0.0
	for draw := range s.draws {
		sum += of(s.row(draw))
	}
	return sum / float64(s.draws)
}

// ratio returns mean(over)/mean(under) and its standard error by the delta method.
func (s *sampling) ratio(over, under statistic) Index {
	below := s.mean(under)
	value := s.mean(over) / below
	squares := s.mean(func(row []float64) float64 {
		residual := (over(row) - float64(value*under(row))) / below
		return float64(residual * residual)
	})
	return Index{Value: value, Error: math.Sqrt(squares / float64(s.draws-1))}
}
