// Package answersheet says what tables of municipalities' answers mean: the
// workbook that a municipality fills in, and the list of many that an analyst
// sends in. It finds the columns in both languages, reads every row as the form
// would, holds it against what was recorded, and tells everything that is wrong
// by row and column. It records nothing.
//
// In a workbook everybody keeps what they have: an empty answer leaves a
// question as it is, a row that nobody touched says nothing, and a row that was
// touched while somebody else answered is left for people to decide.
package answersheet

import (
	"strconv"
	"strings"

	"modenhed/internal/assessment"
	"modenhed/internal/municipality"
)

// The columns, by their keys. A file may call them so or as people do in either
// language; see [Words].
const (
	ColumnMunicipality = "municipality"
	ColumnIndicator    = assessment.FieldIndicator
	ColumnValue        = assessment.FieldValue
	ColumnReason       = assessment.FieldReason
	ColumnText         = assessment.FieldEvidenceText
	ColumnLink         = assessment.FieldEvidenceLink
	ColumnPublic       = "evidence_public"
	ColumnComment      = assessment.FieldComment
	ColumnSource       = assessment.FieldSource
	ColumnRevision     = "revision"
)

// Columns are all columns in the order in which they are written.
func Columns() []string {
	return []string{
		ColumnMunicipality, ColumnIndicator, ColumnValue, ColumnReason, ColumnText,
		ColumnLink, ColumnPublic, ColumnComment, ColumnSource, ColumnRevision,
	}
}

// Owner says whose answers a workbook holds, and to which questions.
type Owner struct {
	Municipality municipality.Code
	Framework    string
	Version      int
}

// formatVersion is the version of the workbook's layout.
const formatVersion = 1

// marker begins the text by which a workbook is known.
const marker = "modenhed-answers"

// Marker returns the text by which a workbook of the owner is known.
func (o Owner) Marker() string {
	return strings.Join([]string{
		marker, strconv.Itoa(formatVersion), o.Municipality.String(), o.Framework, strconv.Itoa(o.Version),
	}, " ")
}

// Sheet is a table of answers as typed. It can be kept as JSON between two
// steps of an import.
type Sheet struct {
	// Names are the file's own names of its columns, by key, for messages.
	Names map[string]string `json:"names"`
	Rows  []Row             `json:"rows"`
}

// Row is what one row says, as typed.
type Row struct {
	// Line is where the row is in the file, counted from 1.
	Line int `json:"line"`
	// Cells are what stands in the columns that the file has.
	Cells map[string]Cell `json:"cells"`
	// Latest is the revision that people were shown as the latest when they
	// looked at what the file would change, nil before they did.
	Latest *int `json:"latest,omitempty"`
}

// Cell is what was typed in one cell.
type Cell struct {
	Text string `json:"t"`
	// Number means that there is no doubt about the decimal sign, a point.
	Number bool `json:"n,omitempty"`
}

// text returns what stands in a column, empty when the file does not have it.
func (r Row) text(column string) string { return r.Cells[column].Text }

// has reports whether the file has a column.
func (s *Sheet) has(column string) bool {
	_, ok := s.Names[column]
	return ok
}

// Name is what the file calls a column; one that it does not have by its key.
func (s *Sheet) Name(column string) string {
	if column == assessment.FieldState {
		column = ColumnValue
	}
	if name, ok := s.Names[column]; ok {
		return name
	}
	return column
}
