package view

import "github.com/a-h/templ"

// FileLink is a file that an answer rests on, as one reads and fetches it.
type FileLink struct {
	// Href is the file's address, with the time that the visitor looks back to.
	Href templ.SafeURL
	Name string
	// Words are the kind and the size.
	Words string
	// Internal says that not everybody may read it, empty when everybody may.
	Internal string
}
