package attachment

import (
	"encoding/binary"
	"unicode/utf16"
)

// A compound file, as Office wrote it until 2007, has a directory of entries of
// 128 bytes, which begin at multiples of 128: the name in UTF-16 with a zero at
// the end, its length in bytes at 64, and at 66 what it is.
const (
	oleEntry      = 128
	oleNameLength = 64
	oleObject     = 66
)

// oleKind tells which Office document a compound file is by the names in its
// directory. The entries are looked for everywhere rather than followed, so
// that a file can mislead about its order and hide nothing.
func oleKind(content []byte) (kind, string) {
	names := oleNames(content)
	for _, macros := range []string{"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"} {
		if names[macros] {
			return kind{}, refusedMacros
		}
	}
	switch {
	case names["EncryptedPackage"]:
		return kind{}, refusedEncrypted
	case names["WordDocument"]:
		return doc, ""
	case names["PowerPoint Document"]:
		return ppt, ""
	case names["Workbook"], names["Book"]:
		return xls, ""
	}
	return kind{}, refusedType
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
