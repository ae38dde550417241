package round

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/reference"
)

// Archive is what an archive holds, read and not yet verified.
type Archive struct {
	// Inputs are settled: the statuses that count, in order, with public evidence.
	Inputs Inputs
	// Claimed is content.json as it stands.
	Claimed []byte
}

// ReadArchive reads an archive of a size in bytes from anybody. It writes
// nothing to disk and bounds what it unpacks. A file that is not exactly what
// [WriteArchive] would write of these inputs is an Invalid fault; content.json,
// README.txt and the checksums are not looked into: see [Verify].
func ReadArchive(r io.ReaderAt, size int64) (*Archive, error) {
	contents, err := unzip(r, size)
	if err != nil {
		return nil, err
	}
	in, err := contents.inputs()
	if err != nil {
		return nil, err
	}
	return &Archive{Inputs: in, Claimed: contents[fileContent]}, nil
}

// refused returns the fault of an archive that cannot be read; the cause is
// for the log.
func refused(cause error, key string, pairs ...any) error {
	known := fault.New(fault.Invalid, key, pairs...)
	known.Err = cause
	return known
}

// maxCentral bounds the list of files at the end of an archive, in bytes. The
// reader takes in whatever is listed before it can be counted.
const maxCentral = 1 << 14

// endSize is the length of a zip file's last record when it has no comment.
const endSize = 22

// unzip reads the files of an archive. It takes the names, order and number of
// files that [WriteArchive] writes and nothing before or behind them.
func unzip(r io.ReaderAt, size int64) (files, error) {
	if err := checkEnd(r, size); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, refused(err, "verify.not_an_archive")
	}
	if err := checkNames(archive.File); err != nil {
		return nil, err
	}
	out := make(files, len(entries))
	for i, f := range archive.File {
		content, err := unpack(f, entries[i].most)
		if err != nil {
			return nil, err
		}
		out[f.Name] = content
	}
	return out, nil
}

func checkEnd(r io.ReaderAt, size int64) error {
	var end [endSize]byte
	if size < endSize {
		return refused(nil, "verify.not_an_archive")
	}
	if _, err := r.ReadAt(end[:], size-endSize); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the archive: %w", err)
	}
	central := int64(binary.LittleEndian.Uint32(end[12:]))
	offset := int64(binary.LittleEndian.Uint32(end[16:]))
	if !bytes.HasPrefix(end[:], []byte("PK\x05\x06")) || central > maxCentral || offset+central != size-endSize {
		return refused(nil, "verify.not_an_archive")
	}
	return nil
}

func checkNames(list []*zip.File) error {
	seen := make(map[string]bool)
	for _, f := range list {
		if seen[f.Name] {
			return refused(nil, "verify.file_repeated", "File", printable(f.Name))
		}
		seen[f.Name] = true
		if !slices.ContainsFunc(entries[:], func(e entry) bool { return e.name == f.Name }) {
			return refused(nil, "verify.file_unknown", "File", printable(f.Name))
		}
	}
	for _, e := range entries {
		if !seen[e.name] {
			return refused(nil, "verify.file_missing", "File", e.name)
		}
	}
	for i, e := range entries {
		if list[i].Name != e.name {
			return refused(nil, "verify.file_order", "File", e.name)
		}
	}
	return nil
}

// unpack reads a file of at most so many bytes.
func unpack(f *zip.File, most int64) (content []byte, err error) {
	file, err := f.Open()
	if err != nil {
		return nil, refused(err, "verify.file_damaged", "File", f.Name)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	content, err = io.ReadAll(io.LimitReader(file, most+1))
	switch {
	case err != nil:
		return nil, refused(err, "verify.file_damaged", "File", f.Name)
	case int64(len(content)) > most:
		return nil, refused(nil, "verify.file_too_large", "File", f.Name, "Megabytes", most/mebibyte)
	}
	return content, nil
}

// inputs reads the inputs and holds them against what would be written of them,
// so that two different files never pass for the same inputs.
func (f files) inputs() (Inputs, error) {
	in, err := f.declared()
	if err != nil {
		return Inputs{}, err
	}
	if err := f.documents(&in); err != nil {
		return Inputs{}, err
	}
	if in.Statuses, in.Backing, err = readStatuses(f[fileStatuses], in.Format); err != nil {
		return Inputs{}, unreadable(fileStatuses, err)
	}
	if err := readEvidence(f[fileEvidence], in.Statuses); err != nil {
		return Inputs{}, unreadable(fileEvidence, err)
	}
	settled, _, err := in.settle()
	if err != nil {
		return Inputs{}, unreadable(fileRound, err)
	}
	written, err := settled.inputFiles()
	if err != nil {
		return Inputs{}, unreadable(fileStatuses, err)
	}
	for _, e := range entries {
		again, ours := written[e.name]
		if ours && !bytes.Equal(again, f[e.name]) {
			return Inputs{}, refused(nil, "verify.file_form", "File", e.name, "Line", line(again, f[e.name]))
		}
	}
	return settled, nil
}

// line is the number of the first line, from 1, in which two texts differ.
func line(a, b []byte) int {
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	return 1 + bytes.Count(a[:same], []byte("\n"))
}

func unreadable(name string, cause error) error {
	return refused(cause, "verify.file_unreadable", "File", name)
}

// declared reads the name of the round.
func (f files) declared() (Inputs, error) {
	var says declaration
	if err := json.Unmarshal(f[fileRound], &says); err != nil {
		return Inputs{}, unreadable(fileRound, err)
	}
	switch {
	case says.Product != Product:
		return Inputs{}, refused(nil, "verify.not_an_archive")
	case says.Format < 1 || says.Format > Format:
		return Inputs{}, refused(nil, "verify.other_format", "Format", says.Format, "Known", Format)
	}
	cutoff, err := says.Round.Cutoff.AsOf()
	if err != nil {
		return Inputs{}, unreadable(fileRound, err)
	}
	draws, err := says.RankInterval.settings()
	if err != nil {
		return Inputs{}, unreadable(fileRound, err)
	}
	return Inputs{
		Format: says.Format,
		Key:    says.Round.Key,
		Title:  framework.Text{DA: says.Round.Title.DA, EN: says.Round.Title.EN},
		Cutoff: cutoff,
		Draws:  draws,
	}, nil
}

// documents reads the framework and the directory.
func (f files) documents(in *Inputs) error {
	standard := reference.Document{Kind: reference.KindFramework, Content: f[fileFramework]}
	parsed, err := standard.Framework()
	if err != nil {
		return unreadable(fileFramework, err)
	}
	standard.Key = reference.FrameworkKey(parsed)
	directory := reference.Document{Kind: reference.KindDirectory, Key: reference.DirectoryKey, Content: f[fileDirectory]}
	if _, err := directory.Directory(); err != nil {
		return unreadable(fileDirectory, err)
	}
	in.Documents = []reference.Document{standard, directory}
	return nil
}
