package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"
)

// contentTypes is the part that readers look for first.
const contentTypes = "[Content_Types].xml"

// packer collects the parts of a package and writes them in order of name:
// excelize hands over its sheets in no order at all.
type packer struct {
	to    io.Writer
	parts map[string]*bytes.Buffer
}

func newPacker(to io.Writer) excelize.ZipWriter {
	return &packer{to: to, parts: make(map[string]*bytes.Buffer)}
}

// Create implements excelize.ZipWriter.
func (p *packer) Create(name string) (io.Writer, error) {
	part := new(bytes.Buffer)
	p.parts[name] = part
	return part, nil
}

// AddFS implements excelize.ZipWriter, which never calls it here.
func (p *packer) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close implements excelize.ZipWriter.
func (p *packer) Close() error {
	names := slices.Sorted(maps.Keys(p.parts))
	if i := slices.Index(names, contentTypes); i > 0 {
		names = append([]string{contentTypes}, slices.Delete(names, i, i+1)...)
	}
	archive := zip.NewWriter(p.to)
	for _, name := range names {
		part, err := archive.Create(name)
		if err != nil {
			return fmt.Errorf("begin part %s: %w", name, err)
		}
		if _, err := part.Write(p.parts[name].Bytes()); err != nil {
			return fmt.Errorf("write part %s: %w", name, err)
		}
	}
	return archive.Close()
}
