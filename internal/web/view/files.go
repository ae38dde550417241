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

// ReportFiles are the files at a question, and the field for more.
type ReportFiles struct {
	List []ReportFile
	// Kept lists the files for the form.
	Kept  string
	Field Field
	// Focus puts the cursor at the field, when the files have just changed.
	Focus bool
}

// ReportFile is a file at a question.
type ReportFile struct {
	FileLink
	// Public lets everybody read it.
	Public   Field
	IsPublic bool
	// Remove is what the button sends that takes it off.
	Remove string
}
