package attachment

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"
)

// A compound file, as Office wrote it until 2007, has a directory of entries of
// 128 bytes, which begin at multiples of 128: the name in UTF-16 with a zero at
// the end, its length in bytes at 64, and at 66 what it is.
const (
	oleEntry      = 128
	oleNameLength = 64
	oleObject     = 66
)

// oleKind tells which Office document a compound file is. The names in its
// directory are looked for everywhere rather than followed, so that a file can
// mislead about its order and hide no macros.
func oleKind(content []byte) (kind, string) {
	names := oleNames(content)
	for _, macros := range []string{"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"} {
		if names[macros] {
			return kind{}, refusedMacros
		}
	}
	if names["EncryptedPackage"] {
		return kind{}, refusedEncrypted
	}
	file, err := mscfb.New(bytes.NewReader(content))
	if err != nil {
		return kind{}, refusedType
	}
	var found kind
	for _, part := range file.File {
		k, refused := olePart(part, len(content))
		if refused != "" {
			return kind{}, refused
		}
		if k.media != "" && len(part.Path) == 0 {
			found = k
		}
	}
	if found.media == "" {
		return kind{}, refusedType
	}
	return found, ""
}

// olePart says what a part of a compound file makes of it; the kind is empty
// when it is none of the parts that documents are told by. A part is never
// longer than the file, whatever it says, and one that cannot be read to its end
// is refused: another program may find more in it.
func olePart(part *mscfb.File, most int) (kind, string) {
	var k kind
	var refusal func(stream []byte) string
	switch part.Name {
	case "WordDocument":
		k, refusal = doc, wordRefusal
	case "Workbook", "Book":
		k, refusal = xls, excelRefusal
	case "PowerPoint Document":
		k, refusal = ppt, powerPointRefusal
	case "Current User":
		refusal = currentUserRefusal
	default:
		return kind{}, ""
	}
	stream, err := io.ReadAll(io.LimitReader(part, int64(most)))
	if err != nil {
		return kind{}, refusedType
	}
	return k, refusal(stream)
}

// wordRefusal reads the flags in the file information block of a document
// ([MS-DOC] 2.5.2).
func wordRefusal(stream []byte) string {
	const flags, encrypted = 10, 0x0100
	if len(stream) >= flags+2 && binary.LittleEndian.Uint16(stream[flags:])&encrypted != 0 {
		return refusedEncrypted
	}
	return ""
}

// excelRefusal goes through the records of a workbook ([MS-XLS] 2.1.4): FilePass
// comes with a password, and BoundSheet8 names the type of each sheet, of which 1
// is a sheet of Excel 4.0 macros.
func excelRefusal(stream []byte) string {
	const (
		filePass, boundSheet = 0x2f, 0x85
		sheetType, macros    = 5, 1
	)
	for len(stream) >= 4 {
		record, length := binary.LittleEndian.Uint16(stream), int(binary.LittleEndian.Uint16(stream[2:]))
		body := stream[4:]
		body = body[:min(length, len(body))]
		switch {
		case record == filePass:
			return refusedEncrypted
		case record == boundSheet && len(body) > sheetType && body[sheetType] == macros:
			return refusedMacros
		}
		stream = stream[4+len(body):]
	}
	return ""
}

// powerPointRefusal looks for what a presentation says of its macros, wherever
// that stands ([MS-PPT] 2.4.10, VBAInfoAtom: header, number, whether there are any).
func powerPointRefusal(stream []byte) string {
	header := []byte{0x02, 0x00, 0x00, 0x04, 0x0c, 0x00, 0x00, 0x00}
	for {
		at := bytes.Index(stream, header)
		if at < 0 {
			return ""
		}
		stream = stream[at+len(header):]
		if len(stream) >= 8 && binary.LittleEndian.Uint32(stream[4:]) != 0 {
			return refusedMacros
		}
	}
}

// currentUserRefusal reads the token that says whether a presentation is
// encrypted ([MS-PPT] 2.3.2).
func currentUserRefusal(stream []byte) string {
	const token, encrypted = 12, 0xf3d1c4df
	if len(stream) >= token+4 && binary.LittleEndian.Uint32(stream[token:]) == encrypted {
		return refusedEncrypted
	}
	return ""
}

// oleNames are the names in a compound file's directory.
func oleNames(content []byte) map[string]bool {
	names := make(map[string]bool)
	for ; len(content) >= oleEntry; content = content[oleEntry:] {
		if name, ok := oleName(content[:oleEntry]); ok {
			names[name] = true
		}
	}
	return names
}

// oleName reads an entry of a directory; ok is false for what is none.
func oleName(entry []byte) (name string, ok bool) {
	length := int(binary.LittleEndian.Uint16(entry[oleNameLength:]))
	switch entry[oleObject] {
	case 1, 2, 5: // a folder, a file, the root
	default:
		return "", false
	}
	if length < 4 || length > oleNameLength || length%2 != 0 || entry[length-1] != 0 || entry[length-2] != 0 {
		return "", false
	}
	units := make([]uint16, length/2-1)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(entry[2*i:])
		if units[i] == 0 {
			return "", false
		}
	}
	return string(utf16.Decode(units)), true
}
