package benchmark

import (
	"modenhed/internal/municipality"
	"modenhed/internal/peers"
)

// NearestPeers is how many peers a municipality is shown unless somebody asks otherwise.
const NearestPeers = 8

// What another group and another region add to the distance between peers, for
// those who explain it; the unit is that of package peers.
const (
	OtherGroupDistance  = peers.OtherGroup
	OtherRegionDistance = peers.OtherRegion
)

// Peer is a municipality that is like another, and in what.
type Peer struct {
	*Unit
	Match peers.Match
}

// PeersOf returns the n municipalities most like one of them, nearest first
// (package peers says by which distance), with the region they belong to on
// the snapshot's day. It is empty for a code outside the directory and for a
// municipality without a documented population.
func (s *Snapshot) PeersOf(code municipality.Code, n int) []Peer {
	units := make([]peers.Unit, len(s.Units))
	for i, u := range s.Units {
		units[i] = peers.Unit{Code: u.Code, Population: u.Population, Group: u.Groups[PeerScheme], Region: u.Region.Key}
	}
	var list []Peer
	for _, match := range peers.Nearest(units, code, n) {
		unit, _ := s.Unit(match.Code)
		list = append(list, Peer{Unit: unit, Match: match})
	}
	return list
}

// Codes returns the peers' codes, nearest first.
func Codes(list []Peer) []municipality.Code {
	codes := make([]municipality.Code, len(list))
	for i, p := range list {
		codes[i] = p.Code
	}
	return codes
}
