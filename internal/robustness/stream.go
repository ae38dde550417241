package robustness

import "math/rand/v2"

// blockSize is the number of draws that share a stream. It is part of what a
// seed means: another size gives other draws.
const blockSize = 256

// The streams of a block.
const (
	weightStream uint64 = iota
	missingStream
	streams
)

// newStream returns the generator of one stream of a block.
func newStream(seed uint64, block int, which uint64) rand.PCG {
	const golden = 0x9e3779b97f4a7c15
	number := mix(seed) + golden*(uint64(block)*streams+which+1)
	var p rand.PCG
	p.Seed(mix(number), mix(number^golden))
	return p
}

// mix is the finaliser of SplitMix64: neighbouring numbers come out unrelated.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// uniform returns a number between 0 and 1, neither included.
//
//go:norace
func uniform(p *rand.PCG) float64 {
	return (float64(p.Uint64()>>12) + 0.5) / (1 << 52)
}

// pair returns two numbers between 0 and 1, neither included, in steps of 2^-32.
//
//go:norace
func pair(p *rand.PCG) (first, second float64) {
	const step = 1.0 / (1 << 32)
	bits := p.Uint64()
	return (float64(uint32(bits>>32)) + 0.5) * step, (float64(uint32(bits)) + 0.5) * step
}
