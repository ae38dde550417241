package view

import (
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"modenhed/internal/locale"
)

// Look is what every component needs: the language it speaks and where the
// assets are.
type Look struct {
	*locale.Printer
	// Asset returns the address of an asset file, for example "css/app.css".
	Asset func(name string) string
	// Past is the part of a query that asks for the time the visitor looks back
	// to, for example "round=2025"; it is empty for the present.
	Past string
	// Basis is the part of a query that asks for the score that the visitor sees,
	// for example "basis=verified"; it is empty for the claimed score.
	Basis string
	// Verified means that the page's figures are by the verified score.
	Verified bool
	// Withheld means that a round is in review and that there are no figures to
	// show in place of the newest.
	Withheld bool
}

// EmptyTitle heads a page without results: as if nobody had answered, or that
// the results are withheld.
func (l Look) EmptyTitle(nobody string) string {
	if l.Withheld {
		return l.T("layout.review.empty.title")
	}
	return nobody
}

// EmptyText is the text below [Look.EmptyTitle].
func (l Look) EmptyText(nobody string) string {
	if l.Withheld {
		return l.T("layout.review.empty.text")
	}
	return nobody
}

// asking adds a part of a query to an address, unless it is empty.
func asking(path, part string) string {
	switch {
	case part == "":
		return path
	case strings.Contains(path, "?"):
		return path + "&" + part
	}
	return path + "?" + part
}

// ScoreTitle names the score over all areas, and says so when it is the verified one.
func (l Look) ScoreTitle() string {
	if l.Verified {
		return l.T("basis.name.verified")
	}
	return l.T("ranking.column.score")
}

// anyBasis is the look without a score asked for.
func (l Look) anyBasis() Look {
	l.Basis = ""
	return l
}

// To returns the address of another page of ours with figures, at the same
// time and by the same score as this one.
func (l Look) To(address string) templ.SafeURL {
	if l.Past == "" && l.Basis == "" || !strings.HasPrefix(address, "/") {
		return templ.URL(address)
	}
	path, fragment, anchored := strings.Cut(address, "#")
	path = asking(path, l.Past)
	if !strings.Contains(path, "basis=") {
		path = asking(path, l.Basis)
	}
	if anchored {
		path += "#" + fragment
	}
	return templ.URL(path)
}

// Hidden is a field of a form that nobody sees.
type Hidden struct{ Name, Value string }

// pastFields keep a form at the time the visitor looks back to, and at the score
// that the visitor sees.
func (l Look) pastFields() []Hidden {
	values, err := url.ParseQuery(l.Past + "&" + l.Basis)
	if err != nil {
		return nil
	}
	var fields []Hidden
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fields = append(fields, Hidden{name, values.Get(name)})
	}
	return fields
}

// Points is a figure that may be undefined. Scores run from 0 to 100.
type Points struct {
	Value float64
	OK    bool
}

// Band is a fifth of the scale, 1 (initial) to 5 (leading); 0 means none.
type Band int

// BandOf returns the band of points; a score of 100 is in the fifth. Points
// are rounded as scores are before they are placed.
func BandOf(points Points) Band {
	if !points.OK {
		return 0
	}
	rounded := math.Round(points.Value*1e9) / 1e9
	return Band(min(int(rounded/20), 4) + 1)
}

// Bands lists the bands upwards.
func Bands() []Band { return []Band{1, 2, 3, 4, 5} }

// Name returns the band's name.
func (b Band) Name(l Look) string { return l.T("score.band." + strconv.Itoa(int(b))) }

// class returns the colour class of a band.
func (b Band) class() string {
	if b == 0 {
		return "lv-none"
	}
	return "lv" + strconv.Itoa(int(b))
}

// percent writes a position or length on a scale from 0 to 100 as an SVG attribute.
func percent(x float64) string {
	return strconv.FormatFloat(min(max(x, 0), 100), 'f', 2, 64) + "%"
}

// Difference is the sign class of a difference: who is higher, and how clearly.
type Difference struct {
	// Points is the difference as shown, in points.
	Points Points
	// Higher and Lower are the CSS names of the sides: "own" and "group", or "perceived" and "measured".
	Higher, Lower string
	// Words say who is higher, by the class's name.
	Words string
}

const (
	evenBelow   = 5
	strongSince = 15
)

// class returns the colour class of the difference.
func (d Difference) class() string {
	side := d.Higher
	if d.Points.Value < 0 {
		side = d.Lower
	}
	switch size := math.Abs(d.Points.Value); {
	case size < evenBelow:
		return "diff-even"
	case size >= strongSince:
		return "diff-" + side + "-strong"
	}
	return "diff-" + side
}

// Even reports whether the difference is too small to speak of.
func (d Difference) Even() bool { return math.Abs(d.Points.Value) < evenBelow }

// changeClass returns the class and sign of a change over time.
func changeClass(x float64) (class, sign string) {
	switch rounded := math.Round(x * 10); {
	case rounded > 0:
		return "mh-change mh-change-up", "up"
	case rounded < 0:
		return "mh-change mh-change-down", "down"
	}
	return "mh-change", ""
}
