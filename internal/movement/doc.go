// Package movement says why a rank changed between two times, in parts that
// sum to the change.
package movement
