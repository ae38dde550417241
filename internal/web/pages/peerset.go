package pages

import (
	"slices"
	"strings"

	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

// ParamPeers asks a municipality's page whom it is compared with: one of the
// sets below, or codes or names of municipalities with commas between them.
const ParamPeers = "peers"

// mostChosen is how many municipalities a reader may choose.
const mostChosen = 20

// setKind is a set of municipalities to be compared with, as addresses name it.
type setKind string

// The sets. Chosen stands for the reader's own, which an address names by codes.
const (
	nearestSet setKind = "nearest"
	groupSet   setKind = "group"
	regionSet  setKind = "region"
	countrySet setKind = "country"
	chosenSet  setKind = "chosen"
)

// peerSet is whom a municipality is compared with, itself left out.
type peerSet struct {
	kind  setKind
	codes []municipality.Code
	// asked is what the address says, fault what is wrong with it.
	asked, fault string
}

// readPeerSet reads the set from an address. With a fault it is the nearest peers.
func readPeerSet(l view.Look, s *benchmark.Snapshot, unit *benchmark.Unit, asked string) peerSet {
	asked = strings.TrimSpace(asked)
	kind := setKind(asked)
	if asked == "" {
		kind = nearestSet
	}
	if slices.Contains(setsOf(unit), kind) {
		return peerSet{kind: kind, codes: members(s, unit, kind), asked: asked}
	}
	codes, fault := readChosen(l, s, unit, asked)
	if fault != "" {
		return peerSet{kind: nearestSet, codes: members(s, unit, nearestSet), asked: asked, fault: fault}
	}
	return peerSet{kind: chosenSet, codes: codes, asked: asked}
}

// setsOf are the sets that a municipality can be compared with by name.
func setsOf(unit *benchmark.Unit) []setKind {
	sets := []setKind{nearestSet}
	if unit.Groups[benchmark.PeerScheme] != "" {
		sets = append(sets, groupSet)
	}
	if unit.Region.Key != "" {
		sets = append(sets, regionSet)
	}
	return append(sets, countrySet)
}

// members are the municipalities of a set that has a name.
func members(s *benchmark.Snapshot, unit *benchmark.Unit, kind setKind) []municipality.Code {
	if kind == nearestSet {
		return benchmark.Codes(s.PeersOf(unit.Code, benchmark.NearestPeers))
	}
	var codes []municipality.Code
	for _, u := range s.Units {
		wanted := kind == countrySet ||
			kind == groupSet && u.Groups[benchmark.PeerScheme] == unit.Groups[benchmark.PeerScheme] ||
			kind == regionSet && u.Region.Key == unit.Region.Key
		if wanted && u.Code != unit.Code {
			codes = append(codes, u.Code)
		}
	}
	return codes
}

// readChosen reads codes and names; the municipality itself and repetitions are
// left out.
func readChosen(l view.Look, s *benchmark.Snapshot, unit *benchmark.Unit, asked string) (codes []municipality.Code, fault string) {
	texts := strings.FieldsFunc(asked, func(r rune) bool { return strings.ContainsRune(",;\r\n", r) })
	for _, text := range texts {
		text = truncate(strings.TrimSpace(text), maxSearch)
		if text == "" {
			continue
		}
		found := called(s.Directory, text)
		switch {
		case len(found) == 0:
			return nil, l.T("compare.problem.unknown", "Value", text)
		case len(found) > 1:
			return nil, l.T("compare.problem.several", "Value", text, "Names", nameList(l, shortened(l, directoryNames(found))))
		}
		if code := found[0].Code; code != unit.Code && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
		if len(codes) > mostChosen {
			return nil, l.T("peers.set.chosen.too_many", "Most", mostChosen)
		}
	}
	if len(codes) == 0 {
		return nil, l.T("peers.set.chosen.none", "Name", unit.Name)
	}
	return codes, ""
}

func directoryNames(list []*municipality.Municipality) []string {
	names := make([]string, len(list))
	for i, m := range list {
		names[i] = m.Name
	}
	return names
}

// canonical is what the address says of the set when it says it properly; the
// nearest peers go without saying.
func (p peerSet) canonical() string {
	switch p.kind {
	case nearestSet:
		return ""
	case chosenSet:
		texts := make([]string, len(p.codes))
		for i, code := range p.codes {
			texts[i] = code.String()
		}
		return strings.Join(texts, ",")
	}
	return string(p.kind)
}
