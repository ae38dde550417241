package assessment

import "time"

// VerdictID is the rising number of a verdict over the whole database.
type VerdictID int64

// VerdictKind is what was found, or done, about a status.
type VerdictKind string

// The kinds of verdict.
const (
	// VerdictVerified: an analyst found the status true. It accepts the status too.
	VerdictVerified VerdictKind = "verified"
	// VerdictQuestioned: an analyst doubts the status and asks.
	VerdictQuestioned VerdictKind = "questioned"
	// VerdictAccepted: a change made during the review of a round counts in it.
	// It says nothing about the truth of the status.
	VerdictAccepted VerdictKind = "accepted"
	// VerdictReplied: the municipality answers a question without a new status.
	// It changes no verdict.
	VerdictReplied VerdictKind = "replied"
)

// Verdict is what was found of a status at a time.
type Verdict struct {
	ID   VerdictID
	Kind VerdictKind
	// At is the time of recording in UTC, exact to the microsecond.
	At time.Time
}

// Verification is how a status stands with the analysts.
type Verification string

// The verifications.
const (
	Unverified Verification = ""
	Verified   Verification = "verified"
	Questioned Verification = "questioned"
)

// The most points that an answer is worth in the verified score, by the
// strength of what it rests on.
const (
	CapVerified   = 100.0
	CapDocument   = 60.0 // unverified, with a link or file
	CapText       = 40.0 // unverified, with a text
	CapBare       = 20.0 // unverified, without evidence
	CapQuestioned = 20.0
)

// Verification returns what the analysts' latest verdict on the status was at a moment.
func (s *Status) Verification(at AsOf) Verification {
	for i := len(s.Verdicts) - 1; i >= 0; i-- {
		v := s.Verdicts[i]
		if !at.includesVerdict(v) {
			continue
		}
		switch v.Kind {
		case VerdictVerified:
			return Verified
		case VerdictQuestioned:
			return Questioned
		}
	}
	return Unverified
}

// Cap returns the most points that the status is worth in the verified score
// at a moment, from 20 to 100.
func (s *Status) Cap(at AsOf) float64 { return CapOf(s.Verification(at), s.Evidence.Strength()) }

// CapOf returns the most points that an answer is worth in the verified score,
// from 20 to 100.
func CapOf(found Verification, rests Strength) float64 {
	switch {
	case found == Verified:
		return CapVerified
	case found == Questioned:
		return CapQuestioned
	case rests == Documented:
		return CapDocument
	case rests == Described:
		return CapText
	}
	return CapBare
}

// Repeats reports whether the status says of the same question what an earlier
// one of the same source said: the same answer on the same evidence. What was
// found of the earlier one holds for it too; comments make no difference.
func (s *Status) Repeats(earlier *Status) bool {
	return s.Key() == earlier.Key() && s.Source == earlier.Source &&
		s.Framework == earlier.Framework && s.FrameworkVersion == earlier.FrameworkVersion &&
		s.Answer == earlier.Answer && s.Reason == earlier.Reason && s.Evidence.Equal(earlier.Evidence)
}

// acceptedBy reports whether analysts let a late change count at a moment: the
// latest verdict other than a reply accepts or verifies it.
func (s *Status) acceptedBy(at AsOf) bool {
	for i := len(s.Verdicts) - 1; i >= 0; i-- {
		v := s.Verdicts[i]
		if v.Kind != VerdictReplied && at.includesVerdict(v) {
			return v.Kind == VerdictAccepted || v.Kind == VerdictVerified
		}
	}
	return false
}
