package round

import (
	"fmt"

	"modenhed/internal/assessment"
)

// Backing is what analysts found of an answer and how much it rests on: what the
// verified score needs beside the answer. It goes into the archive, where
// neither verdicts nor internal evidence do.
type Backing struct {
	Verification assessment.Verification
	Strength     assessment.Strength
}

// most is the most points that an answer is worth in the verified score.
func (b Backing) most() float64 { return assessment.CapOf(b.Verification, b.Strength) }

// backingOf returns the backing that a status had at a moment.
func backingOf(s *assessment.Status, at assessment.AsOf) Backing {
	return Backing{Verification: s.Verification(at), Strength: s.Evidence.Strength()}
}

// unverified is how an archive writes that nobody has found anything.
const unverified = "unverified"

// texts returns the backing as an archive writes it.
func (b Backing) texts() (verification, strength string) {
	if b.Verification == assessment.Unverified {
		return unverified, string(b.Strength)
	}
	return string(b.Verification), string(b.Strength)
}

// readBacking reads what [Backing.texts] wrote.
func readBacking(verification, strength string) (Backing, error) {
	b := Backing{Strength: assessment.Strength(strength)}
	switch verification {
	case unverified:
	case string(assessment.Verified), string(assessment.Questioned):
		b.Verification = assessment.Verification(verification)
	default:
		return b, fmt.Errorf("verification %q", verification)
	}
	switch b.Strength {
	case assessment.Documented, assessment.Described, assessment.Bare:
		return b, nil
	}
	return b, fmt.Errorf("evidence %q", strength)
}
