package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strings"
)

// Workbook is a workbook whose sheets can be read one by one.
type Workbook struct {
	limits Limits
	files  map[string]*zip.File
	// left is how many bytes may still be unpacked.
	left int64
	// said is how many bytes cells may still say by number: many may refer to
	// one long text.
	said int64
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
	w := &Workbook{limits: limits, files: make(map[string]*zip.File, len(archive.File)), left: limits.Unpacked, said: limits.Unpacked}
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
	if err := newWholeDecoder(part).Decode(into); err != nil {
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

// What no program writes into a workbook.
var (
	errDeep      = errors.New("elements within elements within elements")
	errDirective = errors.New("a document type")
	errMany      = errors.New("too many elements")
	errEndless   = errors.New("a text or element without end")
)

const (
	// maxDepth is how deep elements lie at most; real workbooks stay below 20.
	maxDepth = 100
	// maxToken is how long a text, or an element with its attributes, is at most,
	// in bytes. Excel lets a cell have 32,767 characters.
	maxToken = 1 << 20
	// maxElements is how many elements a part has that is read as a whole. The
	// largest are styles, of which a workbook may have 64,000.
	maxElements = 300_000
)

// newDecoder reads XML that may mean harm: no document types, no deep nesting,
// nothing without end. The program's decoder knows no entities beyond the five
// and fetches nothing.
func newDecoder(r io.Reader) *xml.Decoder { return guard(r, math.MaxInt) }

// newWholeDecoder does the same for a part whose elements are all kept.
func newWholeDecoder(r io.Reader) *xml.Decoder { return guard(r, maxElements) }

func guard(r io.Reader, elements int) *xml.Decoder {
	tokens := &tokenBytes{Reader: bufio.NewReader(r)}
	return xml.NewTokenDecoder(&guarded{from: xml.NewDecoder(tokens), tokens: tokens, elements: elements})
}

// tokenBytes are read one by one, so that a decoder is stopped in the middle of
// a token that grows too long.
type tokenBytes struct {
	*bufio.Reader
	token int
}

// ReadByte implements io.ByteReader.
func (b *tokenBytes) ReadByte() (byte, error) {
	if b.token++; b.token > maxToken {
		return 0, errEndless
	}
	return b.Reader.ReadByte()
}

type guarded struct {
	from   *xml.Decoder
	tokens *tokenBytes
	depth  int
	// elements is how many may still come.
	elements int
}

// Token implements xml.TokenReader.
func (g *guarded) Token() (xml.Token, error) {
	g.tokens.token = 0
	token, err := g.from.RawToken()
	switch token.(type) {
	case xml.StartElement:
		if g.depth++; g.depth > maxDepth {
			return nil, errDeep
		}
		if g.elements--; g.elements < 0 {
			return nil, errMany
		}
	case xml.EndElement:
		g.depth--
	case xml.Directive:
		return nil, errDirective
	}
	return token, err
}
