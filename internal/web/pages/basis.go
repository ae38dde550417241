package pages

import (
	"net/url"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/scoring"
	"modenhed/internal/web/view"
)

// ParamBasis asks for figures by claimed or by verified score.
const ParamBasis = "basis"

// ChooseBasis gives a visit the snapshot on the basis that its address asks for.
// A basis that does not exist is an Invalid fault.
func ChooseBasis(v *Visit) error {
	basis, err := readBasis(v)
	if err != nil {
		return err
	}
	v.ByScore = true
	if basis == benchmark.Verified {
		v.Snapshot = v.Snapshot.Verified()
		v.Look.Verified = true
	}
	return nil
}

// KeepBasis keeps the basis that a visit's address asks for in the links of a
// page whose own figures follow the claimed score. A basis that does not exist
// is an Invalid fault.
func KeepBasis(v *Visit) error {
	_, err := readBasis(v)
	v.ClaimedAlone = true
	return err
}

// readBasis returns the basis that the address asks for, and lets the visit's
// links ask for it too.
func readBasis(v *Visit) (benchmark.Basis, error) {
	name := v.QueryParam(ParamBasis)
	basis, known := benchmark.ParseBasis(name)
	if !known {
		return basis, fault.New(fault.Invalid, "basis.unknown", "Text", truncate(name, maxSearch))
	}
	if basis == benchmark.Verified {
		v.Look.Basis = url.Values{ParamBasis: {string(basis)}}.Encode()
	}
	return basis, nil
}

// basisChoice says which score a page shows and leads to the same page by the
// other where there is a choice; nil for a page without scores.
func basisChoice(v *Visit, s *benchmark.Snapshot) *view.Basis {
	if s.Empty() || !v.ByScore && !v.ClaimedAlone {
		return nil
	}
	if v.ClaimedAlone {
		return claimedAlone(v.Look)
	}
	l, address := v.Look, *v.Request().URL
	query := address.Query()
	b := &view.Basis{Verified: s.Basis == benchmark.Verified, Text: l.T("basis.page.claimed")}
	b.Other = &view.Link{Text: l.T("basis.show.verified")}
	query.Set(ParamBasis, string(benchmark.Verified))
	if b.Verified {
		query.Del(ParamBasis)
		b.Text = l.T("basis.page.verified") + " " + capRule(l)
		b.Other.Text = l.T("basis.show.claimed")
	}
	b.Other.Href = (&url.URL{Path: address.Path, RawQuery: query.Encode()}).String()
	return b
}

// claimedAlone says that a page's figures follow the claimed score, plainly to
// somebody who has chosen the other.
func claimedAlone(l view.Look) *view.Basis {
	if l.Basis != "" {
		return &view.Basis{Verified: true, Text: l.T("basis.alone.chosen")}
	}
	return &view.Basis{Text: l.T("basis.alone.text")}
}

// capRule says in one sentence what the verified score counts.
func capRule(l view.Look) string {
	return l.T("basis.rule", "Document", assessment.CapDocument, "Text", assessment.CapText, "Bare", assessment.CapBare)
}

// besideScore is a municipality's score on the other basis than the page's.
func besideScore(l view.Look, s *benchmark.Snapshot, p *benchmark.Profile) view.BesideScore {
	b := view.BesideScore{
		Name:   l.T("basis.name." + string(s.Beside().Basis)),
		Points: view.Points(p.Beside.Card.Score),
		Rank:   l.T("basis.placed", "Place", placeAmong(l, p.Beside.Place.Rank, p.Beside.Place.Tied, p.Country.Ranked)),
	}
	answers, verified, questioned := 0, 0, 0
	for _, a := range p.Answers {
		if !counts(a) {
			continue
		}
		answers++
		switch a.Verification {
		case assessment.Verified:
			verified++
		case assessment.Questioned:
			questioned++
		}
	}
	if answers > 0 {
		b.Verified = l.T("basis.verified_of", "N", l.Int(verified), "Of", l.Int(answers))
		if questioned > 0 {
			b.Verified += " " + l.N("basis.questioned_count", questioned)
		}
	}
	return b
}

// besideMean is what stands beside the mean of a page's scores: the mean on the
// other basis.
func besideMean(l view.Look, s *benchmark.Snapshot, mean scoring.Points) string {
	if !mean.OK {
		return l.T("overview.figure.of_hundred")
	}
	return l.T("basis.mean."+string(s.Beside().Basis), "Score", l.Score(mean.Value))
}

// counts reports whether an answer is in the score: not stale, with a value or
// not applicable.
func counts(a benchmark.Answer) bool {
	state := a.State()
	return !a.Stale && (state == assessment.Reported || state == assessment.NotApplicable)
}

// verificationWords say what analysts found of an answer and what it may count
// for in the verified score; empty for an answer that is in no score.
func verificationWords(l view.Look, a benchmark.Answer) string {
	switch {
	case !counts(a):
		return ""
	case a.State() == assessment.NotApplicable:
		return l.T("basis.answer.state." + verificationKey(a))
	case a.Verification == assessment.Verified:
		return l.T("basis.answer.verified")
	case a.Verification == assessment.Questioned:
		return l.T("basis.answer.questioned", "Points", a.Cap)
	}
	switch a.Cap {
	case assessment.CapDocument:
		return l.T("basis.answer.document", "Points", a.Cap)
	case assessment.CapText:
		return l.T("basis.answer.text", "Points", a.Cap)
	}
	return l.T("basis.answer.bare", "Points", a.Cap)
}

// verificationKey names how an answer stands with the analysts.
func verificationKey(a benchmark.Answer) string {
	if a.Verification == assessment.Unverified {
		return "unverified"
	}
	return string(a.Verification)
}
