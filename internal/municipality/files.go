package municipality

import "modenhed/internal/reference/csvfile"

// The files of the directory.
const (
	FileMunicipalities   = "municipalities.csv"
	FileRegions          = "regions.csv"
	FileRegionMembership = "region_membership.csv"
	FileSchemes          = "group_schemes.csv"
	FileGroups           = "groups.csv"
	FileGroupMembership  = "group_membership.csv"
)

// Files lists the files of the directory, all of them required.
func Files() []string {
	return []string{
		FileMunicipalities, FileRegions, FileRegionMembership,
		FileSchemes, FileGroups, FileGroupMembership,
	}
}

type municipalityRow struct {
	Code               string `csv:"code"`
	Name               string `csv:"name"`
	ShortName          string `csv:"short_name"`
	Population         string `csv:"population"`
	PopulationYear     string `csv:"population_year"`
	CouncilSeats       string `csv:"council_seats"`
	CouncilSeatsSource string `csv:"council_seats_source"`
	Lat                string `csv:"lat"`
	Lon                string `csv:"lon"`
	TileCol            string `csv:"tile_col"`
	TileRow            string `csv:"tile_row"`
}

type regionRow struct {
	Key    string `csv:"key"`
	Code   string `csv:"code"`
	NameDA string `csv:"name_da"`
	NameEN string `csv:"name_en"`
	From   string `csv:"valid_from"`
	To     string `csv:"valid_to"`
}

type regionMembershipRow struct {
	Municipality string `csv:"municipality_code"`
	Region       string `csv:"region_key"`
	From         string `csv:"valid_from"`
	To           string `csv:"valid_to"`
}

type schemeRow struct {
	Key           string `csv:"key"`
	TitleDA       string `csv:"title_da"`
	TitleEN       string `csv:"title_en"`
	DescriptionDA string `csv:"description_da"`
	DescriptionEN string `csv:"description_en"`
	Source        string `csv:"source"`
}

type groupRow struct {
	Scheme   string `csv:"scheme"`
	Key      string `csv:"key"`
	NameDA   string `csv:"name_da"`
	NameEN   string `csv:"name_en"`
	Position string `csv:"position"`
}

type groupMembershipRow struct {
	Municipality string `csv:"municipality_code"`
	Scheme       string `csv:"scheme"`
	Group        string `csv:"group_key"`
}

// ReadCode reads a municipality code in a row of a reference file and notes a
// problem where the cell holds none.
func ReadCode(row csvfile.Row, column, cell string) Code {
	code, err := ParseCode(cell)
	if err != nil {
		row.Problem(column, "municipality.code_form", "Value", cell)
	}
	return code
}

// readDate reads a day; an empty cell is open-ended.
func readDate(row csvfile.Row, column, cell string) Date {
	if cell == "" {
		return Date{}
	}
	date, err := ParseDate(cell)
	if err != nil {
		row.Problem(column, "municipality.date_form", "Value", cell)
	}
	return date
}
