// Package seed holds the data that the product ships with, as the files that a
// person wrote: the municipalities with their regions and groups, the maturity
// framework, the survey waves, public evidence and council seats. SOURCES.md
// says where every figure comes from and what is in doubt. The package embeds
// the files and reads nothing in them.
package seed

import (
	"embed"
	"io/fs"
)

//go:embed *.csv SOURCES.md framework/*.yaml surveys/*.yaml
var files embed.FS

// Files returns the seed files: CSV files and SOURCES.md at the top, frameworks
// under "framework" and survey waves under "surveys".
func Files() fs.FS { return files }
