// Package improvement finds the single reported change that would help a unit
// most, and what it would take to reach a rank or a band.
package improvement
