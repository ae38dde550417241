// Package attachment takes in files as evidence. A file is known by what it
// holds, never by what it is called: its type is found from the content, and
// its name is made to fit. What everybody's programs open without running
// anything is accepted; documents with macros, and all else, are refused.
package attachment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
)

const (
	// MaxSize is how large a file may be, in bytes.
	MaxSize = 10 << 20
	// MaxTotal is how much a municipality may keep in all, in bytes.
	MaxTotal = 500 << 20
	// mebibyte is what people call a megabyte of a file.
	mebibyte = 1 << 20
)

// Store keeps the files of municipalities.
type Store interface {
	// KeepFile keeps a file for a municipality, once for each content. It returns
	// false, and keeps nothing, when the municipality would have more than most
	// bytes in all.
	KeepFile(ctx context.Context, code municipality.Code, file assessment.File, content []byte, most int64) (kept bool, err error)
	// KeptFiles returns those of a municipality's files that have one of the
	// hashes, under the names that they were last kept with.
	KeptFiles(ctx context.Context, code municipality.Code, hashes []string) ([]assessment.File, error)
	// RecordedFile returns a file that a status of the municipality rests on,
	// preferably under a name; NotFound when none does.
	RecordedFile(ctx context.Context, code municipality.Code, hash, name string) (assessment.File, error)
	// FileContent returns the content with a hash, NotFound when there is none.
	FileContent(ctx context.Context, hash string) ([]byte, error)
}

// Service takes files in and hands them out.
type Service struct {
	Store Store
}

// Inspect tells what a file is, or why it is refused: an Invalid fault that
// names it.
func Inspect(name string, content []byte) (assessment.File, error) {
	switch {
	case len(content) == 0:
		return assessment.File{}, refused("attachment.empty", name)
	case len(content) > MaxSize:
		return assessment.File{}, TooLarge(name)
	}
	k, why := kindOf(content)
	if why != "" {
		return assessment.File{}, refused(why, name)
	}
	sum := sha256.Sum256(content)
	return assessment.File{
		Hash: hex.EncodeToString(sum[:]), Name: cleanName(name, k), Type: k.media, Size: int64(len(content)),
	}, nil
}

// KeyTooLarge is the key of the message of [TooLarge].
const KeyTooLarge = "attachment.too_large"

// TooLarge is the fault of a file that is larger than MaxSize.
func TooLarge(name string) error { return refused(KeyTooLarge, name) }

// TooMany is the fault of a file beyond those that an answer may have.
func TooMany(name string) error { return refused("attachment.too_many", name) }

func refused(key, name string) error {
	return fault.New(fault.Invalid, key, "Name", readableName(name), "Megabytes", MaxSize/mebibyte, "Max", assessment.MaxFiles)
}

// Keep takes in a file for a municipality. The same content is kept once.
func (s *Service) Keep(ctx context.Context, actor account.Actor, code municipality.Code, name string, content []byte) (assessment.File, error) {
	if !account.MayReportFor(actor, code) {
		return assessment.File{}, fault.New(fault.Forbidden, "assessment.may_not_report")
	}
	file, err := Inspect(name, content)
	if err != nil {
		return assessment.File{}, err
	}
	kept, err := s.Store.KeepFile(ctx, code, file, content, MaxTotal)
	switch {
	case err != nil:
		return assessment.File{}, fmt.Errorf("keep a file of %s: %w", code, err)
	case !kept:
		return assessment.File{}, fault.New(fault.Invalid, "attachment.full", "Name", file.Name, "Megabytes", MaxTotal/mebibyte)
	}
	return file, nil
}

// Find returns those files of a municipality that are kept with the hashes, in
// their order. What is not there, or another's, is left out.
func (s *Service) Find(ctx context.Context, actor account.Actor, code municipality.Code, hashes []string) ([]assessment.File, error) {
	if !account.MayReportFor(actor, code) {
		return nil, fault.New(fault.Forbidden, "assessment.may_not_report")
	}
	kept, err := s.Store.KeptFiles(ctx, code, hashes)
	if err != nil {
		return nil, fmt.Errorf("find files of %s: %w", code, err)
	}
	byHash := make(map[string]assessment.File, len(kept))
	for _, file := range kept {
		byHash[file.Hash] = file
	}
	var found []assessment.File
	for _, hash := range hashes {
		if file, ok := byHash[hash]; ok {
			found = append(found, file)
		}
	}
	return found, nil
}

// Internal returns a municipality's file for somebody who may read more than
// the public: any file that a status rests on, and for the municipality's own
// editors those not used yet too. It returns NotFound for everybody else.
func (s *Service) Internal(ctx context.Context, actor account.Actor, code municipality.Code, hash, name string) (assessment.File, error) {
	if !account.MayReadInternal(actor, code) {
		return assessment.File{}, NotFound()
	}
	file, err := s.Store.RecordedFile(ctx, code, hash, name)
	if fault.KindOf(err) != fault.NotFound {
		return file, err
	}
	if !account.MayReportFor(actor, code) {
		return assessment.File{}, NotFound()
	}
	kept, err := s.Store.KeptFiles(ctx, code, []string{hash})
	if err != nil || len(kept) == 0 {
		return assessment.File{}, notFoundOr(err)
	}
	return kept[0], nil
}

// Content returns what a file holds. Whether the visitor may read it has been decided.
func (s *Service) Content(ctx context.Context, hash string) ([]byte, error) {
	content, err := s.Store.FileContent(ctx, hash)
	if err != nil {
		return nil, fmt.Errorf("read a file: %w", err)
	}
	return content, nil
}

// NotFound is the fault of a file that is not there, or not for the visitor.
func NotFound() error { return fault.New(fault.NotFound, "attachment.unknown") }

func notFoundOr(err error) error {
	if err != nil {
		return err
	}
	return NotFound()
}
