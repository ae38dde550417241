package reference

import (
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Framework reads the framework in a document of KindFramework.
func (d Document) Framework() (*framework.Framework, error) {
	return framework.Parse(d.Key, d.Content)
}

// Directory reads the municipalities in a document of KindDirectory.
func (d Document) Directory() (*municipality.Directory, error) {
	files, err := unbundle(d.Content)
	if err != nil {
		return nil, err
	}
	return municipality.Parse(files)
}

// ImportedSeats returns a document of councils that people entered.
func ImportedSeats(councils []municipality.CouncilSeats) (Document, error) {
	content, err := municipality.MarshalCouncils(councils)
	if err != nil {
		return Document{}, err
	}
	content, err = bundle(map[string][]byte{municipality.FileCouncilSeats: content})
	return Document{Kind: KindSeats, Key: ImportedSeatsKey, Content: content, Origin: OriginImport}, err
}

// ImportedSeats reads the councils in a document that [ImportedSeats] made.
func (d Document) ImportedSeats() ([]municipality.CouncilSeats, error) {
	files, err := unbundle(d.Content)
	if err != nil {
		return nil, err
	}
	return municipality.ParseCouncils(files[municipality.FileCouncilSeats])
}
