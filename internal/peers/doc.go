// Package peers finds the municipalities that are most like a municipality, by
// a documented distance, and says why.
package peers
