package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Workbook is a workbook whose sheets can be read one by one.
type Workbook struct {
	limits Limits
	files  map[string]*zip.File
	// left is how many bytes may still be unpacked.
	left int64
	// sheets are the visible ones in order.
	sheets []namedSheet
	// texts are those that cells refer to by number.
	texts []string
	// formats says how the cells of a style show their number.
	formats []format
}

type namedSheet struct{ name, part string }

// The parts of a workbook that are found by name.
const (
	partTypes     = "[Content_Types].xml"
	partWorkbook  = "xl/workbook.xml"
	partRelations = "xl/_rels/workbook.xml.rels"
	partTexts     = "xl/sharedStrings.xml"
	partStyles    = "xl/styles.xml"
)

// Open opens a workbook whose sheets are to be read by name. It is stricter
// than [Read]: one with macros or with references to other files is refused.
// All errors are for people.
func Open(data []byte, limits Limits) (*Workbook, error) {
	w, err := unpack(data, limits)
	if err == nil {
		err = w.foreign()
	}
	if err == nil && len(w.sheets) == 0 {
		err = errNoSheet
	}
	if err != nil {
		return nil, limits.refuse(err)
	}
	return w, nil
}

// Names returns the names of the visible sheets in order; there is at least one.
func (w *Workbook) Names() []string {
	names := make([]string, len(w.sheets))
	for i, s := range w.sheets {
		names[i] = s.name
	}
	return names
}

// Rows reads the rows with text of the visible sheet with a name. All errors
// are for people.
func (w *Workbook) Rows(name string) ([]Row, error) {
	for _, s := range w.sheets {
		if s.name != name {
			continue
		}
		rows, err := w.rows(s.part)
		if err == nil && len(rows) > w.limits.Rows {
			err = errLong
		}
		if err != nil {
			return nil, w.limits.refuse(err)
		}
		return rows, nil
	}
	return nil, w.limits.refuse(errNoSheet)
}

// unpack opens a workbook and reads everything but its sheets.
func unpack(data []byte, limits Limits) (*Workbook, error) {
	switch {
	case int64(len(data)) > limits.Bytes:
		return nil, errPacked
	case bytes.HasPrefix(data, []byte(oleMagic)):
		return nil, errLocked
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("open the workbook: %w", err)
	}
	w := &Workbook{limits: limits, files: make(map[string]*zip.File, len(archive.File)), left: limits.Unpacked}
	for _, f := range archive.File {
		w.files[f.Name] = f
	}
	for _, read := range []func() error{w.readSheets, w.readTexts, w.readFormats} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// foreign refuses what has no place in a table of values.
func (w *Workbook) foreign() error {
	for name := range w.files {
		switch {
		case strings.HasPrefix(name, "xl/externalLinks/"):
			return errOutside
		case strings.HasSuffix(strings.ToLower(name), "vbaproject.bin"):
			return errMacros
		}
	}
	var types struct {
		Overrides []struct {
			Type string `xml:"ContentType,attr"`
		} `xml:"Override"`
	}
	if _, found := w.files[partTypes]; !found {
		return fmt.Errorf("part %s: missing", partTypes)
	}
	if err := w.decode(partTypes, &types); err != nil {
		return err
	}
	for _, o := range types.Overrides {
		if strings.Contains(o.Type, "macroEnabled") {
			return errMacros
		}
	}
	return nil
}

// open opens a part; what it unpacks to counts. What is left over of a part is
// of no use, and neither is an error in it, so that to close one cannot fail.
func (w *Workbook) open(name string) (io.ReadCloser, error) {
	file, ok := w.files[name]
	if !ok {
		return nil, fmt.Errorf("part %s: missing", name)
	}
	if file.UncompressedSize64 > uint64(max(w.left, 0)) {
		return nil, fmt.Errorf("part %s: %w", name, errUnpacked)
	}
	part, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("part %s: %w", name, err)
	}
	return &counted{ReadCloser: part, left: &w.left}, nil
}

// counted is a part of the archive that counts what it unpacks to.
type counted struct {
	io.ReadCloser
	left *int64
}

// Read implements io.Reader.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	if *c.left -= int64(n); *c.left < 0 {
		return 0, errUnpacked
	}
	return n, err
}

func (w *Workbook) decode(name string, into any) error {
	part, err := w.open(name)
	if err != nil {
		return err
	}
	defer func() { _ = part.Close() }()
	if err := newDecoder(part).Decode(into); err != nil {
		return fmt.Errorf("part %s: %w", name, err)
	}
	return nil
}

// readSheets finds the visible sheets.
func (w *Workbook) readSheets() error {
	var book struct {
		Sheets []struct {
			Attributes []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.decode(partWorkbook, &book); err != nil {
		return err
	}
	parts, err := w.relations()
	if err != nil {
		return err
	}
	for _, sheet := range book.Sheets {
		id, state, name := "", "", ""
		for _, a := range sheet.Attributes {
			switch {
			// The attribute "sheetId" is another one, and has no name space.
			case a.Name.Local == "id" && a.Name.Space != "":
				id = a.Value
			case a.Name.Local == "state":
				state = a.Value
			case a.Name.Local == "name":
				name = a.Value
			}
		}
		part, found := parts[id]
		if found && state != "hidden" && state != "veryHidden" {
			w.sheets = append(w.sheets, namedSheet{name: name, part: part})
		}
	}
	return nil
}

// relations returns the names of the parts that the workbook refers to.
func (w *Workbook) relations() (map[string]string, error) {
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := w.decode(partRelations, &relations); err != nil {
		return nil, err
	}
	parts := make(map[string]string, len(relations.List))
	for _, r := range relations.List {
		if _, known := parts[r.ID]; !known {
			parts[r.ID] = partName(r.Target)
		}
	}
	return parts, nil
}

// partName returns the name of a part that the workbook relates to.
func partName(target string) string {
	if rooted, ok := strings.CutPrefix(target, "/"); ok {
		return path.Clean(rooted)
	}
	return path.Join("xl", target)
}

// rows reads the rows of a part, one more than allowed at most.
func (w *Workbook) rows(part string) ([]Row, error) {
	content, err := w.open(part)
	if err != nil {
		return nil, err
	}
	defer func() { _ = content.Close() }()
	return readRows(content, w)
}

// errDeep and errDirective are what no program writes into a workbook.
var (
	errDeep      = errors.New("elements within elements within elements")
	errDirective = errors.New("a document type")
)

// maxDepth is how deep elements lie at most; real workbooks stay below 20.
const maxDepth = 100

// newDecoder reads XML that may mean harm: no document types, no deep nesting.
// The program's decoder knows no entities beyond the five and fetches nothing.
func newDecoder(r io.Reader) *xml.Decoder {
	return xml.NewTokenDecoder(&guarded{from: xml.NewDecoder(r)})
}

type guarded struct {
	from  *xml.Decoder
	depth int
}

// Token implements xml.TokenReader.
func (g *guarded) Token() (xml.Token, error) {
	token, err := g.from.RawToken()
	switch token.(type) {
	case xml.StartElement:
		if g.depth++; g.depth > maxDepth {
			return nil, errDeep
		}
	case xml.EndElement:
		g.depth--
	case xml.Directive:
		return nil, errDirective
	}
	return token, err
}
