package attachment

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"modenhed/internal/assessment"
)

// unnamed is what a file is called of whose name nothing is left.
const unnamed = "file"

// cleanName makes a safe name of what a browser says a file is called: the last
// part of a path, on one line, without characters that cannot be seen or that
// turn the reading direction, ending as files of its kind do.
func cleanName(name string, k kind) string {
	stem, extension := cutExtension(readableName(name))
	if !slices.Contains(k.extensions, extension) {
		extension = k.extensions[0]
	}
	stem = strings.Trim(shortened(stem, assessment.MaxFileName-len(extension)), " .")
	if stem == "" {
		stem = unnamed
	}
	return stem + extension
}

// readableName is what can be shown of a name, without its path; for messages
// about files that have no kind.
func readableName(name string) string {
	name = strings.ToValidUTF8(name, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		return unnamed
	}
	return shortened(name, assessment.MaxFileName)
}

// mostExtension is how long the end of a name is that says a type, with its dot.
const mostExtension = 6

// cutExtension cuts off what says a type at the end of a name, in lower case. A
// number, as in "version 1.2", says none.
func cutExtension(name string) (stem, extension string) {
	extension = path.Ext(name)
	plain := strings.TrimPrefix(extension, ".")
	if len(plain) == 0 || len(extension) > mostExtension || strings.ContainsFunc(plain, notAlphanumeric) || !strings.ContainsFunc(plain, unicode.IsLetter) {
		return name, ""
	}
	return strings.TrimSuffix(name, extension), strings.ToLower(extension)
}

func notAlphanumeric(r rune) bool {
	return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// shortened cuts a text to a number of characters.
func shortened(s string, most int) string {
	for i := range s {
		if most == 0 {
			return s[:i]
		}
		most--
	}
	return s
}
