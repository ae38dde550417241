package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// readTexts reads the texts that cells refer to by number; there need be none.
func (w *Workbook) readTexts() error {
	if _, ok := w.files[partTexts]; !ok {
		return nil
	}
	part, err := w.open(partTexts)
	if err != nil {
		return err
	}
	defer func() { _ = part.Close() }()
	decoder := newDecoder(part)
	// More texts than cells are no table.
	most := (w.limits.Rows + 1) * w.limits.Columns
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("part %s: %w", partTexts, err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "si" {
			continue
		}
		text, err := richText(decoder)
		if err != nil {
			return fmt.Errorf("part %s: %w", partTexts, err)
		}
		if len(w.texts) == most {
			return errUnpacked
		}
		w.texts = append(w.texts, text)
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
	return unescape(text.String()), nil
}

// escaped is how a workbook writes a character that XML cannot hold, and an
// underscore that would look like it.
var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescape(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escaped.ReplaceAllStringFunc(text, func(s string) string {
		code, err := strconv.ParseUint(s[2:6], 16, 16)
		if err != nil || utf16.IsSurrogate(rune(code)) {
			return s
		}
		return string(rune(code))
	})
}
