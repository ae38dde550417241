package robustness

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// ErrStopped is the error of a run that its caller ended.
var ErrStopped = errors.New("stopped before the last draw")

// Run draws methods and counts ranks. progress may be nil; it is told now and
// then how many draws are done, by one goroutine at a time, and ends the run
// with [ErrStopped] by returning false. The work is shared by as many
// goroutines as there are processors.
func (e *Experiment) Run(s Settings, progress func(done, of int) bool) (*Result, error) {
	if err := s.Check(); err != nil {
		return nil, fmt.Errorf("rank intervals: %w", err)
	}
	return e.newPlan(s).run(progress)
}

// RunWeights counts ranks under given weights of the top areas, one row per
// draw in the order of the framework's top areas; everything else is as
// declared. Weights are at least 0 and of any sum above 0. An area whose
// declared weight is 0 stays without.
func (e *Experiment) RunWeights(rows [][]float64) (*Result, error) {
	if len(rows) < 1 || len(rows) > MaxDraws {
		return nil, fmt.Errorf("ranks under given weights: %w: %d, want 1 to %d", ErrDraws, len(rows), MaxDraws)
	}
	for i, row := range rows {
		if err := e.checkWeights(row); err != nil {
			return nil, fmt.Errorf("ranks under given weights: row %d: %w", i, err)
		}
	}
	return e.newGivenPlan(rows).run(nil)
}

func (e *Experiment) checkWeights(row []float64) error {
	if areas := len(e.framework.Areas); len(row) != areas {
		return fmt.Errorf("%d weights for %d areas", len(row), areas)
	}
	sum := 0.0
	for _, w := range row {
		if !(w >= 0) {
			return fmt.Errorf("weight %v is not a number of at least 0", w)
		}
		sum += w
	}
	if sum == 0 || math.IsInf(sum, 1) {
		return fmt.Errorf("weights sum to %v", sum)
	}
	return nil
}

func (p *plan) run(progress func(done, of int) bool) (*Result, error) {
	if progress == nil {
		progress = func(int, int) bool { return true }
	}
	draws := p.settings.Draws
	if p.settled() {
		if !progress(draws, draws) {
			return nil, ErrStopped
		}
		return newResult(p.Experiment, p.settings, settled(p.ranks, uint32(draws))), nil
	}
	r := reporter{progress: progress, of: draws}
	tallies := make([]*tally, p.workers())
	ok := p.spread(len(tallies), func(worker int) func(block int) bool {
		k, t := newKernel(p), newTally(len(p.units))
		tallies[worker] = t
		return func(block int) bool {
			size := k.begin(block)
			for range size {
				t.add(k.sorted(k.next()))
			}
			return r.report(size)
		}
	})
	if !ok {
		return nil, ErrStopped
	}
	total := tallies[0].close()
	for _, t := range tallies[1:] {
		total.merge(t.close())
	}
	return newResult(p.Experiment, p.settings, total), nil
}

// reporter tells of progress from many goroutines.
type reporter struct {
	mutex    sync.Mutex
	done, of int
	progress func(done, of int) bool
}

func (r *reporter) report(size int) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.done += size
	return r.progress(r.done, r.of)
}

func (p *plan) blocks() int { return (p.settings.Draws + blockSize - 1) / blockSize }

// workers returns how many goroutines share the work: no more than there are
// processors or blocks, and for many units so few that their tallies stay
// within bounds.
func (p *plan) workers() int {
	const cells = 1 << 27
	n := len(p.units)
	return max(1, min(runtime.GOMAXPROCS(0), p.blocks(), cells/(3*n*n)))
}

// spread has every block worked on once. Each worker makes itself a function
// for its blocks; when one returns false, no new block is begun and spread
// returns false.
func (p *plan) spread(workers int, start func(worker int) func(block int) bool) bool {
	var next atomic.Int64
	var stopped atomic.Bool
	var group sync.WaitGroup
	blocks := int64(p.blocks())
	for worker := range workers {
		group.Go(func() {
			work := start(worker)
			for !stopped.Load() {
				block := next.Add(1) - 1
				if block >= blocks {
					return
				}
				if !work(int(block)) {
					stopped.Store(true)
				}
			}
		})
	}
	group.Wait()
	return !stopped.Load()
}
