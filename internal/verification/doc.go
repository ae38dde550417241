// Package verification is the conversation between analysts and
// municipalities about what was reported. Analysts verify a status, question
// it, or let a change made during a review count in the round; a municipality
// replies or revises; a finding from the desk that contradicts a
// municipality's own answer becomes a question. Nothing said is ever changed
// or removed.
//
// What waits for an analyst is the queue, computed from a snapshot.
package verification
