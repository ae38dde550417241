// Package evidence holds documented public facts about what a municipality has
// done in an area, each with its source. It is context for readers and a
// starting point for staff: few facts mean that little was written, never that
// little was done, and no fact becomes a score.
package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/reference/csvfile"
)

// Kind is what sort of fact it is.
type Kind string

// The kinds.
const (
	// Own facts tell what the municipality itself has done.
	Own Kind = "own"
	// Membership facts come from a list of members and say no more than that the municipality belonged.
	Membership Kind = "membership"
	// Case facts say that a data-protection case existed, not that the level today is low.
	Case Kind = "case"
)

// Item is one fact with one source.
type Item struct {
	Municipality municipality.Code
	// Area is a top area of the seeded framework.
	Area framework.AreaKey
	// Year is the year the fact speaks of, 0 when unknown.
	Year        int
	Fact        framework.Text
	Kind        Kind
	SourceTitle string
	// SourceURL is an absolute http or https address.
	SourceURL string
}

// Key names the fact in addresses: the beginning of a digest of what it says of
// whom, so that it stays when other facts come or go.
func (i Item) Key() string {
	sum := sha256.Sum256([]byte(i.Municipality.String() + "\n" + string(i.Area) + "\n" + strconv.Itoa(i.Year) + "\n" + i.Fact.DA + "\n" + i.SourceURL))
	return hex.EncodeToString(sum[:6])
}

// File is the name of the evidence file.
const File = "evidence.csv"

type itemRow struct {
	Code        string `csv:"code"`
	Area        string `csv:"area"`
	Year        string `csv:"year"`
	FactDA      string `csv:"fact_da"`
	FactEN      string `csv:"fact_en"`
	Kind        string `csv:"kind"`
	SourceTitle string `csv:"source_title"`
	SourceURL   string `csv:"source_url"`
}

const firstYear, lastYear = 1970, 2100

// Parse reads the evidence file and returns the facts in file order. It
// reports every faulty row at once as an Invalid error; fields are "file/column".
func Parse(content []byte) ([]Item, error) {
	var problems fault.Problems
	var items []Item
	csvfile.Each(File, content, &problems, func(row csvfile.Row, r itemRow) {
		items = append(items, Item{
			Municipality: municipality.ReadCode(row, "code", r.Code),
			Area:         framework.AreaKey(row.Text("area", r.Area)),
			Year:         row.OptionalInt("year", r.Year, firstYear, lastYear),
			Fact:         framework.Text{DA: row.Text("fact_da", r.FactDA), EN: row.Text("fact_en", r.FactEN)},
			Kind:         readKind(row, r.Kind),
			SourceTitle:  row.Text("source_title", r.SourceTitle),
			SourceURL:    readAddress(row, r.SourceURL),
		})
	})
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return items, nil
}

func readKind(row csvfile.Row, cell string) Kind {
	switch kind := Kind(cell); kind {
	case Own, Membership, Case:
		return kind
	}
	row.Problem("kind", "reference.evidence_kind", "Value", cell)
	return ""
}

func readAddress(row csvfile.Row, cell string) string {
	address, err := url.Parse(cell)
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
		row.Problem("source_url", "reference.address", "Value", cell)
	}
	return cell
}

// Of returns the facts about one municipality, in file order.
func Of(items []Item, code municipality.Code) []Item {
	return selected(items, func(i Item) bool { return i.Municipality == code })
}

// In returns the facts about one area, in file order.
func In(items []Item, area framework.AreaKey) []Item {
	return selected(items, func(i Item) bool { return i.Area == area })
}

func selected(items []Item, want func(Item) bool) []Item {
	var found []Item
	for _, item := range items {
		if want(item) {
			found = append(found, item)
		}
	}
	return found
}
