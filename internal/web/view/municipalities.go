package view

// MunicipalityRow is a municipality in the list by name.
type MunicipalityRow struct {
	Code, Name, Region, Population string
	Rank                           Rank
	Score                          Points
	Coverage                       string
}

// Municipalities is the model of the list by name.
type Municipalities struct {
	Search, Count string
	Rows          []MunicipalityRow
}
