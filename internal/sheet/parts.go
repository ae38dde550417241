package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// The parts of a workbook that are found by name.
const (
	partWorkbook  = "xl/workbook.xml"
	partRelations = "xl/_rels/workbook.xml.rels"
	partTexts     = "xl/sharedStrings.xml"
)

var errNoSheet = errors.New("no visible sheet")

// firstSheet returns the name of the part with the first visible sheet.
func (w *workbook) firstSheet() (string, error) {
	var book struct {
		Sheets []struct {
			Attributes []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.decode(partWorkbook, &book); err != nil {
		return "", err
	}
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := w.decode(partRelations, &relations); err != nil {
		return "", err
	}
	for _, sheet := range book.Sheets {
		id, state := "", ""
		for _, a := range sheet.Attributes {
			switch {
			// The attribute "sheetId" is another one, and has no name space.
			case a.Name.Local == "id" && a.Name.Space != "":
				id = a.Value
			case a.Name.Local == "state":
				state = a.Value
			}
		}
		if state == "hidden" || state == "veryHidden" {
			continue
		}
		for _, r := range relations.List {
			if r.ID == id {
				return partName(r.Target), nil
			}
		}
	}
	return "", errNoSheet
}

// partName returns the name of a part that the workbook relates to.
func partName(target string) string {
	if rooted, ok := strings.CutPrefix(target, "/"); ok {
		return path.Clean(rooted)
	}
	return path.Join("xl", target)
}

func (w *workbook) decode(name string, into any) error {
	part, err := w.open(name)
	if err != nil {
		return err
	}
	// The part is read to its end: there is nothing to lose by closing it.
	defer func() { _ = part.Close() }()
	if err := xml.NewDecoder(part).Decode(into); err != nil {
		return fmt.Errorf("part %s: %w", name, err)
	}
	return nil
}

// sharedTexts returns the texts that cells refer to by number; none when the
// workbook has no such part.
func (w *workbook) sharedTexts() ([]string, error) {
	if _, ok := w.files[partTexts]; !ok {
		return nil, nil
	}
	part, err := w.open(partTexts)
	if err != nil {
		return nil, err
	}
	defer func() { _ = part.Close() }() // as in decode
	var texts []string
	decoder := xml.NewDecoder(part)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return texts, nil
		}
		if err != nil {
			return nil, fmt.Errorf("part %s: %w", partTexts, err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "si" {
			continue
		}
		text, err := richText(decoder)
		if err != nil {
			return nil, fmt.Errorf("part %s: %w", partTexts, err)
		}
		texts = append(texts, text)
	}
}

// richText returns the text of an element whose start was read, without the
// hints of how to say it.
func richText(decoder *xml.Decoder) (string, error) {
	var text strings.Builder
	depth, hints, inText := 1, 0, 0
	for depth > 0 {
		token, err := decoder.Token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			switch token.Name.Local {
			case "rPh":
				hints++
			case "t":
				inText++
			}
		case xml.EndElement:
			depth--
			switch token.Name.Local {
			case "rPh":
				hints--
			case "t":
				inText--
			}
		case xml.CharData:
			if inText > 0 && hints == 0 {
				text.Write(token)
			}
		}
	}
	return text.String(), nil
}
