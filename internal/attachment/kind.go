package attachment

import (
	"bytes"
	"slices"

	"github.com/gabriel-vasile/mimetype"
)

// kind is a type of file that is accepted.
type kind struct {
	// media is the media type that the file is served with.
	media string
	// extensions are the ways its names end, the usual one first.
	extensions []string
}

// Media types; what OpenDocument files say of themselves is theirs.
const (
	mediaPDF = "application/pdf"
	mediaZip = "application/zip"
	mediaOLE = "application/x-ole-storage"

	mediaODT = "application/vnd.oasis.opendocument.text"
	mediaODS = "application/vnd.oasis.opendocument.spreadsheet"
	mediaODP = "application/vnd.oasis.opendocument.presentation"
)

var (
	docx = kind{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{".docx"}}
	xlsx = kind{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []string{".xlsx"}}
	pptx = kind{"application/vnd.openxmlformats-officedocument.presentationml.presentation", []string{".pptx"}}
	doc  = kind{"application/msword", []string{".doc"}}
	xls  = kind{"application/vnd.ms-excel", []string{".xls"}}
	ppt  = kind{"application/vnd.ms-powerpoint", []string{".ppt"}}
)

// plainKinds are told by how they begin.
var plainKinds = []kind{
	{mediaPDF, []string{".pdf"}},
	{"image/png", []string{".png"}},
	{"image/jpeg", []string{".jpg", ".jpeg"}},
	{"image/webp", []string{".webp"}},
}

// openKinds are the OpenDocument files.
var openKinds = []kind{
	{mediaODT, []string{".odt"}},
	{mediaODS, []string{".ods"}},
	{mediaODP, []string{".odp"}},
}

// Extensions lists how the names of accepted files end, for a file chooser.
func Extensions() []string {
	var all []string
	for _, k := range slices.Concat(plainKinds, []kind{docx, xlsx, pptx, doc, xls, ppt}, openKinds) {
		all = append(all, k.extensions...)
	}
	return all
}

// The reasons to refuse a file by what it holds; the keys of their messages.
const (
	refusedType      = "attachment.type"
	refusedMacros    = "attachment.macros"
	refusedEncrypted = "attachment.encrypted"
)

// kindOf tells a file's kind from its content; refused is the key of the
// message when it is none of those accepted.
func kindOf(content []byte) (k kind, refused string) {
	for m := mimetype.Detect(content); m != nil; m = m.Parent() {
		switch {
		case m.Is(mediaZip):
			return zipKind(content)
		case m.Is(mediaOLE):
			return oleKind(content)
		}
		for _, k := range plainKinds {
			if m.Is(k.media) && !disguised(k, content) {
				return k, ""
			}
		}
	}
	return kind{}, refusedType
}

// disguised reports whether a PDF begins with something else, as readers allow:
// it could be a page of a browser too.
func disguised(k kind, content []byte) bool {
	return k.media == mediaPDF && !bytes.HasPrefix(content, []byte("%PDF-"))
}
