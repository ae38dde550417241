package round

import (
	"slices"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// About is what publication of a round in review would say of one municipality:
// what its preview shows and what it replies to.
type About struct {
	Round Round
	// Plan is zero while nothing is planned.
	Plan Plan
	Unit UnitResult
	// Ranked counts the municipalities with a rank.
	Ranked int
	// Areas and Indicators have the order of [Content].
	Areas, Indicators []string
	// Answers are those that count, by indicator.
	Answers map[framework.IndicatorKey]Counted
	// Late are the changes recorded after the cut-off, oldest first.
	Late []LateChange
	// Before is the result of the round published last, nil when there is none
	// or the municipality was not part of it; BeforeRound is that round.
	Before      *UnitResult
	BeforeRound Round
	// Hash is the digest of what is said: a reply to it is to this and nothing else.
	Hash string
	// Replies are the municipality's, oldest first.
	Replies []Reply
}

// Counted is an answer that counts in a round.
type Counted struct {
	Status assessment.Status
	Backing
	// Late means that it was recorded after the cut-off and accepted.
	Late bool
}

// LateChange is a status recorded after the cut-off.
type LateChange struct {
	Status   assessment.Status
	Decision Decision
}

// Decision is what analysts have decided of a late change.
type Decision string

// The decisions. Undecided changes do not count.
const (
	Undecided  Decision = "undecided"
	Accepted   Decision = "accepted"
	Refused    Decision = "refused"
	Superseded Decision = "superseded"
)

// said is what the hash of a preview covers.
type said struct {
	Round   Key        `json:"round"`
	Unit    UnitResult `json:"unit"`
	Answers []saidOf   `json:"answers"`
}

type saidOf struct {
	Number       int64  `json:"number"`
	Verification string `json:"verification"`
	Evidence     string `json:"evidence"`
}

// hashOf returns the digest of what is said of a municipality.
func hashOf(key Key, unit UnitResult, answers []Counted) (string, error) {
	says := said{Round: key, Unit: unit}
	for _, a := range answers {
		verification, strength := a.texts()
		says.Answers = append(says.Answers, saidOf{Number: int64(a.Status.ID), Verification: verification, Evidence: strength})
	}
	text, err := canonicalOf(says)
	return digest(text), err
}

// counted returns the answers of a municipality that count in settled inputs, by
// indicator and source.
func (in Inputs) counted(code municipality.Code, maxAge int) []Counted {
	own := slices.DeleteFunc(slices.Clone(in.Statuses), func(s assessment.Status) bool { return s.Municipality != code })
	var list []Counted
	for _, s := range assessment.Current(own, assessment.AsOf{}) {
		if !assessment.Stale(s, in.Cutoff.Time, maxAge) {
			list = append(list, Counted{Status: s, Backing: in.Backing[s.ID], Late: in.late(&s)})
		}
	}
	slices.SortFunc(list, func(a, b Counted) int { return inOrder(a.Status, b.Status) })
	return list
}

// lateChanges returns what was recorded after the cut-off, by rising number,
// of one municipality or, with code 0, of all.
func (in Inputs) lateChanges(code municipality.Code) []LateChange {
	type voice struct {
		assessment.Key
		assessment.Source
	}
	var changes []LateChange
	last := make(map[voice]int)
	for _, s := range in.Statuses {
		if !in.late(&s) || s.RecordedAt.After(in.Cutoff.Reviewed) || code != 0 && s.Municipality != code {
			continue
		}
		place := voice{s.Key(), s.Source}
		if before, found := last[place]; found {
			supersede(&changes[before], s, in.Cutoff)
		}
		last[place] = len(changes)
		changes = append(changes, LateChange{Status: s, Decision: decisionOn(s, in.Cutoff)})
	}
	return changes
}

// supersede notes that a later change of the same place came: an undecided one
// waits no more, and an accepted one counts only until the later one does.
func supersede(c *LateChange, later assessment.Status, at assessment.AsOf) {
	if c.Decision == Undecided || c.Decision == Accepted && decisionOn(later, at) == Accepted {
		c.Decision = Superseded
	}
}

// decisionOn returns what analysts have decided of a late change by a moment.
func decisionOn(s assessment.Status, at assessment.AsOf) Decision {
	switch {
	case at.Includes(s):
		return Accepted
	case s.Verification(at) == assessment.Questioned:
		return Refused
	}
	return Undecided
}

// Concerns are what an administrator should look at before publishing.
type Concerns struct {
	// Disputed are the municipalities whose latest reply disputes, and Silent
	// those with answers that have not replied, both by code.
	Disputed, Silent []municipality.Code
	// Outdated are those that replied to something else than what stands now.
	Outdated []municipality.Code
	// Unanswered counts the questions of analysts that have no answer, and
	// Undecided the late changes that nobody has decided.
	Unanswered, Undecided int
}

// unanswered counts the questions on answers that count which the municipality
// has answered neither in words nor by a later status.
func (in Inputs) unanswered() int {
	revised := make(map[assessment.Key]assessment.StatusID)
	for _, s := range in.Statuses {
		if s.Source == assessment.Self && !s.RecordedAt.After(in.Cutoff.Reviewed) {
			revised[s.Key()] = max(revised[s.Key()], s.ID)
		}
	}
	n := 0
	for _, s := range assessment.Current(in.Statuses, in.Cutoff) {
		if revised[s.Key()] <= s.ID && lastVerdict(s, in.Cutoff) == assessment.VerdictQuestioned {
			n++
		}
	}
	return n
}

// lastVerdict returns the kind of the last verdict in a review, empty for none.
func lastVerdict(s assessment.Status, at assessment.AsOf) (kind assessment.VerdictKind) {
	for _, v := range s.Verdicts {
		if !v.At.After(at.Reviewed) {
			kind = v.Kind
		}
	}
	return kind
}
