package assets

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed map/outlines.json
var outlinesFile []byte

// Outlines are the shapes of the municipalities on one flat map, in the units of
// its view box. Bornholm stands in the top right corner, nearer than it lies.
type Outlines struct {
	width, height int
	paths         map[string]string
}

// ViewBox returns the value of the svg attribute viewBox.
func (o Outlines) ViewBox() string {
	return fmt.Sprintf("0 0 %d %d", o.width, o.height)
}

// Path returns the svg path data of the municipality with the given code, written
// without leading zero ("461"), or false where the map has no such municipality.
// It is to be filled by the even-odd rule.
func (o Outlines) Path(code string) (string, bool) {
	d, ok := o.paths[code]
	return d, ok
}

// Len returns the number of municipalities on the map.
func (o Outlines) Len() int {
	return len(o.paths)
}

func readOutlines() (Outlines, error) {
	var read struct {
		Width    int               `json:"width"`
		Height   int               `json:"height"`
		Outlines map[string]string `json:"outlines"`
	}
	if err := json.Unmarshal(outlinesFile, &read); err != nil {
		return Outlines{}, err
	}
	return Outlines{width: read.Width, height: read.Height, paths: read.Outlines}, nil
}
