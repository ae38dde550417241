package attachment_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"modenhed/internal/assessment"
	"modenhed/internal/attachment"
	"modenhed/internal/fault"
)

const (
	pdf = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
	png = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
	jpg = "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"
	web = "RIFF\x24\x00\x00\x00WEBPVP8 "
)

// zipped makes an archive of pairs of name and content.
func zipped(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		method := zip.Deflate
		if pairs[i] == "mimetype" {
			method = zip.Store
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: pairs[i], Method: method})
		if err == nil {
			_, err = f.Write([]byte(pairs[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Records of workbooks and presentations as Office wrote them until 2007.
const (
	workbookBegin  = "\x09\x08\x10\x00\x00\x06\x05\x00\xbb\x0d\xcc\x07\x00\x00\x00\x00\x06\x00\x00\x00"
	sheetOfCells   = "\x85\x00\x0a\x00\x00\x00\x00\x00\x00\x00\x02\x00Ab"
	sheetOfMacros  = "\x85\x00\x0a\x00\x00\x00\x00\x00\x02\x01\x02\x00Ab"
	macrosInSlides = "\x02\x00\x00\x04\x0c\x00\x00\x00\x05\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00"
)

// types is the list of parts of a document whose main part has a type.
func types(main string) string {
	return `<?xml version="1.0"?><Types><Override PartName="/x.xml" ContentType="application/vnd.` + main + `"/></Types>`
}

const (
	wordMain  = "openxmlformats-officedocument.wordprocessingml.document.main+xml"
	sheetMain = "openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	slideMain = "openxmlformats-officedocument.presentationml.presentation.main+xml"
)

// compound makes a compound file of parts with names. What stands after a colon
// is a part's content, filled up with zeros to a length that needs no parts within parts.
func compound(parts ...string) []byte {
	const sector, least, free, last, none = 512, 4096, 0xffffffff, 0xfffffffe, 0xffffffff
	header := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, sector-8)...)
	put16, put32 := binary.LittleEndian.PutUint16, binary.LittleEndian.PutUint32
	put16(header[24:], 0x3e)
	put16(header[26:], 3)
	put16(header[28:], 0xfffe)
	put16(header[30:], 9)
	put16(header[32:], 6)
	put32(header[44:], 1) // one sector of chains, the first
	put32(header[48:], 1) // the directory after it
	put32(header[56:], least)
	put32(header[60:], last)
	put32(header[68:], last)
	for i := 80; i < sector; i += 4 {
		put32(header[i:], free)
	}
	chains := []uint32{0xfffffffd}
	chain := func(sectors int) (first uint32) {
		first = uint32(len(chains))
		for range sectors - 1 {
			chains = append(chains, uint32(len(chains))+1)
		}
		chains = append(chains, last)
		return first
	}
	var directory, streams []byte
	entry := func(name string, object byte, next, child, start, size uint32) {
		e := make([]byte, 128)
		for n, unit := range utf16.Encode([]rune(name)) {
			put16(e[2*n:], unit)
		}
		put16(e[64:], uint16(2*len(utf16.Encode([]rune(name)))+2))
		e[66] = object
		put32(e[68:], none)
		put32(e[72:], next)
		put32(e[76:], child)
		put32(e[116:], start)
		put32(e[120:], size)
		directory = append(directory, e...)
	}
	chain((len(parts) + 4) / 4)
	entry("Root Entry", 5, none, 1, last, 0)
	for i, part := range parts {
		name, content, _ := strings.Cut(part, ":")
		size := max(least, (len(content)+sector-1)/sector*sector)
		next := uint32(i + 2)
		if i == len(parts)-1 {
			next = none
		}
		entry(name, 2, next, none, chain(size/sector), uint32(size))
		streams = append(append(streams, content...), make([]byte, size-len(content))...)
	}
	for len(directory)%sector != 0 {
		directory = append(directory, make([]byte, 128)...)
	}
	table := bytes.Repeat([]byte{0xff}, sector)
	for i, next := range chains {
		put32(table[4*i:], next)
	}
	return slices.Concat(header, table, directory, streams)
}

func TestTypesComeFromContent(t *testing.T) {
	t.Parallel()
	const open = "application/vnd.oasis.opendocument."
	for name, c := range map[string]struct {
		content []byte
		media   string
		called  string
	}{
		"a.pdf":      {[]byte(pdf), "application/pdf", "a.pdf"},
		"a.html":     {[]byte(pdf), "application/pdf", "a.pdf"},
		"a":          {[]byte(png), "image/png", "a.png"},
		"a.JPEG":     {[]byte(jpg), "image/jpeg", "a.jpeg"},
		"b.png":      {[]byte(jpg), "image/jpeg", "b.jpg"},
		"a.webp":     {[]byte(web), "image/webp", "a.webp"},
		"a.docx":     {zipped(t, "[Content_Types].xml", types(wordMain), "word/document.xml", "x"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a.docx"},
		"late.docx":  {zipped(t, "customXml/item.xml", strings.Repeat("x", 9000), "word/document2.xml", "x", "[Content_Types].xml", types(wordMain)), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "late.docx"},
		"a.zip":      {zipped(t, "[Content_Types].xml", types(sheetMain), "xl/workbook.xml", "x"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a.xlsx"},
		"a.pptx":     {zipped(t, "[Content_Types].xml", types(slideMain), "ppt/presentation.xml", "x"), "application/vnd.openxmlformats-officedocument.presentationml.presentation", "a.pptx"},
		"a.odt":      {zipped(t, "mimetype", open+"text", "content.xml", "x"), open + "text", "a.odt"},
		"a.ods":      {zipped(t, "mimetype", open+"spreadsheet"), open + "spreadsheet", "a.ods"},
		"a.odp":      {zipped(t, "mimetype", open+"presentation"), open + "presentation", "a.odp"},
		"a.doc":      {compound("1Table", "WordDocument:\xec\xa5\xc1\x00\x00\x00\x06\x04\x00\x00\x00\x12"), "application/msword", "a.doc"},
		"a.xls":      {compound("Workbook:" + workbookBegin + sheetOfCells), "application/vnd.ms-excel", "a.xls"},
		"old.xls":    {compound("Book"), "application/vnd.ms-excel", "old.xls"},
		"a.ppt":      {compound("PowerPoint Document:"+strings.ReplaceAll(macrosInSlides, "\x01", "\x00"), "Current User"), "application/vnd.ms-powerpoint", "a.ppt"},
		"poly.pdf":   {append([]byte(pdf), zipped(t, "[Content_Types].xml", types(wordMain))...), "application/pdf", "poly.pdf"},
		"script.pdf": {[]byte(pdf + "<script>alert(1)</script>"), "application/pdf", "script.pdf"},
	} {
		file, err := attachment.Inspect(name, c.content)
		if err != nil || file.Type != c.media || file.Name != c.called || file.Size != int64(len(c.content)) || len(file.Hash) != 64 || file.Public {
			t.Errorf("%s = %+v, %v, want %s %s", name, file, err, c.called, c.media)
		}
	}
}

func TestOtherContentIsRefused(t *testing.T) {
	t.Parallel()
	bomb := strings.Repeat("\x00", 30<<20)
	for name, c := range map[string]struct {
		content []byte
		key     string
	}{
		"html.pdf":      {[]byte("<!doctype html><script>alert(1)</script>"), "attachment.type"},
		"late.pdf":      {[]byte("<html>" + pdf), "attachment.type"},
		"drawing.svg":   {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), "attachment.type"},
		"drawing.png":   {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"></svg>`), "attachment.type"},
		"anim.gif":      {[]byte("GIF89a\x01\x00\x01\x00"), "attachment.type"},
		"program.docx":  {[]byte("MZ\x90\x00" + strings.Repeat("x", 200)), "attachment.type"},
		"plain.txt":     {[]byte("hej"), "attachment.type"},
		"any.docx":      {zipped(t, "a.txt", "x"), "attachment.type"},
		"program.jar":   {zipped(t, "META-INF/MANIFEST.MF", "x", "A.class", "x"), "attachment.type"},
		"broken.docx":   {zipped(t, "[Content_Types].xml", types(wordMain))[:60], "attachment.type"},
		"slides.ppsx":   {zipped(t, "[Content_Types].xml", types("openxmlformats-officedocument.presentationml.slideshow.main+xml")), "attachment.type"},
		"template.dotx": {zipped(t, "[Content_Types].xml", types("openxmlformats-officedocument.wordprocessingml.template.main+xml")), "attachment.type"},
		"bomb.docx":     {zipped(t, "[Content_Types].xml", types(wordMain)+bomb), "attachment.type"},
		"bomb.odt":      {zipped(t, "mimetype", "application/vnd.oasis.opendocument.text"+strings.Repeat(" ", 2<<20)), "attachment.type"},
		"twice.docx":    {zipped(t, "[Content_Types].xml", types(wordMain), "[content_types].XML", types("x")), "attachment.type"},
		"drawing.odg":   {zipped(t, "mimetype", "application/vnd.oasis.opendocument.graphics"), "attachment.type"},
		"macros.docm":   {zipped(t, "[Content_Types].xml", types("ms-word.document.macroEnabled.main+xml")), "attachment.macros"},
		"macros.docx":   {zipped(t, "[Content_Types].xml", types(wordMain), "word/vbaProject.bin", "x"), "attachment.macros"},
		"hidden.xlsx":   {zipped(t, "[Content_Types].xml", types(sheetMain)+types("ms-office.vbaProject"), "xl/other.bin", "x"), "attachment.macros"},
		"xlm.xlsx":      {zipped(t, "[Content_Types].xml", types(sheetMain)+types("ms-excel.macrosheet+xml")), "attachment.macros"},
		"binary.xlsb":   {zipped(t, "[Content_Types].xml", types("ms-excel.sheet.binary.macroEnabled.main")), "attachment.macros"},
		"macros.odt":    {zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml", "x"), "attachment.macros"},
		"locked.ods":    {zipped(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml", `<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>`, "encrypted-package", "x"), "attachment.encrypted"},
		"macros.doc":    {compound("WordDocument", "Macros", "VBA", "_VBA_PROJECT"), "attachment.macros"},
		"macros.xls":    {compound("Workbook", "_VBA_PROJECT_CUR"), "attachment.macros"},
		"xlm.xls":       {compound("Workbook:" + workbookBegin + sheetOfMacros), "attachment.macros"},
		"xlm5.xls":      {compound("Book:" + sheetOfCells + sheetOfMacros), "attachment.macros"},
		"macros.ppt":    {compound("PowerPoint Document:" + strings.Repeat("x", 99) + macrosInSlides), "attachment.macros"},
		"locked.xls":    {compound("Workbook:" + workbookBegin + "\x2f\x00\x02\x00xx" + sheetOfCells), "attachment.encrypted"},
		"locked.doc":    {compound("WordDocument:\xec\xa5\xc1\x00\x00\x00\x06\x04\x00\x00\x00\x13"), "attachment.encrypted"},
		"locked.ppt":    {compound("PowerPoint Document", "Current User:\x00\x00\xf6\x0f\x14\x00\x00\x00\x14\x00\x00\x00\xdf\xc4\xd1\xf3"), "attachment.encrypted"},
		"cut.xls":       {compound("Workbook:" + workbookBegin + sheetOfCells)[:3000], "attachment.type"},
		"cut.doc":       {compound("WordDocument")[:1500], "attachment.type"},
		"locked.xlsx":   {compound("EncryptionInfo", "EncryptedPackage"), "attachment.encrypted"},
		"mail.msg":      {compound("__properties_version1.0"), "attachment.type"},
		"empty.pdf":     {nil, "attachment.empty"},
		"large.pdf":     {append([]byte(pdf), make([]byte, attachment.MaxSize)...), "attachment.too_large"},
	} {
		file, err := attachment.Inspect(name, c.content)
		var known *fault.Error
		if !errors.As(err, &known) || known.Kind != fault.Invalid || known.Message.Key != c.key || known.Message.Args["Name"] != name {
			t.Errorf("%s = %+v, %v, want %s", name, file, err, c.key)
		}
	}
}

func TestTooManyEntriesAreNotRead(t *testing.T) {
	t.Parallel()
	pairs := []string{"[Content_Types].xml", types(wordMain)}
	for i := range 20_001 {
		pairs = append(pairs, fmt.Sprint(i), "")
	}
	if file, err := attachment.Inspect("many.docx", zipped(t, pairs...)); err == nil {
		t.Errorf("accepted as %s", file.Type)
	}
}

func TestNamesAreSafe(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"Strategi 2026–2030.pdf":            "Strategi 2026–2030.pdf",
		"Æbler & pærer (2).PDF":             "Æbler & pærer (2).pdf",
		`C:\Users\x\Rapport.pdf`:            "Rapport.pdf",
		"../../etc/passwd":                  "passwd.pdf",
		"":                                  "file.pdf",
		" . ":                               "file.pdf",
		".pdf":                              "file.pdf",
		".htaccess":                         "htaccess.pdf",
		"a\r\nSet-Cookie: x.pdf":            "a Set-Cookie: x.pdf",
		"a\x00b\u202efdp.exe":               "abfdp.pdf",
		"\u2066a\u2069\u200b.pdf":           "a.pdf",
		"regning.pdf.exe":                   "regning.pdf.pdf",
		"<img src=x onerror=alert(1)>.html": "<img src=x onerror=alert(1)>.pdf",
		"version 1.2":                       "version 1.2.pdf",
		"a.verylong":                        "a.verylong.pdf",
		"\xff\xfea.pdf":                     "a.pdf",
		"a  \t b .pdf":                      "a b.pdf",
		strings.Repeat("å", 300) + ".pdf":   strings.Repeat("å", 196) + ".pdf",
		strings.Repeat("é", 300):            strings.Repeat("é", 196) + ".pdf",
	} {
		file, err := attachment.Inspect(given, []byte(pdf))
		if err != nil || file.Name != want {
			t.Errorf("%q is called %q, %v, want %q", given, file.Name, err, want)
		}
	}
}

// FuzzInspect wants nothing worse of any file than to be refused, and every name
// fit to be recorded.
func FuzzInspect(f *testing.F) {
	for _, content := range [][]byte{
		[]byte(pdf), []byte(png), []byte(web), compound("WordDocument", "VBA"), compound("Workbook:" + sheetOfMacros),
		zipped(f, "[Content_Types].xml", types(wordMain), "word/document.xml", "x"),
		zipped(f, "mimetype", "application/vnd.oasis.opendocument.text"),
	} {
		f.Add("a\u202e/b.pdf", content)
	}
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		file, err := attachment.Inspect(name, content)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%v", err)
			}
			return
		}
		if !utf8.ValidString(file.Name) || strings.ContainsAny(file.Name, "/\\\r\n\x00\u202e") || utf8.RuneCountInString(file.Name) > assessment.MaxFileName {
			t.Fatalf("%q is called %q", name, file.Name)
		}
		again, err := attachment.Inspect(file.Name, content)
		if err != nil || again != file {
			t.Fatalf("%+v becomes %+v, %v", file, again, err)
		}
	})
}

// The files are a table of two columns as LibreOffice saves it.
func TestFilesOfLibreOffice(t *testing.T) {
	t.Parallel()
	for name, media := range map[string]string{
		"libreoffice.xls":  "application/vnd.ms-excel",
		"libreoffice.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"libreoffice.ods":  "application/vnd.oasis.opendocument.spreadsheet",
	} {
		content, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		if file, err := attachment.Inspect("x", content); err != nil || file.Type != media {
			t.Errorf("%s = %+v, %v", name, file, err)
		}
	}
}
