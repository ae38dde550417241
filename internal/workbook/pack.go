package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// contentTypes is the part that readers look for first.
const contentTypes = "[Content_Types].xml"

// packer collects the parts of a package and writes them in order of name:
// excelize hands over its sheets in no order at all. Parts wait compressed, so
// that a long sheet takes a tenth of its text in memory.
type packer struct {
	parts []*part
	// flate compresses the last part while open; a compressor is a megabyte, so
	// that all parts share one.
	flate *flate.Writer
	open  bool
}

var _ excelize.ZipWriter = (*packer)(nil)

// part is one part of a package, compressed.
type part struct {
	name string
	data bytes.Buffer
	sum  hash.Hash32
	size uint64
}

// Write writes to the last part; it implements io.Writer.
func (p *packer) Write(text []byte) (int, error) {
	last := p.parts[len(p.parts)-1]
	n, err := p.flate.Write(text)
	_, _ = last.sum.Write(text[:n]) // a hash never fails
	last.size += uint64(n)
	return n, err
}

// Create implements excelize.ZipWriter. The part before is complete.
func (p *packer) Create(name string) (io.Writer, error) {
	if err := p.Close(); err != nil {
		return nil, err
	}
	next := &part{name: name, sum: crc32.NewIEEE()}
	if p.flate == nil {
		compressor, err := flate.NewWriter(&next.data, flate.DefaultCompression)
		if err != nil {
			return nil, fmt.Errorf("begin part %s: %w", name, err)
		}
		p.flate = compressor
	} else {
		p.flate.Reset(&next.data)
	}
	p.parts, p.open = append(p.parts, next), true
	return p, nil
}

// AddFS implements excelize.ZipWriter, which never calls it here.
func (p *packer) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close implements excelize.ZipWriter; it completes the last part.
func (p *packer) Close() error {
	if !p.open {
		return nil
	}
	p.open = false
	if err := p.flate.Close(); err != nil {
		return fmt.Errorf("end part %s: %w", p.parts[len(p.parts)-1].name, err)
	}
	return nil
}

// writeTo writes the parts as a package.
func (p *packer) writeTo(w io.Writer) error {
	slices.SortFunc(p.parts, func(a, b *part) int {
		switch contentTypes {
		case a.name:
			return -1
		case b.name:
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	archive := zip.NewWriter(w)
	for _, part := range p.parts {
		header := zip.FileHeader{
			Name: part.name, Method: zip.Deflate, CRC32: part.sum.Sum32(),
			CompressedSize64: uint64(part.data.Len()), UncompressedSize64: part.size,
		}
		to, err := archive.CreateRaw(&header)
		if err != nil {
			return fmt.Errorf("begin part %s: %w", part.name, err)
		}
		if _, err := part.data.WriteTo(to); err != nil {
			return fmt.Errorf("write part %s: %w", part.name, err)
		}
	}
	return archive.Close()
}
