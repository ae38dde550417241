package assessment

import "slices"

// Limits on files: how many one answer may rest on, and the characters of a name.
const (
	MaxFiles    = 5
	MaxFileName = 200
)

// Evidence is what an answer rests on.
type Evidence struct {
	// Text is a short text, at most MaxEvidenceText characters.
	Text string
	// Link is an absolute http or https address.
	Link string
	// Public means that the staff let everybody read text and link.
	Public bool
	// Files are at most MaxFiles, in the order in which they were added.
	Files []File
}

// File is a document that an answer rests on. Its content is kept once, by its
// digest, whatever it is called in different answers.
type File struct {
	// Hash is the SHA-256 of the content in lower-case hexadecimal.
	Hash string `json:"hash"`
	// Name is what people call it: one line without path.
	Name string `json:"name"`
	// Type is the media type found from the content.
	Type string `json:"type"`
	// Size is in bytes.
	Size int64 `json:"size"`
	// Public means that the staff let everybody read it.
	Public bool `json:"public"`
}

// Empty reports whether there is no text, no link and no file.
func (e Evidence) Empty() bool { return e.Text == "" && e.Link == "" && len(e.Files) == 0 }

// PublicFiles are those files that everybody may read.
func (e Evidence) PublicFiles() []File {
	var public []File
	for _, file := range e.Files {
		if file.Public {
			public = append(public, file)
		}
	}
	return public
}

// Equal reports whether two pieces of evidence are the same, files in the same order.
func (e Evidence) Equal(other Evidence) bool {
	return e.Text == other.Text && e.Link == other.Link && e.Public == other.Public && slices.Equal(e.Files, other.Files)
}

// Strength is how much an answer rests on, which bounds its verified score.
type Strength string

// The strengths.
const (
	// Documented: there is a link or a file.
	Documented Strength = "document"
	// Described: there is a text alone.
	Described Strength = "text"
	// Bare: there is nothing.
	Bare Strength = "none"
)

// Strength returns how much an answer rests on, whether people may read it or not.
func (e Evidence) Strength() Strength {
	switch {
	case e.Link != "" || len(e.Files) > 0:
		return Documented
	case e.Text != "":
		return Described
	}
	return Bare
}
