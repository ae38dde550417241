package sample

import (
	"encoding/json"
	"fmt"
	"strings"

	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
)

// Documents returns a directory of three municipalities and [Framework], as seed.
func Documents() []reference.Document {
	return []reference.Document{
		Directory(Odense, Norddjurs, Copenhagen),
		FrameworkDocument(),
	}
}

// FrameworkDocument returns the document of [Framework].
func FrameworkDocument() reference.Document {
	return reference.Document{
		Kind:       reference.KindFramework,
		Key:        reference.FrameworkKey(Framework()),
		Content:    frameworkFile,
		Origin:     reference.OriginSeed,
		RecordedAt: Time(),
	}
}

// Directory returns a directory of municipalities with invented facts, all in
// one region and in one group.
func Directory(codes ...municipality.Code) reference.Document {
	var municipalities, regions, groups strings.Builder
	for i, code := range codes {
		fmt.Fprintf(&municipalities, "%d,Prøve %d,P%d,%d,2026,31,test,55.5,10.5,%d,0\n", code, code, code, 20_000+1_000*i, i)
		fmt.Fprintf(&regions, "%d,north,2007-01-01,\n", code)
		fmt.Fprintf(&groups, "%d,kind,city\n", code)
	}
	content, err := json.Marshal(map[string]string{
		municipality.FileMunicipalities: "code,name,short_name,population,population_year,council_seats," +
			"council_seats_source,lat,lon,tile_col,tile_row\n" + municipalities.String(),
		municipality.FileRegions:          "key,code,name_da,name_en,valid_from,valid_to\nnorth,1081,Nord,North,2007-01-01,\n",
		municipality.FileRegionMembership: "municipality_code,region_key,valid_from,valid_to\n" + regions.String(),
		municipality.FileSchemes:          "key,title_da,title_en,description_da,description_en,source\nkind,Slags,Kind,Slags,Kind,test\n",
		municipality.FileGroups:           "scheme,key,name_da,name_en,position\nkind,city,By,City,1\n",
		municipality.FileGroupMembership:  "municipality_code,scheme,group_key\n" + groups.String(),
	})
	if err != nil {
		panic(err)
	}
	return reference.Document{
		Kind:       reference.KindDirectory,
		Key:        reference.DirectoryKey,
		Content:    content,
		Origin:     reference.OriginSeed,
		RecordedAt: Time(),
	}
}

// Country returns a directory of 98 municipalities and a framework "country"
// of 36 levels, for tests that need the size of the real thing.
func Country() (documents []reference.Document, codes []municipality.Code, indicators []framework.IndicatorKey) {
	for i := range 98 {
		codes = append(codes, municipality.Code(101+9*i))
	}
	var file strings.Builder
	file.WriteString("key: country\nversion: 1\nareas:\n  - key: all\n    indicators:\n")
	for i := range 36 {
		key := fmt.Sprintf("all.indicator_%02d", i)
		fmt.Fprintf(&file, "      - {key: %s, type: level}\n", key)
		indicators = append(indicators, framework.IndicatorKey(key))
	}
	levels := reference.Document{
		Kind:       reference.KindFramework,
		Key:        "country@1",
		Content:    []byte(file.String()),
		Origin:     reference.OriginSeed,
		RecordedAt: Time(),
	}
	return []reference.Document{Directory(codes...), levels}, codes, indicators
}
