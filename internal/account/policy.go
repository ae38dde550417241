package account

import "modenhed/internal/municipality"

// Console is who works at the server's own command line: an administrator
// without an account.
func Console() Actor { return Actor{Role: Administrator} }

// MayReportFor reports whether the actor may speak for a municipality: record
// its statuses and drafts. Only its own editors may.
func MayReportFor(a Actor, code municipality.Code) bool {
	return a.Role == Editor && code != 0 && a.Municipality == code
}

// MayReportFromDesk reports whether the actor may record findings from public
// evidence, for any municipality.
func MayReportFromDesk(a Actor) bool { return a.Role == Analyst }

// MayImportStatuses reports whether the actor may record answers and findings of
// many municipalities from a file.
func MayImportStatuses(a Actor) bool { return a.Role == Analyst || a.Role == Administrator }

// MayVerify reports whether the actor may verify and question what
// municipalities and the desk have reported.
func MayVerify(a Actor) bool { return a.Role == Analyst || a.Role == Administrator }

// MayReadInternal reports whether the actor may read a municipality's comments,
// internal evidence and authors.
func MayReadInternal(a Actor, code municipality.Code) bool {
	switch a.Role {
	case Analyst, Administrator:
		return true
	case Editor:
		return code != 0 && a.Municipality == code
	}
	return false
}

// MayReadUnderReview reports whether the actor may read results while a round is
// in review. Whoever works with them may; the public waits for publication.
func MayReadUnderReview(a Actor) bool {
	return a.Role == Editor || a.Role == Analyst || a.Role == Administrator
}

// MayEnterSurvey reports whether the actor may enter, run and import surveys.
func MayEnterSurvey(a Actor) bool { return a.Role == Analyst || a.Role == Administrator }

// MayManagePeople reports whether the actor may open accounts and set the
// passwords of others.
func MayManagePeople(a Actor) bool { return a.Role == Administrator }

// MayRunRounds reports whether the actor may open, close and publish rounds and
// correct what was published.
func MayRunRounds(a Actor) bool { return a.Role == Administrator }

// MayWriteToContacts reports whether the actor may see how far municipalities
// are in a round, whom letters go to, and remind them.
func MayWriteToContacts(a Actor) bool { return a.Role == Analyst || a.Role == Administrator }

// MayReadReplies reports whether the actor may read what all municipalities
// reply to what will be published about them.
func MayReadReplies(a Actor) bool { return a.Role == Analyst || a.Role == Administrator }
