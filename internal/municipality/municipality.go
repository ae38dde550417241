// Package municipality is the directory of Denmark's municipalities: codes,
// names, regions over time, groups, and the facts that pages show beside a
// score. It knows nothing of frameworks or answers.
package municipality

import (
	"fmt"
	"strconv"
	"time"
)

// Code is the official municipality code without leading zero, for example 461.
type Code int

// String returns the code as it stands in addresses: digits without leading zero.
func (c Code) String() string { return strconv.Itoa(int(c)) }

// ParseCode reads a code as it stands in addresses and files.
func ParseCode(s string) (Code, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 100 || n > 999 || s != strconv.Itoa(n) {
		return 0, fmt.Errorf("municipality code %q: want three digits", s)
	}
	return Code(n), nil
}

// Date is a calendar day, written 2026-12-31; the zero Date is open-ended.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Municipality is one municipality as the directory knows it. Immutable.
type Municipality struct {
	Code Code
	// Name is the bare name, for example "Odense".
	Name string
	// Short is a unique name of three or four letters for the tile map.
	Short string
	// Population is the number of registered residents on 1 January of PopulationYear.
	Population     int
	PopulationYear int
	// CouncilSeats is the size of the council; 0 means not documented.
	CouncilSeats       int
	CouncilSeatsSource string
	Lat, Lon           float64
	Tile               Tile
	// Memberships are the regions over time, oldest first, without gap or overlap.
	Memberships []Membership
	// Groups maps scheme key to group key.
	Groups map[string]string
}

// Tile is a place in the tile map, counted from 0 in the north-west.
type Tile struct{ Col, Row int }

// Membership is a time in a region, both days included; a zero To is open.
type Membership struct {
	Region   string
	From, To Date
}

// Name is a proper name in both languages.
type Name struct{ DA, EN string }

// In returns the name in a language, "da" or "en".
func (n Name) In(lang string) string {
	if lang == "en" {
		return n.EN
	}
	return n.DA
}

// Region is an administrative region. Code is empty where it is not documented.
type Region struct {
	Key      string
	Code     string
	Name     Name
	From, To Date
}

// Scheme is one way of grouping all municipalities.
type Scheme struct {
	Key         string
	Title       Name
	Description Name
	Source      string
	// Groups are in the order of lists.
	Groups []Group
}

// Group is one group of a scheme.
type Group struct {
	Scheme string
	Key    string
	Name   Name
}
