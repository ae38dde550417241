package pages

import (
	"net/url"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/web/view"
)

// ParamBasis asks for figures by claimed or by verified score.
const ParamBasis = "basis"

// ChooseBasis gives a visit the snapshot on the basis that its address asks for.
// A basis that does not exist is an Invalid fault.
func ChooseBasis(v *Visit) error {
	name := v.QueryParam(ParamBasis)
	basis, known := benchmark.ParseBasis(name)
	if !known {
		return fault.New(fault.Invalid, "basis.unknown", "Text", truncate(name, maxSearch))
	}
	v.ByScore = true
	if basis == benchmark.Verified {
		v.Snapshot = v.Snapshot.Verified()
		v.Look.Basis = url.Values{ParamBasis: {string(basis)}}.Encode()
	}
	return nil
}

// basisChoice says which score a page shows and leads to the same page by the
// other; nil where there is no choice.
func basisChoice(v *Visit, s *benchmark.Snapshot) *view.Basis {
	if !v.ByScore || s.Empty() {
		return nil
	}
	l, address := v.Look, *v.Request().URL
	query := address.Query()
	b := &view.Basis{Verified: s.Basis == benchmark.Verified, Text: l.T("basis.page.claimed")}
	query.Set(ParamBasis, string(benchmark.Verified))
	b.Other.Text = l.T("basis.show.verified")
	if b.Verified {
		query.Del(ParamBasis)
		b.Text = l.T("basis.page.verified") + " " + capRule(l)
		b.Other.Text = l.T("basis.show.claimed")
	}
	b.Other.Href = (&url.URL{Path: address.Path, RawQuery: query.Encode()}).String()
	return b
}

// capRule says in one sentence what the verified score counts.
func capRule(l view.Look) string {
	return l.T("basis.rule", "Document", assessment.CapDocument, "Text", assessment.CapText, "Bare", assessment.CapBare)
}
