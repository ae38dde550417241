// Package history tells what has happened in the database: what, when, by whom,
// and what was there before and after. It reads what the facts themselves say
// and keeps nothing of its own. No secret and no answer to a survey is in it,
// and of a survey's fieldwork no more than its steps.
package history

import (
	"cmp"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Kind is what an entry is about. Each kind comes from one table.
type Kind string

// The kinds.
const (
	// Answer is what a municipality says itself, Finding what the desk found.
	Answer  Kind = "answer"
	Finding Kind = "finding"
	// Verdict is what analysts found of a status, and the municipality's replies.
	Verdict Kind = "verdict"
	Target  Kind = "target"
	// Round is a step of a measuring round, Plan when it is to be published,
	// Reply what a municipality says of its result before that.
	Round      Kind = "round"
	Plan       Kind = "plan"
	Reply      Kind = "reply"
	Correction Kind = "correction"
	// Document is a version of a framework, the directory, a survey, seats or answers.
	Document Kind = "document"
	Letter   Kind = "letter"
	// Fieldwork is the latest step of a survey's collection; earlier ones are not kept.
	Fieldwork Kind = "fieldwork"
	// Account is what somebody did to an account, signing in among it.
	Account Kind = "account"
)

// Kinds lists the kinds in the order in which entries of the same time stand,
// the last kind first.
func Kinds() []Kind {
	return []Kind{Answer, Finding, Verdict, Target, Round, Plan, Reply, Correction, Document, Letter, Fieldwork, Account}
}

// rank is where a kind stands among [Kinds], -1 for one that nobody knows.
func (k Kind) rank() int { return slices.Index(Kinds(), k) }

// Place is where an entry stands. Entries are ordered by time, kind and number,
// newest first; no two have the same place.
type Place struct {
	// At is exact to the microsecond.
	At     time.Time
	Kind   Kind
	Number int64
}

// Compare is negative when p comes before q in time, positive when after.
func (p Place) Compare(q Place) int {
	return cmp.Or(p.At.Compare(q.At), cmp.Compare(p.Kind.rank(), q.Kind.rank()), cmp.Compare(p.Number, q.Number))
}

// Entry is one thing that happened.
type Entry struct {
	Place
	// Step is what happened within the kind, as the table names it; or one of the steps below.
	Step string
	// Municipality and Indicator are what it was about; 0 and empty for neither.
	Municipality municipality.Code
	Indicator    framework.IndicatorKey
	// Subject is the key of the round, survey or document, or the address of the account.
	Subject string
	// Channel is how a status came in, or where a document came from.
	Channel string
	Who     Person
	// Before and After are the parts that there were and are; a part is in one of
	// them or in both.
	Before, After []Part
}

// Person is who did something. The zero Person is nobody with an account.
type Person struct {
	// Email is empty when the reader is not to know who it was.
	Email string
	Role  account.Role
	// Municipality is an editor's own.
	Municipality municipality.Code
}

// Name says what a part is.
type Name string

// The parts.
const (
	// PartAnswer has its state in Text and, when reported, its value in Number.
	PartAnswer   Name = "answer"
	PartReason   Name = "reason"
	PartEvidence Name = "evidence"
	PartLink     Name = "link"
	// PartFiles counts the files, in Number.
	PartFiles   Name = "files"
	PartPublic  Name = "public"
	PartComment Name = "comment"
	// PartVerdict has the kind of the verdict in Text.
	PartVerdict Name = "verdict"
	// PartTarget has a value in Number, PartDue a day in Text.
	PartTarget Name = "target"
	PartDue    Name = "due"
	PartOwner  Name = "owner"
	// PartState has a state of a round or a fieldwork in Text.
	PartState Name = "state"
	// PartCutoff, PartReplyBy, PartPublish and PartCloses have a time in At.
	PartCutoff  Name = "cutoff"
	PartReplyBy Name = "reply_by"
	PartPublish Name = "publish_at"
	PartCloses  Name = "closes_at"
	// PartReply has the kind of a reply in Text, PartText what somebody wrote.
	PartReply Name = "reply"
	PartText  Name = "text"
	// PartDanish and PartEnglish are a correction in both languages.
	PartDanish  Name = "danish"
	PartEnglish Name = "english"
	// PartDigest is the beginning of a document's digest.
	PartDigest Name = "digest"
	// PartRecipient is an address, PartLetter the subject of a letter.
	PartRecipient Name = "recipient"
	PartLetter    Name = "letter"
	// PartRole has a role in Text.
	PartRole Name = "role"
	// PartInvited and PartMailings count, in Number.
	PartInvited  Name = "invited"
	PartMailings Name = "mailings"
)

// Part is one piece of what there was or is.
type Part struct {
	Name Name
	Text string
	// Number is defined when HasNumber.
	Number    float64
	HasNumber bool
	At        time.Time
}

// Change is a part before and after; nil where there was none.
type Change struct {
	Name          Name
	Before, After *Part
}

// Changes returns the parts that differ, in their order, and the first part
// when none does.
func (e Entry) Changes() []Change {
	var all, changed []Change
	take := func(name Name) {
		c := Change{Name: name, Before: find(e.Before, name), After: find(e.After, name)}
		all = append(all, c)
		if c.Before == nil || c.After == nil || *c.Before != *c.After {
			changed = append(changed, c)
		}
	}
	for _, p := range e.After {
		take(p.Name)
	}
	for _, p := range e.Before {
		if find(e.After, p.Name) == nil {
			take(p.Name)
		}
	}
	if len(changed) == 0 && len(all) > 0 {
		return all[:1]
	}
	return changed
}

func find(parts []Part, name Name) *Part {
	for i := range parts {
		if parts[i].Name == name {
			return &parts[i]
		}
	}
	return nil
}

// The steps that no table names: what became of an answer or a target. Other
// steps are the kinds and states of the tables, such as "verified" or "signed_in".
const (
	StepAnswered  = "answered"
	StepChanged   = "changed"
	StepConfirmed = "confirmed"
	// StepDetails: the answer stands, its evidence or comment changed.
	StepDetails   = "details"
	StepWithdrawn = "withdrawn"
	StepSet       = "set"
)
