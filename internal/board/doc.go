// Package board says how far each municipality is in a round: who has started,
// who has finished, what is missing, who could not be reached. And it reminds
// those who have not finished.
package board
